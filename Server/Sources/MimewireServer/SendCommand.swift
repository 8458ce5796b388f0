import ArgumentParser
import Foundation
import Logging
import MailNIO
import NIOCore
import NIOPosix
import SMTP

/// Sends one message: to a named host, or to the mail exchangers of its recipients.
struct SendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send",
    abstract: "Send a message by SMTP or LMTP, to a named host or by DNS.",
    discussion: """
      The message is read from a file or, without one, from standard input; LF line ends become CRLF. For each \
      recipient a line with the server's reply goes to standard output. Exit code 0: all have it; 1: not all; 2: none \
      could be asked.
      """)

  @Option(
    help: "The server: HOST:PORT or unix:PATH. Without it, the mail exchangers of each recipient's domain by DNS.")
  var server: ListenAddress?

  @Option(help: "The DNS servers to ask, ADDRESS:PORT with commas between, instead of the system's.")
  var resolver: String?

  @Option(help: ArgumentHelp("The port of hosts that DNS names.", visibility: .hidden))
  var mxPort = 25

  @Option(help: "The reverse-path; empty for none.")
  var from: String

  @Option(help: "A recipient; may be repeated.")
  var to: [String]

  @Option(help: "The name to say hello with.")
  var helo = "localhost"

  @Flag(help: "Speak LMTP.")
  var lmtp = false

  @Option(help: "STARTTLS: off, may (when offered), must (and the certificate counts).")
  var tls = TLSUse.may

  @Option(help: "The certificates to trust instead of the system's, PEM.")
  var trust: String?

  @Flag(help: "Take any certificate.")
  var insecure = false

  @Option(help: "The user to authenticate as; the password is read from the file of --password-file.")
  var user: String?

  @Option(help: "A file whose first line is the password.")
  var passwordFile: String?

  @Argument(help: "The message.")
  var message: String?

  func validate() throws {
    guard (user == nil) == (passwordFile == nil) else { throw ValidationError("--user needs --password-file") }
  }

  func run() async throws {
    do {
      let delivered = try await send()
      guard delivered else { throw ExitCode(1) }
    } catch let code as ExitCode {
      throw code
    } catch {
      throw failure(error)
    }
  }

  private func send() async throws -> Bool {
    let content = try readMessage()
    let envelope = try makeEnvelope()
    guard let server else { return try await sendByDNS(content, envelope) }
    let host = Host(
      address: server, tls: tls, trust: trust, verifies: !insecure, credentials: try credentials(), isLMTP: lmtp)
    return try await send(content, envelope, to: [host])
  }

  /// A domain after another, each to the first of its hosts that can be reached.
  private func sendByDNS(_ content: [UInt8], _ envelope: SMTPEnvelope) async throws -> Bool {
    let threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    let routing = MailExchangers(domain: helo, servers: resolver, port: mxPort, threads: threads)
    var isDelivered = true
    for (domain, recipients) in Dictionary(grouping: envelope.recipients, by: { $0.forwardPath?.domain ?? "" }) {
      var part = envelope
      part.recipients = recipients
      let reached = try await send(content, part, to: try await routing.hosts(for: domain))
      isDelivered = isDelivered && reached
    }
    try await threads.shutdownGracefully()
    return isDelivered
  }

  private func send(_ content: [UInt8], _ envelope: SMTPEnvelope, to hosts: [Host]) async throws -> Bool {
    var failure: (any Error)?
    for host in hosts {
      let client: SMTPClient
      do {
        client = try await host.connect(hello: helo, logger: Logger(label: "send") { _ in SwiftLogNoOpLogHandler() })
      } catch {
        failure = error
        continue
      }
      do {
        let replies = try await client.send(content, envelope)
        await client.quit()
        for (recipient, reply) in zip(envelope.recipients, replies) {
          let name = recipient.forwardPath?.description ?? "postmaster"
          print("\(name): \(reply.code.value) \(reply.enhancedStatus ?? "") \(reply.text)")
        }
        return replies.allSatisfy(\.isPositive)
      } catch {
        await client.quit()
        throw error
      }
    }
    throw failure ?? SMTPClientError.closed
  }

  private func readMessage() throws -> [UInt8] {
    let data: Data
    if let message {
      guard let content = FileManager.default.contents(atPath: message) else {
        throw ConfigurationError(what: message, reason: "cannot be read")
      }
      data = content
    } else {
      data = FileHandle.standardInput.readDataToEndOfFile()
    }
    return Array(data).withNetworkLineEnds
  }

  private func makeEnvelope() throws -> SMTPEnvelope {
    var envelope = SMTPEnvelope(reversePath: from.isEmpty ? nil : try mailbox(from))
    envelope.recipients = try to.map { SMTPEnvelope.Recipient(try mailbox($0)) }
    return envelope
  }

  private func mailbox(_ text: String) throws -> SMTPMailbox {
    do {
      return try SMTPMailbox(text)
    } catch {
      throw ConfigurationError(what: text, reason: "not an address")
    }
  }

  private func credentials() throws -> SASL.Credentials? {
    guard let user, let passwordFile else { return nil }
    guard let text = try? String(contentsOfFile: passwordFile, encoding: .utf8),
      let line = text.split(separator: "\n").first
    else { throw ConfigurationError(what: "--password-file \(passwordFile)", reason: "holds no password") }
    return SASL.Credentials(user: user, password: String(line))
  }
}

/// What to do about STARTTLS.
enum TLSUse: String, ExpressibleByArgument, CaseIterable, Sendable {
  case off, may, must
}

extension [UInt8] {
  /// CR LF for each LF that has no CR, as SMTP has line ends.
  var withNetworkLineEnds: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count + count / 40)
    var previous: UInt8 = 0
    for byte in self {
      if byte == 0x0A, previous != 0x0D { result.append(0x0D) }
      result.append(byte)
      previous = byte
    }
    return result
  }
}
