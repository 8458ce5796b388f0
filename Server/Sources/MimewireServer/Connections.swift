import NIOCore
import Synchronization

/// The connections that are open: how many there are, and how all are reached at the end.
final class Connections: Sendable {
  /// How many may be open at once, and how many of one client's address.
  struct Limits: Sendable {
    var all = 5_000
    var ofOneClient = 200
  }

  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    var clients: [String: Int] = [:]
  }

  private let limits: Limits
  private let state = Mutex(State())

  init(limits: Limits) {
    self.limits = limits
  }

  /// How many are open.
  var count: Int { state.withLock { $0.channels.count } }

  /// Counts a connection until it closes.
  func add(_ channel: any Channel) {
    let client = channel.remoteAddress?.ipAddress
    let id = ObjectIdentifier(channel)
    state.withLock { state in
      state.channels[id] = channel
      if let client { state.clients[client, default: 0] += 1 }
    }
    channel.closeFuture.whenComplete { _ in
      self.state.withLock { state in
        state.channels[id] = nil
        guard let client, let count = state.clients[client] else { return }
        state.clients[client] = count > 1 ? count - 1 : nil
      }
    }
  }

  /// Whether the connection of this client that was added last is one too many.
  func isOverLimit(_ client: String?) -> Bool {
    state.withLock { state in
      state.channels.count > limits.all || client.map { state.clients[$0, default: 0] > limits.ofOneClient } ?? false
    }
  }

  /// Tells every connection to finish what it is about.
  func quiesce() {
    for channel in state.withLock({ Array($0.channels.values) }) {
      channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }
  }

  /// Closes what is still open.
  func closeAll() {
    for channel in state.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
  }
}
