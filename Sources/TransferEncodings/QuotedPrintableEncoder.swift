import WireBytes

/// Encodes quoted-printable (RFC 2045 section 6.7).
///
///     café au lait SP CRLF        caf=C3=A9 au lait=20 CRLF
///
/// VCHAR but `=`, and white space that does not end a line, stand for themselves; everything else becomes `=XX`.
/// Lines are kept to 75 characters and a soft line break, so the 76th is always that `=`: whether a line ends
/// exactly there need not be known in advance.
struct QuotedPrintableEncoder: BodyEncoder {
  private static let lineLength = 76

  /// A held-back blank, a held-back CR and a byte, each with `=XX` and a soft line break.
  let reserve = 3 * 6

  let keepsLineBreaks: Bool
  private var column = 0
  /// White space that a line break may follow, and a CR that an LF may follow, in this order.
  private var heldBlank: UInt8?
  private var holdsCR = false

  init(keepsLineBreaks: Bool) {
    self.keepsLineBreaks = keepsLineBreaks
  }

  mutating func encode(_ chunk: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> Int {
    var index = 0
    while index < chunk.count, output.freeCapacity >= reserve {
      take(chunk[index], into: &output)
      index += 1
      guard heldBlank == nil, !holdsCR else { continue }
      let end = index + min(chunk.count - index, output.freeCapacity, Self.lineLength - 1 - column)
      while index < end, Self.isPlain(chunk[index]) {
        output.append(chunk[index])
        index += 1
        column += 1
      }
    }
    return index
  }

  mutating func finish(into output: inout OutputSpan<UInt8>) {
    if holdsCR {
      holdsCR = false
      releaseBlank(into: &output)
      escape(ASCII.cr, into: &output)
    } else {
      releaseBlank(atLineEnd: true, into: &output)
    }
  }

  private mutating func take(_ byte: UInt8, into output: inout OutputSpan<UInt8>) {
    if holdsCR {
      holdsCR = false
      if byte == ASCII.lf {
        releaseBlank(atLineEnd: true, into: &output)
        breakLine(into: &output)
        return
      }
      releaseBlank(into: &output)
      escape(ASCII.cr, into: &output)
    }
    if byte == ASCII.cr, keepsLineBreaks {
      holdsCR = true
      return
    }
    releaseBlank(into: &output)
    if byte == ASCII.space || byte == ASCII.tab {
      heldBlank = byte
    } else if Self.isPlain(byte) {
      write(byte, into: &output)
    } else {
      escape(byte, into: &output)
    }
  }

  private mutating func releaseBlank(atLineEnd: Bool = false, into output: inout OutputSpan<UInt8>) {
    guard let blank = heldBlank else { return }
    heldBlank = nil
    if atLineEnd {
      escape(blank, into: &output)
    } else {
      write(blank, into: &output)
    }
  }

  private mutating func write(_ byte: UInt8, into output: inout OutputSpan<UInt8>) {
    makeRoom(1, in: &output)
    output.append(byte)
  }

  private mutating func escape(_ byte: UInt8, into output: inout OutputSpan<UInt8>) {
    makeRoom(3, in: &output)
    output.append(ASCII.equals)
    output.append(ASCII.upperHexDigit(byte >> 4))
    output.append(ASCII.upperHexDigit(byte & 0xF))
  }

  /// Ends the line softly if so many more characters would leave no room for the `=`.
  private mutating func makeRoom(_ count: Int, in output: inout OutputSpan<UInt8>) {
    if column + count > Self.lineLength - 1 {
      output.append(ASCII.equals)
      breakLine(into: &output)
    }
    column += count
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    0x21...0x7E ~= byte && byte != ASCII.equals
  }

  private mutating func breakLine(into output: inout OutputSpan<UInt8>) {
    output.append(ASCII.cr)
    output.append(ASCII.lf)
    column = 0
  }
}
