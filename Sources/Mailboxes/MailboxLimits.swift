/// How much a mailbox may ask of its reader.
///
/// A limit that is hit is reported as a defect of the message it cuts, and what was read up to there is kept.
/// There is no limit on a whole mailbox: it is never in memory.
public struct MailboxLimits: Sendable {
  /// The bytes of a message that are kept; 4 GiB. No real message comes near it: it makes `/dev/zero`, or a
  /// sparse file, end before memory does. Hit: `limit-message`.
  public var messageBytes = 4 << 30

  /// The same for a message out of a `.gz`, where bytes are cheap to send; 1 GiB. Hit: `limit-inflated-message`.
  public var inflatedMessageBytes = 1 << 30

  /// How many bytes each byte of a `.gz` may inflate to on average; 100. Deflate reaches 1,032, text stays
  /// below 20. Hit: `limit-inflation`, and the rest of the file is not read.
  public var inflationRatio = 100

  /// How many bytes are inflated before the ratio counts; 1 MiB.
  public var uncheckedInflationBytes = 1 << 20

  /// How far a Content-Length is followed beyond a line that looks like the next separator; 8 MiB. The bytes in
  /// between are held in memory until the length proves true or false. Not reached: `in-mbox-content-length`.
  public var contentLengthLookahead = 8 << 20

  /// The limits above.
  public init() {}
}
