import Mimewire

extension BodyPart {
  /// Hands on the body in chunks, with mbox quoting and the transfer encoding undone.
  ///
  /// A body of any size takes no memory. Quoting comes off first, as it was put on last.
  ///
  /// - Parameters:
  ///   - mboxFormat: the mailbox's, or nil for a message that was not quoted.
  ///   - defects: receives what departs in the encoding, with ranges in the message.
  ///   - take: receives the bytes.
  func decode(
    mboxFormat: MboxFormat?, defects: inout DefectLog, to take: (Span<UInt8>) throws -> Void
  ) rethrows {
    defects.origin = place.bodyStart
    defects.part = ordinal
    let encoded = encodedBody
    var stage = DecodingStage(appliedEncoding)
    guard let mboxFormat, mboxFormat != .mboxcl2 else {
      try encoded.forEachChunk { try stage.decode($0, defects: &defects, to: take) }
      return try stage.finish(defects: &defects, to: take)
    }
    var unquoter = MboxUnquoter(format: mboxFormat)
    var unquoted: [UInt8] = []
    try encoded.forEachChunk { chunk in
      unquoter.unquote(chunk, into: &unquoted)
      try stage.decode(unquoted.span, defects: &defects, to: take)
      unquoted.removeAll(keepingCapacity: true)
    }
    unquoter.finish(into: &unquoted)
    try stage.decode(unquoted.span, defects: &defects, to: take)
    try stage.finish(defects: &defects, to: take)
  }

  /// The body with mbox quoting and the transfer encoding undone.
  func decodedBody(mboxFormat: MboxFormat?, defects: inout DefectLog) -> [UInt8] {
    var body: [UInt8] = []
    decode(mboxFormat: mboxFormat, defects: &defects) { chunk in
      body.append(addingCapacity: chunk.count) { output in
        for index in 0..<chunk.count { output.append(chunk[index]) }
      }
    }
    return body
  }
}

/// A transfer decoder and the room for what it puts out.
private struct DecodingStage {
  private static let outputSize = 64 << 10

  private var decoder: TransferDecoder?

  init(_ encoding: TransferEncoding) {
    decoder = encoding.isIdentity ? nil : TransferDecoder(encoding)
  }

  mutating func decode(
    _ chunk: Span<UInt8>, defects: inout DefectLog, to take: (Span<UInt8>) throws -> Void
  ) rethrows {
    guard var decoder else { return try take(chunk) }
    var consumed = 0
    while consumed < chunk.count {
      let decoded = [UInt8](capacity: Self.outputSize) { output in
        consumed += decoder.decode(chunk.extracting(consumed..<chunk.count), into: &output, defects: &defects)
      }
      try take(decoded.span)
    }
    self.decoder = decoder
  }

  mutating func finish(defects: inout DefectLog, to take: (Span<UInt8>) throws -> Void) rethrows {
    guard var decoder else { return }
    var isFinished = false
    while !isFinished {
      let decoded = [UInt8](capacity: Self.outputSize) { output in
        isFinished = decoder.finish(into: &output, defects: &defects)
      }
      try take(decoded.span)
    }
  }
}

extension Span where Element == UInt8 {
  fileprivate func forEachChunk(_ take: (Span<UInt8>) throws -> Void) rethrows {
    let size = 64 << 10
    var start = 0
    while start < count {
      let end = Swift.min(count, start + size)
      try take(extracting(start..<end))
      start = end
    }
  }
}
