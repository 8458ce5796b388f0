import Logging
import MIME
import MailNIO
import NIOCore
import NIOEmbedded
import SMTP
import Testing
import WireBytes

/// A client's side of an embedded channel with a server handler.
private struct Dialogue {
  let channel = EmbeddedChannel()
  let kept: Kept

  init(
    _ options: SMTPServerOptions = SMTPServerOptions(domain: "mx.example.org"), policy: Keeping? = nil
  ) throws {
    let policy = policy ?? Keeping()
    kept = policy.kept
    let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    try channel.pipeline.syncOperations.addHandler(SMTPServerHandler(options, policy: policy, logger: logger))
    try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 1_234)).wait()
  }

  /// Everything that the server has said and that was not asked for yet.
  func replies() throws -> String {
    var text = ""
    while let buffer = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
    return text
  }

  func send(_ text: String) throws -> String {
    try channel.writeInbound(ByteBuffer(string: text))
    channel.embeddedEventLoop.run()
    return try replies()
  }

  /// Greeting, EHLO, MAIL and one RCPT.
  func open() throws {
    _ = try replies()
    _ = try send("EHLO client.example\r\n")
    let text = try send("MAIL FROM:<ann@example.org>\r\nRCPT TO:<bob@example.com>\r\n")
    #expect(text == "250 2.1.0 Sender ok\r\n250 2.1.5 Recipient ok\r\n")
  }
}

/// The same with a policy that suspends, which needs an event loop that other threads may call.
private struct SlowDialogue {
  let channel = NIOAsyncTestingChannel()
  let reads = ReadCounter()

  init(_ policy: Keeping) async throws {
    let (channel, reads) = (channel, reads)
    let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    try await channel.testingEventLoop.executeInContext {
      try channel.pipeline.syncOperations.addHandlers([
        reads, SMTPServerHandler(SMTPServerOptions(domain: "mx.example.org"), policy: policy, logger: logger),
      ])
    }
    try await channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 1_234))
  }

  func send(_ text: String) async throws {
    try await channel.writeInbound(ByteBuffer(string: text))
  }

  /// What the server says next, once it says something.
  func replies() async throws -> String {
    String(buffer: try await channel.waitForOutboundWrite(as: ByteBuffer.self))
  }
}

@Suite(.timeLimit(.minutes(1)))
struct SMTPServerHandlerTests {
  @Test func aMessageTravels() throws {
    let dialogue = try Dialogue()
    #expect(try dialogue.replies() == "220 mx.example.org ESMTP ready\r\n")
    let offered = try dialogue.send("EHLO client.example\r\n")
    #expect(offered.hasPrefix("250-mx.example.org\r\n"))
    #expect(!offered.contains("STARTTLS") && !offered.contains("AUTH"))
    #expect(
      try dialogue.send("MAIL FROM:<ann@example.org> SIZE=5\r\nRCPT TO:<bob@example.com>\r\nDATA\r\n")
        == "250 2.1.0 Sender ok\r\n250 2.1.5 Recipient ok\r\n354 End data with <CR><LF>.<CR><LF>\r\n")
    #expect(
      try dialogue.send("Subject: x\r\n\r\n..dot\r\n.\r\nQUIT\r\n")
        == "250 2.0.0 kept\r\n221 2.0.0 mx.example.org goodbye\r\n")
    #expect(dialogue.kept.messages == ["Subject: x\r\n\r\n.dot\r\n"])
    #expect(dialogue.kept.envelopes.map(\.recipients.count) == [1])
    #expect(dialogue.kept.protocols == ["ESMTP"])
    #expect(!dialogue.channel.isActive)
  }

  @Test func chunksMakeOneMessage() throws {
    let dialogue = try Dialogue()
    try dialogue.open()
    #expect(
      try dialogue.send("BDAT 6\r\n.\r\na\r\nBDAT 3 LAST\r\nb\r\n")
        == "250 2.0.0 Chunk received\r\n250 2.0.0 kept\r\n")
    #expect(dialogue.kept.messages == [".\r\na\r\nb\r\n"])
  }

  @Test func theReceiverRefusesWithinTheMessage() throws {
    let dialogue = try Dialogue()
    try dialogue.open()
    _ = try dialogue.send("DATA\r\n")
    // Nothing may be said before the message's true end.
    #expect(try dialogue.send("Subject: virus\r\n\r\nbody\r\n") == "")
    #expect(try dialogue.send("more\r\n.\r\n") == "554 5.7.1 Not this\r\n")
    #expect(dialogue.kept.messages == [])
    #expect(dialogue.kept.aborted == 1)
    #expect(try dialogue.send("NOOP\r\n") == "250 2.0.0 Ok\r\n")
  }

  @Test func aChunkIsRefusedAtOnce() throws {
    let dialogue = try Dialogue()
    try dialogue.open()
    #expect(try dialogue.send("BDAT 18\r\nSubject: virus\r\n\r\n") == "554 5.7.1 Not this\r\n")
    #expect(try dialogue.send("BDAT 2 LAST\r\n\r\n").hasPrefix("503 "))
    #expect(dialogue.kept.messages == [])
  }

  @Test func nothingIsReadWhileADecisionIsAwaited() async throws {
    let gate = Gate()
    let dialogue = try await SlowDialogue(Keeping(gate: gate))
    _ = try await dialogue.replies()
    try await dialogue.send("EHLO client.example\r\n")
    _ = try await dialogue.replies()
    let before = dialogue.reads.count
    try await dialogue.send("MAIL FROM:<slow@example.org>\r\nRSET\r\n")
    try await dialogue.channel.testingEventLoop.executeInContext { dialogue.channel.read() }
    #expect(dialogue.reads.count == before)
    gate.open()
    #expect(try await dialogue.replies() == "250 2.1.0 Sender ok\r\n250 2.0.0 Reset\r\n")
    // The read that was held is let go, behind the reply.
    try await dialogue.channel.testingEventLoop.executeInContext {}
    #expect(dialogue.reads.count == before + 1)
  }

  @Test func aSilentClientIsToldSo() throws {
    let dialogue = try Dialogue()
    _ = try dialogue.replies()
    dialogue.channel.embeddedEventLoop.advanceTime(by: .minutes(4))
    #expect(try dialogue.replies() == "")
    // Bytes that are no command do not gain time.
    _ = try dialogue.send("NO")
    dialogue.channel.embeddedEventLoop.advanceTime(by: .minutes(2))
    #expect(try dialogue.replies().hasPrefix("421 4.4.2 "))
    #expect(!dialogue.channel.isActive)
  }

  @Test func shutdownLetsAMessageEnd() throws {
    let dialogue = try Dialogue()
    try dialogue.open()
    _ = try dialogue.send("DATA\r\n")
    _ = try dialogue.send("Subject: x\r\n")
    dialogue.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    #expect(try dialogue.replies() == "")
    #expect(
      try dialogue.send("\r\n.\r\nMAIL FROM:<>\r\n")
        == "250 2.0.0 kept\r\n421 4.3.2 mx.example.org is shutting down\r\n")
    #expect(!dialogue.channel.isActive)
    #expect(dialogue.kept.messages.count == 1)
  }

  @Test func shutdownEndsAnIdleConnectionAtOnce() throws {
    let dialogue = try Dialogue()
    _ = try dialogue.replies()
    dialogue.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    #expect(try dialogue.replies() == "421 4.3.2 mx.example.org is shutting down\r\n")
    #expect(!dialogue.channel.isActive)
  }

  @Test func aLostConnectionAbortsItsMessage() async throws {
    let dialogue = try Dialogue()
    try dialogue.open()
    _ = try dialogue.send("DATA\r\n")
    _ = try dialogue.send("Subject: x\r\n\r\nbody\r\n")
    _ = try? dialogue.channel.finish()
    while dialogue.kept.aborted == 0 { try await Task.sleep(for: .milliseconds(1)) }
    #expect(dialogue.kept.messages == [])
  }

  @Test func tooManyMistakesEndTheConnection() throws {
    var options = SMTPServerOptions(domain: "mx.example.org")
    options.rejectedCommands = 2
    let dialogue = try Dialogue(options)
    _ = try dialogue.replies()
    let text = try dialogue.send("FOO\r\nFOO\r\nFOO\r\nNOOP\r\n")
    #expect(text.hasPrefix("500 5.5.2 ") && text.contains("421 4.7.0 ") && !text.contains("250 "))
    #expect(!dialogue.channel.isActive)
  }

  @Test func authenticationNeedsTLSUnlessAllowed() throws {
    var options = SMTPServerOptions(domain: "mx.example.org")
    options.session.mechanisms = ["PLAIN", "LOGIN"]
    let dialogue = try Dialogue(options)
    _ = try dialogue.replies()
    #expect(try !dialogue.send("EHLO client.example\r\n").contains("AUTH"))
    #expect(
      try dialogue.send("AUTH PLAIN AGFubgBzZWNyZXQ=\r\n") == "538 5.7.11 Must issue a STARTTLS command first\r\n")
    options.allowsPlaintextAuthentication = true
    let open = try Dialogue(options)
    _ = try open.replies()
    #expect(try open.send("EHLO client.example\r\n").contains("AUTH PLAIN LOGIN"))
    // ann / wrong, then ann / secret in two steps of LOGIN.
    #expect(try open.send("AUTH PLAIN AGFubgB3cm9uZw==\r\n") == "535 5.7.8 Credentials are wrong\r\n")
    #expect(try open.send("AUTH LOGIN\r\n") == "334 VXNlcm5hbWU6\r\n")
    #expect(try open.send("YW5u\r\n") == "334 UGFzc3dvcmQ6\r\n")
    #expect(try open.send("c2VjcmV0\r\n") == "235 2.7.0 Authenticated\r\n")
  }

  @Test(arguments: ["EHLO a.example\r\n", "\u{16}\u{3}\u{1}"])
  func whoSpeaksBeforeTheGreetingIsNotServed(early: String) async throws {
    let gate = Gate()
    let dialogue = try await SlowDialogue(Keeping(gate: gate, isGreetingSlow: true))
    try await dialogue.send(early)
    gate.open()
    let text = try await dialogue.replies()
    #expect(text.contains("421 4.5.0 ") && !text.contains("250"))
  }

  @Test func lmtpAnswersEachRecipient() throws {
    var options = SMTPServerOptions(domain: "mx.example.org")
    options.session.role = .lmtp
    let dialogue = try Dialogue(options)
    _ = try dialogue.replies()
    _ = try dialogue.send(
      "LHLO client.example\r\nMAIL FROM:<>\r\nRCPT TO:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n")
    #expect(try dialogue.send("\r\nx\r\n.\r\n") == "250 2.0.0 kept\r\n250 2.0.0 kept\r\n")
  }
}
