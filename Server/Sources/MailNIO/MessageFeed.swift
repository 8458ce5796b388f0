import MIME
import SMTP
import WireBytes

/// A message under way: its receiver, and the parser that tells the receiver what arrives.
///
/// Unchecked, because it is used by turns: by the connection's event loop, or by the one task that the event loop waits
/// for and does not touch the feed meanwhile. A value that is handed to and fro would be copied on the way.
final class MessageFeed: @unchecked Sendable {
  private var receiver: any SMTPMessageReceiver
  /// Why no more is handed on.
  private(set) var refusal: SMTPReply?
  /// Whether content came since the last `drain`.
  private(set) var needsDrain = false
  private let readsEvents: Bool
  private var reader: MessageReader

  init(to receiver: any SMTPMessageReceiver) {
    self.receiver = receiver
    self.readsEvents = receiver.messageLimits != nil
    self.reader = MessageReader(limits: receiver.messageLimits ?? MessageLimits())
  }

  /// Nobody takes the message, and the reply says why.
  init(refusal: SMTPReply) {
    self.receiver = Nobody()
    self.refusal = refusal
    self.readsEvents = false
    self.reader = MessageReader()
  }

  private struct Nobody: SMTPMessageReceiver {
    func end(_ summary: MessageSummary) -> [SMTPReply] { [] }
  }

  /// Hands on a piece of the content. Nothing of a refused message is handed on.
  func receive(_ content: Span<UInt8>) {
    guard refusal == nil, !content.isEmpty else { return }
    needsDrain = true
    if readsEvents { refusal = MessageFeed.read(content, with: &reader, to: &receiver) }
    if refusal == nil { refusal = receiver.receive(content) }
  }

  func drain() async {
    needsDrain = false
    guard refusal == nil else { return }
    refusal = await receiver.drain()
  }

  /// The replies to a message that is whole: the receiver's, unless it was refused.
  func end(_ summary: MessageSummary) async -> [SMTPReply] {
    if refusal == nil { refusal = summary.suggestedReply }
    if refusal == nil, readsEvents { refusal = MessageFeed.finish(&reader, to: &receiver) }
    guard let refusal else { return await receiver.end(summary) }
    await receiver.abort()
    return [refusal]
  }

  func abort() async {
    await receiver.abort()
  }

  /// Static, because an event borrows the reader while the receiver is changed.
  private static func read(
    _ content: Span<UInt8>, with reader: inout MessageReader, to receiver: inout any SMTPMessageReceiver
  ) -> SMTPReply? {
    var cursor = ByteCursor(content)
    while let event = reader.next(from: &cursor) {
      if let reply = receiver.receive(event) { return reply }
    }
    return nil
  }

  private static func finish(
    _ reader: inout MessageReader, to receiver: inout any SMTPMessageReceiver
  ) -> SMTPReply? {
    while let event = reader.finish() {
      if let reply = receiver.receive(event) { return reply }
    }
    return nil
  }
}
