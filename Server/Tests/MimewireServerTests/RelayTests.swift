import MailNIO
import NIOCore
import NIOPosix
import SMTP
import Testing

@testable import MimewireServer

/// Mail of users to other hosts: from the spool of one server into another's mailbox, by DNS.
@Suite(.timeLimit(.minutes(1)))
struct RelayTests {
  private let message = Array("From: ann@example.org\r\nSubject: relayed\r\n\r\n.body\r\n".utf8)

  /// Submits a message as ann to a server that asks this DNS server.
  private func submit(
    to recipients: [String], dns: TestDNS, port: Int, expiry: Int = 3_600,
    _ body: @escaping @Sendable (TestServer) async throws -> Void
  ) async throws {
    let tls = try TestServer.makeTLS()
    let message = message
    let change: (inout ServerConfiguration) -> Void = { configuration in
      configuration.relaying = .byDNS(servers: dns.address, port: port)
      configuration.schedule.first = 1
      configuration.schedule.expiry = expiry
    }
    try await TestServer.with(services: [.submission], tls: tls, change: change) { sender in
      let host = Host(
        address: ListenAddress(host: "127.0.0.1", port: sender.port("submission")), tls: .must, verifies: false,
        credentials: SASL.Credentials(user: "ann@example.org", password: "secret"))
      let client = try await host.connect(hello: "client.example", logger: quiet)
      var envelope = SMTPEnvelope(reversePath: try SMTPMailbox("ann@example.org"))
      envelope.recipients = try recipients.map { .init(try SMTPMailbox($0)) }
      let replies = try await client.send(message, envelope)
      #expect(!replies.contains { !$0.isPositive })
      await client.quit()
      try await body(sender)
    }
  }

  /// Waits until a mailbox has a message.
  private func message(in mailbox: String, of server: TestServer) async throws -> String {
    while true {
      if let message = try server.messages(of: mailbox).first { return message }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  @Test func theSecondExchangerTakesWhatTheFirstCannot() async throws {
    try await TestServer.with(host: "127.0.0.3", domain: "else.test", users: "bob@else.test:\n") { target in
      let dns = try await TestDNS(
        mx: ["else.test": [(5, "dead.test"), (10, "mx.test")]], a: ["dead.test": "127.0.0.2", "mx.test": "127.0.0.3"])
      try await submit(to: ["bob@else.test"], dns: dns, port: target.port()) { sender in
        let stored = try await message(in: "bob@else.test", of: target)
        #expect(stored.hasPrefix("Return-Path: <ann@example.org>\nReceived: from example.org ([127.0.0.1])\n"))
        #expect(stored.contains("with ESMTPSA id"))
        #expect(stored.hasSuffix("\nFrom: ann@example.org\nSubject: relayed\n\n.body\n"))
        // Nothing waits any more, and nothing came back.
        while Spool(path: sender.folder + "/spool").names() != [] { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try sender.messages(of: "ann@example.org") == [])
      }
      try await dns.close()
    }
  }

  @Test(arguments: [
    ("x@null.test", "5.1.10"), ("x@nowhere.test", "5.1.2"), ("nobody@else.test", "5.1.1"), ("x@loop.test", "5.4.6"),
  ])
  func whatCannotBeDeliveredComesBack(recipient: String, status: String) async throws {
    try await TestServer.with(host: "127.0.0.4", domain: "else.test", users: "bob@else.test:\n") { target in
      let dns = try await TestDNS(
        mx: ["else.test": [(10, "mx.test")], "null.test": [(0, "")], "loop.test": [(10, "example.org")]],
        a: ["mx.test": "127.0.0.4"])
      try await submit(to: [recipient], dns: dns, port: target.port()) { sender in
        let notice = try await message(in: "ann@example.org", of: sender)
        #expect(notice.hasPrefix("Return-Path: <>\n"))
        #expect(notice.contains("\nFinal-Recipient: rfc822; \(recipient)\nAction: failed\nStatus: \(status)\n"))
        #expect(notice.contains("\nSubject: relayed\n"))
      }
      try await dns.close()
    }
  }

  @Test func whatWaitsTooLongComesBack() async throws {
    let dns = try await TestDNS(mx: ["else.test": [(10, "dead.test")]], a: ["dead.test": "127.0.0.2"])
    // Nobody listens there.
    try await submit(to: ["bob@else.test"], dns: dns, port: 9, expiry: 0) { sender in
      let notice = try await message(in: "ann@example.org", of: sender)
      #expect(notice.contains("\nStatus: 4.4.7\n") || notice.contains("\nStatus: 5.4.7\n"))
    }
    try await dns.close()
  }
}
