import Testing
import TransferEncodings
import WireBytes

struct UUDecoderTests {
  @Test(arguments: [
    DecodingCase("nothing", "", ""),
    DecodingCase("empty lines", "\r\n \r\n", ""),
    DecodingCase("a file", "begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n", "Cat"),
    DecodingCase("LF, and no line break at the end", "begin 644 cat.txt\n#0V%T\n`\nend", "Cat"),
    DecodingCase("a space for zero", "begin 0755 a b\n!    \n \nend \n", "\0"),
    DecodingCase("a line without characters for zero", "begin 644 a\n#0V%T\n\nend\n", "Cat"),
    DecodingCase("the last group cut to what it needs", "begin 644 a\n!0P\n\"0V$\n`\nend\n", "CCa"),
    DecodingCase("a checksum character", "begin 644 a\n#0V%T*\n!0P``*\n`\nend\n", "CatC"),
    DecodingCase("trailing white space", "begin 644 a\n#0V%T*   \n` \nend\n", "Cat"),
  ])
  func `what encoders write has no defect`(row: DecodingCase) {
    row.check(as: .uuencode)
  }

  @Test(arguments: [
    DecodingCase(
      "text before", "Hi\nbegin the\nbegin 644 a\n#0V%T\n`\nend\n", "Cat",
      Defect(.transferEncodingTextOutside, at: 0..<13)),
    DecodingCase(
      "text after", "begin 644 a\n#0V%T\n`\nend\n\n-- \nMe\n", "Cat",
      Defect(.transferEncodingTextOutside, at: 25..<32)),
    DecodingCase("no file at all", "\nHello\n", "", Defect(.transferEncodingTextOutside, at: 1..<7)),
    DecodingCase(
      "uu-bad-length, missing characters are zeros", "begin 644 a\n#0V$\n`\nend\n", "Ca\0",
      Defect(.uuencodeBadLength, at: 12..<16)),
    DecodingCase(
      "uu-bad-length, no more than a line can hold", "begin 644 a\n_0V%T0P\n`\nend\n", "CatC\0\0",
      Defect(.uuencodeBadLength, at: 12..<19)),
    DecodingCase(
      "uu-bad-length, out of range", "begin 644 a\nxyz\n#0V%T\n`\nend\n", "Cat",
      Defect(.uuencodeBadLength, at: 12..<13)),
    DecodingCase(
      "uu-bad-length, nearly the end", "begin 644 a\n#0V%T\nendive\nen\nend\n", "Cat",
      Defect(.uuencodeBadLength, at: 18..<19), Defect(.uuencodeBadLength, at: 25..<26)),
    DecodingCase(
      "uu-bad-length, too many characters", "begin 644 a\n#0V%T**!!\n`\nend\n", "Cat",
      Defect(.uuencodeBadLength, at: 18..<21)),
    DecodingCase(
      "uu-bad-byte", "begin 644 a\n#0v%T\n`\nend\n", "Aat",
      Defect(.uuencodeBadByte, at: 14..<15)),
    DecodingCase("uu-no-end", "begin 644 a\n#0V%T\n", "Cat", Defect(.uuencodeNoEnd, at: 18..<18)),
    DecodingCase(
      "cut within a line: nothing is made up", "begin 644 a\nM0V%", "Ca",
      Defect(.uuencodeBadLength, at: 12..<16), Defect(.uuencodeNoEnd, at: 16..<16)),
    DecodingCase("cut within the begin line", "begin 644 a", "", Defect(.uuencodeNoEnd, at: 11..<11)),
  ])
  func `a departure is tolerated and reported`(row: DecodingCase) {
    row.check(as: .uuencode)
  }

  @Test func `a line without characters stands for 45 zeros at most`() {
    let decoding = Decoding(whole: bytes("begin 644 a\nM\n_\n`\nend\n"), as: .uuencode)
    #expect(decoding.bytes == [UInt8](repeating: 0, count: 45))
    #expect(
      decoding.defects == [Defect(.uuencodeBadLength, at: 12..<13), Defect(.uuencodeBadLength, at: 14..<15)])
  }
}
