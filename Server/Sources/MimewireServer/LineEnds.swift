import WireBytes

/// CR LF into LF, as files of Unix have it, for content that arrives in pieces. A CR without LF stays.
struct LineEnds: Sendable {
  private var holdsCR = false

  /// Adds a piece to `output`.
  mutating func convert(_ piece: Span<UInt8>, into output: inout [UInt8]) {
    guard !piece.isEmpty else { return }
    if holdsCR, piece[0] != ASCII.lf { output.append(ASCII.cr) }
    holdsCR = false
    output.append(addingCapacity: piece.count) { output in
      var start = 0
      while let cr = piece.firstIndex(of: ASCII.cr, from: start) {
        append(piece, start..<cr, to: &output)
        start = cr + 1
        if start == piece.count {
          holdsCR = true
        } else if piece[start] != ASCII.lf {
          output.append(ASCII.cr)
        }
      }
      append(piece, start..<piece.count, to: &output)
    }
  }

  /// Adds what was held back.
  mutating func finish(into output: inout [UInt8]) {
    if holdsCR { output.append(ASCII.cr) }
    holdsCR = false
  }

  private func append(_ piece: Span<UInt8>, _ range: Range<Int>, to output: inout OutputSpan<UInt8>) {
    for index in range { output.append(piece[index]) }
  }
}

extension [UInt8] {
  /// Adds a copy of borrowed bytes.
  mutating func append(_ bytes: Span<UInt8>) {
    append(addingCapacity: bytes.count) { output in
      for index in 0..<bytes.count { output.append(bytes[index]) }
    }
  }
}
