import Charsets
import HeaderFields
import Testing
import WireBytes

@Test(
  arguments: [
    (
      "<https://x.test/u?a,b>, <mailto:l@x.test?subject=help>",
      ["https://x.test/u?a,b", "mailto:l@x.test?subject=help"], false
    ),
    ("(by mail <no>) <mailto:l@x.test> (thanks)", ["mailto:l@x.test"], false),
    ("<https://x.test/\r\n long/path>", ["https://x.test/long/path"], false),
    ("<https://x.test/a <mailto:l@x.test>", ["https://x.test/a", "mailto:l@x.test"], false),
    ("https://x.test/a, mailto:l@x.test", ["https://x.test/a", "mailto:l@x.test"], false),
    ("NO (posting not allowed)", [], true),
    ("no", [], true),
    ("<>", [], false),
    ("", [], false),
  ] as [(String, [String], Bool)])
func `list fields hold URIs`(input: String, uris: [String], isNo: Bool) {
  let field = ListField(parsing: input.utf8.span)
  #expect(field.uris == uris)
  #expect(field.isNo == isNo)
}

@Test(
  arguments: [
    ("Friends <friends.x.test>", "friends.x.test", "Friends"),
    ("\"Friends, all\" <friends.x.test>", "friends.x.test", "Friends, all"),
    ("=?utf-8?q?Zo=C3=AB?= <z.x.test>", "z.x.test", "Zoë"),
    ("<friends.x.test>", "friends.x.test", nil),
    ("(c) <friends\r\n .x.test> (d)", "friends.x.test", nil),
    ("friends.x.test", "friends.x.test", nil),
  ] as [(String, String, String?)])
func `a list has an identifier and perhaps a phrase`(input: String, identifier: String, phrase: String?) {
  var log = DefectLog()
  let listID = ListID(parsing: input.utf8.span, charsets: BuiltinCharsets(), defects: &log)
  #expect(listID?.identifier == identifier)
  #expect(listID?.phrase == phrase)
  #expect(log.total == 0)
}

@Test func `no identifier is none`() {
  var log = DefectLog()
  #expect(ListID(parsing: "Friends <>".utf8.span, charsets: BuiltinCharsets(), defects: &log) == nil)
  #expect(ListID(parsing: "".utf8.span, charsets: BuiltinCharsets(), defects: &log) == nil)
}

@Test(arguments: [1 << 10, 1 << 16])
func `list fields are read at any size`(size: Int) {
  func count(_ unit: String) -> Int {
    ListField(parsing: String(repeating: unit, count: size).utf8.span).uris.count
  }
  #expect(count("<a:b>,") == size)
  #expect(count("<") == 0)
  #expect(count("(") == 0)
  #expect(count("a:b ") == size)
}
