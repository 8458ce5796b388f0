/// Says which hosts take the mail of a domain, in the order in which to try them.
protocol MailRouting: Sendable {
  /// - Throws: `RoutingError`
  func hosts(for domain: String) async throws -> [Host]
}

/// A domain that has no host, for now or for good.
struct RoutingError: Error, Hashable, CustomStringConvertible {
  /// `5.1.2`, `4.4.3`, … (RFC 3463)
  let status: String
  let description: String
}

/// Everything goes to one host.
struct SmartHost: MailRouting {
  let host: Host

  func hosts(for domain: String) -> [Host] { [host] }
}
