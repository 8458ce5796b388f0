import CAres
import NIOPosix

/// The hosts of a domain by DNS (RFC 5321 section 5.1): its MX records, else its own addresses.
///
/// Better preferences first, equal ones in random order. Where this server is itself in the list, only what is better
/// than it counts. A null MX (RFC 7505) says that the domain takes no mail.
struct MailExchangers: MailRouting {
  /// The server's own name.
  let domain: String
  /// `192.0.2.53:53,…`; nil for the system's.
  let servers: String?
  /// 25, but in a test.
  let port: Int
  let threads: NIOThreadPool

  func hosts(for domain: String) async throws -> [Host] {
    if let literal = MailExchangers.address(ofLiteral: domain) { return [host(literal)] }
    var names = [domain]
    if let exchanges = try await ask(.mx, domain)?.mailExchanges, !exchanges.isEmpty {
      guard exchanges.map(\.name) != [""] else {
        throw RoutingError(status: "5.1.10", description: "\(domain) takes no mail (null MX)")
      }
      names = try order(exchanges, of: domain)
    }
    var hosts: [Host] = []
    var failure: RoutingError?
    for name in names {
      do {
        for type in [DNSAnswer.RecordType.aaaa, .a] {
          hosts += try await ask(type, name)?.addresses.map(host) ?? []
        }
      } catch let error as RoutingError {
        failure = error
      }
    }
    guard hosts.isEmpty else { return hosts }
    throw failure ?? RoutingError(status: "5.4.4", description: "no host of \(domain) has an address")
  }

  private func order(_ exchanges: [DNSAnswer.MailExchange], of domain: String) throws -> [String] {
    let own = exchanges.filter { $0.name.lowercased() == self.domain.lowercased() }.map(\.preference).min()
    let better = exchanges.shuffled().filter { $0.preference < own ?? .max }.sorted { $0.preference < $1.preference }
    guard !better.isEmpty else {
      throw RoutingError(status: "5.4.6", description: "\(domain) leads back to \(self.domain)")
    }
    return better.map(\.name)
  }

  private func host(_ address: String) -> Host {
    Host(address: ListenAddress(host: address, port: port), tls: .may, verifies: false)
  }

  /// `[192.0.2.1]` and `[IPv6:2001:db8::25]`
  private static func address(ofLiteral domain: String) -> String? {
    guard domain.hasPrefix("["), domain.hasSuffix("]") else { return nil }
    let inside = domain.dropFirst().dropLast()
    return String(inside.lowercased().hasPrefix("ipv6:") ? inside.dropFirst(5) : inside)
  }

  /// An answer; nil when there is no such record.
  ///
  /// - Throws: `RoutingError` when the name does not exist, or it cannot be said now.
  private func ask(_ type: DNSAnswer.RecordType, _ name: String) async throws -> DNSAnswer? {
    let servers = servers
    let (status, packet) = try await threads.runIfActive { MailExchangers.query(servers, name, type) }
    switch status {
    case ARES_SUCCESS: return DNSAnswer(parsing: packet)
    case ARES_ENODATA: return nil
    case ARES_ENOTFOUND:
      throw RoutingError(status: "5.1.2", description: "no such domain: \(name)")
    default:
      let reason = unsafe String(cString: ares_strerror(status))
      throw RoutingError(status: "4.4.3", description: "\(name): \(reason)")
    }
  }

  private static func query(
    _ servers: String?, _ name: String, _ type: DNSAnswer.RecordType
  ) -> (status: Int32, packet: [UInt8]) {
    var bytes: UnsafeMutablePointer<UInt8>?
    var count: Int32 = 0
    let status = unsafe mw_dns_query(servers, name, type.rawValue, 2_000, 2, &bytes, &count)
    // The packet is malloc's and `count` octets long; it is copied and freed here.
    guard let start = unsafe bytes else { return (status, []) }
    defer { unsafe free(start) }
    return unsafe (status, Array(UnsafeBufferPointer(start: start, count: Int(count))))
  }
}
