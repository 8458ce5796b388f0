import Testing
import WireBytes

@testable import SMTP

@Suite struct SMTPTranscriptTests {
  /// An event in one line: side, range, what, defects.
  static func describe(_ event: SMTPTranscript.Event) -> String {
    let what: String
    switch event.kind {
    case .command(let command):
      let words =
        [
          command.reversePath.map { "from <\($0)>" }, command.forwardPath.map { "to <\($0)>" }, command.domain,
          command.mechanism, command.argument,
        ].compactMap { $0 }
        + command.parameters.map { $0.keyword + ($0.value.map { "=" + $0 } ?? "") }
      what = ([command.verb.name] + words).joined(separator: " ")
    case .rejected(let error, let offset): what = "rejected \(error.kind.rawValue) at \(offset)"
    case .reply(let reply): what = "\(reply.code.value) \(reply.enhancedStatus ?? "-") \(reply.text)"
    case .auth(let secret): what = "auth \(secret.count)"
    case .message(let size, _, let end): what = "message \(size) \(end.rawValue)"
    case .startTLS: what = "startTLS"
    case .chunk(let size, let isLast): what = "chunk \(size)\(isLast ? " last" : "")"
    case .proxy(let header): what = "proxy v\(header.version)"
    }
    let defects = event.defects.map { " !\($0.kind.rawValue)@\($0.range.lowerBound)" }.joined()
    return
      "\(event.side == .client ? "C" : "S") \(event.range.lowerBound)-\(event.range.upperBound) \(what)\(defects)"
  }

  static func events(_ text: String) throws -> [String] {
    try SMTPTranscript(parsing: Array(text.utf8).span).events.map(describe)
  }

  @Test func aDialogueInOrder() throws {
    #expect(
      try Self.events(
        """
        S: 220 mx
        C: EHLO x
        S: 250-mx
        S: 250 SIZE 10
        C: MAIL FROM:<a@b.c> SIZE=3
        C: RCPT TO:<"a b"@d.e>
        C: DATA
        S: 250 2.1.0 ok
        S: 250 2.1.5 ok
        S: 354 go
        C: ..a
        C: .
        C: QUIT
        S: 250 2.0.0 queued
        S: 221 bye

        """) == [
          "S 0-8 220 - mx", "C 0-8 EHLO x", "S 8-29 250 - mx\nSIZE 10",
          "C 8-34 MAIL from <a@b.c> SIZE=3", "C 34-55 RCPT to <\"a b\"@d.e>", "C 55-61 DATA",
          "S 29-43 250 2.1.0 ok", "S 43-57 250 2.1.5 ok", "S 57-65 354 - go",
          "C 61-69 message 4 CRLF.CRLF", "C 69-75 QUIT", "S 65-83 250 2.0.0 queued", "S 83-92 221 - bye",
        ])
  }

  @Test func swaksMarksAndComments() throws {
    #expect(
      try Self.events(
        "=== Connected to mx.\r\n<-  220 mx\r\n -> EHLO x\r\n<-  250 mx\r\n -> RSET\r\n<** 500 no\r\n=== Connection closed\r\n"
      )
        == ["S 0-8 220 - mx", "C 0-8 EHLO x", "S 8-16 250 - mx", "C 8-14 RSET", "S 16-24 500 - no"])
  }

  @Test func oneCommandAlone() throws {
    #expect(try Self.events("C: MAIL FROM:<> SIZE=1 BODY=8BITMIME\n") == ["C 0-35 MAIL from <> SIZE=1 BODY=8BITMIME"])
    #expect(try Self.events("C: WHATISTHIS\n") == ["C 0-12 rejected unknownCommand at 0 !smtp-syntax@0"])
  }

  /// What the strict grammar refuses is shown as it was meant, with a defect, and what follows is not lost.
  @Test func leniencyIsADefect() throws {
    let events = try Self.events(
      "S: 220\nC: HELO x\nS: 250\nC: MAIL FROM: <pepe@b.c>\nS: 250\nC: MAIL LALA: <>\nS: 500\n")
    #expect(events[3] == "C 8-31 MAIL from <pepe@b.c> !smtp-syntax@18")
    #expect(events[5].hasPrefix("C 31-46 rejected pathKeyword"))
  }

  /// After a 354 comes a message whatever we think of the MAIL; without one DATA has none.
  @Test func theServerDecides() throws {
    #expect(
      try Self.events("S: 220\nC: DATA\nS: 503 no\nC: DATA\nS: 354\nC: a\nC: .\nS: 250\n").filter {
        $0.hasPrefix("C")
      }
        == ["C 0-6 DATA", "C 6-12 DATA", "C 12-18 message 3 CRLF.CRLF"])
  }

  @Test func secretsHaveRangesAndNoText() throws {
    let text =
      "S: 220\nC: EHLO x\nS: 250\nC: AUTH PLAIN AGEAYg==\nS: 235 in\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: bWU=\nS: 334 UGFzc3dvcmQ6\nC: !\nS: 501 no\nC: NOOP\nS: 250\n"
    let transcript = try SMTPTranscript(parsing: Array(text.utf8).span)
    #expect(
      transcript.events.filter { $0.side == .client }.map(Self.describe) == [
        "C 0-8 EHLO x", "C 8-29 AUTH PLAIN", "C 29-41 AUTH LOGIN", "C 41-47 auth 4", "C 47-50 auth 1 !smtp-syntax@47",
        "C 50-56 NOOP",
      ])
    guard case .command(let auth) = transcript.events[3].kind, let secret = auth.secret else {
      Issue.record("no secret")
      return
    }
    #expect(String(decoding: transcript.client[secret], as: UTF8.self) == "AGEAYg==")
  }

  /// The ten end-of-data variants of public scanners, reported where they stand.
  @Test(arguments: SessionRowsTests.endVariants)
  func smugglingIsReported(_ end: String) throws {
    let text = "S: 220\nC: DATA\nS: 354\nC: x\(end)MAIL FROM:<a@b.c>\nC: .\nS: 250\n"
    let transcript = try SMTPTranscript(parsing: Array(text.utf8).span)
    let client = transcript.events.filter { $0.side == .client }
    #expect(client.map(\.kind.name) == ["command", "message"])
    #expect(client[1].defects.contains { $0.kind == .smtpEndOfDataVariant && $0.severity == .critical })
  }

  @Test func ordinaryMessagesHaveNoDefect() throws {
    let events = try Self.events("S: 220\nC: DATA\nS: 354\nC: a.b\nC: ..\nC: ...\nC: \nC: .\nS: 250\n")
    #expect(events[3] == "C 6-25 message 14 CRLF.CRLF")
  }

  @Test func contentIsUnstuffed() throws {
    let text = #"S: 220"# + "\nC: DATA\nS: 354\n" + #"C: ..a\r\n.\rb"# + "\nC: .\nS: 250\n"
    let transcript = try SMTPTranscript(parsing: Array(text.utf8).span)
    let message = transcript.events.first { $0.kind.name == "message" }
    #expect(message.map { escaped(transcript.content(of: $0)) } == #".a\r\n\rb\r\n"#)
  }

  @Test func earlyDataAndPlaintext() throws {
    let early = try Self.events("S: 220\nC: DATA\nC: a\nC: .\nS: 354\nS: 250\n")
    #expect(early.contains("C 0-6 DATA !early-data@6"))
    let injected = try Self.events("S: 220\nC: STARTTLS\nC: MAIL FROM:<x@y>\nS: 220 go\n")
    #expect(injected[1] == "C 0-10 STARTTLS !plaintext-after-starttls@10")
    let clean = try Self.events("S: 220\nC: STARTTLS\nS: 220 go\nC: EHLO x\nS: 250 mx\n")
    #expect(clean.filter { $0.contains("!") } == [])
    #expect(clean.contains("C 0-10 startTLS"))
  }

  @Test func chunksAndLMTP() throws {
    let text =
      "S: 220\nC: LHLO x\nC: MAIL FROM:<>\nC: RCPT TO:<a@b>\nC: RCPT TO:<c@d>\nC: BDAT 3\nC: abc\\\nC: BDAT 2 LAST\nC: \nC: QUIT\nS: 250\nS: 250\nS: 250\nS: 550 no\nS: 250\nS: 250 one\nS: 221\n"
    let events = try Self.events(text)
    #expect(events.contains { $0.contains("chunk 3") } && events.contains { $0.contains("chunk 2 last") })
    #expect(events.contains { $0.hasSuffix("message 5 BDAT LAST") })
    #expect(events.last?.hasSuffix("221 - ") == true)
  }

  @Test func capturedStreams() {
    let client = wire(
      #"PROXY TCP4 1.2.3.4 5.6.7.8 10 25\r\nEHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\na\r\n.\r\nQUIT\r\n"#)
    let server = wire(#"220 mx\r\n250 mx\r\n250 ok\r\n250 ok\r\n354 go\r\n250 ok\r\n221 bye\r\n"#)
    let transcript = SMTPTranscript(client: client, server: server)
    #expect(
      transcript.events.map(\.kind.name) == [
        "reply", "proxy", "command", "reply", "command", "reply", "command", "reply", "command", "reply", "message",
        "reply",
        "command", "reply",
      ])
  }

  /// What a capture holds after STARTTLS: TLS records, what TLS carried, or plain text that was injected.
  @Test(arguments: [
    (#"\x16\x03\x01\r\n"#, ["startTLS"], false),
    (#"EHLO x\r\nNOOP\r\n"#, ["startTLS", "EHLO", "NOOP"], false),
    (#"MAIL FROM:<x@y>\r\n"#, ["startTLS", "MAIL"], true),
    (#"EHLO x\r\nMAIL FROM:<x@y>\r\n\x16\x03\x01\0\x05QUIT\r\n"#, ["startTLS", "EHLO", "MAIL"], true),
    (#"\x16\x03\x01\0\x05QUIT\r\n\x16\x03"#, ["startTLS"], false),
    ("", ["startTLS"], false),
  ])
  func capturedSTARTTLS(_ rest: String, _ expected: [String], _ isInjected: Bool) {
    let transcript = SMTPTranscript(
      client: wire(#"STARTTLS\r\n"# + rest), server: wire(#"220 mx\r\n220 go\r\n"#))
    let client = transcript.events.filter { $0.side == .client }
    let names = client.dropFirst().map { event in
      if case .command(let command) = event.kind { command.verb.name } else { event.kind.name }
    }
    #expect(names == expected)
    let defects = client.flatMap(\.defects).filter { $0.kind == .smtpPlaintextAfterSTARTTLS }
    #expect(defects.map(\.range.lowerBound) == (isInjected ? [10] : []))
  }

  @Test func brokenRepliesAreToldAndPassed() throws {
    let events = try Self.events("S: 220 mx\nC: NOOP\nS: 250-a\nS: 550 b\nC: NOOP\nS: what\nC: NOOP\nS: 250 ok\n")
    #expect(events.filter { $0.contains("smtp-reply-malformed") }.count == 2)
    #expect(events.filter { $0.contains("NOOP") }.count == 3)
    #expect(events.last == "S 28-36 250 - ok")
  }

  @Test func truncatedMessages() throws {
    let events = try Self.events("S: 220\nC: DATA\nS: 354\nC: a\n")
    #expect(events[3] == "C 6-9 message 3 none !truncated-input@9")
  }

  @Test(arguments: [
    ("S: 220\nhello\n", 2), ("From: a@b\n\nbody\n", 1), ("", 1), ("\n\n", 2), ("# nothing\n", 1),
    ("S: 220\n\nC: x\n<p>\n", 4),
  ])
  func whatIsNoTranscriptIsTold(_ text: String, _ line: Int) {
    #expect {
      try SMTPTranscript(parsing: Array(text.utf8).span)
    } throws: {
      let error = $0 as? SMTPTranscript.NotATranscript
      return error?.line == line && error.map { "\($0)".contains("\n") } == false
    }
  }

  @Test func escapes() throws {
    let text = "C: a\\tb\\0c\\x41\\xZZ\\\\n\\q\nC: no break\\\nC: \nS:\n"
    let transcript = try SMTPTranscript(parsing: Array(text.utf8).span)
    #expect(escaped(transcript.client) == #"a\tb\0cA\xZZ\n\q\r\nno break\r\n"#)
    #expect(escaped(transcript.server) == #"\r\n"#)
  }
}
