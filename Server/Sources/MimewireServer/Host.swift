import Logging
import MailNIO
import NIOCore
import NIOPosix
import NIOSSL
import SMTP

/// A server to send to, and on what terms.
struct Host: Sendable {
  var address: ListenAddress
  var tls: TLSUse
  /// Certificates to trust instead of the system's, as a PEM file.
  var trust: String?
  /// Whether a certificate must be good. Never asked of TLS that is only taken when offered.
  var verifies: Bool
  var credentials: SASL.Credentials?
  var isLMTP = false
  var timeouts = SMTPClient.Timeouts()

  /// A connection that is ready for a message: greeted, under TLS and authenticated as asked.
  ///
  /// TLS that is only taken when offered, and then fails, is done without (RFC 7435): mail that waits protects nobody.
  func connect(hello: String, logger: Logger) async throws -> SMTPClient {
    do {
      return try await connect(hello: hello, tls: tls, logger: logger)
    } catch SMTPClientError.network where tls == .may {
      return try await connect(hello: hello, tls: .off, logger: logger)
    }
  }

  private func connect(hello: String, tls: TLSUse, logger: Logger) async throws -> SMTPClient {
    let group = MultiThreadedEventLoopGroup.singleton
    let client = try await SMTPClient(
      ClientBootstrap(group: group), to: try resolved(), isLMTP: isLMTP, timeouts: timeouts, logger: logger)
    do {
      let offered = try await client.hello(hello)
      try await secure(client, offered, hello, tls)
      if let credentials { try await client.authenticate(credentials) }
      return client
    } catch {
      client.close()
      throw error
    }
  }

  private func secure(
    _ client: SMTPClient, _ offered: SMTPCapabilities, _ hello: String, _ tls: TLSUse
  ) async throws {
    switch tls {
    case .off: return
    case .may where !offered.extensions.contains(.startTLS): return
    case .must where !offered.extensions.contains(.startTLS):
      throw SMTPClientError.lacks(.startTLS, "TLS is asked for")
    case .may, .must: break
    }
    try await client.startTLS(try context(), serverHostname: hostname)
    try await client.hello(hello)
  }

  /// The name that a certificate is compared with; nil for an address, which no certificate of a mail server names.
  private var hostname: String? {
    guard case .port(let host, _) = address.kind, (try? SocketAddress(ipAddress: host, port: 0)) == nil else {
      return nil
    }
    return host
  }

  /// TLS that is only taken because it is offered proves nobody's name: whoever could change the traffic could have
  /// taken the offer away (RFC 7435).
  private func context() throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    if let trust { configuration.trustRoots = .file(trust) }
    if tls == .may || !verifies {
      configuration.certificateVerification = .none
    } else if hostname == nil {
      configuration.certificateVerification = .noHostnameVerification
    }
    return try NIOSSLContext(configuration: configuration)
  }

  private func resolved() throws -> SocketAddress {
    switch address.kind {
    case .port(let host, let port): try SocketAddress.makeAddressResolvingHost(host, port: port)
    case .unix(let path): try SocketAddress(unixDomainSocketPath: path)
    }
  }
}
