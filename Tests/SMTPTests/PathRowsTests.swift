import Testing
import WireBytes

@testable import SMTP

/// Section 3 of the acceptance table: the paths of MAIL and RCPT.
@Suite struct PathRowsTests {
  static let ready = ["EHLO client.example"]
  static let mail = ready + ["MAIL FROM:<a@b.c>"]

  /// A lone path is that of a RCPT.
  static func rcpt(
    _ id: String, _ paths: String..., gives expected: String, tolerating leniency: SMTPLeniency = [],
    refusing refused: SMTPLeniency = [], limits: SMTPLimits = SMTPLimits()
  ) -> [SessionRow] {
    paths.map { path in
      SessionRow(id, "RCPT TO:\(path)" + #"\r\n"#, gives: [expected], after: mail) {
        $0.leniency = $0.leniency.union(leniency).subtracting(refused)
        $0.limits = limits
      }
    }
  }

  static let atom64 = String(repeating: "a", count: 64)
  /// With brackets `octets` long.
  static func path(octets: Int) -> String {
    "<" + atom64 + "@" + String(repeating: "b.", count: 60) + String(repeating: "c", count: octets - 187) + ">"
  }
  static let generous: SMTPLimits = {
    var limits = SMTPLimits()
    limits.path = 1_000
    limits.localPart = 65
    return limits
  }()

  static let rows: [SessionRow] =
    [
      SessionRow("P1", #"MAIL FROM:<>\r\n"#, gives: ["MAIL"], after: ready),
      SessionRow("P2", #"RCPT TO:<>\r\n"#, gives: ["501 5.1.3 nullForwardPath"], after: mail),
      SessionRow("P5", #"MAIL FROM:<postmaster>\r\n"#, gives: ["501 5.1.7 domain"], after: ready),
      SessionRow("P5 lenient", #"MAIL FROM:<postmaster>\r\n"#, gives: ["MAIL postmasterReversePath"], after: ready) {
        $0.leniency.insert(.postmasterReversePath)
      },
      SessionRow("P6", #"MAIL FROM: <a@b.c>\r\n"#, gives: ["501 5.1.7 pathBracket"], after: ready),
      SessionRow("P6 lenient", #"MAIL FROM: <a@b.c>\r\n"#, gives: ["MAIL spaceAfterColon"], after: ready) {
        $0.leniency.insert(.spaceAfterColon)
      },
      SessionRow(
        "P7", #"MAIL FROM :<a@b.c>\r\nMAIL  FROM:<a@b.c>\r\n"#,
        gives: ["501 5.5.4 pathKeyword", "501 5.5.4 pathKeyword"], after: ready),
      SessionRow("P8", #"MAIL FROM:a@b.c\r\n"#, gives: ["501 5.1.7 pathBracket"], after: ready),
      SessionRow("P8 lenient", #"MAIL FROM:a@b.c SIZE=1\r\n"#, gives: ["MAIL pathWithoutBrackets"], after: ready) {
        $0.leniency.insert(.pathWithoutBrackets)
      },
      SessionRow("P9", #"MAIL FROM:<@x.test,@y.test:a@b.c>\r\n"#, gives: ["MAIL"], after: ready),
      SessionRow(
        "P16", #"RCPT TO:<"a\r\nb"@c.d>\r\n"#,
        gives: ["501 5.1.3 pathUnterminated", "500 5.5.2 unknownCommand"], after: mail),
      SessionRow("P32", #"MAIL FROM:<a@b.c>\r\n"#, gives: ["503 5.5.1 badSequence"], after: mail),
      SessionRow(
        "P34", #"RCPT TO:\r\nRCPT\r\nMAIL FROM\r\n"#,
        gives: ["501 5.1.3 pathBracket", "501 5.5.4 pathKeyword", "501 5.5.4 pathKeyword"], after: mail),
      SessionRow("P35", #"rcpt to:<A.b@C.d>\r\n"#, gives: ["RCPT"], after: mail),
    ]
    + rcpt("P3", "<Postmaster>", "<postmaster>", "<POSTMASTER>", gives: "RCPT")
    + rcpt("P4", "Postmaster", gives: "501 5.1.3 pathBracket")
    + rcpt("P4 lenient", "Postmaster", gives: "501 5.1.3 pathUnterminated", tolerating: .pathWithoutBrackets)
    + rcpt("P10", "<@x.test:>", gives: "501 5.1.3 localPart")
    + rcpt("P10", "<@x.test>", gives: "501 5.1.3 sourceRoute")
    + rcpt("P11", #"<"a b"@c.d>"#, gives: "RCPT")
    + rcpt("P12", #"<"a\"b"@c.d>"#, #"<"a\\b"@c.d>"#, gives: "RCPT")
    + rcpt("P13", #"<"a@b"@c.d>"#, gives: "RCPT")
    + rcpt("P14", #"<"a>b"@c.d>"#, gives: "RCPT")
    + rcpt("P15", #"<""@c.d>"#, gives: "RCPT")
    + rcpt("P15 refuse", #"<""@c.d>"#, gives: "501 5.1.3 localPart", refusing: .emptyLocalPart)
    + rcpt("P17", #"<"a@c.d>"#, gives: "501 5.1.3 pathUnterminated")
    + rcpt("P17", #"<"a\"#, gives: "501 5.1.3 localPart")
    + rcpt("P18", #"<"a"b@c.d>"#, #"<a"b"@c.d>"#, gives: "501 5.1.3 pathUnterminated")
    + rcpt("P19", "<.a@b.c>", "<a.@b.c>", "<a..b@c.d>", gives: "501 5.1.3 localPart")
    + rcpt(
      "P19 lenient", "<.a@b.c>", "<a.@b.c>", "<a..b@c.d>", gives: "RCPT dotsInLocalPart",
      tolerating: .dotsInLocalPart)
    + rcpt("P20", "<a@b..c>", "<a@.b>", "<a@b.>", gives: "501 5.1.3 domain")
    + rcpt("P20 lenient", "<a@b.>", gives: "RCPT trailingDot", tolerating: .trailingDot)
    + rcpt("P20 lenient still", "<a@b..c>", "<a@.b>", gives: "501 5.1.3 domain", tolerating: .trailingDot)
    + rcpt("P21", "<a@-b.c>", "<a@b-.c>", "<a@b_c.d>", gives: "501 5.1.3 domain")
    + rcpt("P21 lenient", "<a@b_c.d>", gives: "RCPT underscoreInDomain", tolerating: .underscoreInDomain)
    + rcpt(
      "P21 lenient", "<a@-b.c>", "<a@b-.c>", "<a@xn--->", gives: "RCPT hyphenAtLabelEdge",
      tolerating: .hyphenAtLabelEdge)
    + rcpt("P22", "<a@b>", gives: "RCPT")
    + rcpt("P23", "<a@[1.2.3.4]>", "<a@[IPv6:2001:db8::1]>", gives: "RCPT")
    + rcpt("P24", "<a@[IPv6:1:2:3:4:5:6:7:8]>", gives: "RCPT")
    + rcpt(
      "P24", "<a@[IPv6:1:2:3:4:5:6::8]>", "<a@[IPv6:1:2:3:4:5:6:7::8]>", "<a@[IPv6:1::2::3]>",
      gives: "501 5.1.3 addressLiteral")
    + rcpt("P24 lenient", "<a@[IPv6:1:2:3:4:5:6::8]>", gives: "RCPT shortCompression", tolerating: .shortCompression)
    + rcpt(
      "P24 lenient still", "<a@[IPv6:1:2:3:4:5:6:7::8]>", "<a@[IPv6:1::2::3]>",
      gives: "501 5.1.3 addressLiteral", tolerating: .shortCompression)
    + rcpt("P25", "<a@[IPv6:::ffff:1.2.3.4]>", gives: "RCPT")
    + rcpt("P26", "<a@[x-tag:foo]>", gives: "RCPT")
    + rcpt("P26 refuse", "<a@[x-tag:foo]>", gives: "501 5.1.3 addressLiteral", refusing: .unregisteredLiteral)
    + rcpt("P27", "<a@[1.2.3.4>", gives: "501 5.1.3 addressLiteral")
    + rcpt("P27", "<a@1.2.3.4]>", gives: "501 5.1.3 pathUnterminated")
    + rcpt("P28", "<\(atom64)@b.c>", gives: "RCPT")
    + rcpt("P28", "<a\(atom64)@b.c>", gives: "501 5.1.3 localPartTooLong")
    + rcpt("P28 limit", "<a\(atom64)@b.c>", gives: "RCPT", limits: generous)
    + rcpt("P29", path(octets: 256), gives: "RCPT")
    + rcpt("P29", path(octets: 257), gives: "501 5.1.3 pathTooLong")
    + rcpt("P29 limit", path(octets: 257), gives: "RCPT", limits: generous)
    + rcpt("P30", "<a@b.c>>", "<a@b.c>x", gives: "501 5.5.4 parameterSyntax")
    + rcpt("P31", "<a@b.c,d@e.f>", gives: "501 5.1.3 pathUnterminated")
    + rcpt("P33", #"<"a\tb"@c.d>"#, gives: "501 5.1.3 localPart")
    + rcpt("P33", "<a b@c.d>", #"<a\x7Fb@c.d>"#, gives: "501 5.1.3 pathUnterminated")
    + rcpt("P34", "<a@c.d", gives: "501 5.1.3 pathUnterminated")

  @Test(arguments: rows)
  func paths(_ row: SessionRow) { check(row) }

  /// What a path is read as, and that it goes out as it came.
  @Test(arguments: [
    (#"<"a b"@c.d>"#, "a b", #""a b"@c.d"#),
    (#"<"a\"b"@c.d>"#, #"a"b"#, #""a\"b"@c.d"#),
    (#"<"a\\b"@c.d>"#, #"a\b"#, #""a\\b"@c.d"#),
    (#"<"a@b"@c.d>"#, "a@b", #""a@b"@c.d"#),
    (#"<"a>b"@c.d>"#, "a>b", #""a>b"@c.d"#),
    (#"<""@c.d>"#, "", #"""@c.d"#),
    ("<@x.test,@y.test:a@b.c>", "a", "a@b.c"),
    ("<A.b@C.d>", "A.b", "A.b@C.d"),
    ("<a@[IPv6:2001:db8::1]>", "a", "a@[IPv6:2001:db8::1]"),
  ])
  func mailbox(_ path: String, _ localPart: String, _ sent: String) throws {
    let line = Array("RCPT TO:\(path)".utf8)
    let command = try SMTPCommand(parsing: line.span)
    guard case .rcpt(let to, _) = command.form else {
      Issue.record("not a RCPT")
      return
    }
    let mailbox = to.mailbox(in: line.span)
    #expect(mailbox?.localPart == localPart)
    #expect(mailbox?.description == sent)
    #expect(to.kind == .mailbox)
  }

  @Test func routeIsKeptApart() throws {
    let line = Array("MAIL FROM:<@x.test,@y.test:a@b.c>".utf8)
    guard case .mail(let from, _) = try SMTPCommand(parsing: line.span).form else {
      Issue.record("not a MAIL")
      return
    }
    #expect(String(bytes: line.span, from.route) == "@x.test,@y.test")
  }

  @Test func nullPostmasterAndLiteralsAreToldApart() throws {
    let null = Array("MAIL FROM:<>".utf8)
    guard case .mail(let from, _) = try SMTPCommand(parsing: null.span).form else { return }
    #expect(from.kind == .null)
    let line = Array("RCPT TO:<postMaster>".utf8)
    guard case .rcpt(let to, _) = try SMTPCommand(parsing: line.span).form else { return }
    #expect(to.kind == .postmaster)
    let tagged = Array("RCPT TO:<a@[x-tag:foo]>".utf8)
    guard case .rcpt(let general, _) = try SMTPCommand(parsing: tagged.span).form else { return }
    let literal = general.domain?.generalLiteral(in: tagged.span)
    #expect(literal?.tag == 12..<17 && literal?.value == 18..<21)
  }

  @Test(arguments: [
    ("1.2.3.4", "1.2.3.4"), ("IPv6:2001:DB8::1", "2001:db8::1"), ("IPv6:::", "::"), ("IPv6:::1", "::1"),
    ("IPv6:1::", "1::"), ("IPv6:::ffff:1.2.3.4", "::ffff:102:304"), ("IPv6:1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
    ("IPv6:1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
  ])
  func literal(_ text: String, _ address: String) throws {
    let line = Array("EHLO [\(text)]".utf8)
    guard case .ehlo(let domain) = try SMTPCommand(parsing: line.span).form,
      let found = domain.address(in: line.span)
    else {
      Issue.record("no address")
      return
    }
    #expect(found.description == address)
  }

  @Test(arguments: [
    "IPv6:", "IPv6::", "IPv6:1", "IPv6:1:2:3:4:5:6:7", "IPv6:1:2:3:4:5:6:7:8:9", "IPv6:12345::", "IPv6:1:::2",
    "IPv6:::1.2.3", "IPv6:1:2:3:4:5:6:7:1.2.3.4", "IPv6:g::", "IPv6::1", "IPv6:1:", "1.2.3.", ".1.2.3", "1..2.3",
    "1.2.3.4.5", "0001.2.3.4", "", "-:x", "x:", "x-:y", "12:x",
  ])
  func badLiteral(_ text: String) {
    let line = Array("EHLO [\(text)]".utf8)
    #expect(throws: SMTPSyntaxError.self) { try SMTPCommand(parsing: line.span) }
  }
}
