import ArgumentParser
import NIOCore

/// Where a listener waits: `127.0.0.1:2525`, `[::1]:24`, `mail.example.org:25`, or `unix:/run/lmtp`.
struct ListenAddress: ExpressibleByArgument, Sendable, Hashable, CustomStringConvertible {
  enum Kind: Sendable, Hashable {
    case port(host: String, Int)
    case unix(path: String)
  }

  let kind: Kind

  init(host: String, port: Int) {
    kind = .port(host: host, port)
  }

  init?(argument: String) {
    if argument.hasPrefix("unix:") {
      let path = String(argument.dropFirst("unix:".count))
      guard !path.isEmpty else { return nil }
      kind = .unix(path: path)
      return
    }
    guard let colon = argument.lastIndex(of: ":"), let port = Int(argument[argument.index(after: colon)...]),
      0...65_535 ~= port
    else { return nil }
    var host = argument[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty else { return nil }
    kind = .port(host: String(host), port)
  }

  var description: String {
    switch kind {
    case .port(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}
