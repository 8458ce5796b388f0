import Logging
import MailNIO
import NIOCore
import NIOConcurrencyHelpers
import NIOPosix
import SMTP
import ServiceLifecycle

/// The server: its ports, their connections, and how all of it ends.
final class MailServer: Service, Sendable {
  private let configuration: ServerConfiguration
  private let logger: Logger
  private let connections: Connections
  private let threads: NIOThreadPool
  private let group: MultiThreadedEventLoopGroup
  private let listening = NIOLockedValueBox<[(name: String, channel: any Channel)]>([])

  init(_ configuration: ServerConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
    self.connections = Connections(limits: configuration.connectionLimits)
    // Threads that wait for the disk; more of them only share its queue.
    self.threads = NIOThreadPool(numberOfThreads: 16)
    self.group = MultiThreadedEventLoopGroup.singleton
  }

  /// What runs until the program is told to end: the ports, and the relay if there is one.
  var services: [any Service] {
    guard let spool = configuration.spool else { return [self] }
    let routing: any MailRouting =
      switch configuration.relaying {
      case .smartHost(let address): SmartHost(host: Host(address: address, tls: .may, verifies: false))
      case .byDNS(let servers, let port):
        MailExchangers(domain: configuration.domain, servers: servers, port: port, threads: threads)
      }
    let relay = Relay(
      domain: configuration.domain, spool: spool, users: configuration.users, store: configuration.store,
      routing: routing, schedule: configuration.schedule, threads: threads, logger: logger)
    // Ended in the order from last to first: the ports before the relay, whose threads they share.
    return [relay, self]
  }

  /// The ports and where each listens, port 0 resolved.
  var addresses: [(name: String, address: String)] {
    listening.withLockedValue { listeners in
      listeners.map { name, channel in (name, channel.localAddress.map(MailServer.describe) ?? "?") }
    }
  }

  /// Opens all ports, or none.
  func open() async throws {
    threads.start()
    for listener in configuration.listeners {
      do {
        let channel = try await bind(listener)
        listening.withLockedValue { $0.append((listener.service.rawValue, channel)) }
      } catch {
        await closePorts()
        throw ConfigurationError(what: "--\(listener.service.rawValue) \(listener.address)", reason: "\(error)")
      }
    }
    // Nobody is served before everything stands.
    for (_, channel) in listening.withLockedValue({ $0 }) {
      try await channel.setOption(.autoRead, value: true).get()
    }
  }

  private func bind(_ listener: ServerConfiguration.Listener) async throws -> any Channel {
    let options = configuration.options(of: listener.service)
    let policy = MailPolicy(
      domain: configuration.domain, role: options.session.role, users: configuration.users, connections: connections,
      store: configuration.store, spool: configuration.spool, discards: configuration.discards, threads: threads,
      logger: logger)
    let (connections, logger) = (connections, logger)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1_024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelOption(.autoRead, value: false)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          connections.add(channel)
          try channel.pipeline.syncOperations.addHandler(
            SMTPServerHandler(options, policy: policy, logger: logger))
        }
      }
    switch listener.address.kind {
    case .port(let host, let port): return try await bootstrap.bind(host: host, port: port).get()
    case .unix(let path):
      return try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
    }
  }

  /// Serves until the program is told to end, then finishes what is under way.
  func run() async throws {
    logger.notice("serving", metadata: ["ports": .array(addresses.map { "\($0.name) \($0.address)" })])
    try await gracefulShutdown()
    await closePorts()
    connections.quiesce()
    let end = NIODeadline.now() + configuration.grace
    while connections.count > 0, NIODeadline.now() < end { try? await Task.sleep(for: .milliseconds(20)) }
    if connections.count > 0 { logger.warning("cut off", metadata: ["connections": "\(connections.count)"]) }
    connections.closeAll()
    logger.notice("stopped")
  }

  private func closePorts() async {
    for (_, channel) in listening.withLockedValue({ $0 }) { try? await channel.close().get() }
  }

  private static func describe(_ address: SocketAddress) -> String {
    switch address {
    case .v4: "\(address.ipAddress ?? ""):\(address.port ?? 0)"
    case .v6: "[\(address.ipAddress ?? "")]:\(address.port ?? 0)"
    case .unixDomainSocket: "unix:\(address.pathname ?? "")"
    }
  }
}
