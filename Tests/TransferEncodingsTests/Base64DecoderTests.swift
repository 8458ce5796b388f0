import Testing
import TransferEncodings
import WireBytes

struct Base64DecoderTests {
  @Test(arguments: [
    DecodingCase("nothing", "", ""),
    DecodingCase("RFC 4648 section 10", "Zm9vYmFy", "foobar"),
    DecodingCase("one pad", "Zm9vYmE=", "fooba"),
    DecodingCase("two pads", "Zm9vYg==", "foob"),
    DecodingCase("the ends of the alphabet", "AAAA////++++", "\0\0\0\u{FF}\u{FF}\u{FF}\u{FB}\u{EF}\u{BE}"),
    DecodingCase("white space anywhere", " Zm 9v\r\n\tYg = =\r\n\r\n", "foob"),
    DecodingCase("lines of one to six characters", "Z\nm9\nvYm\r\nFyZm\r\n9vYmF\r\nyZm9v\r\n", "foobarfoobarfoo"),
    DecodingCase("more padding than there is to pad", "Zm9v====\r\n", "foo"),
    DecodingCase("a line of 76", String(repeating: "QUJD", count: 19) + "\r\n", String(repeating: "ABC", count: 19)),
  ])
  func `what the standard allows has no defect`(row: DecodingCase) {
    row.check(as: .base64)
  }

  @Test(arguments: [
    DecodingCase("b64-pad-middle", "QQ==QkM=", "A", Defect(.base64PaddingInside, at: 4..<8)),
    DecodingCase("b64-after-pad-line", "QUI=\r\nQ0Q=", "AB", Defect(.base64PaddingInside, at: 6..<10)),
    DecodingCase(
      "b64-eq-inside-lines", "QU=\r\nJD", "A", Defect(.base64TrailingBits, at: 1..<2),
      Defect(.base64PaddingInside, at: 5..<7)),
    DecodingCase(
      "a footer behind the padding", "QQ==\r\n\r\n--\r\nlist\r\n", "A",
      Defect(.base64PaddingInside, at: 8..<18)),
    DecodingCase("padding before anything", "=QUJD", "", Defect(.base64PaddingInside, at: 1..<5)),
    DecodingCase("b64-nonalpha, dot", "QU.JD", "ABC", Defect(.base64NonAlphabet, at: 2..<3)),
    DecodingCase("b64-nonalpha, number sign", "QU#JD", "ABC", Defect(.base64NonAlphabet, at: 2..<3)),
    DecodingCase(
      "bytes of junk that touch are one run", "\0QU\u{80}!\u{FF}JD!", "ABC",
      Defect(.base64NonAlphabet, at: 0..<1), Defect(.base64NonAlphabet, at: 3..<6),
      Defect(.base64NonAlphabet, at: 8..<9)),
    DecodingCase(
      "b64-urlsafe", "-_8=", "", Defect(.base64URLAlphabet, at: 0..<2), Defect(.base64ShortGroup, at: 2..<3)),
    DecodingCase(
      "b64-urlsafe beside junk", "QU-!JD", "ABC", Defect(.base64URLAlphabet, at: 2..<3),
      Defect(.base64NonAlphabet, at: 3..<4)),
    DecodingCase("b64-trailing-bits", "QR==", "A", Defect(.base64TrailingBits, at: 1..<2)),
    DecodingCase("trailing bits of two bytes", "QUJ=", "AB", Defect(.base64TrailingBits, at: 2..<3)),
    DecodingCase("b64-short-group", "QUJDR", "ABC", Defect(.base64ShortGroup, at: 4..<5)),
    DecodingCase("a short group that is padded", "QUJDR===", "ABC", Defect(.base64ShortGroup, at: 4..<5)),
    DecodingCase("no padding for one byte", "QQ", "A", Defect(.base64MissingPadding, at: 2..<2)),
    DecodingCase("no padding for two bytes", "QUI\r\n", "AB", Defect(.base64MissingPadding, at: 5..<5)),
    DecodingCase("one pad of two", "QQ=", "A", Defect(.base64MissingPadding, at: 3..<3)),
    DecodingCase(
      "a group that was cut: its last bits are data", "QUJDQR", "ABC", Defect(.base64ShortGroup, at: 5..<6)),
    DecodingCase(
      "b64-line-lengths", String(repeating: "QUJD", count: 20) + "\r\nQUJD\r\n",
      String(repeating: "ABC", count: 21), Defect(.base64LineTooLong, at: 76..<80)),
    DecodingCase(
      "only the first long line, here without an end",
      String(repeating: "Q", count: 80), String(repeating: "A\u{04}\u{10}", count: 20),
      Defect(.base64LineTooLong, at: 76..<80)),
    DecodingCase(
      "two long lines, one lint", String(repeating: "QUJD", count: 20) + "\n" + String(repeating: "QUJD", count: 20),
      String(repeating: "ABC", count: 40), Defect(.base64LineTooLong, at: 76..<80)),
  ])
  func `a departure is tolerated and reported`(row: DecodingCase) {
    row.check(as: .base64)
  }

  @Test func `every character has its value, and no other byte has one`() {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    for byte in UInt8.min...UInt8.max {
      let value = alphabet.firstIndex(of: byte).map { UInt8($0) }
      // The character's six bits are the last ones of "AAA" and it.
      let decoding = Decoding(whole: bytes("AAA") + [byte], as: .base64)
      #expect(decoding.bytes == [0, 0] + (value.map { [$0] } ?? []))
    }
  }

  @Test func `the severities are those of the catalogue`() {
    let body = bytes("Q-U.R==x")
    let severities = Decoding(whole: body, as: .base64).defects.map(\.severity)
    #expect(severities == [.high, .medium, .lint, .high])
  }
}
