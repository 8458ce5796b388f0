import Charsets
import HeaderFields
import Testing
import WireBytes

/// An address list as one line: `name <address>`, `name: members;`, with `-` for what is missing.
private func shown(_ list: AddressList) -> String {
  func shown(_ mailbox: Mailbox) -> String {
    "\(mailbox.displayName ?? "-") <\(mailbox.addrSpec?.text ?? "-")>"
  }
  return list.addresses.map { address in
    switch address {
    case .mailbox(let mailbox): shown(mailbox)
    case .group(let group): "\(group.name): \(group.members.map(shown).joined(separator: ", "));"
    }
  }.joined(separator: ", ")
}

private func read(_ input: String, of field: FieldName = .to) -> (shown: String, defects: [String]) {
  var log = DefectLog()
  let list = AddressList(parsing: input.utf8.span, of: field, charsets: BuiltinCharsets(), defects: &log)
  return (shown(list), log.records.map { "\($0.kind.rawValue) \($0.severity.name)" })
}

struct AddressRow: Sendable, CustomTestStringConvertible {
  let input: String
  let shown: String
  let defects: [String]
  var field = FieldName.to

  init(_ input: String, _ shown: String, _ defects: [String] = [], of field: FieldName = .to) {
    (self.input, self.shown, self.defects, self.field) = (input, shown, defects, field)
  }

  var testDescription: String { input.debugDescription }
}

/// Legal addresses, those of RFC 5322 appendix A among them with other names.
@Test(arguments: [
  // A.1.1 to A.1.3: an addr-spec, a phrase, a quoted string, groups
  AddressRow("ann@example.org", "- <ann@example.org>"),
  AddressRow(" Ann Example <ann@example.org> ", "Ann Example <ann@example.org>"),
  AddressRow(
    "\"Joe Q. Public\" <joe.q@example.org>, Who? <one@y.test>, bob@example.com",
    "Joe Q. Public <joe.q@example.org>, Who? <one@y.test>, - <bob@example.com>"),
  AddressRow(
    "<boss@nil.test>, \"Giant; \\\"Big\\\" Box\" <s@example.net>",
    "- <boss@nil.test>, Giant; \"Big\" Box <s@example.net>"),
  AddressRow(
    "A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;",
    "A Group: Ed Jones <c@a.test>, - <joe@where.test>, John <jdoe@one.test>;"),
  AddressRow("Undisclosed recipients:;", "Undisclosed recipients: ;"),
  AddressRow("g:a@b.test;,c@d.test", "g: - <a@b.test>;, - <c@d.test>"),
  AddressRow("g: \"a;b\" <x@y.test>, c@d.test;", "g: a;b <x@y.test>, - <c@d.test>;"),
  AddressRow("", "", of: .bcc),
  // A.5 comments and folds
  AddressRow("ann@b.test (Ann)", "Ann <ann@b.test>"),
  AddressRow("ann@b.test(Ann \\(x\\))", "Ann (x) <ann@b.test>"),
  AddressRow("(Ann) (of b) <ann@b.test>", "Ann of b <ann@b.test>"),
  AddressRow("Ann (ignored) Example\r\n <ann@b.test>", "Ann Example <ann@b.test>"),
  AddressRow("\"Ann\r\n Example\" <ann@b.test>", "Ann Example <ann@b.test>"),
  AddressRow("< ann@b.test\r\n >", "- <ann@b.test>"),
  // Quoted local parts keep their quotes where they need them
  AddressRow("\"ann\"@b.test", "- <ann@b.test>"),
  AddressRow("\"ann.x\\y\"@b.test", "- <ann.xy@b.test>"),
  AddressRow("\"ann x\"@b.test", "- <\"ann x\"@b.test>"),
  AddressRow("\"a..b\"@b.test", "- <\"a..b\"@b.test>"),
  AddressRow("\"\"@b.test", "- <\"\"@b.test>"),
  AddressRow("\"a@evil.test x\"@b.test", "- <\"a@evil.test x\"@b.test>"),
  AddressRow("\"a\\\"@evil.test\"@b.test", "- <\"a\\\"@evil.test\"@b.test>"),
  // RFC 6532
  AddressRow("Zoë <zoë@exämple.test>", "Zoë <zoë@exämple.test>", ["hdr-raw-8bit lint"]),
  AddressRow("\"Zoë\" <\"zoë x\"@b.test>", "Zoë <\"zoë x\"@b.test>", ["hdr-raw-8bit lint"]),
  // RFC 2047: decoded after tokenising
  AddressRow("=?utf-8?q?Zo=C3=AB?= <z@b.test>", "Zoë <z@b.test>"),
  AddressRow("=?utf-8?q?a=2C_b=40c?= <x@y.test>", "a, b@c <x@y.test>"),
  AddressRow("z@b.test (=?utf-8?q?Zo=C3=AB?=)", "Zoë <z@b.test>"),
  AddressRow("=?utf-8?q?Zo?=\r\n =?utf-8?q?=C3=AB?= <z@b.test>", "Zoë <z@b.test>"),
  AddressRow("=?utf-8?q?Team?=:;", "Team: ;"),
])
func `legal addresses are shown without a defect above lint`(row: AddressRow) {
  let (shown, defects) = read(row.input, of: row.field)
  #expect(shown == row.shown)
  #expect(defects == row.defects)
}

/// The rows of section 1.4 of the catalogue of hostile input, and their kin.
@Test(arguments: [
  AddressRow(
    "a@x.org, b@y.org", "- <a@x.org>, - <b@y.org>", ["addr-multi-from high"], of: .from),
  AddressRow("a@x.org, b@y.org", "- <a@x.org>, - <b@y.org>"),
  AddressRow("a@b.com@c.com", "- <a@b.com@c.com>", ["addr-multi-at high"]),
  AddressRow("alice@example.org)bob@example.com", "- <alice@example.org>", ["addr-trailing-special high"]),
  AddressRow("A <a@b.com> <c@d.com>", "A <a@b.com>, - <c@d.com>", ["addr-angle-twice high"]),
  AddressRow("<a@b.com><c@d.com>", "- <a@b.com>, - <c@d.com>", ["addr-angle-twice high"]),
  AddressRow("A <a@b.com> C <c@d.com>", "A <a@b.com>, C <c@d.com>", ["addr-angle-twice high"]),
  AddressRow("<<a@b.com>>", "- <a@b.com>", ["addr-angle-nested medium"]),
  AddressRow("<a@b.com>@c.com", "- <a@b.com>", ["addr-text-after-angle high"]),
  AddressRow("<a@b.com> Ann", "Ann <a@b.com>", ["addr-text-after-angle high"]),
  AddressRow("<a@b.com> c@d.com", "- <a@b.com>, - <c@d.com>", ["addr-text-after-angle high"]),
  AddressRow("ceo@bank.com <a@evil.com>", "ceo@bank.com <a@evil.com>", ["addr-unquoted-addr-name high"]),
  AddressRow("a@b.com <A@B.COM>", "a@b.com <A@B.COM>", ["addr-unquoted-addr-name lint"]),
  AddressRow("\"'a@b.com'\" <a@b.com>", "'a@b.com' <a@b.com>", []),
  AddressRow("\"ceo@bank.com\" <a@evil.com>", "ceo@bank.com <a@evil.com>", ["display-looks-like-address medium"]),
  AddressRow("\"a@evil.com\" <a@evil.com>", "a@evil.com <a@evil.com>"),
  AddressRow(
    "=?utf-8?q?ceo=40bank.com?= <a@evil.com>", "ceo@bank.com <a@evil.com>", ["display-looks-like-address medium"]),
  AddressRow(
    "=?utf-8?q?a=40evil.com?=@b.com", "- <=?utf-8?q?a=40evil.com?=@b.com>", ["addr-ew-in-addrspec high"]),
  AddressRow(
    "=?utf-8?b?cG90dXNAZ292?==?utf-8?Q?=00?=@evil.com", "- <=?utf-8?b?cG90dXNAZ292?==?utf-8?Q?=00?=@evil.com>",
    ["addr-ew-in-addrspec high", "ew-no-lwsp lint", "ew-no-lwsp lint", "ew-nul high"]),
  AddressRow("a(c)@b.com", "- <a@b.com>", ["addr-comment-local medium"]),
  AddressRow("a@b.com(x)evil.com", "- <a@b.com>", ["addr-comment-domain high"]),
  AddressRow("a@b(x).com", "- <a@b.com>", ["addr-comment-domain medium"]),
  AddressRow("a (x(y) <e@v.il> z) <a@b.com>", "a <a@b.com>", ["addr-nested-comment medium"]),
  AddressRow("a@b .other.com", "- <a@b.other.com>", ["addr-cfws-dot high"]),
  AddressRow("a@b. other.com", "- <a@b.other.com>", ["addr-cfws-dot high"]),
  AddressRow("a . b@c.test", "- <a.b@c.test>", ["addr-cfws-dot medium"]),
  AddressRow("a @ c.test", "- <a@c.test>", ["addr-obsolete lint", "addr-obsolete lint"]),
  AddressRow("g: a@x.test;", "g: - <a@x.test>;", ["addr-group-from high"], of: .from),
  AddressRow("g:h:a@b.com;;", "g: - <a@b.com>;", ["addr-group-nested medium", "addr-leading-specials lint"]),
  AddressRow("<@x,@y:a@b.com>", "- <a@b.com>", ["addr-source-route medium"]),
  AddressRow(
    "a%b@c.test, b!a@c.test", "- <a%b@c.test>, - <b!a@c.test>", ["addr-percent-bang lint", "addr-percent-bang lint"]),
  AddressRow("a..b@c.test", "- <a..b@c.test>", ["addr-dots medium"]),
  AddressRow(".a@c.test", "- <.a@c.test>", ["addr-dots medium"]),
  AddressRow("a.@c.test", "- <a.@c.test>", ["addr-dots medium"]),
  AddressRow("a@b.", "- <a@b.>", ["addr-dots medium"]),
  AddressRow("\"abc <a@b.com>", "abc <a@b.com>", ["addr-unterminated high"]),
  AddressRow("x <a@b.com", "x <a@b.com>", ["addr-unterminated high"]),
  AddressRow("x <a@b.com, y <c@d.com>", "x <a@b.com>, y <c@d.com>", ["addr-unterminated high"]),
  AddressRow("x <a@b.com <c@d.com>", "x <a@b.com>, - <c@d.com>", ["addr-unterminated high"]),
  AddressRow("(x <a@b.com>", "x <a@b.com>", ["addr-unterminated high"]),
  AddressRow("a (b", "a b <->", ["addr-unterminated high", "addr-no-domain medium"]),
  AddressRow("a@[1.2.3.4", "- <a@[1.2.3.4>", ["addr-unterminated high"]),
  AddressRow("\"a\r\n b\"@c.com", "- <\"a b\"@c.com>", ["addr-crlf-quoted medium"]),
  AddressRow("a@[1.2.3.4]", "- <a@[1.2.3.4]>", ["addr-domain-literal lint"]),
  AddressRow("a\u{140}b.com", "- <a\u{140}b.com>", ["addr-no-domain medium"]),
  AddressRow("a\u{FF20}b.com", "- <a\u{FF20}b.com>", ["addr-no-domain medium", "confusable-special high"]),
  AddressRow("a@b\u{3002}com", "- <a@b\u{3002}com>", ["confusable-special high"]),
  AddressRow(
    "\"Ann\u{202E}nnA\" <a@b.com>", "Ann\u{202E}nnA <a@b.com>", ["hdr-raw-8bit lint", "addr-bidi-invisible medium"]),
  AddressRow(
    "\"A\u{200B}nn\" <a@b.com>", "A\u{200B}nn <a@b.com>", ["hdr-raw-8bit lint", "addr-bidi-invisible medium"]),
  AddressRow(
    "\"\u{05D0}\u{200F}!\" <a@b.com>", "\u{05D0}\u{200F}! <a@b.com>",
    ["hdr-raw-8bit lint", "addr-bidi-invisible lint"]),
  AddressRow(
    "\"\u{0646}\u{200C}\u{0645}\" <a@b.com>", "\u{0646}\u{200C}\u{0645} <a@b.com>",
    ["hdr-raw-8bit lint", "addr-bidi-invisible lint"]),
  AddressRow("<>", "", ["addr-empty medium"], of: .from),
  AddressRow("Ann <>", "Ann <->", ["addr-empty medium"]),
  AddressRow("", "", ["addr-empty medium"]),
  AddressRow(
    ",,a@b.com,,", "- <a@b.com>",
    [
      "addr-leading-specials lint", "addr-leading-specials lint", "addr-leading-specials lint",
      "addr-leading-specials lint",
    ]),
])
func `hostile addresses are shown as a reader sees them, with the catalogue's defects`(row: AddressRow) {
  let (shown, defects) = read(row.input, of: row.field)
  #expect(shown == row.shown)
  #expect(defects == row.defects)
}

/// What careless programs write: RFC 7103 section 7.1 and everyday mail.
@Test(arguments: [
  AddressRow("John Q. Public <j@x.test>", "John Q. Public <j@x.test>", ["addr-obsolete lint"]),
  AddressRow("Doe, John <j@x.test>", "Doe, John <j@x.test>", ["addr-unquoted-special medium"]),
  AddressRow(
    "Doe, John <j@x.test>, Roe, Jane <r@x.test>", "Doe, John <j@x.test>, Roe, Jane <r@x.test>",
    ["addr-unquoted-special medium", "addr-unquoted-special medium"]),
  AddressRow("root, ann@x.test, bob@x.test", "- <root>, - <ann@x.test>, - <bob@x.test>", ["addr-no-domain medium"]),
  AddressRow(
    "ann@x.test, Doe, John <j@x.test>", "- <ann@x.test>, Doe, John <j@x.test>", ["addr-unquoted-special medium"]),
  AddressRow(
    "=?utf-8?q?Doe,_John?= <j@x.test>", "Doe, John <j@x.test>", ["addr-unquoted-special medium"]),
  AddressRow("=?utf-8?q?Doe_(x)?= <j@x.test>", "Doe (x) <j@x.test>", ["addr-unquoted-special medium"]),
  AddressRow("[Shop] News <n@x.test>", "[Shop] News <n@x.test>", ["addr-unquoted-special medium"]),
  AddressRow("Ann ann@x.test", "Ann <ann@x.test>", ["addr-invalid high"]),
  AddressRow("ann@x.test bob@x.test", "- <ann@x.test>, - <bob@x.test>", ["addr-multi-at high"]),
  AddressRow("ann@x.test; bob@x.test", "- <ann@x.test>, - <bob@x.test>", ["addr-unquoted-special medium"]),
  AddressRow("ann@x.test;", "- <ann@x.test>", ["addr-leading-specials lint"]),
  AddressRow("a: b@x.test; c: d@x.test;", "a: - <b@x.test>;, c: - <d@x.test>;", ["addr-obsolete lint"]),
  AddressRow("undisclosed-recipients:", "undisclosed-recipients: ;", ["addr-unterminated lint"]),
  AddressRow("g: a@b.test", "g: - <a@b.test>;", ["addr-unterminated medium"]),
  AddressRow("<undisclosed-recipients:;>", "undisclosed-recipients: ;", ["addr-invalid medium"]),
  AddressRow("<Undisclosed-Recipient:;@x.test>", "Undisclosed-Recipient: ;", ["addr-invalid medium"]),
  AddressRow(
    "<Undisclosed-Recipient:@x.test;>, a@b.test", "Undisclosed-Recipient: ;, - <a@b.test>", ["addr-invalid medium"]),
  AddressRow("postmaster", "- <postmaster>", ["addr-no-domain medium"]),
  AddressRow("root (Cron Daemon)", "Cron Daemon <root>", ["addr-no-domain medium"]),
  AddressRow("Ann <ann at x.test>", "Ann <ann at x.test> <->", ["addr-no-domain medium", "addr-obsolete lint"]),
  AddressRow("Undisclosed Recipients", "Undisclosed Recipients <->", ["addr-no-domain medium"]),
  AddressRow("ann@", "- <ann@>", ["addr-no-domain medium"]),
  AddressRow("@x.test", "- <@x.test>", ["addr-no-local-part medium"]),
  AddressRow("<mailto:ann@x.test>", "- <ann@x.test>", ["addr-invalid medium"]),
  AddressRow("mailto:ann@x.test", "- <ann@x.test>", ["addr-invalid medium"]),
  AddressRow("<ann b@x.test>", "- <\"ann b\"@x.test>", ["addr-invalid high"]),
  AddressRow("ann@x.test>", "- <ann@x.test>", ["addr-trailing-special high"]),
  AddressRow("Ann @ Home <a@x.test>", "Ann @ Home <a@x.test>", ["addr-unquoted-addr-name high"]),
  AddressRow("Ann@ <a@x.test>", "Ann@ <a@x.test>", ["addr-unquoted-special medium"]),
  AddressRow(
    "\"Zoë\" <zoë@x.test>, \"x", "Zoë <zoë@x.test>, - <x>",
    ["hdr-raw-8bit lint", "addr-unterminated high", "addr-no-domain medium"]),
])
func `broken addresses of everyday mail are read`(row: AddressRow) {
  let (shown, defects) = read(row.input, of: row.field)
  #expect(shown == row.shown)
  #expect(Set(defects) == Set(row.defects))
  #expect(defects.count == row.defects.count)
}

@Test func `an address knows its halves and its route`() throws {
  var log = DefectLog()
  let body = "<@r.test,@s.test:\"a \\\"b\"@[::1]>, x@y.test, z"
  let list = AddressList(parsing: body.utf8.span, charsets: BuiltinCharsets(), defects: &log).mailboxes
  try #require(list.count == 3)
  #expect(list[0].addrSpec?.localPart == "a \"b")
  #expect(list[0].addrSpec?.domain == "[::1]")
  #expect(list[0].addrSpec?.sourceRoute == "@r.test,@s.test")
  #expect(list[1].addrSpec?.localPart == "x")
  #expect(list[1].addrSpec?.domain == "y.test")
  #expect(list[1].addrSpec?.sourceRoute == nil)
  #expect(list[2].addrSpec?.localPart == "z")
  #expect(list[2].addrSpec?.domain == nil)
}

@Test(arguments: [
  "\"a b\"@c.test", "\"a\\\"b\\\\c\"@d.test", "\"\"@x.test", "\"a.b\".\"c d\"@e . test", "a(b)@c(d).e",
  "\"a@b\"@c.test",
  "<@r.test:\"x y\"@z.test>", "zoë@exämple.test", "a@[1.2.3.4]", "\"a..b\"@c.test", "a..b@c.test", "<a b@c.test>",
])
func `the canonical form reads back to the same halves`(input: String) throws {
  var log = DefectLog()
  let first = AddressList(parsing: input.utf8.span, charsets: BuiltinCharsets(), defects: &log).mailboxes
  let addrSpec = try #require(first.first?.addrSpec)
  let again = AddressList(parsing: addrSpec.text.utf8.span, charsets: BuiltinCharsets(), defects: &log).mailboxes
  #expect(again.count == 1)
  #expect(again.first?.addrSpec?.text == addrSpec.text)
  #expect(again.first?.addrSpec?.localPart == addrSpec.localPart)
  #expect(again.first?.addrSpec?.domain == addrSpec.domain)
}

@Test func `defects stand where the departure is`() {
  var log = DefectLog()
  log.origin = 100
  _ = AddressList(parsing: "ann@x.test, Ann <a..b@x.test>".utf8.span, charsets: BuiltinCharsets(), defects: &log)
  #expect(log.records.map(\.range) == [117..<121])
}

@Test func `no more addresses are read than the limit allows`() {
  var log = DefectLog()
  let body = String(repeating: "a@b,", count: AddressList.limit + 5)
  let list = AddressList(parsing: body.utf8.span, charsets: BuiltinCharsets(), defects: &log)
  #expect(list.addresses.count == AddressList.limit)
  #expect(log.count(of: .limitAddresses) == 1)
  #expect(log.records.last?.range == AddressList.limit * 4..<body.utf8.count)
}

/// Shapes that make careless parsers quadratic or recurse; the same answer at two sizes.
@Test(arguments: [1 << 10, 1 << 16])
func `storms of one construct give the right result at any size`(size: Int) {
  func count(_ unit: String, _ end: String = "", _ start: String = "") -> (addresses: [Address], log: DefectLog) {
    var log = DefectLog()
    let body = start + String(repeating: unit, count: size) + end
    return (AddressList(parsing: body.utf8.span, charsets: BuiltinCharsets(), defects: &log).addresses, log)
  }
  #expect(count("a@b,").addresses.count == size)
  #expect(count("A <a@b>,").addresses.count == size)
  #expect(count("a@").addresses.count == 1)
  #expect(count("<").log.count(of: .addressAngleNested) == size - 1)
  #expect(count("<a").addresses.count == 1)
  #expect(count("g:").log.count(of: .addressGroupNested) == size - 1)
  #expect(count("g:;").addresses.count == size)
  #expect(count("(").log.count(of: .addressUnterminated) == size)
  #expect(count("(x)", " a@b").addresses.count == 1)
  #expect(count("(", String(repeating: ")", count: size) + " a@b").addresses.count == 1)
  #expect(count("(x)b", "@c", "a").addresses.count == 1)
  #expect(count("a ", "<a@b>").addresses.count == 1)
  #expect(count("a. ").addresses.count == 1)
  #expect(count("a,", "<x@y>").addresses.count == 1)
  #expect(count("\\a", "\"@b", "\"").addresses.count == 1)
  #expect(count("1", "]", "a@[").addresses.count == 1)
  #expect(count("[", "", "a@").addresses.count == 1)
  #expect(count("[\\", "@b").addresses.count == 1)
  #expect(count("\"a\".", "a@b").addresses.count == 1)
  #expect(count("\"", "a@b").addresses.count == 1)
  #expect(count("=?", "a@b").addresses.count == 1)
  #expect(count("=?a?q?", "a@b").addresses.count == 1)
}
