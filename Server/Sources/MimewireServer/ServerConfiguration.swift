import Foundation
import MailNIO
import NIOCore
import NIOSSL
import SMTP

/// What is wrong with what the server was told, in one line.
struct ConfigurationError: Error, CustomStringConvertible {
  let what: String
  let reason: String

  var description: String { "\(what): \(reason)" }
}

/// Everything that the server needs, read and checked before a port is open.
struct ServerConfiguration: Sendable {
  var domain: String
  var users: UserDirectory
  var store: MaildirStore
  var spool: Spool?
  var tls: NIOSSLContext?
  var listeners: [Listener]
  /// Where mail to other hosts goes.
  var relaying = Relaying.byDNS(servers: nil, port: 25)
  var schedule = Relay.Schedule()
  var connectionLimits = Connections.Limits()
  var sessionLimits = SMTPLimits()
  var commandTimeout = TimeAmount.minutes(5)
  var grace = TimeAmount.seconds(30)
  var discards = false

  /// How the next host of a message is found.
  enum Relaying: Sendable {
    case smartHost(ListenAddress)
    case byDNS(servers: String?, port: Int)
  }

  /// One port.
  struct Listener: Sendable {
    enum Service: String, Sendable {
      case smtp, submission, lmtp
    }

    var service: Service
    var address: ListenAddress
  }

  /// What the connections of a listener are like.
  func options(of service: Listener.Service) -> SMTPServerOptions {
    var session = SMTPServerConfiguration()
    session.role = service == .lmtp ? .lmtp : .smtp
    session.limits = sessionLimits
    if service != .lmtp, tls != nil { session.mechanisms = ["PLAIN", "LOGIN"] }
    session.requiresAuthentication = service == .submission
    var options = SMTPServerOptions(domain: domain, session: session, tls: tls)
    options.commandTimeout = commandTimeout
    options.dataTimeout = commandTimeout
    return options
  }
}

extension ServeCommand {
  /// What the options say, checked.
  func configuration() throws -> ServerConfiguration {
    guard (try? SMTPRequest.ehlo(domain)) != nil else {
      throw ConfigurationError(what: "--domain \(domain)", reason: "not a domain")
    }
    let domains = [domain] + localDomains
    guard let text = try? String(contentsOfFile: users, encoding: .utf8) else {
      throw ConfigurationError(what: "--users \(users)", reason: "cannot be read")
    }
    let directory = try UserDirectory(parsing: text, path: users, domains: domains)
    let store = MaildirStore(root: maildir, host: domain)
    for mailbox in directory.mailboxes { try store.prepare(mailbox) }
    let spool = spool.map { Spool(path: $0) }
    try spool?.prepare()
    let tls = try makeTLS()
    var configuration = ServerConfiguration(
      domain: domain, users: directory, store: store, spool: spool, tls: tls, listeners: try listeners(tls))
    configuration.connectionLimits.all = maxConnections
    configuration.connectionLimits.ofOneClient = maxConnectionsPerClient
    configuration.sessionLimits.message = maxSize
    configuration.sessionLimits.recipients = maxRecipients
    configuration.commandTimeout = .seconds(Int64(commandTimeout))
    configuration.grace = .seconds(Int64(grace))
    configuration.discards = discard
    configuration.schedule.first = retry
    configuration.schedule.expiry = expiry
    configuration.relaying = relayHost.map { .smartHost($0) } ?? .byDNS(servers: resolver, port: mxPort)
    return configuration
  }

  private func listeners(_ tls: NIOSSLContext?) throws -> [ServerConfiguration.Listener] {
    let wanted: [(ServerConfiguration.Listener.Service, ListenAddress?)] = [
      (.smtp, smtp), (.submission, submission), (.lmtp, lmtp),
    ]
    let listeners = wanted.compactMap { service, address in
      address.map { ServerConfiguration.Listener(service: service, address: $0) }
    }
    guard !listeners.isEmpty else {
      throw ConfigurationError(what: "serve", reason: "nothing to do: give --smtp, --submission or --lmtp")
    }
    guard submission == nil || tls != nil else {
      throw ConfigurationError(what: "--submission", reason: "needs --certificate and --key: AUTH is under TLS only")
    }
    return listeners
  }

  private func makeTLS() throws -> NIOSSLContext? {
    switch (certificate, key) {
    case (nil, nil): return nil
    case (let certificate?, let key?): return try ServerTLS.context(certificate: certificate, key: key)
    default: throw ConfigurationError(what: "--certificate and --key", reason: "one needs the other")
    }
  }
}

enum ServerTLS {
  /// A server's context from PEM files.
  static func context(certificate: String, key: String) throws -> NIOSSLContext {
    let chain: [NIOSSLCertificateSource]
    do {
      chain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
      guard !chain.isEmpty else { throw ConfigurationError(what: certificate, reason: "holds no certificate") }
    } catch {
      throw ConfigurationError(what: "--certificate \(certificate)", reason: "\(error)")
    }
    do {
      let privateKey = try NIOSSLPrivateKey(file: key, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain, privateKey: .privateKey(privateKey))
      configuration.minimumTLSVersion = .tlsv12
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw ConfigurationError(what: "--key \(key)", reason: "\(error)")
    }
  }
}
