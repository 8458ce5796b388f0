import WireBytes

/// Decodes quoted-printable (RFC 2045 section 6.7).
///
///     caf=C3=A9 au= CRLF          café au lait CRLF
///      lait SP SP CRLF
///
/// `=XX` is a byte, `=` at the end of a line joins it to the next, white space before a line break or at the end
/// of the body was put there by a gateway and goes; the line breaks themselves stay as they are, CR LF or LF.
///
/// - White space between `=` and the line break is ignored (`qp-soft-trailing-ws`). A lone CR is no line break
///   (`qp-soft-bare-cr`). `=` as the last byte is a soft line break (`qp-eof-eq`).
/// - `=` before anything else stands for itself (`qp-bad-hex`), also when a soft line break cuts `=XX` in two:
///   soft line breaks are not undone before escapes (`qp-escape-split`).
/// - Raw control and 8-bit bytes are kept (`qp-raw-8bit-ctl`), lower-case digits are read (`qp-lowercase`).
///
/// A state machine that looks at each byte once. What the next bytes decide on is in `state` and `blanks`:
///
///     text ------ = ------> equals ---- X ----> hex(X) ---- Y ----> text
///      | blank                | blank             others: text, with `=` or `=X` as they are
///     blanks                equalsBlanks
///      | CR                   | CR
///     cr -- LF --> text     equalsCR -- LF --> text
struct QuotedPrintableDecoder: BodyDecoder {
  /// How much white space is held back until it is known whether a line break follows: all of any line that SMTP
  /// carries (RFC 5321 section 4.5.3.1.6). A longer run is kept (`qp-trailing-ws`, then medium): it is no line
  /// of quoted-printable, and the decoder's memory has to have an end.
  static let blanksLimit = 998

  var reserve: Int { Self.blanksLimit + 4 }

  private enum State {
    case text
    /// `blanks` are held back.
    case blanks
    /// In a run of white space too long to hold back.
    case keptBlanks
    /// `blanks`, perhaps none, and a CR are held back.
    case cr
    /// `=` is held back.
    case equals
    /// `=` and one hexadecimal digit are held back.
    case hex(UInt8)
    /// `=` and `blanks` are held back.
    case equalsBlanks
    /// `=`, `blanks`, perhaps none, and a CR are held back.
    case equalsCR
  }

  private var state = State.text
  private var blanks: [UInt8] = []
  private var offset = 0
  private var lineStart = 0
  /// Where the `=` is that is held back.
  private var equalsOffset = 0
  /// A broken escape that ends at the `=` which is held back: a soft line break may be what broke it.
  private var brokenEscape: Range<Int>?
  private var runs = DefectRuns()

  mutating func decode(
    _ chunk: Span<UInt8>, into output: inout OutputSpan<UInt8>, defects: inout DefectLog
  ) -> Int {
    let start = offset
    var index = 0
    while index < chunk.count, output.freeCapacity >= reserve {
      if case .text = state {
        index = decodeEven(chunk, from: index, at: start + index, into: &output)
        guard index < chunk.count else { break }
      }
      take(chunk[index], at: start + index, into: &output, defects: &defects)
      index += 1
    }
    offset = start + index
    return index
  }

  mutating func finish(into output: inout OutputSpan<UInt8>, defects: inout DefectLog) {
    endLine(at: offset, defects: &defects)
    switch state {
    case .text, .keptBlanks: break
    case .blanks: dropBlanks(before: offset, defects: &defects)
    case .cr: keepBareCR(at: offset - 1, into: &output, defects: &defects)
    case .equals, .equalsCR:
      softBreak(defects: &defects)
      runs.report(.quotedPrintableEndsInEquals, at: equalsOffset..<offset, to: &defects)
    case .equalsBlanks: softBreak(defects: &defects)
    case .hex: keepEscape(upTo: offset, before: nil, into: &output, defects: &defects)
    }
    runs.flush(to: &defects)
  }

  /// Decodes what is not odd, and returns where something is that needs a closer look.
  private mutating func decodeEven(
    _ chunk: Span<UInt8>, from start: Int, at offset: Int, into output: inout OutputSpan<UInt8>
  ) -> Int {
    let progress = output.append(
      decodingQuotedPrintable: chunk.extracting(start...), room: output.freeCapacity - reserve,
      column: offset - lineStart, longestLine: runs.hasSeen(.quotedPrintableLineTooLong) ? .max : 76,
      longestRun: Self.blanksLimit)
    lineStart = offset + progress.consumed - progress.column
    return start + progress.consumed
  }

  private mutating func take(
    _ byte: UInt8, at offset: Int, into output: inout OutputSpan<UInt8>, defects: inout DefectLog
  ) {
    switch (state, byte) {
    case (.text, _):
      takeText(byte, at: offset, into: &output, defects: &defects)

    case (.keptBlanks, ASCII.space), (.keptBlanks, ASCII.tab):
      output.append(byte)
    case (.keptBlanks, _):
      takeText(byte, at: offset, into: &output, defects: &defects)

    case (.blanks, ASCII.space), (.blanks, ASCII.tab):
      hold(byte, at: offset, into: &output, defects: &defects)
    case (.blanks, ASCII.cr):
      state = .cr
    case (.blanks, ASCII.lf):
      dropBlanks(before: offset, defects: &defects)
      takeText(byte, at: offset, into: &output, defects: &defects)
    case (.blanks, _):
      keepBlanks(into: &output)
      takeText(byte, at: offset, into: &output, defects: &defects)

    case (.cr, ASCII.lf):
      dropBlanks(before: offset - 1, defects: &defects)
      endLine(at: offset - 1, defects: &defects)
      lineStart = offset + 1
      output.append(ASCII.cr)
      output.append(ASCII.lf)
      state = .text
    case (.cr, _):
      keepBareCR(at: offset - 1, into: &output, defects: &defects)
      takeText(byte, at: offset, into: &output, defects: &defects)

    case (.equals, ASCII.space), (.equals, ASCII.tab), (.equalsBlanks, ASCII.space), (.equalsBlanks, ASCII.tab):
      state = .equalsBlanks
      hold(byte, at: offset, into: &output, defects: &defects)
    case (.equals, ASCII.cr), (.equalsBlanks, ASCII.cr):
      state = .equalsCR
    case (.equals, ASCII.lf), (.equalsBlanks, ASCII.lf), (.equalsCR, ASCII.lf):
      softBreak(defects: &defects)
      if case .equalsCR = state {
        endLine(at: offset - 1, defects: &defects)
      } else {
        endLine(at: offset, defects: &defects)
      }
      lineStart = offset + 1
      state = .text
    case (.equals, _) where ASCII.hexValue(byte) != nil:
      state = .hex(byte)
    case (.hex(let first), _):
      if let high = ASCII.hexValue(first), let low = ASCII.hexValue(byte) {
        endBrokenEscape(.quotedPrintableBadHex, defects: &defects)
        if max(first, byte) >= 0x60 {
          runs.report(.quotedPrintableLowercase, at: equalsOffset..<offset + 1, to: &defects)
        }
        output.append(high << 4 | low)
        state = .text
      } else {
        keepEscape(upTo: offset, before: byte, into: &output, defects: &defects)
        takeText(byte, at: offset, into: &output, defects: &defects)
      }
    case (.equals, _), (.equalsBlanks, _), (.equalsCR, _):
      keepEscape(upTo: offset, before: byte, into: &output, defects: &defects)
      takeText(byte, at: offset, into: &output, defects: &defects)
    }
  }

  /// Takes a byte when nothing is held back.
  private mutating func takeText(
    _ byte: UInt8, at offset: Int, into output: inout OutputSpan<UInt8>, defects: inout DefectLog
  ) {
    state = .text
    switch byte {
    case ASCII.equals:
      equalsOffset = offset
      state = .equals
    case ASCII.space, ASCII.tab:
      state = .blanks
      hold(byte, at: offset, into: &output, defects: &defects)
    case ASCII.cr:
      state = .cr
    case ASCII.lf:
      endLine(at: offset, defects: &defects)
      lineStart = offset + 1
      output.append(byte)
    default:
      if !Self.isPlain(byte) {
        runs.report(.quotedPrintableRawByte, at: offset..<offset + 1, to: &defects)
      }
      output.append(byte)
    }
  }

  // MARK: Deciding on what is held back

  /// Holds a blank back, or gives the whole run up if it is too long.
  private mutating func hold(
    _ blank: UInt8, at offset: Int, into output: inout OutputSpan<UInt8>, defects: inout DefectLog
  ) {
    guard blanks.count == Self.blanksLimit else {
      blanks.append(blank)
      return
    }
    if case .equalsBlanks = state {
      keepEscape(upTo: offset, before: blank, into: &output, defects: &defects)
    } else {
      runs.report(
        .quotedPrintableTrailingSpace, at: offset - blanks.count..<offset, to: &defects, severity: .medium)
      keepBlanks(into: &output)
    }
    output.append(blank)
    state = .keptBlanks
  }

  private mutating func keepBlanks(into output: inout OutputSpan<UInt8>) {
    for blank in blanks { output.append(blank) }
    blanks.removeAll(keepingCapacity: true)
  }

  private mutating func dropBlanks(before end: Int, defects: inout DefectLog) {
    guard !blanks.isEmpty else { return }
    runs.report(.quotedPrintableTrailingSpace, at: end - blanks.count..<end, to: &defects)
    blanks.removeAll(keepingCapacity: true)
  }

  private mutating func keepBareCR(
    at offset: Int, into output: inout OutputSpan<UInt8>, defects: inout DefectLog
  ) {
    keepBlanks(into: &output)
    runs.report(.quotedPrintableRawByte, at: offset..<offset + 1, to: &defects)
    output.append(ASCII.cr)
  }

  /// Lets a held-back `=`, and what followed it, stand for itself.
  private mutating func keepEscape(
    upTo end: Int, before next: UInt8?, into output: inout OutputSpan<UInt8>, defects: inout DefectLog
  ) {
    output.append(ASCII.equals)
    if case .hex(let digit) = state { output.append(digit) }
    keepBlanks(into: &output)
    if case .equalsCR = state {
      output.append(ASCII.cr)
      endBrokenEscape(.quotedPrintableBadHex, defects: &defects)
      runs.report(.quotedPrintableSoftBreakCR, at: equalsOffset..<end, to: &defects)
      return
    }
    brokenEscape = (brokenEscape?.lowerBound ?? equalsOffset)..<end
    if next != ASCII.equals { endBrokenEscape(.quotedPrintableBadHex, defects: &defects) }
  }

  private mutating func softBreak(defects: inout DefectLog) {
    endBrokenEscape(.quotedPrintableEscapeSplit, defects: &defects)
    guard !blanks.isEmpty else { return }
    let start = equalsOffset + 1
    runs.report(.quotedPrintableSoftBreakSpace, at: start..<start + blanks.count, to: &defects)
    blanks.removeAll(keepingCapacity: true)
  }

  private mutating func endBrokenEscape(_ kind: DefectKind, defects: inout DefectLog) {
    guard let range = brokenEscape else { return }
    runs.report(kind, at: range, to: &defects)
    brokenEscape = nil
  }

  private mutating func endLine(at end: Int, defects: inout DefectLog) {
    if end - lineStart > 76 { runs.report(.quotedPrintableLineTooLong, at: lineStart + 76..<end, to: &defects) }
  }

  // MARK: Bytes

  /// Whether a byte stands for itself wherever it is: `safe-char` of RFC 2045 section 6.7, VCHAR without `=`.
  private static func isPlain(_ byte: UInt8) -> Bool {
    0x21...0x7E ~= byte && byte != ASCII.equals
  }
}
