import HeaderFields
import Testing
import WireBytes

struct MessageIDRow: Sendable, CustomTestStringConvertible {
  let input: String
  let identifiers: [String]
  let isMalformed: Bool

  init(_ input: String, _ identifiers: [String], malformed: Bool = false) {
    (self.input, self.identifiers, isMalformed) = (input, identifiers, malformed)
  }

  var testDescription: String { input.debugDescription }
}

@Test(arguments: [
  MessageIDRow("<1234@local.machine.example>", ["1234@local.machine.example"]),
  MessageIDRow(" <5678.21-Nov-1997@example.com>\r\n", ["5678.21-Nov-1997@example.com"]),
  MessageIDRow("<a@b.test> <c@d.test>\r\n <e@f.test>", ["a@b.test", "c@d.test", "e@f.test"]),
  MessageIDRow("<a@b.test><c@d.test>", ["a@b.test", "c@d.test"]),
  MessageIDRow("<a@b.test> (not <x@y.test>) <c@[::1]>", ["a@b.test", "c@[::1]"]),
  MessageIDRow("<\"a b\"@c.test>", ["\"a b\"@c.test"]),
  MessageIDRow("<\"a>b\"@c.test>", ["\"a>b\"@c.test"]),
  // RFC 5322 appendix A.6.3: obsolete white space and comments are no part of it
  MessageIDRow("<1234   @   local(blah)  .machine .example>", ["1234@local.machine.example"], malformed: true),
  MessageIDRow("<abc\r\n def@x.test>", ["abcdef@x.test"], malformed: true),
  MessageIDRow("<abc@\r\n x.test>", ["abc@x.test"], malformed: true),
  MessageIDRow("Your message of Tuesday <a@b.test>", ["a@b.test"], malformed: true),
  MessageIDRow("Message from ann@x.test <a@b.test>", ["a@b.test"], malformed: true),
  MessageIDRow("<a@b.test>, <c@d.test>", ["a@b.test", "c@d.test"]),
  MessageIDRow("a@b.test", ["a@b.test"], malformed: true),
  MessageIDRow("a@b.test c@d.test", ["a@b.test", "c@d.test"], malformed: true),
  MessageIDRow("m", ["m"], malformed: true),
  MessageIDRow("no id here", [], malformed: true),
  MessageIDRow("<a@b", ["a@b"], malformed: true),
  MessageIDRow("<a@b <c@d.test>", ["a@b", "c@d.test"], malformed: true),
  MessageIDRow("<a b@c>", ["a b@c"], malformed: true),
  MessageIDRow("<a@@b>", ["a@@b"], malformed: true),
  MessageIDRow("<a>", ["a"], malformed: true),
  MessageIDRow("<a..b@c>", ["a..b@c"], malformed: true),
  MessageIDRow("<@>", ["@"], malformed: true),
  MessageIDRow("<>", [], malformed: true),
  MessageIDRow("<a@b.test> (open <c@d.test>", ["a@b.test", "c@d.test"], malformed: true),
  MessageIDRow("", []),
])
func `identifiers are read as written, broken ones too`(row: MessageIDRow) {
  var log = DefectLog()
  let identifiers = MessageID.list(parsing: row.input.utf8.span, defects: &log)
  #expect(identifiers.map(\.text) == row.identifiers)
  #expect((log.count(of: .messageIDMalformed) > 0) == row.isMalformed)
  #expect(log.total == log.count(of: .messageIDMalformed))
  #expect(log.records.allSatisfy { $0.severity == .lint })
}

@Test(arguments: [1 << 10, 1 << 16])
func `identifiers are read at any size`(size: Int) {
  func count(_ unit: String, _ end: String = "") -> Int {
    var log = DefectLog()
    return MessageID.list(parsing: (String(repeating: unit, count: size) + end).utf8.span, defects: &log).count
  }
  #expect(count("<a@b>") == size)
  #expect(count("<") == 0)
  #expect(count("<\"") == size)
  #expect(count("(", "<a@b>") == 1)
  #expect(count("(x)", "<a@b>") == 1)
  #expect(count("a@") == 1)
  #expect(count("<a ( ", ">") == size)
}
