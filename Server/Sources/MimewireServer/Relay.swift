import Logging
import MailNIO
import NIOCore
import NIOPosix
import SMTP
import ServiceLifecycle

/// Sends on what waits in the spool: tries each message, again and again with longer pauses while hosts say 4yz or
/// cannot be reached, and tells the sender when a host says 5yz or time is up.
///
///     2yz   done with that recipient
///     4yz, no connection   again after a quarter of the message's age, at least `Schedule.first`
///     5yz, or older than `Schedule.expiry`   a notice to the reverse-path, none for `<>`
final class Relay: Service, Sendable {
  /// When a message is tried again, and when no more.
  struct Schedule: Sendable {
    /// The pause after the first try, in seconds.
    var first = 60
    /// The longest pause.
    var longest = 3_600
    /// The age at which a message is given up (RFC 5321 section 4.5.4.1: 4 to 5 days).
    var expiry = 5 * 86_400
  }

  let domain: String
  let spool: Spool
  let users: UserDirectory
  let store: MaildirStore
  let routing: any MailRouting
  let schedule: Schedule
  let threads: NIOThreadPool
  let logger: Logger

  /// Messages that are sent at once.
  private static let width = 20

  init(
    domain: String, spool: Spool, users: UserDirectory, store: MaildirStore, routing: any MailRouting,
    schedule: Schedule, threads: NIOThreadPool, logger: Logger
  ) {
    self.domain = domain
    self.spool = spool
    self.users = users
    self.store = store
    self.routing = routing
    self.schedule = schedule
    self.threads = threads
    self.logger = logger
  }

  func run() async throws {
    do {
      try await cancelWhenGracefulShutdown { try await self.sendForever() }
    } catch is CancellationError {
      // The end that was asked for.
    }
  }

  /// Looks at the spool twice a second and tries what is due, so many messages at once: a host that is slow keeps no
  /// other waiting.
  private func sendForever() async throws {
    // When each message is next tried. A restart forgets it and tries all at once, which a crash makes right anyway.
    var due: [String: Int] = [:]
    var underWay: Set<String> = []
    try await withThrowingTaskGroup(of: (name: String, next: Int?)?.self) { group in
      group.addTask { nil }
      while let finished = try await group.next(), !Task.isCancelled {
        if let (name, next) = finished {
          underWay.remove(name)
          due[name] = next
          continue
        }
        let spool = spool
        let names = try await threads.runIfActive { spool.names() }
        let now = MailTime.now().seconds
        for name in names where due[name, default: 0] <= now && underWay.count < Relay.width {
          guard underWay.insert(name).inserted else { continue }
          group.addTask {
            // A task of its own, which shutdown does not cancel: between a host's 250 and the spool's note of it nothing
            // may come.
            (name, try await Task { try await self.attempt(name) }.value)
          }
        }
        group.addTask {
          try? await Task.sleep(for: .milliseconds(500))
          return nil
        }
      }
    }
  }

  /// Tries a message once.
  ///
  /// - Returns: when to try it again; nil when it is done with.
  private func attempt(_ name: String) async throws -> Int? {
    let spool = spool
    guard let (envelope, message) = try await threads.runIfActive({ spool.read(name) }) else { return nil }
    var outcome = Outcome()
    for (domain, recipients) in Dictionary(grouping: envelope.recipients, by: \.domain) {
      outcome.add(await send(message, envelope, to: recipients, at: domain))
    }
    let now = MailTime.now().seconds
    let age = now - envelope.since
    if age > schedule.expiry {
      outcome.failures += outcome.waiting.map { failure in
        var failure = failure
        failure.status = "4.4.7"
        return failure
      }
      outcome.waiting = []
    }
    logger.info(
      "relay",
      metadata: [
        "message": "\(name)", "sent": "\(outcome.sent)", "failed": "\(outcome.failures.count)",
        "waiting": "\(outcome.waiting.count)",
        "because": "\((outcome.failures + outcome.waiting).first?.diagnostic ?? "")",
      ])
    try await settle(name, envelope, message, outcome)
    return outcome.waiting.isEmpty ? nil : now + min(max(age / 4, schedule.first), schedule.longest)
  }

  /// Writes down what has become of a message. What fails here is tried again whole: twice is better than never.
  private func settle(
    _ name: String, _ envelope: SpooledEnvelope, _ message: [UInt8], _ outcome: Outcome
  ) async throws {
    let (spool, relay) = (spool, self)
    try await threads.runIfActive {
      if !outcome.failures.isEmpty { try relay.bounce(outcome.failures, envelope, message) }
      if outcome.waiting.isEmpty {
        spool.remove(name)
      } else if outcome.waiting.count < envelope.recipients.count {
        var rest = envelope
        rest.recipients = outcome.waiting.map(\.recipient)
        try spool.write(rest, message, name: name)
      }
    }
  }

  /// Tells the sender; nobody, when there is none or none wants to know.
  private func bounce(_ failures: [DeliveryStatus.Failure], _ envelope: SpooledEnvelope, _ message: [UInt8]) throws {
    let failures = failures.filter {
      $0.recipient.notify.map { SMTPParameter.Notify(rawValue: $0).contains(.failure) } ?? true
    }
    guard let reversePath = envelope.reversePath, let sender = try? SMTPMailbox(reversePath), !failures.isEmpty else {
      return
    }
    let name = store.uniqueName()
    let notice = DeliveryStatus(
      domain: domain, envelope: envelope, failures: failures, message: message, time: .now(), name: name)
    if let mailbox = users.mailbox(for: sender) {
      var delivery = store.delivery(to: [mailbox], name: name, lead: "Return-Path: <>\n")
      var lineEnds = LineEnds()
      delivery.append { lineEnds.convert(notice.bytes.span, into: &$0) }
      if let error = delivery.finish()[0] { throw error }
    } else if !users.isLocal(sender.domain) {
      var onward = SMTPEnvelope(reversePath: nil)
      onward.isInternationalized = sender.isInternationalized
      let recipients = [SMTPEnvelope.Recipient(sender)]
      let entry = SpooledEnvelope(onward, recipients: recipients, since: MailTime.now().seconds)
      try spool.write(entry, notice.bytes, name: name)
    }
  }

  // MARK: One domain

  /// What has become of recipients.
  struct Outcome: Sendable {
    var sent = 0
    var failures: [DeliveryStatus.Failure] = []
    var waiting: [DeliveryStatus.Failure] = []

    mutating func add(_ other: Outcome) {
      sent += other.sent
      failures += other.failures
      waiting += other.waiting
    }
  }

  private func send(
    _ message: [UInt8], _ envelope: SpooledEnvelope, to recipients: [SpooledEnvelope.Recipient], at domain: String
  ) async -> Outcome {
    func all(_ status: String, _ diagnostic: String, remote: String? = nil) -> Outcome {
      var outcome = Outcome()
      let failures = recipients.map {
        DeliveryStatus.Failure(recipient: $0, status: status, diagnostic: diagnostic, remote: remote)
      }
      if status.hasPrefix("5") { outcome.failures = failures } else { outcome.waiting = failures }
      return outcome
    }
    guard let onward = envelope.envelope(for: recipients) else { return all("5.1.3", "an address is malformed") }
    let hosts: [Host]
    do {
      hosts = try await routing.hosts(for: domain)
    } catch let error as RoutingError {
      return all(error.status, error.description)
    } catch {
      return all("4.4.3", "\(error)")
    }
    var last = all("4.4.1", "no host of \(domain) answers")
    for host in hosts {
      do {
        let client = try await host.connect(hello: self.domain, logger: logger)
        do {
          let replies = try await client.send(message, onward)
          await client.quit()
          return outcome(recipients, replies, remote: "\(host.address)")
        } catch {
          await client.quit()
          throw error
        }
      } catch SMTPClientError.refused(let reply) {
        let status = reply.enhancedStatus ?? "\(reply.code.severity).0.0"
        last = all(status, Relay.diagnostic(reply), remote: "\(host.address)")
        // What one host refuses for good the others would too.
        if reply.code.severity == 5 { return last }
      } catch SMTPClientError.lacks(let missing, let reason) {
        last = all(Relay.status(lacking: missing), reason, remote: "\(host.address)")
      } catch {
        last = all("4.4.1", "\(host.address): \(error)")
      }
    }
    return last
  }

  private func outcome(
    _ recipients: [SpooledEnvelope.Recipient], _ replies: [SMTPReply], remote: String
  ) -> Outcome {
    var outcome = Outcome()
    for (recipient, reply) in zip(recipients, replies) {
      guard !reply.isPositive else {
        outcome.sent += 1
        continue
      }
      let failure = DeliveryStatus.Failure(
        recipient: recipient, status: reply.enhancedStatus ?? "\(reply.code.severity).0.0",
        diagnostic: Relay.diagnostic(reply), remote: remote)
      if reply.code.severity == 5 { outcome.failures.append(failure) } else { outcome.waiting.append(failure) }
    }
    return outcome
  }

  private static func diagnostic(_ reply: SMTPReply) -> String {
    "\(reply.code.value) \(reply.enhancedStatus.map { $0 + " " } ?? "")\(reply.text)"
  }

  /// RFC 3463 section 3.7 and RFC 6531 section 3.5
  private static func status(lacking missing: SMTPExtensions) -> String {
    if missing.contains(.smtpUTF8) { return "5.6.7" }
    if missing.contains(.size) { return "5.3.4" }
    if missing.contains(.startTLS) { return "5.7.10" }
    return "5.6.3"
  }
}

extension SpooledEnvelope.Recipient {
  /// What comes after the last `@`, folded.
  var domain: String {
    forwardPath.split(separator: "@").last.map { $0.lowercased() } ?? ""
  }
}
