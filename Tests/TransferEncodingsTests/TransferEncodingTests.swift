import Testing
import TransferEncodings
import WireBytes

struct TransferEncodingTests {
  @Test(arguments: [
    ("7bit", TransferEncoding.sevenBit), ("8BIT", .eightBit), ("Binary", .binary), ("BaSe64", .base64),
    ("Quoted-Printable", .quotedPrintable), ("x-uuencode", .uuencode), ("X-UUE", .uuencode), ("uuencode", .uuencode),
    ("x-yencode", .yenc),
  ])
  func `a token names its encoding in any case`(token: String, encoding: TransferEncoding) {
    #expect(TransferEncoding(token.utf8.span) == encoding)
  }

  @Test(arguments: [
    "", "8-bit", "base645", "-base64", "base64 ", "base64;", "\"base64\"", "utf-8", "quoted_printable",
  ])
  func `a near miss is not guessed at`(token: String) {
    #expect(TransferEncoding(token.utf8.span) == nil)
  }

  @Test(arguments: TransferEncoding.allCases.filter { $0 != .unknown })
  func `the name of an encoding names it`(encoding: TransferEncoding) {
    #expect(TransferEncoding(encoding.name.utf8.span) == encoding)
  }

  @Test(arguments: [TransferEncoding.sevenBit, .eightBit, .binary, .unknown])
  func `an identity encoding passes every byte through`(encoding: TransferEncoding) {
    let body = (UInt8.min...UInt8.max).map { $0 }
    #expect(encoding.isIdentity)
    #expect(Decoding(whole: body, as: encoding) == Decoding([body[..<99], body[99...]], as: encoding, room: 7))
    #expect(Decoding(whole: body, as: encoding).bytes == body)
  }
}
