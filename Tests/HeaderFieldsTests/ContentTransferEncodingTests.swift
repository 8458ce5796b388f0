import HeaderFields
import Testing
import TransferEncodings
import WireBytes

@Suite struct ContentTransferEncodingTests {
  static let known: [(FieldFixture, TransferEncoding)] = [
    (FieldFixture(" 7bit", "7bit"), .sevenBit),
    (FieldFixture(" 8bit\\r\\n", "8bit"), .eightBit),
    (FieldFixture(" binary ", "binary"), .binary),
    (FieldFixture("BaSe64", "base64"), .base64),
    (FieldFixture(" Quoted-Printable", "quoted-printable"), .quotedPrintable),
    (FieldFixture(" x-uuencode", "x-uuencode"), .uuencode),
    (FieldFixture("\\r\\n base64", "base64", "fold-before-value lint"), .base64),
    (FieldFixture(" base64 (x)", "base64", "cte-comment high"), .base64),
    (FieldFixture(" base64(x)", "base64", "cte-comment high"), .base64),
    (FieldFixture(" (x) base64", "base64", "cte-comment high"), .base64),
    (FieldFixture(" base64 (x", "base64", "hdr-comment-half-open high", "cte-comment high"), .base64),
    (FieldFixture(" base64;", "base64", "cte-quoted high"), .base64),
  ]

  static let unknown = [
    FieldFixture("", "", "cte-unknown medium"),
    FieldFixture(" utf-8", "utf-8", "cte-unknown medium"),
    FieldFixture(" 8-bit", "8-bit", "cte-unknown medium"),
    FieldFixture(" Base645", "base645", "cte-unknown high"),
    FieldFixture(" -base64", "-base64", "cte-unknown high"),
    FieldFixture(" base64\\0", "base64\0", "cte-unknown high"),
    FieldFixture(" base64 quoted-printable", "base64 quoted-printable", "cte-two-values high"),
    FieldFixture(" base64, 8bit", "base64, 8bit", "cte-two-values high"),
    FieldFixture(" bas(x)e64", "bas(x)e64", "cte-comment high"),
    FieldFixture(" \"base64\"", "\"base64\"", "cte-quoted high"),
    FieldFixture(" base\\r\\n 64", "base 64", "hdr-fold-in-token high"),
    FieldFixture(" =?US-ASCII?Q?base64?=", "=?us-ascii?q?base64?=", "ew-in-token-field high"),
  ]

  @Test("A mechanism is taken in any case, and behind what is legal around it", arguments: known)
  func mechanism(fixture: FieldFixture, encoding: TransferEncoding) {
    var log = DefectLog()
    let field = ContentTransferEncoding(parsing: fixture.bytes.span, defects: &log)
    #expect(field.encoding == encoding)
    #expect(field.name == fixture.value)
    #expect(summary(log) == fixture.defects)
  }

  @Test("Nothing is guessed", arguments: unknown)
  func nearMiss(fixture: FieldFixture) {
    var log = DefectLog()
    let field = ContentTransferEncoding(parsing: fixture.bytes.span, defects: &log)
    #expect(field.encoding == .unknown)
    #expect(field.name == fixture.value)
    #expect(summary(log) == fixture.defects)
  }
}
