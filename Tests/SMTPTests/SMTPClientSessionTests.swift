import Testing
import WireBytes

@testable import SMTP

@Suite struct SMTPClientSessionTests {
  /// A client, fed replies in the notation of the acceptance table, cut after every byte.
  struct Client {
    var session: SMTPClientSession
    var output: [UInt8] = []
    var events: [String] = []

    init(isLMTP: Bool = false) {
      session = SMTPClientSession(isLMTP: isLMTP)
    }

    mutating func hear(_ text: String) {
      for byte in wire(text) {
        let chunk = [byte]
        let span = chunk.span
        var input = ByteCursor(span)
        while let event = session.next(from: &input) { events.append(event.inWords) }
      }
    }

    mutating func say(_ request: SMTPRequest) throws { try session.send(request, into: &output) }
  }

  static let pipelining = #"250-mx\r\n250-PIPELINING\r\n250 CHUNKING\r\n"#
  static func a() throws -> SMTPMailbox { try SMTPMailbox("a@b.c") }

  @Test func aMessageIsSent() throws {
    var client = Client()
    client.hear(#"220 mx\r\n"#)
    try client.say(.ehlo("client.example"))
    client.hear(Self.pipelining)
    try client.say(.mail(from: nil, [.size(3), .body(.eightBitMIME)]))
    try client.say(.rcpt(to: Self.a(), [.notify([.success, .delay])]))
    try client.say(.alone(.data))
    client.hear(#"250 ok\r\n250 ok\r\n354 go\r\n"#)
    try client.session.sendMessage(wire(#"a\r\n."#).span, into: &client.output)
    try client.session.sendMessage(wire(#"b\r\n"#).span, into: &client.output)
    try client.session.endMessage(into: &client.output)
    try? client.say(.alone(.quit))
    client.hear(#"250 2.0.0 taken\r\n"#)
    try client.say(.alone(.quit))
    client.hear(#"221 bye\r\n"#)
    #expect(
      client.events == [
        "greeting 220", "EHLO 250", "MAIL 250", "RCPT 250", "DATA 354", "message 250", "QUIT 221",
      ])
    #expect(
      escaped(client.output)
        == #"EHLO client.example\r\nMAIL FROM:<> SIZE=3 BODY=8BITMIME\r\n"#
        + #"RCPT TO:<a@b.c> NOTIFY=SUCCESS,DELAY\r\nDATA\r\na\r\n..b\r\n.\r\nQUIT\r\n"#)
    #expect(client.session.isClosed)
  }

  @Test func groupsAreKept() throws {
    var client = Client()
    #expect(throws: SMTPClientSession.OutOfOrder.self) { try client.say(.ehlo("x")) }
    client.hear(#"220 mx\r\n"#)
    try client.say(.ehlo("x"))
    #expect(throws: SMTPClientSession.OutOfOrder.self) { try client.say(.mail(from: nil)) }
    client.hear(#"250 mx\r\n"#)
    try client.say(.mail(from: nil))
    #expect(throws: SMTPClientSession.OutOfOrder.self) { try client.say(.rcpt(to: Self.a())) }
    client.hear(#"250 ok\r\n"#)
    #expect(throws: (any Error).self) { try client.session.sendMessage("x".utf8.span, into: &client.output) }
  }

  @Test func unaskedRepliesAndBrokenOnesClose() throws {
    var client = Client()
    client.hear(#"220 mx\r\n250 what\r\n"#)
    #expect(client.events == ["greeting 220", "unsolicited"])
    var broken = Client()
    broken.hear(#"220-mx\r\n250 mx\r\n220 x\r\n"#)
    #expect(broken.events == ["malformed codesDiffer"])
  }

  @Test func LMTPAnswersEachRecipient() throws {
    var client = Client(isLMTP: true)
    client.hear(#"220 mx\r\n"#)
    try client.say(.lhlo("x"))
    client.hear(Self.pipelining)
    try client.say(.mail(from: nil))
    for _ in 0..<3 { try client.say(.rcpt(to: Self.a())) }
    client.hear(#"250 ok\r\n250 ok\r\n550 no\r\n250 ok\r\n"#)
    try client.session.sendChunk("abc".utf8.span, isLast: true, into: &client.output)
    client.hear(#"250 first\r\n452 third\r\n"#)
    #expect(client.events.suffix(2) == ["message 250 for 0", "message 452 for 2"])
    #expect(client.session.repliesAwaited == 0)
    #expect(escaped(client.output).hasSuffix(#"BDAT 3 LAST\r\nabc"#))
  }

  // MARK: Requests

  @Test(arguments: [
    "x\r\nRCPT TO:<e@v.il>", "x\nQUIT", "x\rQUIT", "x\0", "", "a b", "<x>", "[1.2.3.4", "x\u{7F}",
  ])
  func noHostNameIsASecondCommand(_ name: String) {
    #expect(throws: SMTPSyntaxError.self) { try SMTPRequest.ehlo(name) }
  }

  @Test(arguments: [
    "\"a\r\nRCPT TO:<e@v.il>\r\n\"@b.c", "a@b.c> SIZE=1", "a@b.c\r\n", "<a@b.c>", "a@b.c>\r\nRCPT TO:<x@y", "", "a",
    "@x:a@b.c", "postmaster", "\"a\0\"@b.c", "\"a\t\"@b.c",
  ])
  func noMailboxHoldsMoreThanAMailbox(_ text: String) {
    #expect(throws: SMTPSyntaxError.self) { try SMTPMailbox(text) }
  }

  @Test(arguments: ["a b", "a\"b", "a\\b", ".a", "a..b", "", "a@b", "a>b"])
  func localPartsAreQuotedWhenTheyMust(_ localPart: String) throws {
    let mailbox = try SMTPMailbox(localPart: localPart, domain: "c.d")
    #expect(mailbox.localPart == localPart)
    #expect(mailbox.encodedLocalPart.hasPrefix("\""))
    #expect(try SMTPMailbox(mailbox.description) == mailbox)
  }

  @Test(arguments: [
    SMTPRequest.Parameter.other(keyword: "X", value: "1\r\nRCPT TO:<x@y>"), .other(keyword: "X Y", value: nil),
    .other(keyword: "X", value: ""), .other(keyword: "", value: "1"), .orcpt(type: "rfc822\r\n", address: "a"),
    .mtPriority(10), .by(seconds: 0, returns: true, traces: false), .notify(.never),
  ])
  func noParameterHoldsMoreThanAParameter(_ parameter: SMTPRequest.Parameter) {
    #expect(throws: SMTPSyntaxError.self) { try SMTPRequest.mail(from: nil, [parameter]) }
  }

  @Test func aMechanismIsOneWord() throws {
    #expect(throws: SMTPSyntaxError.self) { try SMTPRequest.auth("PLAIN AGEAYg==") }
    let request = try SMTPRequest.auth("PLAIN", initialResponse: Array("secret".utf8))
    #expect("\(request)" == "AUTH" && String(reflecting: request) == "AUTH")
  }

  @Test func textOfParametersIsEncoded() throws {
    let request = try SMTPRequest.mail(from: nil, [.envid("a+b=\r\n"), .auth(nil), .ret(.headers)])
    #expect(String(decoding: request.line, as: UTF8.self) == "MAIL FROM:<> ENVID=a+2Bb+3D+0D+0A AUTH=<> RET=HDRS")
  }
}
