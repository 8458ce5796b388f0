import WireBytes

/// Encodes yEnc (the yEnc draft 1.3); the `=ybegin` line is written by `TransferEncoder`.
///
///     Cat        m 8B 9E CRLF =yend size=3 crc32=a6130548 CRLF
///
/// Beyond the critical NUL, LF, CR and `=`, white space is escaped, which gateways strip at the end of a line, and
/// a dot at the start of one, which SMTP doubles.
struct YEncEncoder: BodyEncoder {
  static let lineLength = 128

  /// The longest `=yend` line and the line break before it.
  let reserve = 64

  private var column = 0
  private var count = 0
  private var checksum = CRC32()

  mutating func encode(_ chunk: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> Int {
    var index = 0
    while index < chunk.count, output.freeCapacity >= reserve {
      checksum.append(chunk[index])
      append(chunk[index] &+ 42, to: &output)
      index += 1
    }
    count += index
    return index
  }

  mutating func finish(into output: inout OutputSpan<UInt8>) {
    if column > 0 { breakLine(in: &output) }
    let hex = String(checksum.value, radix: 16)
    let crc32 = String(repeating: "0", count: 8 - hex.utf8.count) + hex
    for byte in "=yend size=\(count) crc32=\(crc32)\r\n".utf8 { output.append(byte) }
  }

  private mutating func append(_ character: UInt8, to output: inout OutputSpan<UInt8>) {
    switch character {
    case ASCII.nul, ASCII.lf, ASCII.cr, ASCII.equals, ASCII.tab, ASCII.space,
      ASCII.dot where column == 0:
      output.append(ASCII.equals)
      output.append(character &+ 64)
      column += 2
    default:
      output.append(character)
      column += 1
    }
    if column >= Self.lineLength { breakLine(in: &output) }
  }

  private mutating func breakLine(in output: inout OutputSpan<UInt8>) {
    output.append(ASCII.cr)
    output.append(ASCII.lf)
    column = 0
  }
}
