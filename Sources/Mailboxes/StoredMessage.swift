public import WireBytes

/// One message as it is stored: its bytes, where they stand, and what its container says of it.
public struct StoredMessage: Sendable {
  /// The message, byte for byte as stored: mbox quoting is not undone (see `MboxUnquoter`).
  public let bytes: [UInt8]
  /// The path of the file, `-` for standard input; empty for a message out of an `MboxReader` of your own.
  public internal(set) var path = ""
  /// The offset of the first byte in the file, or in the inflated stream of a `.gz`.
  public let offset: Int
  /// How many bytes are stored; more than `bytes` has if a limit was hit.
  public let length: Int
  /// The mbox line `From …` before the message, without its line break; nil if there is none.
  public internal(set) var envelopeLine: [UInt8]?
  /// How the mailbox keeps its messages apart; nil for a message that is a file of its own.
  public internal(set) var mboxFormat: MboxFormat?
  /// The flags in the name of a Maildir file, `FS` for `…:2,FS`; nil for other files.
  public internal(set) var maildirFlags: String?
  /// What is wrong with the container around the message, in ranges that count from the message's first byte.
  public internal(set) var defects: DefectLog
  /// Whether the input ended too early: a cut or damaged `.gz`, or a file that could not be read to its end.
  public internal(set) var isTruncated = false

  /// Whether a limit of `MailboxLimits` cut the message.
  public var isLimited: Bool {
    defects.count(of: .limitMessage) + defects.count(of: .limitInflatedMessage) + defects.count(of: .limitInflation)
      > 0
  }

  internal init(bytes: [UInt8], offset: Int, length: Int, defects: DefectLog) {
    self.bytes = bytes
    self.offset = offset
    self.length = length
    self.defects = defects
  }
}
