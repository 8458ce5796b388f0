import WireBytes

/// Encodes uuencode (POSIX.1 uuencode, the historical algorithm); the `begin` line is written by
/// `TransferEncoder`.
///
///     Cat        #0V%T CRLF ` CRLF end CRLF
///
/// Zero is written as a grave accent, never as a space, which gateways strip.
struct UUEncoder: BodyEncoder {
  /// How many bytes a line stands for.
  private static let lineBytes = 45

  /// One line, and the two that end the file.
  let reserve = 63 + 8

  private var line: [UInt8] = []

  mutating func encode(_ chunk: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> Int {
    var index = 0
    while index < chunk.count, output.freeCapacity >= reserve {
      line.append(chunk[index])
      index += 1
      if line.count == Self.lineBytes { writeLine(into: &output) }
    }
    return index
  }

  mutating func finish(into output: inout OutputSpan<UInt8>) {
    if !line.isEmpty { writeLine(into: &output) }
    for byte in "`\r\nend\r\n".utf8 { output.append(byte) }
  }

  private mutating func writeLine(into output: inout OutputSpan<UInt8>) {
    output.append(Self.character(line.count))
    for start in stride(from: 0, to: line.count, by: 3) {
      var group = Int(line[start]) << 16
      if start + 1 < line.count { group |= Int(line[start + 1]) << 8 }
      if start + 2 < line.count { group |= Int(line[start + 2]) }
      for shift in [18, 12, 6, 0] { output.append(Self.character(group >> shift & 0x3F)) }
    }
    output.append(ASCII.cr)
    output.append(ASCII.lf)
    line.removeAll(keepingCapacity: true)
  }

  private static func character(_ value: Int) -> UInt8 {
    value == 0 ? UInt8(ascii: "`") : UInt8(value) + 0x20
  }
}
