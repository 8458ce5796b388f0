import WireBytes

/// Encodes base64 (RFC 2045 section 6.8).
///
///     Hello        SGVsbG8=
///
/// Three bytes, eight bits each, make four characters of six. Line breaks stand between lines only: the one
/// after the last line, if it needs any, belongs to what follows the body.
struct Base64Encoder: BodyEncoder {
  /// Four characters and the line break before them.
  let reserve = 6

  private let groupsPerLine: Int
  private var groupsInLine = 0
  /// The bytes of the group that is not complete yet, the last one in the lowest bits.
  private var bits: UInt32 = 0
  private var byteCount = 0

  init(lineLength: Int?) {
    precondition(lineLength ?? 4 >= 4, "a line of base64 holds at least 4 characters")
    groupsPerLine = lineLength.map { $0 / 4 } ?? .max
  }

  mutating func encode(_ chunk: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> Int {
    var index = 0
    while index < chunk.count, output.freeCapacity >= reserve {
      if byteCount == 0 {
        index = encodeWholeGroups(of: chunk, from: index, into: &output)
        guard index < chunk.count, output.freeCapacity >= reserve else { break }
      }
      bits = bits << 8 | UInt32(chunk[index])
      byteCount += 1
      if byteCount == 3 { appendGroup(padding: 0, to: &output) }
      index += 1
    }
    return index
  }

  mutating func finish(into output: inout OutputSpan<UInt8>) {
    if byteCount > 0 { appendGroup(padding: 3 - byteCount, to: &output) }
  }

  /// Encodes groups of three bytes as long as there are any, and returns where they end.
  private mutating func encodeWholeGroups(
    of chunk: Span<UInt8>, from start: Int, into output: inout OutputSpan<UInt8>
  ) -> Int {
    var index = start
    while chunk.count - index >= 3, output.freeCapacity >= reserve {
      breakFullLine(in: &output)
      let groups = min((chunk.count - index) / 3, output.freeCapacity / 4, groupsPerLine - groupsInLine)
      for _ in 0..<groups {
        let group = UInt32(chunk[index]) << 16 | UInt32(chunk[index + 1]) << 8 | UInt32(chunk[index + 2])
        output.append(Base64Alphabet.character(group >> 18))
        output.append(Base64Alphabet.character(group >> 12))
        output.append(Base64Alphabet.character(group >> 6))
        output.append(Base64Alphabet.character(group))
        index += 3
      }
      groupsInLine += groups
    }
    return index
  }

  private mutating func appendGroup(padding: Int, to output: inout OutputSpan<UInt8>) {
    breakFullLine(in: &output)
    let group = bits << (8 * UInt32(padding))
    for place in UInt32(0)..<4 {
      let character = Base64Alphabet.character(group >> (18 - 6 * place))
      output.append(place < 4 - UInt32(padding) ? character : ASCII.equals)
    }
    groupsInLine += 1
    bits = 0
    byteCount = 0
  }

  private mutating func breakFullLine(in output: inout OutputSpan<UInt8>) {
    guard groupsInLine == groupsPerLine else { return }
    output.append(ASCII.cr)
    output.append(ASCII.lf)
    groupsInLine = 0
  }
}
