import WireBytes

/// Decodes uuencode (POSIX.1 uuencode, the historical algorithm).
///
///     begin 644 cat.txt CRLF
///     #0V%T CRLF                length 3, "0V%T" -> Cat
///     ` CRLF
///     end CRLF
///
/// Each line begins with the number of bytes that it stands for; every character is its value plus 32, with a
/// grave accent as good as a space for zero.
///
/// - Text before the `begin` line and after the `end` line is no data (`cte-text-outside`). What follows `end` is
///   not read as a second file.
/// - A line shorter than its length says has lost spaces to a gateway, so the missing characters are zeros, up to
///   the 45 bytes that a line may stand for; a longer line is cut; either is reported, one character more is not,
///   since some encoders add a checksum (`uu-bad-length`).
/// - A byte that is no such character counts by its low six bits, as it always did (`uu-bad-byte`).
struct UUDecoder: BodyDecoder {
  /// The longest line that POSIX lets an encoder write stands for so many bytes. It bounds what a line without
  /// characters can make of itself.
  private static let lineBytes = 45

  let reserve = 48

  private enum State {
    /// At the start of a line, or in one that agrees with `begin 644 ` so far.
    case outside(matched: Int)
    case outsideLine
    case beginLine
    case lineStart
    /// In a line that has yet to give so many bytes.
    case data(remaining: Int)
    /// Behind a line's data, where so many more characters are of no account.
    case lineTail(allowed: Int)
    /// In a line whose rest says nothing.
    case restOfLine
    /// In a line that agrees with `end` so far.
    case endLine(matched: Int)
    case ended
  }

  private var state = State.outside(matched: 0)
  private var offset = 0
  private var lineStart = 0
  /// Where the first text stands that is outside the data.
  private var outsideStart: Int?
  /// How many bytes the current line says it has.
  private var declared = 0
  private var bits: UInt32 = 0
  private var sextets = 0
  private var runs = DefectRuns()

  mutating func decode(
    _ chunk: Span<UInt8>, into output: inout OutputSpan<UInt8>, defects: inout DefectLog
  ) -> Int {
    var index = 0
    while index < chunk.count, output.freeCapacity >= reserve {
      let byte = chunk[index]
      if byte == ASCII.lf || byte == ASCII.cr {
        endLine(into: &output, defects: &defects)
        lineStart = offset + 1
      } else {
        take(byte, into: &output, defects: &defects)
      }
      offset += 1
      index += 1
    }
    return index
  }

  mutating func finish(into output: inout OutputSpan<UInt8>, defects: inout DefectLog) {
    // A last line without a line break ends the data like any other; but what a cut took away is not made up.
    if case .data = state {
      runs.report(.uuencodeBadLength, at: lineStart..<offset, to: &defects)
    } else {
      endLine(into: &output, defects: &defects)
    }
    if let outsideStart { runs.report(.transferEncodingTextOutside, at: outsideStart..<offset, to: &defects) }
    switch state {
    case .ended, .outside, .outsideLine: break
    default: runs.report(.uuencodeNoEnd, at: offset..<offset, to: &defects)
    }
    runs.flush(to: &defects)
  }

  private mutating func take(_ byte: UInt8, into output: inout OutputSpan<UInt8>, defects: inout DefectLog) {
    switch state {
    case .outside(let matched):
      state = Self.matchBegin(byte, after: matched)
      noteOutside(byte)
    case .outsideLine, .ended: noteOutside(byte)
    case .beginLine, .restOfLine: break
    case .lineStart: startLine(byte, defects: &defects)
    case .data(let remaining):
      if !(0x20...0x60).contains(byte) {
        runs.report(.uuencodeBadByte, at: offset..<offset + 1, to: &defects)
      }
      append((byte &- 0x20) & 0x3F, remaining: remaining, to: &output)
    case .lineTail(let allowed):
      if allowed > 0 {
        state = .lineTail(allowed: allowed - 1)
      } else if byte != ASCII.space && byte != ASCII.tab {
        runs.report(.uuencodeBadLength, at: offset..<offset + 1, to: &defects)
      }
    case .endLine(let matched):
      switch (matched, byte) {
      case (1, UInt8(ascii: "n")): state = .endLine(matched: 2)
      case (2, UInt8(ascii: "d")): state = .endLine(matched: 3)
      case (3, ASCII.space), (3, ASCII.tab): break
      default:
        runs.report(.uuencodeBadLength, at: lineStart..<lineStart + 1, to: &defects)
        state = .restOfLine
      }
    }
  }

  private mutating func startLine(_ byte: UInt8, defects: inout DefectLog) {
    switch byte {
    case 0x20...0x60:
      declared = Int((byte &- 0x20) & 0x3F)
      sextets = 0
      state = declared == 0 ? .restOfLine : .data(remaining: declared)
    case UInt8(ascii: "e"):
      state = .endLine(matched: 1)
    default:
      runs.report(.uuencodeBadLength, at: offset..<offset + 1, to: &defects)
      state = .restOfLine
    }
  }

  /// Ends a line; the LF of a CR LF ends an empty one.
  private mutating func endLine(into output: inout OutputSpan<UInt8>, defects: inout DefectLog) {
    switch state {
    case .outside, .outsideLine:
      state = .outside(matched: 0)
    case .beginLine:
      if let start = outsideStart, start < lineStart {
        runs.report(.transferEncodingTextOutside, at: start..<lineStart, to: &defects)
      }
      outsideStart = nil
      state = .lineStart
    case .data:
      runs.report(.uuencodeBadLength, at: lineStart..<offset, to: &defects)
      while case .data(let remaining) = state, declared <= Self.lineBytes || sextets > 0 {
        append(0, remaining: remaining, to: &output)
      }
      state = .lineStart
    case .endLine(matched: 3), .ended:
      state = .ended
    case .endLine:
      runs.report(.uuencodeBadLength, at: lineStart..<lineStart + 1, to: &defects)
      state = .lineStart
    case .lineStart, .lineTail, .restOfLine:
      state = .lineStart
    }
  }

  private mutating func append(_ sextet: UInt8, remaining: Int, to output: inout OutputSpan<UInt8>) {
    bits = bits << 6 | UInt32(sextet)
    sextets += 1
    var remaining = remaining
    if sextets > 1 {
      output.append(UInt8(truncatingIfNeeded: bits >> (8 - 2 * UInt32(sextets))))
      remaining -= 1
    }
    // Most encoders fill the last group up, and some add a checksum character.
    state = remaining > 0 ? .data(remaining: remaining) : .lineTail(allowed: 4 - sextets + 1)
    if sextets == 4 { sextets = 0 }
  }

  private mutating func noteOutside(_ byte: UInt8) {
    if outsideStart == nil, byte != ASCII.space, byte != ASCII.tab { outsideStart = offset }
  }

  // MARK: The begin line

  /// What must come first; then one octal digit or more, and a space.
  private static let begin = "begin "

  private static func matchBegin(_ byte: UInt8, after matched: Int) -> State {
    if matched < begin.utf8.count {
      return byte == begin.utf8.span[matched] ? .outside(matched: matched + 1) : .outsideLine
    }
    switch byte {
    case 0x30...0x37: return .outside(matched: begin.utf8.count + 1)
    case ASCII.space where matched > begin.utf8.count: return .beginLine
    default: return .outsideLine
    }
  }
}
