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

    mutating func hear(_ text: String, whole: Bool = false) {
      let bytes = wire(text)
      for index in bytes.indices {
        if whole && index > 0 { return }
        let chunk = whole ? bytes : [bytes[index]]
        let span = chunk.span
        var input = ByteCursor(span)
        while let event = session.next(from: &input) { events.append(Self.describe(event)) }
      }
    }

    mutating func say(_ request: SMTPRequest) throws { try session.send(request, into: &output) }

    static func describe(_ event: SMTPClientSession.Event) -> String {
      switch event {
      case .greeting(let reply): "greeting \(reply.code.value)"
      case .reply(let reply, let verb): "\(verb.name) \(reply.code.value)"
      case .challenge(let bytes): "challenge \(bytes.map(escaped) ?? "none")"
      case .messageReply(let reply, let recipient):
        "message \(reply.code.value)\(recipient.map { " for \($0)" } ?? "")"
      case .closing: "closing"
      case .malformed(let failure): "malformed \(failure.rawValue)"
      case .unsolicited: "unsolicited"
      }
    }
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

  @Test func aRefusedGreetingLeavesQuit() throws {
    var client = Client()
    client.hear(#"554 no\r\n"#)
    #expect(throws: SMTPClientSession.OutOfOrder.self) { try client.say(.ehlo("x")) }
    try client.say(.alone(.quit))
    #expect(client.events == ["greeting 554"])
  }

  @Test func a421MayComeAtAnyTime() throws {
    var client = Client()
    client.hear(#"220 mx\r\n421 bye\r\n"#)
    #expect(client.events == ["greeting 220", "closing"])
    #expect(client.session.isClosed)
    var early = Client()
    early.hear(#"421 busy\r\n"#)
    #expect(early.events == ["closing"])
  }

  @Test func unaskedRepliesAndBrokenOnesClose() throws {
    var client = Client()
    client.hear(#"220 mx\r\n250 what\r\n"#)
    #expect(client.events == ["greeting 220", "unsolicited"])
    var broken = Client()
    broken.hear(#"220-mx\r\n250 mx\r\n220 x\r\n"#)
    #expect(broken.events == ["malformed codesDiffer"])
  }

  @Test(arguments: [true, false])
  func injectedRepliesAreNotBelieved(whole: Bool) throws {
    var client = Client()
    client.hear(#"220 mx\r\n"#)
    try client.say(.ehlo("x"))
    client.hear(#"250-mx\r\n250 STARTTLS\r\n"#)
    try client.say(.alone(.startTLS))
    client.hear(#"220 go\r\n250 AUTH PLAIN\r\n"#, whole: whole)
    #expect(client.events.suffix(2) == ["STARTTLS 220", "unsolicited"])
    let nothing: [UInt8] = []
    #expect(throws: SMTPClientSession.OutOfOrder.self) {
      try client.session.upgraded(leftover: ByteCursor(nothing.span))
    }
  }

  @Test func capabilitiesAreForgottenUnderTLS() throws {
    var client = Client()
    client.hear(#"220 mx\r\n"#)
    try client.say(.ehlo("x"))
    client.hear(#"250-mx\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n"#)
    try client.say(.alone(.startTLS))
    client.hear(#"220 go\r\n"#)
    let nothing: [UInt8] = []
    client.session = try client.session.upgraded(leftover: ByteCursor(nothing.span))
    #expect(client.session.capabilities == nil)
    try client.say(.ehlo("x"))
    client.hear(#"250 mx\r\n"#)
    #expect(client.session.capabilities?.extensions == [])
  }

  @Test func authenticationGoesToAndFro() throws {
    var client = Client()
    client.hear(#"220 mx\r\n"#)
    try client.say(.ehlo("x"))
    client.hear(#"250 mx\r\n"#)
    try client.say(.auth("LOGIN"))
    client.hear(#"334 VXNlcm5hbWU6\r\n"#)
    try client.session.respond(Array("me".utf8), into: &client.output)
    client.hear(#"334 %%%\r\n"#)
    try client.session.respond(nil, into: &client.output)
    client.hear(#"501 cancelled\r\n"#)
    try client.say(.auth("PLAIN", initialResponse: []))
    client.hear(#"334 \r\n"#)
    try client.session.respond(try SASL.plain(.init(user: "me", password: "pw")), into: &client.output)
    client.hear(#"235 in\r\n"#)
    #expect(
      client.events.suffix(6) == [
        "EHLO 250", "challenge Username:", "challenge none", "AUTH 501", "challenge ", "AUTH 235",
      ])
    #expect(escaped(client.output).hasSuffix(#"AUTH LOGIN\r\nbWU=\r\n*\r\nAUTH PLAIN =\r\nAG1lAHB3\r\n"#))
    #expect(client.session.isAuthenticated)
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
