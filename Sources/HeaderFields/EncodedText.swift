public import Charsets
public import WireBytes

/// Builds decoded text from pieces of a field body that may hold encoded words (RFC 2047).
///
/// Adjacent words of one charset are joined as bytes before conversion, so a character that a mailer cut in two
/// survives; white space between adjacent words goes, folds become what they fold. Raw 8-bit text is decoded by one
/// decision over all of it. Nothing is decoded twice.
///
///     =?utf-8?q?caf=C3?= =?utf-8?q?=A9?= au lait   ->   café au lait
///
///     raw text  ─────────────> output, as it came; ranges in `rawRuns`
///     word      ─> run ──────> output, as UTF-8, when the run ends
///     blanks behind a word  ─> `blanks`, until it is known whether a word follows them
public struct EncodedText: ~Copyable {
  /// What the text is part of, for the defects.
  enum Place {
    case fieldBody
    case parameterValue
  }

  private let charsets: any CharsetDecoding
  private let place: Place
  /// UTF-8, but for raw text of another charset.
  private var output: [UInt8] = []
  private var rawRuns: [Range<Int>] = []
  /// From the first to the last raw byte above 0x7F, in the field body.
  private var raw8Bit: Range<Int>?
  private var run: EncodedWordRun?
  private var blanks: [UInt8] = []

  /// No text yet.
  public init(charsets: any CharsetDecoding) {
    self.init(charsets: charsets, in: .fieldBody)
  }

  /// No text yet, of a certain place.
  init(charsets: any CharsetDecoding, in place: Place) {
    self.charsets = charsets
    self.place = place
  }

  /// Adds a piece of raw text.
  ///
  /// - Parameters:
  ///   - piece: the bytes as they stand in the field, folds included; for a quoted string, what is between the
  ///     quotes with quoted pairs undone.
  ///   - offset: where the piece begins in the field body, for defects.
  ///   - quoted: whether it comes from a quoted string, where encoded words are illegal though common.
  ///   - defects: receives defects of encoded words, with ranges in the field body.
  public mutating func append(
    _ piece: Span<UInt8>, at offset: Int, quoted: Bool = false, defects: inout DefectLog
  ) {
    var done = 0
    if output.isEmpty { output.reserveCapacity(piece.count) }
    while let word = EncodedWord.first(in: piece, from: done) {
      appendRaw(piece.extracting(done..<word.range.lowerBound), at: offset + done, defects: &defects)
      let range = offset + word.range.lowerBound..<offset + word.range.upperBound
      if let encoding = word.encoding {
        report(word, in: piece, at: range, quoted: quoted, defects: &defects)
        append(word, encoding, of: piece, at: range, defects: &defects)
      } else {
        defects.report(.encodedWordBadEncoding, at: range)
        appendRaw(piece.extracting(word.range), at: range.lowerBound, defects: &defects)
      }
      done = word.range.upperBound
    }
    appendRaw(piece.extracting(done..<piece.count), at: offset + done, defects: &defects)
  }

  /// The text of all pieces.
  public consuming func finish(defects: inout DefectLog) -> String {
    endPieces(defects: &defects)
    // What words were decoded to is valid, so the whole is valid if the raw text is.
    guard raw8Bit != nil else { return String(decodingUTF8: output.span) }
    if let valid = output.span.validUTF8 { return String(copying: valid) }
    return textOfRawRuns()
  }

  /// Appends the text of all pieces as UTF-8.
  consuming func finish(into buffer: inout [UInt8], defects: inout DefectLog) {
    endPieces(defects: &defects)
    if raw8Bit != nil, output.span.validUTF8 == nil {
      buffer.append(textOfRawRuns().utf8.span)
    } else {
      buffer.append(output.span)
    }
  }

  private mutating func endPieces(defects: inout DefectLog) {
    endRun(defects: &defects)
    output.append(contentsOf: blanks)
    if let raw8Bit { defects.report(place == .fieldBody ? .headerRaw8Bit : .parameterRaw8Bit, at: raw8Bit) }
  }

  /// Adds a word to the run of its charset.
  private mutating func append(
    _ word: EncodedWord, _ encoding: EncodedWord.Encoding, of piece: Span<UInt8>, at range: Range<Int>,
    defects: inout DefectLog
  ) {
    let charset = CharsetLabel(piece.extracting(word.charset))
    if run?.charset != charset { endRun(defects: &defects) }
    blanks.removeAll(keepingCapacity: true)
    var current = run.take() ?? EncodedWordRun(charset, from: range.lowerBound)
    current.append(piece.extracting(word.text), encoding, at: range, defects: &defects)
    run = current
  }

  private func report(
    _ word: EncodedWord, in piece: Span<UInt8>, at range: Range<Int>, quoted: Bool, defects: inout DefectLog
  ) {
    if place == .parameterValue {
      defects.report(.encodedWordInParameter, at: range)
    } else if quoted {
      defects.report(.encodedWordInQuotedString, at: range)
    } else if !Self.standsAlone(word, in: piece) {
      defects.report(.encodedWordGlued, at: range)
    }
    if word.range.count > 75 { defects.report(.encodedWordTooLong, at: range) }
    if word.hasInnerSpace { defects.report(.encodedWordInnerSpace, at: range) }
  }

  /// Whether blanks, the parentheses of a comment or the ends of the piece are around a word.
  private static func standsAlone(_ word: EncodedWord, in piece: Span<UInt8>) -> Bool {
    let (start, end) = (word.range.lowerBound, word.range.upperBound)
    let before = start == 0 ? ASCII.space : piece[start - 1]
    let after = end == piece.count ? ASCII.space : piece[end]
    return (ByteClass.fws.contains(before) || before == ASCII.openParenthesis)
      && (ByteClass.fws.contains(after) || after == ASCII.closeParenthesis)
  }

  private mutating func endRun(defects: inout DefectLog) {
    guard var ended = run.take() else { return }
    ended.finish(using: charsets, into: &output, defects: &defects)
  }
}

// Raw text

extension EncodedText {
  /// Adds text outside encoded words, unfolded: the line break of a fold goes, its blanks stay
  /// (RFC 5322 section 2.2.3).
  private mutating func appendRaw(_ text: Span<UInt8>, at offset: Int, defects: inout DefectLog) {
    var i = 0
    if run != nil {
      i = holdBlanks(text)
      guard i < text.count else { return }
      endRun(defects: &defects)
    }
    let start = output.count
    output.append(contentsOf: blanks)
    blanks.removeAll(keepingCapacity: true)
    note8Bit(text, from: i, at: offset)
    while i < text.count {
      let lineEnd = text.firstIndex(of: ASCII.lf, from: i) ?? text.count
      let hasCR = lineEnd < text.count && lineEnd > i && text[lineEnd - 1] == ASCII.cr
      output.append(text.extracting(i..<(hasCR ? lineEnd - 1 : lineEnd)))
      i = lineEnd + 1
    }
    if let last = rawRuns.last, last.upperBound == start {
      rawRuns[rawRuns.count - 1] = last.lowerBound..<output.count
    } else if start < output.count {
      rawRuns.append(start..<output.count)
    }
  }

  private mutating func note8Bit(_ text: Span<UInt8>, from start: Int, at offset: Int) {
    guard let first = text.firstIndexOfEightBit(from: start) else { return }
    var last = text.count - 1
    while text[last] < 0x80 { last -= 1 }
    raw8Bit = (raw8Bit?.lowerBound ?? offset + first)..<offset + last + 1
  }

  /// Sets the blanks at the start of `text` aside; returns where they end.
  private mutating func holdBlanks(_ text: Span<UInt8>) -> Int {
    var i = 0
    while i < text.count {
      if ByteClass.wsp.contains(text[i]) {
        blanks.append(text[i])
      } else if !text.isLineBreak(at: i) {
        break
      }
      i += 1
    }
    return i
  }

  /// The output when raw text is not UTF-8: one charset is chosen for all of it, then each run is converted alone,
  /// so that no character is made of bytes that an encoded word stands between.
  private borrowing func textOfRawRuns() -> String {
    let all = rawRuns.flatMap { output[$0] }
    let charset = CharsetLabel(charsets.text(of: all.span, declared: nil).charset)
    var text = ""
    var done = 0
    for raw in rawRuns {
      text += String(decoding: output[done..<raw.lowerBound], as: UTF8.self)
      text += charsets.text(of: output.span.extracting(raw), declared: charset).text
      done = raw.upperBound
    }
    return text + String(decoding: output[done...], as: UTF8.self)
  }
}

extension Span where Element == UInt8 {
  /// Whether the byte at `index` is part of a line break, which in a field body is part of a fold. A lone CR is data.
  func isLineBreak(at index: Int) -> Bool {
    self[index] == ASCII.lf || self[index] == ASCII.cr && index + 1 < count && self[index + 1] == ASCII.lf
  }
}
