import Logging
import MailNIO
import NIOCore
import NIOPosix
import NIOSSL
import SMTP
import Testing

@testable import MimewireServer

/// The server over real connections on loopback.
@Suite(.timeLimit(.minutes(2)))
struct MailServerTests {
  @Test func aMessageIsStoredBelowItsTrace() async throws {
    try await TestServer.with { test in
      try await Wire.with(port: test.port()) { wire in
        #expect(try await wire.reply() == "220 example.org ESMTP ready")
        _ = try await wire.command("EHLO client.example")
        #expect(try await wire.command("MAIL FROM:<x@example.com>") == "250 2.1.0 Sender ok")
        #expect(try await wire.command("RCPT TO:<Bob@Example.org>") == "250 2.1.5 Recipient ok")
        #expect(try await wire.command("RCPT TO:<nobody@example.org>") == "550 5.1.1 No such mailbox here")
        #expect(try await wire.command("RCPT TO:<x@example.net>") == "550 5.7.1 Relaying denied")
        #expect(try await wire.command("DATA").hasPrefix("354 "))
        #expect(try await wire.command("Subject: a\r\n\r\n..b\r\n.").hasPrefix("250 2.0.0 Ok: "))
        #expect(try await wire.command("QUIT").hasPrefix("221 "))
      }
      let messages = try test.messages(of: "bob@example.org")
      let lines = try #require(messages.first).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(messages.count == 1)
      #expect(lines[0] == "Return-Path: <x@example.com>")
      #expect(lines[1] == "Received: from client.example ([127.0.0.1])")
      #expect(lines[2].hasPrefix("\tby example.org with ESMTP id "))
      #expect(lines[3] == "\tfor <Bob@Example.org>;")
      #expect(lines[5...].joined(separator: "\n") == "Subject: a\n\n.b\n")
    }
  }

  @Test(arguments: ["postmaster", "Postmaster@example.org", "POSTMASTER@EXAMPLE.ORG"])
  func postmasterIsAlwaysReached(path: String) async throws {
    try await TestServer.with { test in
      try await Wire.with(port: test.port()) { wire in
        _ = try await wire.reply()
        _ = try await wire.command("EHLO client.example")
        _ = try await wire.command("MAIL FROM:<>")
        #expect(try await wire.command("RCPT TO:<\(path)>") == "250 2.1.5 Recipient ok")
        _ = try await wire.command("DATA")
        #expect(try await wire.command("\r\nhelp\r\n.").hasPrefix("250 "))
      }
      #expect(try test.messages(of: "postmaster@example.org").count == 1)
    }
  }

  /// The ten end-of-data variants of the public scanners, each cut in two at every place: one message or a refusal,
  /// never a second message.
  @Test(arguments: [
    "\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r.\r\n", "\r\n.\r", "\n.\r", "\r.\n", "\r\n\0.\r\n", "\r\n.\0\r\n",
  ])
  func nothingIsSmuggled(end: String) async throws {
    let text =
      "a: b\r\n\r\nx\(end)MAIL FROM:<evil@x.test>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\n\r\nforged\r\n.\r\n"
    // The cuts that can matter: from before the variant to after the command behind it.
    let start = 9
    try await TestServer.with { test in
      for cut in start...start + end.utf8.count + 8 {
        try await Wire.with(port: test.port()) { wire in
          _ = try await wire.reply()
          _ = try await wire.command("EHLO client.example")
          _ = try await wire.command("MAIL FROM:<x@example.com>")
          _ = try await wire.command("RCPT TO:<bob@example.org>")
          _ = try await wire.command("DATA")
          try await wire.send(String(decoding: text.utf8.prefix(cut), as: UTF8.self))
          try await Task.sleep(for: .milliseconds(2))
          try await wire.send(String(decoding: text.utf8.dropFirst(cut), as: UTF8.self))
          let reply = try await wire.reply()
          // Its end is the last line's; what stands before is content, and holds a bare line break, or a dot and NULs.
          #expect(reply.hasPrefix("550 5.6.0 "))
          #expect(try await wire.command("NOOP") == "250 2.0.0 Ok")
        }
      }
      #expect(try test.messages(of: "bob@example.org").isEmpty)
    }
  }

  /// CVE-2011-0411: what comes in the clear behind STARTTLS never acts, in one segment with it or behind it.
  @Test(arguments: ["NOOP\r\n", "MAIL FROM:<evil@x.test>\r\n", "x"])
  func nothingIsInjectedBeforeTLS(injected: String) async throws {
    let tls = try TestServer.makeTLS()
    try await TestServer.with(tls: tls) { test in
      for isOneSegment in [true, false] {
        try await Wire.with(port: test.port()) { wire in
          _ = try await wire.reply()
          #expect(try await wire.command("EHLO client.example").contains("STARTTLS"))
          try await wire.send("STARTTLS\r\n" + (isOneSegment ? injected : ""))
          if !isOneSegment {
            #expect(try await wire.reply() == "220 2.0.0 Ready to start TLS")
            try await wire.send(injected)
          }
          if isOneSegment {
            #expect(try await wire.rest() == "")
          } else if injected.utf8.count > 1 {
            // TLS finds no handshake there, and says so in its own words.
            #expect(try await !wire.rest().contains("250"))
          }
        }
      }
    }
  }

  @Test func submissionNeedsAuthenticationUnderTLS() async throws {
    let tls = try TestServer.makeTLS()
    try await TestServer.with(services: [.submission], tls: tls) { test in
      try await Wire.with(port: test.port("submission")) { wire in
        _ = try await wire.reply()
        #expect(try await !wire.command("EHLO client.example").contains("AUTH"))
        #expect(try await wire.command("MAIL FROM:<ann@example.org>").hasPrefix("530 5.7.0 "))
      }
      let address = ListenAddress(host: "127.0.0.1", port: test.port("submission"))
      let wrong = Host(
        address: address, tls: .must, verifies: false,
        credentials: SASL.Credentials(user: "ann@example.org", password: "x"))
      await #expect(
        throws: SMTPClientError.refused(SMTPReply(.authenticationFailed, .init(7, 8), "Credentials are wrong"))
      ) {
        try await wrong.connect(hello: "client.example", logger: quiet)
      }
      var right = wrong
      right.credentials?.password = "secret"
      let client = try await right.connect(hello: "client.example", logger: quiet)
      var envelope = SMTPEnvelope(reversePath: try SMTPMailbox("ann@example.org"))
      envelope.recipients = [.init(try SMTPMailbox("bob@example.org")), .init(try SMTPMailbox("x@example.net"))]
      let replies = try await client.send(Array("Subject: x\r\n\r\nbody\r\n".utf8), envelope)
      #expect(replies.map(\.code.value) == [250, 250])
      await client.quit()
      #expect(try test.messages(of: "bob@example.org").first?.contains("with ESMTPSA id ") == true)
    }
  }

  @Test func aLargeMessageIsStoredWhole() async throws {
    let line = String(repeating: "0123456789", count: 7) + "\r\n"
    let message = "Subject: large\r\n\r\n" + String(repeating: line, count: 100_000) + ".\r\n"
    try await TestServer.with(services: [.smtp, .lmtp]) { test in
      for (name, isLMTP) in [("smtp", false), ("lmtp", true)] {
        let host = Host(
          address: ListenAddress(host: "127.0.0.1", port: test.port(name)), tls: .off, verifies: false, isLMTP: isLMTP
        )
        let client = try await host.connect(hello: "client.example", logger: quiet)
        var envelope = SMTPEnvelope(reversePath: nil)
        envelope.recipients = [.init(try SMTPMailbox("ann@example.org")), .init(try SMTPMailbox("bob@example.org"))]
        let replies = try await client.send(Array(message.utf8), envelope)
        #expect(replies.map(\.code.value) == [250, 250])
        await client.quit()
      }
      let wanted = message.replacing("\r\n", with: "\n")
      for mailbox in ["ann@example.org", "bob@example.org"] {
        let stored = try test.messages(of: mailbox)
        #expect(stored.count == 2 && stored.allSatisfy { $0.hasSuffix("\n" + wanted) })
        #expect(try test.unfinished(of: mailbox) == [])
      }
    }
  }

  @Test func aLoopIsRefused() async throws {
    let hops = String(repeating: "Received: from a by b; Wed, 25 Nov 2026 10:00:00 +0000\r\n", count: 101)
    try await TestServer.with { test in
      try await Wire.with(port: test.port()) { wire in
        _ = try await wire.reply()
        _ = try await wire.command("EHLO client.example")
        _ = try await wire.command("MAIL FROM:<x@example.com>")
        _ = try await wire.command("RCPT TO:<bob@example.org>")
        _ = try await wire.command("DATA")
        #expect(try await wire.command(hops + "\r\nround and round\r\n.") == "554 5.4.6 Too many hops")
      }
      #expect(try test.messages(of: "bob@example.org") == [])
      #expect(try test.unfinished(of: "bob@example.org") == [])
    }
  }

  @Test func oneClientHasSoManyConnections() async throws {
    try await TestServer.with(change: { $0.connectionLimits.ofOneClient = 1 }) { test in
      try await Wire.with(port: test.port()) { first in
        #expect(try await first.reply().hasPrefix("220 "))
        try await Wire.with(port: test.port()) { second in
          let text = try await second.rest()
          #expect(text == "421 4.7.0 example.org has too many connections\r\n")
        }
        #expect(try await first.command("NOOP") == "250 2.0.0 Ok")
      }
    }
  }

  @Test func shutdownLetsAMessageEnd() async throws {
    try await TestServer.with { test in
      try await Wire.with(port: test.port()) { wire in
        _ = try await wire.reply()
        _ = try await wire.command("EHLO client.example")
        _ = try await wire.command("MAIL FROM:<x@example.com>")
        _ = try await wire.command("RCPT TO:<bob@example.org>")
        _ = try await wire.command("DATA")
        await test.shutDown()
        try await Task.sleep(for: .milliseconds(100))
        #expect(try await wire.command("\r\nlast\r\n.").hasPrefix("250 "))
        #expect(try await wire.rest() == "421 4.3.2 example.org is shutting down\r\n")
      }
      #expect(try test.messages(of: "bob@example.org").count == 1)
    }
  }
}

let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
