import ArgumentParser
import Foundation
import Logging
import MailNIO
import NIOCore
import NIOPosix
import NIOSSL
import SMTP
import ServiceLifecycle
import UnixSignals

/// Takes mail: by SMTP from other servers, by submission from users, by LMTP from a relay.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Take mail by SMTP, submission and LMTP, and store it in Maildirs.",
    discussion: """
      When all ports are open, a line `listening smtp 127.0.0.1:2525` for each goes to standard output. SIGTERM and \
      SIGINT end the server: messages under way are finished, clients are told 421. TLS towards other hosts is taken \
      when it is offered, and proves nobody's name: there is no MTA-STS and no DANE.
      """)

  @Option(help: "The server's name. Mail of this domain is delivered here.")
  var domain: String

  @Option(name: .customLong("local-domain"), help: "Another domain whose mail is delivered here; may be repeated.")
  var localDomains: [String] = []

  @Option(help: "The users file: lines of ADDRESS:HASH, where `mimewire-server password` makes the hash.")
  var users: String

  @Option(help: "The folder of the Maildirs: one a user, named by the address.")
  var maildir: String

  @Option(help: "The folder where mail of users to other hosts waits; without it none is taken.")
  var spool: String?

  @Option(help: "The host that takes all mail to other hosts, HOST:PORT, instead of their own by DNS.")
  var relayHost: ListenAddress?

  @Option(help: "The DNS servers to ask, ADDRESS:PORT with commas between, instead of the system's.")
  var resolver: String?

  @Option(help: ArgumentHelp("The port of other hosts that DNS names.", visibility: .hidden))
  var mxPort = 25

  @Option(help: "Seconds before mail to another host is tried again.")
  var retry = 60

  @Option(help: "Seconds after which mail to another host is returned to its sender.")
  var expiry = 5 * 86_400

  @Option(help: "Where to take SMTP from other servers: HOST:PORT.")
  var smtp: ListenAddress?

  @Option(help: "Where to take submissions of users, who must authenticate: HOST:PORT.")
  var submission: ListenAddress?

  @Option(help: "Where to take LMTP: HOST:PORT or unix:PATH.")
  var lmtp: ListenAddress?

  @Option(help: "The certificate chain for STARTTLS, PEM.")
  var certificate: String?

  @Option(help: "The private key of the certificate, PEM.")
  var key: String?

  @Option(help: "The largest message, in octets.")
  var maxSize: UInt64 = 50 << 20

  @Option(help: "The most recipients of one message.")
  var maxRecipients = 1_000

  @Option(help: "The most connections.")
  var maxConnections = 5_000

  @Option(help: "The most connections of one client's address.")
  var maxConnectionsPerClient = 200

  @Option(help: "Seconds that a command may be in coming (RFC 5321: at least 300).")
  var commandTimeout = 300

  @Option(help: "Seconds that messages under way have at shutdown.")
  var grace = 30

  @Option(help: "How much is logged to standard error: debug, info, notice, warning, error.")
  var logLevel = "info"

  @Flag(help: "Take messages and throw them away, to measure what the rest costs.")
  var discard = false

  func run() async throws {
    let server: MailServer
    let logger: Logger
    do {
      logger = try makeLogger()
      server = MailServer(try configuration(), logger: logger)
      try await server.open()
    } catch {
      throw failure(error)
    }
    for (name, address) in server.addresses {
      // Not by `print`, which keeps what goes to a pipe.
      FileHandle.standardOutput.write(Data("listening \(name) \(address)\n".utf8))
    }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: server.services.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) },
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
  }

  private func makeLogger() throws -> Logger {
    guard let level = Logger.Level(rawValue: logLevel) else {
      throw ConfigurationError(what: "--log-level \(logLevel)", reason: "no such level")
    }
    var logger = Logger(label: "mimewire-server", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = level
    return logger
  }
}
