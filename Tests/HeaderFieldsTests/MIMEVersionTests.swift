import HeaderFields
import Testing
import WireBytes

@Suite struct MIMEVersionTests {
  @Test(
    "The version is read through comments",
    arguments: [
      FieldFixture(" 1.0", "1.0"),
      FieldFixture(" 1.0 (produced by x)\\r\\n", "1.0"),
      FieldFixture(" (x) 1.0", "1.0"),
      FieldFixture(" 1.(x)0", "1.0", "hdr-mime-version-odd lint"),
      FieldFixture(" 1 . 0", "1.0", "hdr-mime-version-odd lint"),
      FieldFixture(" 2.0", "2.0", "hdr-mime-version-odd lint"),
      FieldFixture(" 1", "", "hdr-mime-version-odd lint"),
      FieldFixture("", "", "hdr-mime-version-odd lint"),
      FieldFixture(" 1.0x", "", "hdr-mime-version-odd lint"),
      FieldFixture(" 99999999999999999999.0", "", "hdr-mime-version-odd lint"),
    ])
  func version(fixture: FieldFixture) {
    var log = DefectLog()
    let version = MIMEVersion(parsing: fixture.bytes.span, defects: &log)
    #expect(version.map { "\($0.major).\($0.minor)" } ?? "" == fixture.value)
    #expect(summary(log) == fixture.defects)
  }
}
