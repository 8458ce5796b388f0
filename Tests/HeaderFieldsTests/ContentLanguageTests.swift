import HeaderFields
import Testing
import WireBytes

@Suite struct ContentLanguageTests {
  @Test(
    "Tags are cut at commas, without comments",
    arguments: [
      (" da", ["da"]),
      (" da, mi (for the notes), en-GB\\r\\n", ["da", "mi", "en-GB"]),
      (" ,da,,\\r\\n en,", ["da", "en"]),
      ("", []),
      (" a b", ["a", "b"]),
    ])
  func tags(body: String, tags: [String]) {
    var log = DefectLog()
    #expect(ContentLanguage(parsing: wire(body).span, defects: &log).tags == tags)
    #expect(log.total == 0)
  }
}
