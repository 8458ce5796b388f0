import Charsets
import CharsetsTestSupport
import Testing
import WireBytes

@testable import CharsetsICU

/// What Python's codecs make of a text, and how mail labels it.
struct Encoded: Sendable, CustomTestStringConvertible {
  let label: String
  let hex: String
  let text: String
  var malformed = 0

  init(_ label: String, _ hex: String, _ text: String, malformed: Int = 0) {
    (self.label, self.hex, self.text, self.malformed) = (label, hex, text, malformed)
  }

  var testDescription: String { "\(label): \(text)" }
}

@Suite struct ICUDecoderTests {
  @Test(
    "Texts of every family of charsets are decoded however they are cut",
    arguments: [
      Encoded("big5", "C1 63 C5 E9 A4 A4 A4 E5 A1 47 B9 71 B6 6C 20 41 42 43", "繁體中文：電郵 ABC"),
      Encoded("big5-hkscs", "AD BB B4 E4 9D EF 9D CF", "香港嘅嘢"),
      Encoded("gb2312", "BC F2 CC E5 D6 D0 CE C4 A3 AC C4 E3 BA C3 20 41 42 43", "简体中文，你好 ABC"),
      Encoded("gb18030", "BA BA D7 D6 20 94 39 FC 36 20 81 30 86 35 20 81 30 8B 37", "汉字 😀 ½ ÿ"),
      Encoded("euc-kr", "C7 D1 B1 B9 BE EE 20 B8 DE C0 CF 20 41 42 43", "한국어 메일 ABC"),
      Encoded("ks_c_5601-1987", "8C 63 B9 E6 B0 A2 C7 CF 20 BC 84 BD C3 C4 DD B6 F3", "똠방각하 펲시콜라"),
      Encoded("shift_jis", "93 FA 96 7B 8C EA 83 81 81 5B 83 8B 20 C3 BD C4 20 87 40 81 60", "日本語メール ﾃｽﾄ ①～"),
      Encoded("euc-jp", "C6 FC CB DC B8 EC A5 E1 A1 BC A5 EB 20 8E C3 8E BD 8E C4", "日本語メール ﾃｽﾄ"),
      Encoded(
        "iso-2022-jp",
        "1B 24 42 37 6F 4C 3E 21 27 46 7C 4B 5C 38 6C 24 4E 25 61 21 3C 25 6B 1B 28 42 20 41 42 43 0D 0A 1B 24 42 46 73 39 54 4C 5C 1B 28 42",
        "件名：日本語のメール ABC\r\n二行目"),
      Encoded(
        "iso-2022-kr",
        "1B 24 29 43 0E 47 51 31 39 3E 6E 0F 20 41 42 43 0D 0A 0E 38 5E 40 4F 0F",
        "한국어 ABC\r\n메일"),
      Encoded("hz-gb-2312", "7E 7B 44 63 3A 43 7E 7D 20 41 42 43 20 7E 7E 20 7E 7B 4A 40 3D 67 7E 7D", "你好 ABC ~ 世界"),
      Encoded("koi8-r", "F0 D2 C9 D7 C5 D4 2C 20 CD C9 D2", "Привет, мир"),
      Encoded("koi8-u", "B7 D6 C1 CB 20 A6 20 AD C1 D7 C1", "Їжак і ґава"),
      Encoded("ibm866", "8F E0 A8 A2 A5 E2", "Привет"),
      Encoded("windows-1250", "8E 6C 75 9D 6F 75 E8 6B FD 20 6B F9 F2 20 93 61 94", "Žluťoučký kůň “a”"),
      Encoded("windows-1251", "D1 FA E5 F8 FC 20 E5 F9 B8 20 AB FD F2 E8 F5 BB", "Съешь ещё «этих»"),
      Encoded("windows-1253", "CA E1 EB E7 EC DD F1 E1", "Καλημέρα"),
      Encoded("windows-1254", "DD 73 74 61 6E 62 75 6C 20 F0 FC FE F6 E7", "İstanbul ğüşöç"),
      Encoded("windows-1255", "F9 C8 D1 EC E5 C9 ED", "שָׁלוֹם"),
      Encoded("windows-1256", "E3 D1 CD C8 C7 20 81", "مرحبا پ"),
      Encoded("windows-1257", "C0 FE 75 6F 6C 61 73 20 F0 EF ED", "Ąžuolas šļķ"),
      Encoded("iso-8859-2", "5A 61 BF F3 B3 E6 20 67 EA B6 6C B1 20 6A 61 BC F1", "Zażółć gęślą jaźń"),
      Encoded("iso-8859-3", "C6 69 75 BC 61 FD 64 65", "Ĉiuĵaŭde"),
      Encoded("iso-8859-4", "AB 69 72 74 73 20 A9 F3 BA 72 73", "Ģirts Šķērs"),
      Encoded("iso-8859-5", "BF E0 D8 D2 D5 E2", "Привет"),
      Encoded("iso-8859-6", "E5 D1 CD C8 C7", "مرحبا"),
      Encoded("iso-8859-7", "C1 E8 DE ED E1", "Αθήνα"),
      Encoded("iso-8859-8", "F9 EC E5 ED", "שלום"),
      Encoded("iso-8859-8-i", "F9 EC E5 ED", "שלום"),
      Encoded("iso-8859-10", "DE F3 72 F0 75 72 20 B9", "Þórður đ"),
      Encoded("iso-8859-13", "DE 65 6D EB 20 F8", "Žemė ų"),
      Encoded("iso-8859-14", "D0 79 6E 20 B8", "Ŵyn ẁ"),
      Encoded("iso-8859-15", "BD 75 76 72 65 20 35 20 A4", "œuvre 5 €"),
      Encoded("iso-8859-16", "AA 74 65 66 61 6E 20 FE 61 72 E3 20 A5 78 B5", "Ștefan țară „x”"),
      Encoded("macintosh", "6E 61 95 76 65 20 D2 63 61 66 8E D3 20 AA", "naïve “café” ™"),
      Encoded("x-mac-cyrillic", "8F F0 E8 E2 E5 F2", "Привет"),
      Encoded("tis-620", "CA C7 D1 CA B4 D5 A4 C3 D1 BA", "สวัสดีครับ"),
      Encoded(
        "utf-7",
        "48 69 20 4D 6F 6D 20 2B 4A 6A 6F 21 20 2B 41 4B 4D 2D 31 20 2B 2D 20 31 20 2B 5A 65 56 6E 4C 49 71 65 2D",
        "Hi Mom ☺! £1 + 1 日本語"),
      Encoded("utf-16le", "61 00 20 00 E9 00 20 00 E5 65 20 00 3D D8 00 DE", "a é 日 😀"),
      Encoded("utf-16be", "00 61 00 20 00 E9 00 20 65 E5 00 20 D8 3D DE 00", "a é 日 😀"),
      Encoded("utf-32be", "00 00 00 61 00 00 65 E5 00 01 F6 00", "a日😀"),
      Encoded("utf-32le", "61 00 00 00 E5 65 00 00 00 F6 01 00", "a日😀"),
      Encoded("cp037", "C8 85 93 93 96 6B 40 E6 96 99 93 84 40 4C F1 6E", "Hello, World <1>"),
      Encoded("ibm850", "9A 6E 8B 63 94 64 82", "Ünïcödé"),
      Encoded("cp437", "47 72 94 E1 65 20 AB", "Größe ½"),
      Encoded("iso-2022-jp-2", "1B 24 42 46 7C 4B 5C 1B 28 42 20 1B 24 28 43 47 51 31 39 1B 28 42", "日本 한국"),
      Encoded("gbk", "E9 46 20 80 20 E6 67", "镕 € 鎔"),
      Encoded("windows-1258", "D0 FD F5 CC 6E 67", "Đươ\u{300}ng"),
      // JIS-Roman, half-width katakana and the rows that NEC added, all of which the Encoding standard has.
      Encoded("iso-2022-jp", "61 1B 28 49 31 1B 28 42 62 1B 24 42 2D 21 1B 28 42", "aｱb①"),
      Encoded("iso-2022-jp", "1B 28 4A 5C 1B 28 42 5C", "¥\\"),
      // Words whose shifts meet where they are joined.
      Encoded("iso-2022-jp", "1B 24 42 24 22 1B 28 42 1B 24 42 24 24 1B 28 42", "あい"),
      Encoded("iso-2022-kr", "1B 24 29 43 0E 47 51 0F 0E 31 39 0F", "한국"),
      Encoded("hz-gb-2312", "7E 7B 44 63 7E 7D 7E 7B 3A 43 7E 7D", "你好"),
      Encoded("iso-2022-cn", "1B 24 29 41 0E 44 63 3A 43 0F 21", "你好!"),
      Encoded("utf-7", "2B 41 44 77 2D 62 2B 41 44 34 2D", "<b>"),
    ])
  func knownTexts(_ encoded: Encoded) {
    for feeding in feedings(of: bytes(encoded.hex)) {
      for room in [4, 7, 64] {
        let decoder = ICUCharsets().makeDecoder(for: CharsetLabel(encoded.label))
        let decoded = decode(decoder, feeding, room: room)
        #expect(Array(decoded.text.utf8) == Array(encoded.text.utf8), "\(decoded.text)")
        #expect(decoded.malformed == 0)
      }
    }
  }

  @Test(
    "Malformed text becomes U+FFFD, counted, and the next character survives",
    arguments: [
      // A lead byte before US-ASCII does not swallow it.
      Encoded("big5", "41 A4 20 42", "A\u{FFFD} B", malformed: 1),
      Encoded("gb18030", "81 22 42", "\u{FFFD}\"B", malformed: 1),
      Encoded("euc-kr", "B0 3C 42", "\u{FFFD}<B", malformed: 1),
      Encoded("euc-jp", "A4 3C A4 A2", "\u{FFFD}<あ", malformed: 1),
      Encoded("shift_jis", "82 22 82 A0", "\u{FFFD}\"あ", malformed: 1),
      // No such byte or character.
      Encoded("iso-8859-3", "41 A5 42", "A\u{FFFD}B", malformed: 1),
      Encoded("gbk", "41 FF 42", "A\u{FFFD}B", malformed: 1),
      // Cut off by the end.
      Encoded("big5", "41 A4", "A\u{FFFD}", malformed: 1),
      Encoded("utf-16le", "41 00 42", "A\u{FFFD}", malformed: 1),
      Encoded("gb18030", "81 30 81", "\u{FFFD}", malformed: 1),
      Encoded("iso-2022-jp", "1B 24 42 24", "\u{FFFD}", malformed: 1),
      // Surrogates that are no pair.
      Encoded("utf-16le", "00 D8 61 00 00 DC", "\u{FFFD}a\u{FFFD}", malformed: 2),
      Encoded("utf-16be", "D8 00 D8 3D DE 00", "\u{FFFD}😀", malformed: 1),
      Encoded("utf-32be", "00 11 00 00 00 00 00 41", "\u{FFFD}A", malformed: 1),
      // A shift in which nothing is shown, between the halves of a word (cs-iso2022-empty-shift).
      Encoded("iso-2022-jp", "64 65 1B 24 42 1B 28 42 6C 65 74 65", "de\u{FFFD}lete", malformed: 1),
      Encoded("iso-2022-kr", "61 0E 0F 62", "a\u{FFFD}b", malformed: 1),
      Encoded("hz-gb-2312", "61 7E 7B 7E 7D 62", "a\u{FFFD}b", malformed: 1),
    ])
  func malformedTexts(_ encoded: Encoded) {
    for feeding in feedings(of: bytes(encoded.hex)) {
      for room in [4, 64] {
        let decoder = ICUCharsets().makeDecoder(for: CharsetLabel(encoded.label))
        let decoded = decode(decoder, feeding, room: room)
        #expect(Array(decoded.text.utf8) == Array(encoded.text.utf8), "\(decoded.text)")
        #expect(decoded.malformed == encoded.malformed)
      }
    }
  }

  @Test("A U+FFFD that the text itself holds is not counted")
  func replacementInText() {
    let decoded = decode(ICUCharsets().makeDecoder(for: CharsetLabel("utf-16be")), [bytes("FF FD 00 41")[...]])
    #expect(decoded == ("\u{FFFD}A", 0))
  }

  @Test(
    "The charset is named as the standard or the registry names it",
    arguments: [
      ("latin1", "windows-1252"), ("gb2312", "gbk"), ("ks_c_5601-1987", "euc-kr"), ("cp037", "ibm037"),
      ("IBM-850", "ibm850"), ("utf7", "utf-7"), ("iso-2022-jp-2", "iso-2022-jp-2"), ("cp866", "ibm866"),
      // Known to ICU alone as an alias of something listed.
      ("ibm-920", "windows-1254"), ("windows-28605", "iso-8859-15"), ("8859_5", "iso-8859-5"),
    ])
  func names(label: String, charset: String) {
    #expect(ICUCharsets().makeDecoder(for: CharsetLabel(label))?.charset == charset)
  }

  @Test(
    "Names that are in no registry have no decoder and open no file",
    arguments: [
      "bogus", "", "unknown-8bit", "x-user-defined", "../../etc/passwd", "utf-8/../x", "utf-7,version=1",
      "UTF-16,version=2", "a\0b", "größe", "%s%n", String(repeating: "a", count: 10_000),
      String(repeating: "1", count: 59),
    ])
  func unknownNames(label: String) {
    // The comma ends a label, so options for ICU never get through; what is before it may be good.
    let decoder = ICUCharsets().makeDecoder(for: CharsetLabel(label))
    #expect(decoder == nil || label.contains(",") && decoder?.charset.contains(",") == false)
  }

  @Test("Every charset that a label can mean has a decoder")
  func allListed() {
    let labels = [
      "utf-8", "ibm866", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7",
      "iso-8859-8", "iso-8859-8-i", "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15", "iso-8859-16",
      "koi8-r", "koi8-u", "macintosh", "windows-874", "windows-1250", "windows-1251", "windows-1252", "windows-1253",
      "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258", "x-mac-cyrillic", "gbk",
      "gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr", "utf-16be", "utf-16le", "us-ascii",
      "iso-2022-kr", "iso-2022-cn", "iso-2022-cn-ext", "hz-gb-2312", "utf-7", "utf-32", "utf-32le", "utf-32be",
    ]
    for label in labels {
      #expect(ICUCharsets().makeDecoder(for: CharsetLabel(label))?.charset == label)
    }
  }

  @Test(
    "The rules report what ICU decodes: UTF-7, EBCDIC, UTF-16 by its mark",
    arguments: [
      ("utf-7", "2B 41 44 77 2D", "<", CharsetDecision.declared, [Defect(.charsetUTF7, at: 0..<1)]),
      ("cp037", "4C F1 6E", "<1>", .declared, [Defect(.charsetNotASCII, at: 0..<3)]),
      ("cp437", "94", "ö", .declared, []),
      (
        "utf-8", "FF FE 41 00", "A", .bom,
        [Defect(.charsetBOMOverLabel, at: 0..<2), Defect(.charsetUTF16, at: 0..<4)]
      ),
      ("utf-16", "FE FF 00 41", "A", .declared, [Defect(.charsetUTF16, at: 0..<4)]),
      (
        "iso-2022-jp", "64 1B 24 42 1B 28 42 65", "d\u{FFFD}e", .declared, [Defect(.charsetMalformedText, at: 0..<8)]
      ),
      // Nobody declared a shift, so there is none.
      (
        "us-ascii", "1B 24 42 24 22 1B 28 42", "\u{1B}$B$\"\u{1B}(B", .declared,
        [Defect(.charsetEscapeInASCII, at: 0..<1)]
      ),
    ])
  func rules(label: String, hex: String, text: String, decision: CharsetDecision, defects expected: [Defect]) {
    var defects = DefectLog()
    let decoded = ICUCharsets().text(of: bytes(hex).span, declared: CharsetLabel(label), defects: &defects)
    #expect(decoded.text == text)
    #expect(decoded.decision == decision)
    #expect(defects.records == expected)
  }

  @Test(
    "Output stays within three bytes for each byte of input, and time is linear",
    arguments: [
      ("iso-2022-jp", "1B 24 42 1B 28 42"), ("utf-7", "2B 2D"), ("utf-8", "FF"), ("gb18030", "FF"), ("big5", "FF"),
      ("utf-16le", "00 D8"), ("hz-gb-2312", "7E 7B 7E 7D"), ("iso-2022-kr", "0E 0F"), ("utf-7", "2B 41"),
    ])
  func expansion(label: String, unit: String) {
    let unit = bytes(unit)
    let input = [UInt8]((0..<200_000).map { unit[$0 % unit.count] })
    let decoded = ICUCharsets().text(of: input.span, declared: CharsetLabel(label))
    #expect(decoded.text.utf8.count <= 3 * input.count + 3)
    #expect(decoded.charset == label)
  }
}
