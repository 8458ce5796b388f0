import CoreMetrics
import Metrics

/// What servers count, in the metrics system that the program has chosen.
struct SMTPServerMetrics: Sendable {
  private let connections = Counter(label: "smtp_server_connections")
  private let rejectedCommands = Counter(label: "smtp_server_commands_rejected")
  private let acceptedMessages = Counter(label: "smtp_server_messages_accepted")
  private let refusedMessages = Counter(label: "smtp_server_messages_refused")
  private let messageOctets = Counter(label: "smtp_server_message_octets")
  private let timeouts = Counter(label: "smtp_server_timeouts")

  /// One for all connections of the process, as a metrics system has them.
  static let shared = SMTPServerMetrics()

  func connectionBegan() { connections.increment() }
  func commandRejected() { rejectedCommands.increment() }
  func timedOut() { timeouts.increment() }

  func messageEnded(isAccepted: Bool, octets: UInt64) {
    (isAccepted ? acceptedMessages : refusedMessages).increment()
    messageOctets.increment(by: Int64(clamping: octets))
  }
}
