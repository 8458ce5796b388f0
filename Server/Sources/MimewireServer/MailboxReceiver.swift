import Logging
import MIME
import MailNIO
import NIOPosix
import SMTP
import WireBytes

/// Takes a message into the mailboxes here and into the spool of what goes on to other hosts, as it arrives.
///
/// Content waits in memory up to a threshold and is written from `drain`, on the thread pool: memory is bounded by the
/// connection, not by the message. A small message costs one trip to that pool, in `end`.
struct MailboxReceiver: SMTPMessageReceiver {
  private let route: Route
  private let isLMTP: Bool
  private let threads: NIOThreadPool
  private let hopLimit: Int
  private let logger: Logger
  /// To mailboxes here, with LF as files have it.
  private var local: MaildirDelivery?
  /// To other hosts, as it came.
  private var onward: MaildirDelivery?
  private var lineEnds = LineEnds()
  private var hops = 0
  private var isInHeaderSection = true

  /// Octets that wait for a file at most, but for what one read of the network brings on top.
  private static let threshold = 128 << 10

  init(
    _ route: Route, local: MaildirDelivery?, onward: MaildirDelivery?, isLMTP: Bool, hopLimit: Int,
    threads: NIOThreadPool, logger: Logger
  ) {
    self.route = route
    self.local = local
    self.onward = onward
    self.isLMTP = isLMTP
    self.hopLimit = hopLimit
    self.threads = threads
    self.logger = logger
  }

  /// Counts Received fields: more than any real path has are a loop (RFC 5321 section 6.3).
  mutating func receive(_ event: MessageEvent) -> SMTPReply? {
    guard isInHeaderSection else { return nil }
    switch event {
    case .field(let bytes, let layout):
      let name = bytes.extracting(0..<layout.nameEnd - layout.start)
      if name.equalsIgnoringCase("received") { hops += 1 }
    case .headerEnded: isInHeaderSection = false
    default: break
    }
    guard hops > hopLimit else { return nil }
    return SMTPReply(.failed, SMTPReply.Detail(4, 6), "Too many hops")
  }

  mutating func receive(_ content: Span<UInt8>) -> SMTPReply? {
    local?.append { output in lineEnds.convert(content, into: &output) }
    onward?.append { output in output.append(content) }
    return nil
  }

  mutating func drain() async -> SMTPReply? {
    guard max(local?.pendingCount ?? 0, onward?.pendingCount ?? 0) > MailboxReceiver.threshold else { return nil }
    let error: FileError? = await onThread { local, onward in
      do throws(FileError) {
        try local?.spill()
        try onward?.spill()
        return nil
      } catch {
        return error
      }
    }
    return error.flatMap(reply(to:))
  }

  mutating func end(_ summary: MessageSummary) async -> [SMTPReply] {
    local?.append { output in lineEnds.finish(into: &output) }
    let isLMTP = isLMTP
    let errors = await onThread { local, onward in
      // The spool first: what is delivered here may be read at once, what waits there can be taken back.
      let onwardErrors = onward?.finish() ?? []
      let localErrors = local?.finish() ?? []
      if !isLMTP, (onwardErrors + localErrors).contains(where: { $0 != nil }) {
        onward?.retract()
        local?.retract()
      }
      return [onwardErrors, localErrors]
    }
    guard let errors else { return [SMTPReply(.localError, SMTPReply.Detail(3, 0), "Shutting down")] }
    let refusals = errors.map { $0.map { $0.flatMap(reply(to:)) } }
    let name = local?.name ?? onward?.name ?? ""
    let accepted = SMTPReply(.ok, SMTPReply.Detail(0, 0), "Ok: \(name)")
    guard isLMTP else { return [refusals.joined().lazy.compactMap { $0 }.first ?? accepted] }
    return route.places.map { place in
      switch place {
      case .mailbox(let index): refusals[1][index] ?? accepted
      case .onward: refusals[0][0] ?? accepted
      }
    }
  }

  mutating func abort() async {
    _ = await onThread { local, onward in
      local?.abort()
      onward?.abort()
      return true
    }
  }

  /// Does what blocks; nil when the pool is closed already.
  private mutating func onThread<Result: Sendable>(
    _ work: @escaping @Sendable (inout MaildirDelivery?, inout MaildirDelivery?) -> Result?
  ) async -> Result? {
    let (local, onward) = (local, onward)
    // Kept once: two owners would make each write copy.
    (self.local, self.onward) = (nil, nil)
    let outcome = try? await threads.runIfActive {
      var (local, onward) = (local, onward)
      let result = work(&local, &onward)
      return (local, onward, result)
    }
    guard let outcome else { return nil }
    (self.local, self.onward) = (outcome.0, outcome.1)
    return outcome.2
  }

  private func reply(to error: FileError) -> SMTPReply {
    logger.error("cannot store", metadata: ["error": "\(error)"])
    return error.isFull
      ? SMTPReply(.insufficientStorage, SMTPReply.Detail(3, 1), "No room for the message")
      : SMTPReply(.localError, SMTPReply.Detail(3, 0), "The message cannot be stored now")
  }
}

/// Takes a message and keeps nothing of it: for measuring what the rest costs.
struct DiscardingReceiver: SMTPMessageReceiver {
  var messageLimits: MessageLimits? { nil }

  func end(_ summary: MessageSummary) -> [SMTPReply] {
    [SMTPReply(.ok, SMTPReply.Detail(0, 0), "Ok")]
  }
}
