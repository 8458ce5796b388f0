import Logging
import MailNIO
import NIOCore
import NIOPosix
import SMTP
import Testing

/// The client against the server of this package, with more and less on offer.
@Suite(.timeLimit(.minutes(1)))
struct SMTPClientTests {
  private static let offers: [SMTPExtensions] = [
    [], [.pipelining], [.chunking], [.pipelining, .chunking], [.pipelining, .chunking, .size, .dsn, .eightBitMIME],
  ]

  /// Runs a server that keeps what it gets, and a client that has said hello.
  private func connected(
    offering extensions: SMTPExtensions, role: SMTPServerConfiguration.Role = .smtp, policy: Keeping = Keeping(),
    limit: UInt64? = nil, _ body: (SMTPClient) async throws -> Void
  ) async throws {
    var options = SMTPServerOptions(domain: "mx.example.org")
    options.session.extensions = extensions
    options.session.role = role
    options.session.limits.message = limit
    let (made, logger) = (options, Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(SMTPServerHandler(made, policy: policy, logger: logger))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let address = try #require(server.localAddress)
    let client = try await SMTPClient(
      ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton), to: address, isLMTP: role == .lmtp,
      logger: logger)
    try await client.hello("client.example")
    try await body(client)
    await client.quit()
    try await server.close()
  }

  private func envelope(_ recipients: [String]) throws -> SMTPEnvelope {
    var envelope = SMTPEnvelope(reversePath: try SMTPMailbox("ann@example.org"))
    envelope.recipients = try recipients.map { .init(try SMTPMailbox($0)) }
    return envelope
  }

  @Test(arguments: offers, ["", "a\r\n", ".\r\n..\r\n.x", String(repeating: ".0123456789\r\n", count: 60_000)])
  func aMessageArrivesAsItIs(extensions: SMTPExtensions, body: String) async throws {
    let policy = Keeping()
    let message = "Subject: x\r\n\r\n" + body
    try await connected(offering: extensions, policy: policy) { client in
      let replies = try await client.send(Array(message.utf8), envelope(["bob@example.com", "carl@example.com"]))
      #expect(replies.map(\.code.value) == [250, 250])
    }
    // DATA cannot end within a line.
    let wanted = extensions.contains(.chunking) || message.hasSuffix("\r\n") ? message : message + "\r\n"
    #expect(policy.kept.messages == [wanted])
  }

  @Test(arguments: offers) func aRefusedRecipientDoesNotStopTheOthers(extensions: SMTPExtensions) async throws {
    let policy = Keeping()
    try await connected(offering: extensions, policy: policy) { client in
      let replies = try await client.send([], envelope(["nobody@example.com", "bob@example.com"]))
      #expect(replies.map(\.code.value) == [550, 250])
      // The next transaction is as the first.
      let second = try await client.send([], envelope(["nobody@example.com"]))
      #expect(second.map(\.code.value) == [550])
      let third = try await client.send(Array("\r\nx\r\n".utf8), envelope(["bob@example.com"]))
      #expect(third.map(\.code.value) == [250])
    }
    #expect(policy.kept.messages.count == 2)
    #expect(policy.kept.messages.last == "\r\nx\r\n")
  }

  @Test(arguments: offers) func whatTheReceiverRefusesIsRefused(extensions: SMTPExtensions) async throws {
    try await connected(offering: extensions) { client in
      let message = "Subject: virus\r\n\r\n" + String(repeating: "0123456789\r\n", count: 60_000)
      let replies = try await client.send(Array(message.utf8), envelope(["bob@example.com"]))
      #expect(replies.map(\.code.value) == [554])
      #expect(try await client.send(Array("\r\n".utf8), envelope(["bob@example.com"])).map(\.code.value) == [250])
    }
  }

  @Test func lmtpHasAReplyForEach() async throws {
    try await connected(offering: [.pipelining], role: .lmtp) { client in
      let replies = try await client.send(
        [], envelope(["bob@example.com", "nobody@example.com", "carl@example.com"]))
      #expect(replies.map(\.code.value) == [250, 550, 250])
    }
  }

  @Test func whatTheServerLacksIsFoundBeforehand() async throws {
    let policy = Keeping()
    try await connected(offering: [.size], policy: policy, limit: 100) { client in
      let cases: [(message: String, recipient: String, lacking: SMTPExtensions)] = [
        ("\r\nGröße\r\n", "bob@example.com", .eightBitMIME), ("Subject: ö\r\n\r\n", "bob@example.com", .smtpUTF8),
        ("\r\n", "ö@example.com", .smtpUTF8), ("\r\n" + String(repeating: "x", count: 100), "bob@example.com", .size),
        ("\r\na\nb\r\n", "bob@example.com", .binaryMIME), ("\r\na\rb\r\n", "bob@example.com", .binaryMIME),
      ]
      for (message, recipient, lacking) in cases {
        let error = await #expect(throws: SMTPClientError.self) {
          try await client.send(Array(message.utf8), envelope([recipient]))
        }
        guard case .lacks(lacking, _)? = error else {
          Issue.record("\(message.debugDescription): \(String(describing: error))")
          continue
        }
      }
    }
    #expect(policy.kept.envelopes == [])
  }
}
