import CharsetsTestSupport
import Testing
import WireBytes

@testable import Charsets

/// A detector with one answer, and UTF-16 that shows only its marks, so that the rules are tested without ICU.
private struct Guessing: CharsetDecoding {
  var answer: CharsetGuess?

  func makeDecoder(for label: CharsetLabel) -> (any CharsetDecoder)? {
    switch label.charset {
    case "utf-16le", "utf-16be", "utf-32be", "utf-32le", "rot13", "utf-7":
      Named(charset: label.charset ?? "")
    default: BuiltinCharsets().makeDecoder(for: label)
    }
  }

  func detect(_ bytes: Span<UInt8>) -> CharsetGuess? { answer }
}

/// Writes the charset's name in brackets for the whole text; `rot13` also moves letters.
private struct Named: CharsetDecoder {
  let charset: String

  mutating func decode(_ bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>, atEnd: Bool)
    -> (consumed: Int, malformed: Int)
  {
    for i in 0..<bytes.count {
      guard output.freeCapacity >= 4 else { return (i, 0) }
      output.append(charset == "rot13" && bytes[i] >= 0x41 ? bytes[i] ^ 1 : bytes[i] & 0x7F)
    }
    return (bytes.count, 0)
  }
}

struct Decided: Sendable, CustomTestStringConvertible {
  let label: String?
  let hex: String
  let text: String
  let charset: String
  let decision: CharsetDecision
  var malformed = 0
  var isUnknown = false
  let defects: [Defect]

  init(
    _ label: String?, _ hex: String, _ text: String, _ charset: String, _ decision: CharsetDecision,
    malformed: Int = 0, isUnknown: Bool = false, _ defects: [Defect] = []
  ) {
    (self.label, self.hex, self.text, self.charset, self.decision) = (label, hex, text, charset, decision)
    (self.malformed, self.isUnknown, self.defects) = (malformed, isUnknown, defects)
  }

  var testDescription: String { "\(label ?? "-"): \(hex)" }
}

@Suite struct TextDecoderTests {
  @Test(
    "The charset is chosen by the rules, and what departs is reported",
    arguments: [
      // Declared and known.
      Decided("utf-8", "63 61 66 C3 A9", "café", "utf-8", .declared),
      Decided("windows-1252", "93 E9 94", "“é”", "windows-1252", .declared),
      Decided("iso-8859-1", "63 61 66 E9", "café", "windows-1252", .declared),
      Decided("iso-8859-1", "41 93", "A“", "windows-1252", .declared, [Defect(.charsetAlias, at: 1..<2)]),
      Decided("latin1", "80", "€", "windows-1252", .declared, [Defect(.charsetAlias, at: 0..<1)]),
      Decided("cp1252", "80", "€", "windows-1252", .declared),
      Decided("us-ascii", "61 62 63", "abc", "us-ascii", .declared),
      Decided("utf-8", "", "", "utf-8", .declared), Decided(nil, "", "", "utf-8", .utf8),
      // Malformed as declared.
      Decided(
        "utf-8", "61 E9 62", "a\u{FFFD}b", "utf-8", .declared, malformed: 1,
        [Defect(.charsetMalformedText, at: 0..<3)]),
      Decided(
        "utf-8", "61 E3 81", "a\u{FFFD}", "utf-8", .declared, malformed: 1, [Defect(.charsetTruncatedText, at: 2..<3)]
      ),
      Decided(
        "utf-8", "FF E3 81", "\u{FFFD}\u{FFFD}", "utf-8", .declared, malformed: 2,
        [Defect(.charsetMalformedText, at: 0..<3), Defect(.charsetTruncatedText, at: 2..<3)]),
      Decided(
        "utf-8", "61 C0 AE C0 AE 2F", "a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}/", "utf-8", .declared, malformed: 4,
        [Defect(.charsetOverlong, at: 1..<3), Defect(.charsetMalformedText, at: 0..<6)]),
      Decided(
        "utf-8", "E0 80 80", "\u{FFFD}\u{FFFD}\u{FFFD}", "utf-8", .declared, malformed: 3,
        [Defect(.charsetOverlong, at: 0..<2), Defect(.charsetMalformedText, at: 0..<3)]),
      // Nothing declared.
      Decided(nil, "61 62", "ab", "utf-8", .utf8),
      Decided(nil, "61 C3 A9", "aé", "utf-8", .utf8, [Defect(.charsetUndeclared, at: 1..<2)]),
      Decided(nil, "61 E9 62", "aéb", "windows-1252", .fallback, [Defect(.charsetUndeclared, at: 1..<2)]),
      Decided(nil, "63 61 66 E9", "café", "windows-1252", .fallback, [Defect(.charsetUndeclared, at: 3..<4)]),
      // A character that the end of a message cut off, after one that is complete.
      Decided(
        nil, "C3 A9 C3", "é\u{FFFD}", "utf-8", .utf8, malformed: 1,
        [Defect(.charsetUndeclared, at: 0..<1), Defect(.charsetTruncatedText, at: 2..<3)]),
      // Declared in vain.
      Decided("bogus", "61 62", "ab", "utf-8", .utf8, isUnknown: true, [Defect(.charsetUnknown, at: 0..<2)]),
      Decided("bogus", "C3 A9", "é", "utf-8", .utf8, isUnknown: true, [Defect(.charsetUnknown, at: 0..<2)]),
      Decided(
        "unknown-8bit", "E9 41", "éA", "windows-1252", .fallback, isUnknown: true,
        [Defect(.charsetUnknown, at: 0..<2)]),
      Decided("", "E9", "é", "windows-1252", .fallback, isUnknown: true, [Defect(.charsetUnknown, at: 0..<1)]),
      // US-ASCII with bytes that it has not.
      Decided("us-ascii", "61 C3 A9", "aé", "utf-8", .utf8, [Defect(.charsetUndeclared, at: 1..<2)]),
      Decided("ascii", "61 E9", "aé", "windows-1252", .fallback, [Defect(.charsetUndeclared, at: 1..<2)]),
      // Marks.
      Decided("utf-8", "EF BB BF 61", "a", "utf-8", .declared),
      Decided(nil, "EF BB BF 61", "a", "utf-8", .bom),
      Decided("iso-8859-1", "EF BB BF C3 A9", "é", "utf-8", .bom, [Defect(.charsetBOMOverLabel, at: 0..<3)]),
      Decided("bogus", "EF BB BF 61", "a", "utf-8", .bom, isUnknown: true, [Defect(.charsetUnknown, at: 0..<4)]),
      Decided("utf-8", "EF BB BF", "", "utf-8", .declared),
      Decided(
        "utf-8", "EF BB", "\u{FFFD}", "utf-8", .declared, malformed: 1, [Defect(.charsetTruncatedText, at: 1..<2)]),
      Decided(
        "utf-8", "FF FE 61", "a", "utf-16le", .bom,
        [Defect(.charsetBOMOverLabel, at: 0..<2), Defect(.charsetUTF16, at: 0..<3)]),
      Decided("utf-16", "FE FF 61", "a", "utf-16be", .declared, [Defect(.charsetUTF16, at: 0..<3)]),
      Decided("utf-16", "FF FE 61", "a", "utf-16le", .declared, [Defect(.charsetUTF16, at: 0..<3)]),
      Decided("utf-16", "61 62", "ab", "utf-16le", .declared, [Defect(.charsetUTF16, at: 0..<2)]),
      Decided(
        "utf-16le", "FE FF 61", "a", "utf-16be", .bom,
        [Defect(.charsetBOMOverLabel, at: 0..<2), Defect(.charsetUTF16, at: 0..<3)]),
      Decided(nil, "FF FE 00 00 61", "a", "utf-32le", .bom, [Defect(.charsetUTF16, at: 0..<5)]),
      Decided(nil, "00 00 FE FF 61", "a", "utf-32be", .bom, [Defect(.charsetUTF16, at: 0..<5)]),
      // Escapes where nothing may be shifted, UTF-7, and a charset in which a letter is not what it seems.
      Decided(
        "us-ascii", "61 1B 24 42 21 21 1B 28 42", "a\u{1B}$B!!\u{1B}(B", "us-ascii", .declared,
        [Defect(.charsetEscapeInASCII, at: 1..<2)]),
      Decided(nil, "1B 28 42", "\u{1B}(B", "utf-8", .utf8, [Defect(.charsetEscapeInASCII, at: 0..<1)]),
      Decided("us-ascii", "2B 41 44 77 2D", "+ADw-", "us-ascii", .declared),
      Decided(nil, "2B 41 44 77 2D", "+ADw-", "utf-8", .utf8),
      Decided("utf-7", "61 62", "ab", "utf-7", .declared),
      Decided("utf-7", "61 2B 41", "a+A", "utf-7", .declared, [Defect(.charsetUTF7, at: 1..<2)]),
      Decided("rot13", "61 62", "`c", "rot13", .declared, [Defect(.charsetNotASCII, at: 0..<2)]),
    ])
  func decisions(_ expected: Decided) {
    let input = bytes(expected.hex)
    for feeding in feedings(of: input) {
      var defects = DefectLog()
      var decoder = TextDecoder(charsets: Guessing(), declared: expected.label.map { CharsetLabel($0) })
      var utf8: [UInt8] = []
      for chunk in feeding { decoder.decode(chunk.span, into: &utf8) }
      decoder.finish(into: &utf8, defects: &defects)
      let (charset, decision, malformed) = (decoder.charset, decoder.decision, decoder.malformed)
      let isUnknown = decoder.declaredIsUnknown
      #expect(utf8 == Array(expected.text.utf8))
      #expect(charset == expected.charset)
      #expect(decision == expected.decision)
      #expect(malformed == expected.malformed)
      #expect(isUnknown == expected.isUnknown)
      #expect(defects.records == expected.defects)
    }
    let whole = Guessing().text(of: input.span, declared: expected.label.map { CharsetLabel($0) })
    #expect(
      whole
        == DecodedText(
          text: expected.text, charset: expected.charset, decision: expected.decision, malformed: expected.malformed,
          declaredIsUnknown: expected.isUnknown))
  }

  @Test("A guess counts only for bytes without a usable label that are no UTF-8")
  func guesses() {
    let charsets = Guessing(answer: CharsetGuess(charset: "rot13", confidence: 60))
    func decision(_ hex: String, _ label: String?) -> CharsetDecision {
      charsets.text(of: bytes(hex).span, declared: label.map { CharsetLabel($0) }).decision
    }
    #expect(decision("E9 41", nil) == .detected(confidence: 60))
    #expect(decision("E9 41", "us-ascii") == .detected(confidence: 60))
    #expect(decision("E9 41", "bogus") == .detected(confidence: 60))
    #expect(decision("E9 41", "utf-8") == .declared)
    #expect(decision("C3 A9", nil) == .utf8)
    #expect(decision("41", nil) == .utf8)
    // A guess that cannot be decoded is none.
    let other = Guessing(answer: CharsetGuess(charset: "ebcdic", confidence: 99))
    #expect(other.text(of: bytes("E9").span, declared: nil).decision == .fallback)
  }

  @Test("A mark that nothing can decode is not believed")
  func markWithoutDecoder() {
    let decoded = BuiltinCharsets().text(of: bytes("FF FE 61").span, declared: nil)
    #expect(decoded.text == "ÿþa")
    #expect(decoded.decision == .fallback)
  }

  @Test(
    "A long text is decided on by its first block of 64 KiB with a byte above 0x7F", arguments: [1, 1_000, 70_000])
  func blocks(chunk: Int) {
    func decided(_ input: [UInt8]) -> (CharsetDecision, String, Int) {
      var decoder = TextDecoder(charsets: BuiltinCharsets(), declared: nil)
      var utf8: [UInt8] = []
      for start in stride(from: 0, to: input.count, by: chunk) {
        decoder.decode(input[start..<min(input.count, start + chunk)].span, into: &utf8)
      }
      var defects = DefectLog()
      decoder.finish(into: &utf8, defects: &defects)
      return (decoder.decision, String(decoding: utf8, as: UTF8.self), decoder.malformed)
    }
    let ascii = [UInt8](repeating: 0x61, count: 65_536)
    let text = String(repeating: "a", count: 65_536)
    #expect(decided(ascii + ascii) == (.utf8, text + text, 0))
    #expect(decided(ascii + bytes("E9 62")) == (.fallback, text + "éb", 0))
    #expect(decided(ascii + bytes("C3 A9")) == (.utf8, text + "é", 0))
    // Cut inside a character by the block's end.
    #expect(decided(Array(ascii.dropLast()) + bytes("C3 A9 62")) == (.utf8, text.dropLast() + "éb", 0))
    // One stray byte late in UTF-8 is one U+FFFD.
    #expect(decided(bytes("C3 A9") + ascii + bytes("E9 62")) == (.utf8, "é" + text + "\u{FFFD}b", 1))
  }

  @Test("Ranges count from the log's origin")
  func origin() {
    var defects = DefectLog()
    defects.origin = 100
    _ = BuiltinCharsets().text(of: bytes("61 E9").span, declared: nil, defects: &defects)
    #expect(defects.records == [Defect(.charsetUndeclared, at: 101..<102)])
  }
}
