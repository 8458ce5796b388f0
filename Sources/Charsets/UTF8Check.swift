/// What bytes without a label look like.
enum UTF8Check {
  /// No byte above 0x7F.
  case ascii
  /// Valid UTF-8 with more than US-ASCII in it.
  case utf8
  case neither
}

extension Span where Element == UInt8 {
  /// Whether the bytes are UTF-8.
  ///
  /// A character that the end cuts off does not count against it when a complete one stands before it: there
  /// the text goes on in the next block, or the message was truncated.
  ///
  /// - Parameter isWhole: whether nothing follows. If something does, a cut-off character needs no other before.
  func looksLikeUTF8(isWhole: Bool) -> UTF8Check {
    do {
      return try UTF8Span(validating: self).isKnownASCII ? .ascii : .utf8
    } catch {
      let bad = error.byteOffsets
      guard error.kind == .truncatedScalar, bad.upperBound == count else { return .neither }
      guard isWhole else { return .utf8 }
      for i in 0..<bad.lowerBound where self[i] >= 0x80 { return .utf8 }
      return .neither
    }
  }
}
