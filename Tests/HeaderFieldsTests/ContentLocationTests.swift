import Charsets
import HeaderFields
import Testing
import WireBytes

@Suite struct ContentLocationTests {
  @Test(
    "White space and folds go, encoded words are decoded",
    arguments: [
      (" http://example.org/a/\\r\\n b.html", "http://example.org/a/b.html"),
      (" =?utf-8?q?http://example.org/=C3?=\\r\\n =?utf-8?q?=A9?=", "http://example.org/é"),
    ])
  func uri(body: String, uri: String) {
    var log = DefectLog()
    #expect(ContentLocation.uri(of: wire(body).span, charsets: BuiltinCharsets(), defects: &log) == uri)
  }
}
