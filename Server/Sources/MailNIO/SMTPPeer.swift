public import NIOCore

/// What a server knows about the client of one connection.
///
///     EHLO mail.example.org, after STARTTLS and AUTH      domain "mail.example.org", protocolName "ESMTPSA"
public struct SMTPPeer: Sendable {
  /// Where the client connected from; nil when the transport cannot tell.
  public let address: SocketAddress?
  /// What the client called itself in EHLO, HELO or LHLO; empty before.
  public internal(set) var domain = ""
  /// Whether the connection is under TLS.
  public internal(set) var isSecure = false
  /// Who the client has proved to be.
  public internal(set) var user: String?
  var greeting = Greeting.none

  /// How the client said hello.
  enum Greeting: Sendable {
    case none, helo, ehlo, lhlo
  }

  init(address: SocketAddress?) {
    self.address = address
  }

  /// What the `with` clause of Received says: SMTP, ESMTP, ESMTPS, ESMTPA, ESMTPSA or LMTP with the same letters
  /// (RFC 3848).
  public var protocolName: String {
    let base =
      switch greeting {
      case .none, .helo: "SMTP"
      case .ehlo: "ESMTP"
      case .lhlo: "LMTP"
      }
    guard greeting == .ehlo || greeting == .lhlo else { return base }
    return base + (isSecure ? "S" : "") + (user == nil ? "" : "A")
  }

  /// The address without its port, as it stands in a log line or an address literal: `192.0.2.1`, `2001:db8::25`.
  public var ipAddress: String? { address?.ipAddress }
}
