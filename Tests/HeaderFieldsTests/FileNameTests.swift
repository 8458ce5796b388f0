import Charsets
import HeaderFields
import Testing
import WireBytes

@Suite struct FileNameTests {
  private func type(_ body: String) -> ContentType {
    var log = DefectLog()
    return ContentType(parsing: wire(body).span, charsets: BuiltinCharsets(), defects: &log)
  }

  private func disposition(_ body: String) -> ContentDisposition {
    var log = DefectLog()
    return ContentDisposition(parsing: wire(body).span, charsets: BuiltinCharsets(), defects: &log)
  }

  @Test("The disposition's name comes first, the type's is the other reading")
  func order() {
    let both = FileName(disposition("attachment; filename=b.exe"), type("image/png; name=a.pdf"))
    #expect(both?.name == "b.exe")
    #expect(both?.other == "a.pdf")
    let same = FileName(disposition("attachment; filename*=''a%2Epdf"), type("image/png; name=a.pdf"))
    #expect(same?.name == "a.pdf")
    #expect(same?.other == nil)
    let older = FileName(disposition("attachment; filename=\"\""), type("image/png; name=a.pdf"))
    #expect(older?.name == "a.pdf")
    #expect(FileName(nil, type("image/png; name=a.pdf"))?.name == "a.pdf")
    #expect(FileName(nil, type("image/png")) == nil)
  }

  @Test("Canonically equal names are two names")
  func normalisation() {
    let both = FileName(
      disposition("attachment; filename*=utf-8''%C3%A1"), type("image/png; name*=utf-8''a%CC%81"))
    #expect(both?.other != nil)
  }
}
