import MailTestSupport
import Testing
import WireBytes

@testable import SMTP

/// Sections 9 and 10 of the acceptance table: AUTH, pipelining, STARTTLS, LMTP, proxies.
@Suite struct SessionRowsTests {
  static let ready = ["EHLO x"]
  static let sequence = "503 5.5.1 badSequence"

  @Test(arguments: [
    SessionRow("S1", #"AUTH PLAIN =\r\nNOOP\r\n"#, gives: ["AUTH =", "NOOP"], after: ready),
    SessionRow("S1 none", #"AUTH PLAIN\r\n=\r\n"#, gives: ["AUTH", "501 5.5.2 malformedBase64"], after: ready),
    SessionRow("S2", #"AUTH PLAIN\r\nAGEAYg==\r\nNOOP\r\n"#, gives: ["AUTH", "auth AGEAYg==", "NOOP"], after: ready),
    SessionRow(
      "S2 no command", #"AUTH PLAIN\r\nQUIT\r\nNOOP\r\n"#, gives: ["AUTH", "auth QUIT", "NOOP"], after: ready),
    SessionRow(
      "S2 long", #"AUTH PLAIN\r\n"# + String(repeating: "A", count: 12_284) + #"\r\n"#,
      gives: ["AUTH", "auth " + String(repeating: "A", count: 12_284)], after: ready),
    SessionRow(
      "S2 too long", #"AUTH PLAIN\r\n"# + String(repeating: "A", count: 12_288) + #"\r\nNOOP\r\n"#,
      gives: ["AUTH", "500 5.5.2 lineTooLong", "NOOP"], after: ready),
    SessionRow(
      "S3", #"AUTH PLAIN\r\n*\r\nNOOP\r\n"#, gives: ["AUTH", "501 5.7.0 authCancelled", "NOOP"], after: ready),
    SessionRow("S4", #"AUTH PLAIN !!!\r\n"#, gives: ["501 5.5.2 malformedBase64"], after: ready),
    SessionRow(
      "S4 padding", #"AUTH PLAIN AGEAYg=\r\nAUTH PLAIN\r\nAGEAYh==\r\nNOOP\r\n"#,
      gives: ["501 5.5.2 malformedBase64", "AUTH", "501 5.5.2 malformedBase64", "NOOP"], after: ready),
    SessionRow("S5", #"AUTH PLAIN =\r\n"#, gives: [sequence], after: ready + ["MAIL FROM:<a@b.c>"]),
    SessionRow("S5 twice", #"AUTH PLAIN =\r\nAUTH PLAIN =\r\n"#, gives: ["AUTH =", sequence], after: ready),
    SessionRow("S6", #"AUTH plain AGEAYg==\r\n"#, gives: ["AUTH"], after: ready),
    SessionRow(
      "S6", #"AUTH\r\nAUTH FOO\r\n"#,
      gives: ["501 5.5.4 missingArgument", "504 5.5.4 mechanismNotRecognized"], after: ready),
    SessionRow("S7", #"AUTH PLAIN a b\r\n"#, gives: ["501 5.5.4 unexpectedArgument"], after: ready),
    SessionRow(
      "not offered", #"AUTH PLAIN =\r\nSTARTTLS\r\n"#,
      gives: ["502 5.5.1 notImplemented", "502 5.5.1 notImplemented"], after: ready
    ) { $0.extensions = [] },
    SessionRow(
      "required", #"MAIL FROM:<>\r\nAUTH PLAIN =\r\nMAIL FROM:<>\r\n"#,
      gives: ["530 5.7.0 authenticationRequired", "AUTH =", "MAIL"], after: ready
    ) { $0.requiresAuthentication = true },
  ])
  func auth(_ row: SessionRow) { check(row) }

  @Test(arguments: [
    SessionRow(
      "Q1", #"MAIL FROM:<>\r\nRCPT TO:<a@b.c>\r\nDATA\r\nSubject: x\r\n.\r\n"#,
      gives: ["MAIL", "RCPT", "DATA", "violation early-data", #"bytes Subject: x\r\n"#, "ended"], after: ready,
      holdsReplies: true),
    SessionRow(
      "Q2", #"EHLO x\r\nMAIL FROM:<>\r\n"#, gives: ["EHLO", "violation early-command", "MAIL"], after: ready,
      holdsReplies: true),
    SessionRow(
      "Q2 lenient", #"EHLO x\r\nMAIL FROM:<>\r\n"#, gives: ["EHLO", "MAIL"], after: ready, holdsReplies: true
    ) {
      $0.leniency.insert(.pipelinedAfterEHLO)
    },
    SessionRow("Q3", #"EHLO x\r\n"#, gives: ["violation early-talker", "EHLO"], holdsReplies: true),
    SessionRow(
      "Q3 554", #"EHLO x\r\nQUIT\r\n"#, gives: ["violation early-talker", sequence, "QUIT", "closed"],
      holdsReplies: true, answering: SessionRunner.Answers(greeting: SMTPReply(.failed, nil, "Too early"))),
    SessionRow(
      "Q4", #"MAIL FROM:<>\r\nRCPT TO:<bad@b.c>\r\nDATA\r\nNOOP\r\n"#,
      gives: ["MAIL", "RCPT", "554 5.5.1 noValidRecipients", "NOOP"], after: ready),
    SessionRow(
      "Q4 503", #"MAIL FROM:<>\r\nRCPT TO:<bad@b.c>\r\nDATA\r\nNOOP\r\n"#,
      gives: ["MAIL", "RCPT", "554 5.5.1 noValidRecipients, said 503", "NOOP"], after: ready,
      answering: SessionRunner.Answers(refusal: SMTPReply(.badSequence, SMTPReply.Detail(5, 1), "No recipient"))),
    SessionRow(
      "Q6", #"a\r\n.\r\nMAIL FROM:<>\r\n"#, gives: [#"bytes a\r\n"#, "ended", "MAIL"],
      after: ready + ["MAIL FROM:<>", "RCPT TO:<a@b.c>", "DATA"]),
    SessionRow(
      "Q7", #"STARTTLS\r\nMAIL FROM:<x@y>\r\n"#,
      gives: ["STARTTLS", "violation plaintext-after-starttls", "closed"], after: ready, holdsReplies: true),
    SessionRow(
      "Q7 lenient", #"STARTTLS\r\nMAIL FROM:<x@y>\r\n"#, gives: ["STARTTLS"], after: ready, holdsReplies: true
    ) {
      $0.leniency.insert(.discardedPlaintext)
    },
    SessionRow(
      "Q9", #"MAIL FROM:<>\r\nRSET\r\nHELO x\r\nNOOP\r\n"#, #"EHLO x\r\n"#, #"VRFY a\r\nQUIT\r\n"#,
      gives: [
        "530 5.7.0 tlsRequired", "530 5.7.0 tlsRequired", "530 5.7.0 tlsRequired", "NOOP", "EHLO",
        "530 5.7.0 tlsRequired", "QUIT", "closed",
      ]
    ) { $0.requiresTLS = true },
    SessionRow(
      "Q10", #"DATA\r\n"#, #"a\r\n.\r\nNOOP\r\n"#, gives: ["DATA", #"bytes a\r\n"#, "ended x2", "NOOP"],
      after: ["LHLO x", "MAIL FROM:<>", "RCPT TO:<a@b.c>", "RCPT TO:<a@b.c>", "RCPT TO:<bad@b.c>"],
      configuration: .lmtp),
    SessionRow(
      "Q11", #"DATA\r\n"#, gives: [sequence], after: ["LHLO x", "MAIL FROM:<>", "RCPT TO:<bad@b.c>"],
      configuration: .lmtp),
    SessionRow(
      "LMTP BDAT without RCPT", #"BDAT 6 LAST\r\nNOOP\r\nRSET\r\n"#,
      gives: ["refused 554 5.5.1 noValidRecipients x0", "RSET"], after: ["LHLO x", "MAIL FROM:<>"],
      configuration: .lmtp),
    SessionRow(
      "Q12", #"PROXY TCP4 1.2.3.4 5.6.7.8 10 25\r\n"#, #"EHLO x\r\n"#,
      gives: ["proxied v1 1.2.3.4:10", "EHLO"]
    ) { $0.expectsProxy = true },
    SessionRow("Q12 v6", #"PROXY TCP6 2001:db8::1 ::1 10 25\r\n"#, gives: ["proxied v1 2001:db8::1:10"]) {
      $0.expectsProxy = true
    },
    SessionRow("Q12 unknown", #"PROXY UNKNOWN x y z\r\n"#, gives: ["proxied v1 unknown"]) { $0.expectsProxy = true },
    SessionRow("Q12 bare", #"PROXY UNKNOWN\r\n"#, gives: ["proxied v1 unknown"]) { $0.expectsProxy = true },
    SessionRow(
      "Q12 long", "PROXY UNKNOWN " + String(repeating: "x", count: 94),
      gives: ["500 5.5.2 malformedProxy", "closed"]
    ) { $0.expectsProxy = true },
    SessionRow("Q12 bad", #"PROXY TCP4 1.2.3.4 5.6.7.8 010 25\r\n"#, gives: ["500 5.5.2 malformedProxy", "closed"]) {
      $0.expectsProxy = true
    },
    SessionRow("Q12 missing", #"EHLO x\r\n"#, gives: ["500 5.5.2 malformedProxy", "closed"]) {
      $0.expectsProxy = true
    },
    SessionRow(
      "Q13",
      #"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0F\x01\x02\x03\x04\x05\x06\x07\x08\0\x0A\0\x19\x04\0\0"#, #"EHLO x\r\n"#,
      gives: ["proxied v2 1.2.3.4:10", "EHLO"]
    ) { $0.expectsProxy = true },
    SessionRow("Q13 LOCAL", #"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0"#, gives: ["proxied v2 unknown"]) {
      $0.expectsProxy = true
    },
    SessionRow("Q13 short", #"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x01\0"#, gives: ["500 5.5.2 malformedProxy", "closed"]) {
      $0.expectsProxy = true
    },
    SessionRow(
      "Q14", #"PROXY TCP4 1.2.3.4 5.6.7.8 10 25\r\nEHLO x\r\n"#,
      gives: ["500 5.5.2 unexpectedProxy", "closed"]),
    SessionRow(
      "Q14 v2", #"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0"#,
      gives: [
        "500 5.5.2 emptyCommand", "500 5.5.2 emptyCommand", "500 5.5.2 unknownCommand", "500 5.5.2 bareLF", "closed",
      ]),
    SessionRow(
      "Q15", #"XCLIENT NAME=a+2Db ADDR=IPV6:::1 LOGIN=[UNAVAILABLE]\r\n"#, #"MAIL FROM:<>\r\nEHLO x\r\n"#,
      gives: ["XCLIENT", sequence, "EHLO"], after: ready),
    SessionRow(
      "Q15 bad", #"XCLIENT\r\nXCLIENT NAME\r\nXCLIENT NAME=a+2b\r\n"#,
      gives: ["501 5.5.4 missingArgument", "501 5.5.4 malformedArgument", "501 5.5.4 malformedArgument"], after: ready
    ),
    SessionRow(
      "Q16", #"ETRN @example.com\r\nETRN #q\r\nATRN a.com,b.com\r\nATRN\r\nETRN\r\nATRN a,\r\n"#,
      gives: ["ETRN", "ETRN", "ATRN", "ATRN", "501 5.5.4 missingArgument", "501 5.1.7 domain"], after: ready),
    SessionRow(
      "Q16 BURL", #"BURL imap://h/x;urlauth=y LAST\r\nMAIL FROM:<>\r\n"#, gives: ["BURL", "MAIL"],
      after: ready + ["MAIL FROM:<>", "RCPT TO:<a@b.c>"]),
  ])
  func sessions(_ row: SessionRow) { check(row) }

  /// A caller that answers at once does not hide that the bytes were there before its answer.
  @Test(arguments: [
    ("DATA", #"\r\nSubject: x\r\n.\r\n"#, "violation early-data"),
    ("EHLO x", #"\r\nNOOP\r\n"#, "violation early-command"),
    ("STARTTLS", #"\r\nNOOP\r\n"#, "violation plaintext-after-starttls"),
  ])
  func turnsAreWatchedWhenRepliesAreQuick(_ command: String, _ rest: String, _ violation: String) {
    var runner = SessionRunner(.everything)
    let setup = command == "DATA" ? ["EHLO x", "MAIL FROM:<>", "RCPT TO:<a@b.c>"] : Self.ready
    for line in setup { runner.feed(wire(line + #"\r\n"#)) }
    runner.events = []
    runner.feed(wire(command + rest))
    #expect(runner.events.count > 1 && runner.events[1] == violation)
  }

  @Test func attributesOfXCLIENTAreXtext() throws {
    let line = Array("XCLIENT NAME=a+2Db ADDR=IPV6:::1 LOGIN=[UNAVAILABLE]".utf8)
    guard case .xclient(let attributes) = try SMTPCommand(parsing: line.span).form else { return }
    var found: [String] = []
    var iterator = attributes.makeIterator()
    while let attribute = iterator.next(in: line.span), let value = attribute.valueRange {
      let decoded = XText.decode(line.span.extracting(value)) ?? []
      found.append(String(bytes: line.span, attribute.keywordRange) + "=" + String(decoding: decoded, as: UTF8.self))
    }
    #expect(found == ["NAME=a-b", "ADDR=IPV6:::1", "LOGIN=[UNAVAILABLE]"])
  }

  // MARK: Replies

  /// LOGIN asks twice, and each line is a response, whatever it looks like.
  @Test func loginAsksTwice() throws {
    var runner = SessionRunner(.everything)
    runner.feed(wire(#"EHLO x\r\n"#))
    runner.events = []
    var session = runner.session
    var output: [UInt8] = []
    var heard: [String] = []
    let bytes = wire(#"AUTH LOGIN\r\nQUIT\r\nUlNFVA==\r\nNOOP\r\n"#)
    let span = bytes.span
    var input = ByteCursor(span)
    var prompts = SASL.loginChallenges[...]
    while let event = session.next(from: &input) {
      let current = session
      let line = current.line(in: input).array
      heard.append(String(decoding: line, as: UTF8.self))
      switch event {
      case .command(let command) where command.verb == .noop: try session.send(SMTPReply(.ok), into: &output)
      case .command, .authResponse:
        guard let prompt = prompts.popFirst() else {
          try session.send(SMTPReply(.authenticated), into: &output)
          continue
        }
        let text = String(decoding: SASL.encodeBase64(Array(prompt.utf8).span), as: UTF8.self)
        try session.send(SMTPReply(.challenge, nil, text), into: &output)
      default: Issue.record("\(event)")
      }
    }
    #expect(heard == ["AUTH LOGIN", "QUIT", "UlNFVA==", "NOOP"])
    #expect(session.isAuthenticated)
    #expect(escaped(output) == #"334 VXNlcm5hbWU6\r\n334 UGFzc3dvcmQ6\r\n235 \r\n250 \r\n"#)
  }

  /// Q5: replies to what may stand inside a group can go out together, others must be flushed.
  @Test func repliesOfAGroupMayWait() {
    var runner = SessionRunner(.everything)
    func flushes(_ line: String) -> Bool {
      runner.feed(wire(line + #"\r\n"#))
      return runner.session.mustFlush
    }
    for line in ["EHLO x", "NOOP", "VRFY a", "EXPN a", "WHAT"] { #expect(flushes(line), "\(line)") }
    for line in ["MAIL FROM:<>", "RCPT TO:<a@b.c>", "RCPT TO:<bad@b.c>", "RSET"] {
      #expect(!flushes(line), "\(line)")
    }
    #expect(flushes("QUIT"))
  }

  /// A greeting of 554 leaves QUIT, from the server's side (RFC 5321 section 3.1).
  @Test func aRefusedGreetingLeavesQuit() throws {
    var session = SMTPServerSession(.everything)
    var output: [UInt8] = []
    try session.send(SMTPReply(.failed, nil, "no"), into: &output)
    var runner = SessionRunner(.everything)
    runner.session = session
    runner.feed(wire(#"EHLO x\r\nNOOP\r\nQUIT\r\n"#))
    #expect(runner.events == [Self.sequence, Self.sequence, "QUIT"])
    #expect(runner.session.isClosed)
  }

  @Test func aReplyMustBeOwedAndFit() throws {
    var session = SMTPServerSession(.everything)
    var output: [UInt8] = []
    #expect(throws: SMTPServerSession.OutOfOrder.self) { try session.send(SMTPReply(.startMail), into: &output) }
    try session.send(SMTPReply(.ready), into: &output)
    #expect(throws: SMTPServerSession.OutOfOrder.self) { try session.send(SMTPReply(.ok), into: &output) }
    #expect(output == wire(#"220 \r\n"#))
  }

  /// Q8: state, name, AUTH and offers of the session in the clear.
  @Test func afterTLSAllIsForgotten() throws {
    var runner = SessionRunner(.everything)
    runner.feed(wire(#"EHLO x\r\n"#))
    runner.feed(wire(#"AUTH PLAIN =\r\n"#))
    runner.feed(wire(#"STARTTLS\r\n"#))
    #expect(runner.session.isAuthenticated)
    let nothing: [UInt8] = []
    runner.session = try runner.session.upgraded(leftover: ByteCursor(nothing.span))
    #expect(!runner.session.isAuthenticated)
    runner.events = []
    runner.feed(wire(#"MAIL FROM:<>\r\n"#))
    runner.feed(wire(#"EHLO x\r\n"#))
    runner.feed(wire(#"STARTTLS\r\nMAIL FROM:<> REQUIRETLS\r\n"#))
    #expect(runner.events == [Self.sequence, "EHLO", Self.sequence, "MAIL"])
  }

  @Test func plaintextNeverActsAfterTLS() throws {
    let injected = wire(#"MAIL FROM:<x@y>\r\n"#)
    // Read before the reply, with it, and left over by the caller.
    for bytes in [#"STARTTLS\r\nMAIL FROM:<x@y>\r\n"#, #"STARTTLS\r\n"#] {
      var runner = SessionRunner(.everything)
      runner.feed(wire(#"EHLO x\r\n"#))
      runner.feed(wire(bytes))
      #expect(throws: SMTPServerSession.OutOfOrder.self) {
        try runner.session.upgraded(leftover: ByteCursor(injected.span))
      }
    }
  }

  /// The ten variants that public scanners try.
  static let endVariants = [
    #"\n.\n"#, #"\n.\r\n"#, #"\r\n.\n"#, #"\r.\r"#, #"\r.\r\n"#, #"\r\n.\r"#, #"\n.\r"#, #"\r.\n"#, #"\r\n\0.\r\n"#,
    #"\r\n.\0\r\n"#,
  ]

  /// None ends the message early, and the session refuses each message, with nothing but its usual settings, however the
  /// bytes are cut.
  @Test(arguments: endVariants)
  func smuggling(_ end: String) {
    let kind = end.contains(#"\0"#) ? "disguisedEndOfData" : "bareLineBreakInMessage"
    let message = wire("x" + end + #"MAIL FROM:<evil@x.test>\r\n.\r\nNOOP\r\n"#)
    for chunks in Splits.every(message) {
      var runner = SessionRunner(SMTPServerConfiguration())
      for line in DataRowsTests.data { runner.feed(wire(line + #"\r\n"#)) }
      runner.events = []
      for chunk in chunks { runner.feed(chunk) }
      #expect(!runner.events.contains("MAIL"))
      #expect(runner.events.suffix(2) == ["refused 550 5.6.0 \(kind)", "NOOP"])
    }
  }
}
