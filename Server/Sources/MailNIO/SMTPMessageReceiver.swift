public import MIME
public import SMTP

/// Takes one message while it arrives: its content, unstuffed, and what a MIME parser sees in it.
///
/// For each piece that arrives come first the events of that piece, then the piece, then `drain`. A reply that one of
/// them returns refuses the message: its rest is read to its true end and thrown away, `abort` is called, and the
/// client gets the reply in answer to the message, or to the chunk.
///
///     events and content …  drain()  events and content …  drain()  end(summary)      or abort()
public protocol SMTPMessageReceiver: Sendable {
  /// The limits under which the message is parsed as it arrives; nil when no events are wanted. `MessageLimits()` if
  /// nothing else is said.
  var messageLimits: MessageLimits? { get }

  /// Something in the message. What the event borrows is gone when the function returns.
  mutating func receive(_ event: MessageEvent) -> SMTPReply?

  /// A piece of the content, with its CR LFs. It is gone when the function returns.
  mutating func receive(_ content: Span<UInt8>) -> SMTPReply?

  /// Called when the bytes that the network brought are used up: the place to wait for a disk. Nothing is read from
  /// the client until it returns.
  mutating func drain() async -> SMTPReply?

  /// The message is whole. The reply is the client's, and after a 250 the message is the server's to keep
  /// (RFC 5321 section 6.1).
  ///
  /// - Returns: one reply, or with LMTP one for each recipient; a missing one is the last again.
  mutating func end(_ summary: MessageSummary) async -> [SMTPReply]

  /// The message will never be whole: refused, or its connection is gone. Nothing more is called.
  mutating func abort() async
}

extension SMTPMessageReceiver {
  /// The usual limits.
  public var messageLimits: MessageLimits? { MessageLimits() }
  /// Events are not looked at.
  public mutating func receive(_ event: MessageEvent) -> SMTPReply? { nil }
  /// Content is not looked at.
  public mutating func receive(_ content: Span<UInt8>) -> SMTPReply? { nil }
  /// There is nothing to wait for.
  public mutating func drain() -> SMTPReply? { nil }
  /// There is nothing to clean up.
  public mutating func abort() {}
}
