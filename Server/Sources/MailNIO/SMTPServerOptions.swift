public import NIOCore
public import NIOSSL
public import SMTP

/// How a server's connections behave: what its sessions offer, how long they wait, what they put up with.
public struct SMTPServerOptions: Sendable {
  /// The server's own name, in the greeting and the replies to EHLO and HELO.
  public var domain: String
  /// What sessions serve and how strictly. STARTTLS is added where `tls` is set; AUTH is served under TLS only, unless
  /// `allowsPlaintextAuthentication`.
  public var session: SMTPServerConfiguration
  /// The server's certificate and key; without them there is no STARTTLS.
  public var tls: NIOSSLContext?
  /// Whether AUTH is served without TLS, which shows passwords to the network.
  public var allowsPlaintextAuthentication = false
  /// How long a command may be in coming (RFC 5321 section 4.5.3.2.7: at least 5 minutes). A client that sends a
  /// byte now and then gains nothing by it.
  public var commandTimeout = TimeAmount.minutes(5)
  /// How long a message may be silent.
  public var dataTimeout = TimeAmount.minutes(5)
  /// How many commands of a connection may be refused before it is closed with 421.
  public var rejectedCommands = 20
  /// How many commands may come between messages before the connection is closed with 421, recipients not counted.
  /// Postfix's number (`smtpd_junk_command_limit`).
  public var commandsWithoutMessage = 100

  /// A server of this name.
  public init(domain: String, session: SMTPServerConfiguration = SMTPServerConfiguration(), tls: NIOSSLContext? = nil)
  {
    self.domain = domain
    self.session = session
    self.tls = tls
  }

  /// What sessions are made with.
  var configuration: SMTPServerConfiguration {
    var configuration = session
    if tls != nil { configuration.extensions.insert(.startTLS) }
    if !configuration.mechanisms.isEmpty { configuration.extensions.insert(.auth) }
    return configuration
  }

  /// The reply to EHLO or LHLO: what is of use now.
  func capabilities(isSecure: Bool) -> SMTPCapabilities {
    let configuration = configuration
    var capabilities = SMTPCapabilities(
      domain: domain, extensions: configuration.extensions, mechanisms: configuration.mechanisms)
    // What STARTTLS gives is not offered twice (RFC 3207 section 4.2).
    if isSecure { capabilities.extensions.remove(.startTLS) }
    if !isSecure, !allowsPlaintextAuthentication { capabilities.extensions.remove(.auth) }
    capabilities.sizeLimit = configuration.limits.message
    return capabilities
  }
}
