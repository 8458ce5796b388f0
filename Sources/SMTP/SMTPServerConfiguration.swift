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
  /// What is advertised, and so allowed.
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
}
