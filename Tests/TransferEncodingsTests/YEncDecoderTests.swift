import Testing
import TransferEncodings
import WireBytes

struct YEncDecoderTests {
  /// 37 bytes; then "Cat", 5 bytes, whose checksum by zlib is a6130548.
  private static let begin = "=ybegin line=128 size=3 name=cat.txt\n"
  private static let cat = "m\u{8B}\u{9E}\r\n"

  @Test(arguments: [
    DecodingCase("nothing", "\r\n", ""),
    DecodingCase("a file", begin + cat + "=yend size=3 crc32=a6130548\r\n", "Cat"),
    DecodingCase("upper case, and no line break at the end", begin + cat + "=yend size=3 crc32=A6130548", "Cat"),
    DecodingCase("no checksum", begin + cat + "=yend size=3\n", "Cat"),
    DecodingCase(
      "line breaks within the data", begin + "m\n\u{8B}\r\n\n\u{9E}\n=yend size=3 crc32=a6130548\n", "Cat"),
    DecodingCase("escapes", begin + "=}=n=@=J\n=yend size=4\n", "\u{13}\u{04}\u{D6}\u{E0}"),
    DecodingCase("=y within a line is data", begin + "m=y\n=yend size=2\n", "C\u{0F}"),
    DecodingCase("a name with spaces", "=ybegin line=128 size=9 name=a size=1\n" + cat + "=yend size=3\n", "Cat"),
    DecodingCase(
      "a part: pcrc32 is its own checksum, crc32 that of the whole",
      "=ybegin part=1 total=2 line=128 size=6 name=a\n=ypart begin=1 end=3\n" + cat
        + "=yend size=3 part=1 pcrc32=a6130548 crc32=21536c0d\n", "Cat"),
  ])
  func `what encoders write has no defect`(row: DecodingCase) {
    row.check(as: .yenc)
  }

  @Test(arguments: [
    DecodingCase(
      "text before", "Hi\n=ybegin\n" + begin + cat + "=yend size=3\n", "Cat",
      Defect(.transferEncodingTextOutside, at: 0..<11)),
    DecodingCase(
      "text after", begin + cat + "=yend size=3\n\nMe\n", "Cat",
      Defect(.transferEncodingTextOutside, at: 56..<59)),
    DecodingCase("no file at all", "Hello", "", Defect(.transferEncodingTextOutside, at: 0..<5)),
    DecodingCase(
      "yenc-bad-escape", begin + "m\u{8B}=\r\n\u{9E}\n=yend size=3\n", "Cat",
      Defect(.yencBadEscape, at: 39..<40)),
    DecodingCase(
      "yenc-bad-escape at the end", begin + "m=", "C", Defect(.yencBadEscape, at: 38..<39),
      Defect(.yencNoEnd, at: 39..<39)),
    DecodingCase(
      "yenc-bad-line, a keyword that does not exist", begin + "=yes\n" + cat + "=yend size=3\n", "Cat",
      Defect(.yencBadLine, at: 37..<41)),
    DecodingCase(
      "yenc-bad-line, another size", begin + cat + "=yend size=4 crc32=a6130548\n", "Cat",
      Defect(.yencBadLine, at: 42..<69)),
    DecodingCase(
      "yenc-bad-line, no size", begin + cat + "=yend size= crc32=a6130548\n", "Cat",
      Defect(.yencBadLine, at: 42..<68)),
    DecodingCase(
      "yenc-bad-line, a size beyond all numbers",
      begin + cat + "=yend size=300000000000000000000000\n", "Cat", Defect(.yencBadLine, at: 42..<77)),
    DecodingCase(
      "yenc-bad-checksum", begin + cat + "=yend size=3 crc32=a6130549\n", "Cat",
      Defect(.yencBadChecksum, at: 42..<69)),
    DecodingCase(
      "yenc-bad-checksum of a part", begin + "=ypart begin=1 end=3\n" + cat + "=yend size=3 pcrc32=1\n", "Cat",
      Defect(.yencBadChecksum, at: 63..<84)),
    DecodingCase("yenc-no-end", begin + cat, "Cat", Defect(.yencNoEnd, at: 42..<42)),
  ])
  func `a departure is tolerated and reported`(row: DecodingCase) {
    row.check(as: .yenc)
  }

  @Test func `the checksum is the one of ZIP`() {
    // The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
    let encoded = TransferEncoder.yEnc(fileName: "check", size: 9).encode(whole: "123456789".utf8.span)
    #expect(String(decoding: encoded, as: UTF8.self).hasSuffix("=yend size=9 crc32=cbf43926\r\n"))
  }
}
