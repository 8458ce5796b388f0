import Charsets
import HeaderFields
import Testing
import WireBytes

@Test(
  arguments: [
    ("<>", "null", []), (" < > ", "null", []), ("(bounce) <>", "null", []),
    ("<ann@example.org>", "ann@example.org", []), ("ann@example.org", "ann@example.org", []),
    ("<@r.test:ann@x.test>", "ann@x.test", ["addr-source-route"]),
    ("", nil, ["addr-empty"]), ("ann@x.test bob", "ann@x.test", ["addr-invalid"]),
  ] as [(String, String?, [String])])
func `a return path is null or an address`(input: String, shown: String?, defects: [String]) {
  var log = DefectLog()
  let path = ReturnPath(parsing: input.utf8.span, charsets: BuiltinCharsets(), defects: &log)
  switch path {
  case .null: #expect(shown == "null")
  case .mailbox(let addrSpec): #expect(addrSpec.text == shown)
  case nil: #expect(shown == nil)
  }
  #expect(log.records.map(\.kind.rawValue) == defects)
}
