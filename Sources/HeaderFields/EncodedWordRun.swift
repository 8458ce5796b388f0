internal import Charsets
internal import WireBytes

/// Adjacent encoded words of one charset while they are joined as bytes.
///
/// RFC 2047 section 5 wants every word to hold whole characters, and section 3 wants it to end in ASCII. Mailers
/// that cut a long text at a fixed length keep neither: they cut characters, shift states, base64 groups and Q
/// escapes. Joining the bytes before anything is converted undoes all of these cuts.
///
///     =?utf-8?b?w?= =?utf-8?b?6k?=     sextets 30 3A 24 -> bytes C3 A9 -> é
///     =?utf-8?q?=C3?= =?utf-8?q?=A9?=  bytes C3 + A9 -> é
struct EncodedWordRun {
  let charset: CharsetLabel
  /// From the first word's `=?` to the last word's `?=`, in the field body.
  private(set) var range: Range<Int>
  /// What the words stand for, in `charset`.
  private(set) var bytes: [UInt8] = []

  /// Where the bytes of each word but the first begin.
  private var laterStarts: [Int] = []
  private var lastStart = 0
  private var lastWord: Range<Int>
  private var group = Base64Group()
  private var escape = Escape.none
  private var shift = ShiftState.ascii

  /// A run that has yet to get its first word.
  init(_ charset: CharsetLabel, from offset: Int) {
    self.charset = charset
    range = offset..<offset
    lastWord = range
  }

  /// Adds the text of a word that stands at `range` in the field body.
  mutating func append(
    _ text: Span<UInt8>, _ encoding: EncodedWord.Encoding, at wordRange: Range<Int>, defects: inout DefectLog
  ) {
    let opensInside = group.isOpen || escape != .none
    if opensInside {
      switch encoding {
      case .b where group.isOpen: defects.report(.encodedWordSplitBase64, at: range.upperBound..<wordRange.upperBound)
      case .q where escape != .none:
        defects.report(.encodedWordSplitCharacter, at: range.upperBound..<wordRange.upperBound)
      default: close(defects: &defects)
      }
    }
    range = range.lowerBound..<wordRange.upperBound
    lastWord = wordRange
    lastStart = bytes.count
    if range.lowerBound < wordRange.lowerBound { laterStarts.append(lastStart) }
    if text.count == 0 { defects.report(.encodedWordEmpty, at: wordRange) }

    let isClean = encoding == .b ? appendBase64(text) : appendQ(text)
    if !isClean { defects.report(.encodedWordBadContent, at: wordRange) }
    if encoding == .b, !group.isOpen, group.takePaddingFault() {
      defects.report(.encodedWordBadPadding, at: wordRange)
    }
    followShifts(defects: &defects)
  }

  /// Ends the run, converts it and appends it as UTF-8.
  mutating func finish(using charsets: any CharsetDecoding, into output: inout [UInt8], defects: inout DefectLog) {
    close(defects: &defects)
    let start = output.count
    let outcome = charsets.appendText(of: bytes.span, declared: charset, to: &output)
    if outcome.declaredIsUnknown { defects.report(.encodedWordUnknownCharset, at: range) }
    // A filter that reads ASCII sees `+ADw-script+AD4-`, a reader sees markup.
    if outcome.charset == "utf-7" { defects.report(.encodedWordUTF7, at: range) }
    if outcome.malformed > 0 { defects.report(.encodedWordMalformedText, at: range) }
    if !outcome.declaredIsUnknown, cutsCharacters(malformed: outcome.malformed, using: charsets) {
      defects.report(.encodedWordSplitCharacter, at: range)
    }
    reportControls(in: output.span.extracting(start...), defects: &defects)
  }

  /// Ends an open base64 group or Q escape, for nothing follows that could complete it.
  private mutating func close(defects: inout DefectLog) {
    if group.isOpen {
      if !group.flush(into: &bytes) { defects.report(.encodedWordBadContent, at: lastWord) }
      defects.report(.encodedWordBadPadding, at: lastWord)
      _ = group.takePaddingFault()
    }
    if escape != .none {
      flushEscape()
      defects.report(.encodedWordBadContent, at: lastWord)
    }
  }

  /// Decoded line breaks and NUL make header injections of programs that write them out again (CVE-2024-6923).
  private func reportControls(in text: Span<UInt8>, defects: inout DefectLog) {
    if text.firstIndex(of: ASCII.cr, or: ASCII.lf) != nil { defects.report(.encodedWordLineBreak, at: range) }
    if text.firstIndex(of: ASCII.nul) != nil { defects.report(.encodedWordNUL, at: range) }
  }

  /// Whether words that are malformed on their own make better text when joined.
  private func cutsCharacters(malformed: Int, using charsets: any CharsetDecoding) -> Bool {
    guard !laterStarts.isEmpty, bytes.span.firstIndexOfEightBit() != nil else { return false }
    if meaning == "utf-8", malformed == 0 {
      return laterStarts.contains { $0 < bytes.count && bytes[$0] & 0xC0 == 0x80 }
    }
    var alone = 0
    var start = 0
    for end in laterStarts + [bytes.count] {
      alone += charsets.text(of: bytes.span.extracting(start..<end), declared: charset).malformed
      if alone > malformed { return true }
      start = end
    }
    return false
  }
}

// Base64

extension EncodedWordRun {
  /// Adds base64 text; false if it holds something else or goes on behind padding.
  private mutating func appendBase64(_ text: Span<UInt8>) -> Bool {
    var isClean = true
    var next = 0
    if group.isFresh {
      bytes.append(addingCapacity: text.count / 4 * 3) { output in
        next = output.append(decodingBase64: text, column: 0, longestLine: .max).consumed
      }
    }
    for i in next..<text.count {
      let byte = text[i]
      if let sextet = Base64Group.value(of: byte) {
        if group.isPadded { isClean = false }
        group.add(sextet, into: &bytes)
      } else if byte == ASCII.equals {
        if !group.pad(into: &bytes) { isClean = false }
      } else if !ByteClass.fws.contains(byte) {
        isClean = false
      }
    }
    return isClean
  }
}

/// Up to three sextets of a base64 group that is not complete.
///
/// Unlike in a body, text goes on behind padding: mailers join words that were padded one by one.
private struct Base64Group {
  private var bits: UInt32 = 0
  private var count = 0
  private var paddingDue = 0
  private var hasPaddingFault = false
  /// Whether padding ended the last group.
  private(set) var isPadded = false

  /// Whether nothing came before, or nothing but whole groups.
  var isFresh: Bool { count == 0 && paddingDue == 0 && !isPadded }

  /// Whether sextets wait for the rest of their group.
  var isOpen: Bool { count > 0 }

  mutating func add(_ sextet: UInt8, into bytes: inout [UInt8]) {
    if paddingDue > 0 { hasPaddingFault = true }
    paddingDue = 0
    isPadded = false
    bits = bits << 6 | UInt32(sextet)
    count += 1
    if count == 4 { _ = flush(into: &bytes) }
  }

  /// Takes a `=`; false if it leaves a lone sextet, which is not even one byte.
  mutating func pad(into bytes: inout [UInt8]) -> Bool {
    isPadded = true
    if isOpen {
      paddingDue = 4 - count - 1
      return flush(into: &bytes)
    }
    if paddingDue == 0 { hasPaddingFault = true }
    paddingDue = max(0, paddingDue - 1)
    return true
  }

  /// Writes the whole bytes that the sextets hold; false if there was but one sextet.
  mutating func flush(into bytes: inout [UInt8]) -> Bool {
    let whole = count * 6 / 8
    let aligned = bits << UInt32(24 - count * 6)
    for i in 0..<whole { bytes.append(UInt8(truncatingIfNeeded: aligned >> UInt32(16 - 8 * i))) }
    defer { (bits, count) = (0, 0) }
    return count != 1
  }

  /// Whether padding was missing or too long since the last call, at the end of a word.
  mutating func takePaddingFault() -> Bool {
    defer { (paddingDue, hasPaddingFault, isPadded) = (0, false, false) }
    return hasPaddingFault || paddingDue > 0
  }

  static func value(of byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte - 0x41
    case 0x61...0x7A: byte - 0x61 + 26
    case 0x30...0x39: byte - 0x30 + 52
    case ASCII.plus: 62
    case ASCII.slash: 63
    default: nil
    }
  }
}

// Q

/// How much of `=XX` has been read.
private enum Escape: Equatable {
  case none
  case equals
  case digit(UInt8)
}

extension EncodedWordRun {
  /// Adds Q text; false if an `=` is not followed by two hexadecimal digits, which leaves it as it stands.
  private mutating func appendQ(_ text: Span<UInt8>) -> Bool {
    var isClean = true
    var isFold = false
    if bytes.isEmpty { bytes.reserveCapacity(text.count) }
    for i in 0..<text.count {
      let byte = text[i]
      // A fold inside a word was put there by a program that cuts lines blindly: it stands for nothing.
      if byte == ASCII.lf || byte == ASCII.cr && i + 1 < text.count && text[i + 1] == ASCII.lf {
        isFold = true
        continue
      }
      if isFold, ByteClass.wsp.contains(byte) { continue }
      isFold = false
      if !appendQ(byte) { isClean = false }
    }
    return isClean
  }

  private mutating func appendQ(_ byte: UInt8) -> Bool {
    switch (escape, ASCII.hexValue(byte)) {
    case (.none, _):
      if byte == ASCII.equals {
        escape = .equals
      } else {
        bytes.append(byte == ASCII.underscore ? ASCII.space : byte)
      }
      return true
    case (.equals, .some):
      escape = .digit(byte)
      return true
    case (.digit(let first), .some(let low)):
      bytes.append((ASCII.hexValue(first) ?? 0) << 4 | low)
      escape = .none
      return true
    default:
      flushEscape()
      _ = appendQ(byte)
      return false
    }
  }

  private mutating func flushEscape() {
    if escape != .none { bytes.append(ASCII.equals) }
    if case .digit(let digit) = escape { bytes.append(digit) }
    escape = .none
  }
}

// Shift states

/// Whether ISO 2022 bytes stand for ASCII at this point.
private enum ShiftState {
  case ascii
  case shifted
}

extension EncodedWordRun {
  /// Follows the shifts in the last word, which must end in ASCII (RFC 1468, RFC 1557, RFC 1842).
  ///
  /// The state is carried to the next word of the run all the same, and never past the run.
  private mutating func followShifts(defects: inout DefectLog) {
    guard isStateful else { return }
    let isHZ = meaning.hasPrefix("hz")
    var i = lastStart
    while i < bytes.count {
      switch bytes[i] {
      case 0x0E where !isHZ: shift = .shifted
      case 0x0F where !isHZ: shift = .ascii
      case 0x1B where !isHZ && i + 2 < bytes.count:
        // ESC ( X designates a set that takes effect at once, as does ESC $ X; ESC $ ) X waits for a shift out.
        let isSingle = bytes[i + 1] == ASCII.openParenthesis
        if isSingle {
          shift = bytes[i + 2] == 0x42 ? .ascii : .shifted
        } else if bytes[i + 1] == 0x24, !(0x29...0x2B ~= bytes[i + 2]) {
          shift = .shifted
        }
        i += 2
      case 0x7E where isHZ && i + 1 < bytes.count:
        if bytes[i + 1] == 0x7B { shift = .shifted }
        if bytes[i + 1] == 0x7D { shift = .ascii }
        i += 1
      default: break
      }
      i += 1
    }
    if shift == .shifted { defects.report(.encodedWordShiftOpen, at: lastWord) }
  }

  private var isStateful: Bool {
    let first = meaning.utf8.first
    return first == 0x69 && meaning.hasPrefix("iso-2022") || first == 0x68 && meaning.hasPrefix("hz")
  }

  private var meaning: String { charset.charset ?? charset.name }
}
