internal import WireBytes

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
    guard let eightBit = firstIndexOfEightBit() else { return .ascii }
    let rest = extracting(eightBit...)
    let valid = rest.validUTF8Count
    if valid == rest.count { return .utf8 }
    guard rest.extracting(valid...).beginsCharacter else { return .neither }
    return valid > 0 || !isWhole ? .utf8 : .neither
  }
}

extension Span where Element == UInt8 {
  /// Whether the bytes are the beginning of a character, and nothing more.
  private var beginsCharacter: Bool {
    do {
      _ = try UTF8Span(validating: self)
      return false
    } catch {
      return error.kind == .truncatedScalar && error.byteOffsets == 0..<count
    }
  }
}
