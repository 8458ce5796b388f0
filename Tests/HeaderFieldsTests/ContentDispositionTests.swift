import Charsets
import HeaderFields
import Testing
import WireBytes

@Suite struct ContentDispositionTests {
  /// A body, and `type [file name]`.
  static let dispositions = [
    FieldFixture(" inline", "inline"),
    FieldFixture(" Attachment; FileName=\"a b.pdf\"; size=10", "attachment [a b.pdf]"),
    FieldFixture(" attachment;\\r\\n filename*=utf-8''%C3%A9.pdf", "attachment [é.pdf]"),
    FieldFixture(" form-data; name=a", "form-data"),
    FieldFixture(" attachment (c); filename=a", "attachment [a]"),
    FieldFixture("\\r\\n attachment", "attachment", "fold-before-value lint"),
    FieldFixture("", "inline", "disposition-malformed medium"),
    FieldFixture(" ; filename=a", "attachment [a]", "disposition-malformed medium"),
    FieldFixture(" filename=a", "attachment [a]", "disposition-malformed medium", "param-missing-semicolon medium"),
    FieldFixture(" \"inline\"; filename=a", "attachment [a]", "disposition-malformed medium"),
    FieldFixture(" attachment, inline; filename=a", "attachment [a]", "disposition-malformed medium"),
    FieldFixture(" attachment filename=a", "attachment [a]", "param-missing-semicolon medium"),
    FieldFixture(
      " attachment; filename=\"a.pdf\"; filename=\"b.exe\"", "attachment [a.pdf]", "param-dup-filename high"),
    FieldFixture(
      " attachment;\\r\\n\\tfilename=\"=?utf-8?Q?Auftrag_=C3=A4=2EPD?=\\r\\n =?utf-8?Q?F?=\"",
      "attachment [Auftrag ä.PDF]",
      "ew-in-parameter medium", "ew-in-parameter medium"),
  ]

  @Test("The type and the file name are found", arguments: dispositions)
  func disposition(fixture: FieldFixture) {
    var log = DefectLog()
    let disposition = ContentDisposition(parsing: fixture.bytes.span, charsets: BuiltinCharsets(), defects: &log)
    let name = disposition.fileName.map { " [\($0)]" } ?? ""
    #expect(disposition.type + name == fixture.value)
    #expect(summary(log) == fixture.defects)
    #expect(disposition.isInline == (fixture.value.prefix(6) == "inline"))
  }
}
