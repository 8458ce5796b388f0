import Charsets
import HeaderFields
import Testing
import WireBytes

@Suite struct UnstructuredTests {
  static let ordinary = [
    FieldFixture("", ""),
    FieldFixture(" ", ""),
    FieldFixture(" Hello", "Hello"),
    FieldFixture("Hello", "Hello"),
    FieldFixture("\\tHello\\r\\n", "Hello"),
    FieldFixture("  two blanks ", " two blanks "),
    FieldFixture(" a\\r\\n b\\r\\n", "a b"),
    FieldFixture(" a \\n\\tb", "a \tb"),
    FieldFixture("\\r\\n a", "a"),
    FieldFixture(" a\\rb", "a\rb"),
    FieldFixture(" =?utf-8?q?caf=C3=A9?=", "café"),
    FieldFixture(" =?UTF-8?Q?caf=c3=a9_au?= lait", "café au lait"),
    FieldFixture(" =?iso-8859-1?B?Y2Fm6Q==?=", "café"),
    FieldFixture(" =?utf-8*en?q?a?=", "a"),
    FieldFixture(" =?utf-8?q?a?=  =?utf-8?q?b?=", "ab"),
    FieldFixture(" =?utf-8?q?a?=\\r\\n  =?iso-8859-1?q?b?= c", "ab c"),
    FieldFixture(" x =?utf-8?q?a?= y =?utf-8?q?b?=", "x a y b"),
    FieldFixture(" =?utf-8?q?a?= ", "a "),
    FieldFixture(" (=?utf-8?q?a?=)", "(a)"),
    FieldFixture(" =?utf-8?b?w6k=?= =?utf-8?q?=C3=A9?=", "éé"),
    FieldFixture(" a = b =? c ?= d", "a = b =? c ?= d"),
    FieldFixture(" =?utf-8", "=?utf-8"),
    FieldFixture(" =?utf-8?q", "=?utf-8?q"),
    FieldFixture(" =?utf-8?q?a", "=?utf-8?q?a"),
    FieldFixture(" =?utf-8?q?a?", "=?utf-8?q?a?"),
    FieldFixture(" =??q?a?=", "=??q?a?="),
  ]

  /// The rows of the catalogue, 1.5.
  static let words = [
    FieldFixture(" =?utf-8?q?a=0D=0ABcc:_x?=", "a\r\nBcc: x", "ew-crlf high"),
    FieldFixture(" =?utf-8?q?a=00b?=", "a\0b", "ew-nul high"),
    FieldFixture(" a=?utf-8?q?b?=c", "abc", "ew-no-lwsp lint"),
    FieldFixture(" [SPAM]=?utf-8?q?b?=", "[SPAM]b", "ew-no-lwsp lint"),
    FieldFixture(" =?utf-8?q?a?==?utf-8?q?b?=", "ab", "ew-no-lwsp lint", "ew-no-lwsp lint"),
    FieldFixture(" =?utf-8?q?sp ace?=", "sp ace", "ew-inner-space lint"),
    FieldFixture(" =?utf-8?q?fo\\r\\n  ld?=", "fold", "ew-inner-space lint"),
    FieldFixture(" =?utf-8?b?YW\\n Jj?=", "abc", "ew-inner-space lint"),
    FieldFixture(" =?utf-8?x?a?=", "=?utf-8?x?a?=", "ew-bad-encoding lint"),
    FieldFixture(" =?bogus?q?zz=C3=A9?=", "zzé", "ew-unknown-charset medium"),
    FieldFixture(" =?bogus?q?zz=E9?=", "zzé", "ew-unknown-charset medium"),
    FieldFixture(" =?utf-8?q?=C3?= =?utf-8?q?=A9?=", "é", "ew-split-char medium"),
    FieldFixture(" =?utf-8?q?=C?= =?UTF-8?q?3=A9?=", "é", "ew-split-char medium"),
    FieldFixture(" =?gbk?b?pA==?= =?gbk?q?=A2?=", "あ", "ew-split-char medium"),
    FieldFixture(" =?utf-8?b?YW?= =?utf-8?b?Jj?=", "abc", "ew-split-base64 medium"),
    FieldFixture(" =?utf-8?b?w?= =?utf-8?b?6k=?=", "é", "ew-split-base64 medium"),
    FieldFixture(
      " =?utf-8?b?YW?= =?utf-8?b?J?= =?utf-8?b?j?=", "abc", "ew-split-base64 medium", "ew-split-base64 medium"),
    FieldFixture(" =?utf-8?b?YQ=?=", "a", "ew-b-bad-padding lint"),
    FieldFixture(" =?utf-8?b?YQ?=", "a", "ew-b-bad-padding lint"),
    FieldFixture(" =?utf-8?b?YWJj=?=", "abc", "ew-b-bad-padding lint"),
    FieldFixture(" =?utf-8?b?YQ?= =?utf-8?q?b?=", "ab", "ew-b-bad-padding lint"),
    FieldFixture(" =?utf-8?b?YQ==Yg==?=", "ab", "ew-bad-content lint"),
    FieldFixture(" =?utf-8?b?Y!Q==?=", "a", "ew-bad-content lint"),
    FieldFixture(" =?utf-8?q?=ZZ=4?=", "=ZZ=4", "ew-bad-content lint", "ew-bad-content lint"),
    FieldFixture(" =?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=", "=?utf-8?q?x?="),
    FieldFixture(" =?iso-2022-jp?B?GyRCJCI=?= b", "あ b", "ew-iso2022-open medium"),
    FieldFixture(" =?iso-2022-jp?B?GyRCJCI=?= =?iso-2022-jp?B?JCQbKEI=?=", "あい", "ew-iso2022-open medium"),
    FieldFixture(" =?iso-2022-jp?B?GyRCJCIbKEI=?= =?iso-2022-jp?q?=24=22?=", "あ$\""),
    FieldFixture(" =?utf-7?q?a?=", "a", "ew-utf7 high"),
    FieldFixture(" Some =?utf-8?Q??=here", "Some here", "ew-no-lwsp lint", "ew-empty lint"),
    FieldFixture(" =?utf-8?b??=", "", "ew-empty lint"),
    FieldFixture(" =?utf-8?q?=ED=A0=80x?=", "\u{FFFD}\u{FFFD}\u{FFFD}x", "ew-surrogates medium"),
    FieldFixture(" =?utf-8?q?Who? me?=", "Who? me", "ew-inner-space lint"),
    FieldFixture(" =?utf-8?q?a =?utf-8?q?b?=", "=?utf-8?q?a b"),
    FieldFixture(
      " =?utf-8?q?aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa?=",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ew-too-long lint"),
  ]

  static let raw = [
    FieldFixture(" caf\\xC3\\xA9", "café", "hdr-raw-8bit lint"),
    FieldFixture(" caf\\xE9", "café", "hdr-raw-8bit lint"),
    FieldFixture(" \\xC3\\xA9 =?utf-8?q?=C3=A9?= \\xC3\\xA9", "é é é", "hdr-raw-8bit lint"),
    // One decision for all raw text: the first run alone would be UTF-8.
    FieldFixture(" \\xC3\\xA9 =?utf-8?q?=C3=A9?= \\xE9.", "Ã© é é.", "hdr-raw-8bit lint"),
    FieldFixture(" =?utf-8?q?=C3?= \\xA9", "\u{FFFD} ©", "ew-surrogates medium", "hdr-raw-8bit lint"),
  ]

  @Test("Text is unfolded and decoded", arguments: ordinary + words + raw)
  func text(fixture: FieldFixture) {
    var log = DefectLog()
    let text = Unstructured.text(of: fixture.bytes.span, charsets: HiraganaCharsets(), defects: &log)
    #expect(Array(text.utf8) == Array(fixture.value.utf8))
    #expect(summary(log) == fixture.defects)
  }

  @Test("Defects have the word's range in the field body")
  func ranges() {
    var log = DefectLog()
    log.origin = 100
    let body = wire(" a =?utf-8?x?b?= =?bogus?q?c?= \\xE9 \\xE9.")
    _ = Unstructured.text(of: body.span, charsets: BuiltinCharsets(), defects: &log)
    #expect(log.records.map(\.range) == [103..<116, 117..<130, 131..<134])
  }

  @Test("Words are joined over the pieces of a phrase")
  func pieces() {
    var log = DefectLog()
    var text = EncodedText(charsets: BuiltinCharsets())
    text.append(wire("=?utf-8?q?=C3?=").span, at: 0, defects: &log)
    text.append(wire("\\r\\n ").span, at: 15, defects: &log)
    text.append(wire("=?utf-8?q?=A9?=").span, at: 18, quoted: true, defects: &log)
    text.append(wire(" x").span, at: 40, defects: &log)
    let name = text.finish(defects: &log)
    #expect(name == "é x")
    #expect(summary(log) == ["ew-in-quoted-string lint", "ew-split-char medium"])
    #expect(log.records.map(\.range) == [18..<33, 0..<33])
  }

  @Test("Repetition is read in one pass", arguments: [1 << 10, 1 << 15])
  func repetition(n: Int) {
    let literal = ["=?", "=?utf-8?q?", "?=", "=", "=?utf-8?q?a "]
    for unit in literal {
      let body = [UInt8](repeatElement(unit.utf8, count: n).joined())
      var log = DefectLog()
      let text = Unstructured.text(of: body.span, charsets: BuiltinCharsets(), defects: &log)
      #expect(Array(text.utf8) == body)
      #expect(log.total == 0)
    }
    let word = [UInt8](repeatElement("=?utf-8?q?a?= ".utf8, count: n).joined())
    var log = DefectLog()
    let text = Unstructured.text(of: word.span, charsets: BuiltinCharsets(), defects: &log)
    #expect(text.utf8.count == n + 1)
    #expect(text.utf8.dropLast().allSatisfy { $0 == UInt8(ascii: "a") })
    #expect(log.total == 0)
  }
}
