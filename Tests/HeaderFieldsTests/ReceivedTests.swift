import HeaderFields
import Testing
import WireBytes

struct ReceivedRow: Sendable, CustomTestStringConvertible {
  let input: String
  /// `clause=value` for each clause that has one, in the order of the type's properties.
  let clauses: [String]
  let defects: [String]

  init(_ input: String, _ clauses: [String], _ defects: [String] = []) {
    (self.input, self.clauses, self.defects) = (input, clauses, defects)
  }

  var testDescription: String { input.debugDescription }
}

@Test(arguments: [
  ReceivedRow(
    """
    from mail.example.org (rdns.example.org [192.0.2.1])\r
     by mx.example.com (Postfix)\r
    \twith ESMTPS (TLS1.3) id 4ABC\r
     for <bob@example.com>; Sun, 1 Mar 2026 10:00:00 +0100 (CET)
    """,
    [
      "from=mail.example.org (rdns.example.org [192.0.2.1])", "domain=mail.example.org", "ip=192.0.2.1",
      "by=mx.example.com", "with=ESMTPS", "id=4ABC", "for=bob@example.com", "date=2026-03-01T10:00:00+01:00",
    ]),
  ReceivedRow(
    "from [IPv6:2001:db8::1] (x [IPv6:2001:db8::2]) by y.test via TCP with LMTP; 1 Mar 2026 10:00:00 +0000",
    [
      "from=[IPv6:2001:db8::1] (x [IPv6:2001:db8::2])", "domain=[IPv6:2001:db8::1]", "ip=2001:db8::2", "by=y.test",
      "via=TCP", "with=LMTP", "date=2026-03-01T10:00:00+00:00",
    ]),
  // Clauses in another order, keywords in another case, a repeated one ignored
  ReceivedRow(
    "ID <7@y> BY y.test FROM x.test (192.0.2.7:25) by z.test; 1 Mar 2026 10:00:00 +0000",
    [
      "from=x.test (192.0.2.7:25)", "domain=x.test", "ip=192.0.2.7", "by=y.test", "id=7@y",
      "date=2026-03-01T10:00:00+00:00",
    ]),
  // Words that only look like keywords
  ReceivedRow(
    "from by-pass.test (with id from by) by id.example.test; 1 Mar 2026 10:00:00 +0000",
    [
      "from=by-pass.test (with id from by)", "domain=by-pass.test", "by=id.example.test",
      "date=2026-03-01T10:00:00+00:00",
    ]),
  ReceivedRow(
    "from mail pickup service by x.test with Microsoft SMTPSVC(5.0); 1 Mar 2026 10:00:00 +0000",
    [
      "from=mail pickup service", "domain=mail", "by=x.test", "with=Microsoft SMTPSVC",
      "date=2026-03-01T10:00:00+00:00",
    ]),
  ReceivedRow(
    "from a.test (helo [192.0.2.3])by b.test, id 9; 1 Mar 2026 10:00:00 +0000",
    [
      "from=a.test (helo [192.0.2.3])", "domain=a.test", "ip=192.0.2.3", "by=b.test", "id=9",
      "date=2026-03-01T10:00:00+00:00",
    ]),
  ReceivedRow("(qmail 1 invoked by uid 5); 1 Mar 2026 10:00:00 -0000", ["date=2026-03-01T10:00:00-00:00"]),
  // The last semicolon counts; those in comments do not
  ReceivedRow(
    "by a.test (v1; b; c) id 1; x; 1 Mar 2026 10:00:00 +0000",
    ["by=a.test", "id=1", "date=2026-03-01T10:00:00+00:00"]),
  ReceivedRow("by a.test", ["by=a.test"], ["hdr-date-invalid"]),
  ReceivedRow("by a.test; yesterday", ["by=a.test"], ["hdr-date-invalid"]),
  ReceivedRow("from by; ", [], ["hdr-date-invalid"]),
  ReceivedRow(
    "from a.test by b.test (open; 1 Mar 2026 10:00:00 +0000",
    ["from=a.test", "domain=a.test", "by=b.test open", "date=2026-03-01T10:00:00+00:00"], ["hdr-comment-half-open"]),
  ReceivedRow("", [], ["hdr-date-invalid"]),
])
func `trace fields are cut into their clauses`(row: ReceivedRow) {
  var log = DefectLog()
  let received = Received(parsing: row.input.utf8.span, defects: &log)
  let clauses = [
    ("from", received.from), ("domain", received.fromDomain), ("ip", received.fromAddress), ("by", received.by),
    ("via", received.via), ("with", received.with), ("id", received.id), ("for", received.for),
    ("date", received.date?.rfc3339),
  ]
  #expect(clauses.compactMap { name, value in value.map { "\(name)=\($0)" } } == row.clauses)
  #expect(log.records.map(\.kind.rawValue) == row.defects)
  #expect(log.records.allSatisfy { $0.severity == .lint })
}

@Test func `a bad date is reported where it stands`() {
  var log = DefectLog()
  log.origin = 50
  _ = Received(parsing: "by a.test; soon".utf8.span, defects: &log)
  #expect(log.records.map(\.range) == [60..<65])
  #expect(log.origin == 50)
}

@Test(arguments: [1 << 10, 1 << 16])
func `trace fields are read at any size`(size: Int) {
  func received(_ unit: String, _ end: String = "") -> Received {
    var log = DefectLog()
    let body = "from a by b; " + String(repeating: unit, count: size) + end
    return Received(parsing: body.utf8.span, defects: &log)
  }
  #expect(received("(").by == "b")
  #expect(received("by ").by == "b")
  #expect(received("; ", "1 Mar 2026 10:00:00 +0000").date != nil)
  #expect(received("(1.2.3)").from == "a")
}
