/// What a server session serves and how strictly: everything it needs to know before the first byte.
public struct SMTPServerConfiguration: Sendable, Hashable {
  /// Which protocol. Submission (RFC 6409) is SMTP with `requiresAuthentication`.
  public enum Role: Sendable, Hashable {
    /// RFC 5321
    case smtp
    /// RFC 2033: LHLO, and after the message one reply for each accepted recipient
    case lmtp
  }

  /// Which protocol is spoken.
  public var role = Role.smtp
  /// What may be advertised; see `offeredExtensions`.
  public var extensions: SMTPExtensions = [
    .pipelining, .size, .eightBitMIME, .smtpUTF8, .dsn, .enhancedStatusCodes, .chunking,
  ]
  /// The mechanisms of AUTH, in upper case.
  public var mechanisms: [String] = []
  /// How much of each thing is taken.
  public var limits = SMTPLimits()
  /// Which departures are tolerated.
  public var leniency = SMTPLeniency.strict
  /// What to do about the content of messages.
  public var policy = MessagePolicy()
  /// Whether the transport is TLS.
  public var isSecure = false
  /// Whether nothing but NOOP, EHLO, STARTTLS and QUIT is served without TLS (RFC 3207 section 4).
  public var requiresTLS = false
  /// Whether MAIL needs AUTH first (RFC 6409 section 4.3).
  public var requiresAuthentication = false
  /// Whether a PROXY header comes first; without it the connection is closed.
  public var expectsProxy = false

  /// The configuration above.
  public init() {}

  /// The extensions that are offered on this transport, and so allowed: STARTTLS not under TLS (RFC 3207 section
  /// 4.2), REQUIRETLS only there (RFC 8689 section 2), BINARYMIME only with CHUNKING (RFC 3030 section 3), AUTH only
  /// with a mechanism.
  public var offeredExtensions: SMTPExtensions {
    var offered = extensions
    offered.remove(isSecure ? .startTLS : .requireTLS)
    if !offered.contains(.chunking) { offered.remove(.binaryMIME) }
    if mechanisms.isEmpty { offered.remove(.auth) }
    return offered
  }

  /// What to offer in the reply to EHLO or LHLO: what is allowed, and the limits that extensions tell.
  public func capabilities(domain: String, greeting: String = "") -> SMTPCapabilities {
    var capabilities = SMTPCapabilities(
      domain: domain, greeting: greeting, extensions: offeredExtensions, mechanisms: mechanisms)
    capabilities.sizeLimit = limits.message
    capabilities.limits.recipientMax = limits.recipients
    return capabilities
  }
}
