internal import SystemPackage
internal import WireBytes

/// The messages of one open file, be it an mbox or a single message.
internal struct MailFile {
  private let path: String
  private let isNamed: Bool
  private let flags: String?
  private let limits: MailboxLimits

  private var stream: ByteStream
  private var consumed = 0
  private var stage = Stage.reading
  private var failure: MailboxError?
  private var messageCount = 0
  private let isEmpty: Bool

  /// The reader of an mbox; nil if the file is one message.
  private var reader: MboxReader?
  private var single: MessageBuffer

  private enum Stage { case reading, ending, ended }

  /// - Parameters:
  ///   - isNamed: whether a person named the file, and has to be told if no mail is in it.
  ///   - size: how many bytes a message that fills the whole file has, if that is known.
  init(
    _ stream: ByteStream, path: String, isNamed: Bool, isMbox: Bool, flags: String?, size: Int?,
    limits: MailboxLimits
  ) {
    self.path = path
    self.isNamed = isNamed
    self.flags = flags
    self.limits = limits
    self.stream = stream
    self.isEmpty = stream.chunk.isEmpty
    let messageBytes = stream.gunzip == nil ? limits.messageBytes : limits.inflatedMessageBytes
    single = MessageBuffer(limit: messageBytes)
    if isMbox {
      let overflow = stream.gunzip == nil ? DefectKind.limitMessage : .limitInflatedMessage
      reader = MboxReader(limits: limits, messageBytes: messageBytes, overflow: overflow)
    } else if let size, stream.gunzip == nil {
      single.reserve(size)
    }
  }

  /// The next message, or what went wrong; nil at the end.
  mutating func next() -> MailSource.Item? {
    while stage == .reading {
      if let message = takeFromChunk() { return .message(complete(message)) }
      do throws(Errno) {
        consumed = 0
        if single.isOverfull { stage = .ending } else if try !stream.readChunk() { stage = .ending }
      } catch {
        failure = MailboxError(path, error)
        stage = .ending
      }
    }
    if stage == .ending {
      if let message = takeLast() { return .message(complete(message)) }
      stage = .ended
      if failure == nil, isNamed, messageCount == 0 { failure = MailboxError(path, reasonForNothing) }
    }
    defer { failure = nil }
    return failure.map { .failure($0) }
  }

  /// Reads the rest of the chunk, up to the end of a message.
  private mutating func takeFromChunk() -> StoredMessage? {
    // A second reference to the same bytes, gone before they are overwritten: a span of `self.stream` would keep
    // all of `self` from changing.
    let stream = stream
    if reader == nil {
      single.append(stream.chunk)
      return nil
    }
    var cursor = ByteCursor(stream.chunk)
    cursor.advance(to: consumed)
    let message = reader?.next(from: &cursor)
    consumed = cursor.offset
    return message
  }

  /// The messages that end with the file; the last of them bears the defects of the file's end.
  private mutating func takeLast() -> StoredMessage? {
    if reader != nil {
      guard var message = reader?.finish() else { return nil }
      if reader?.isFinished == true { reportEnd(in: &message) }
      return message
    }
    guard single.count > 0 else { return nil }
    let isOverfull = single.isOverfull
    let bytes = single.take(.max)
    var message = StoredMessage(bytes: bytes, offset: 0, length: bytes.count, defects: DefectLog())
    if isOverfull {
      let kind = stream.gunzip == nil ? DefectKind.limitMessage : .limitInflatedMessage
      message.defects.report(kind, at: bytes.count..<bytes.count)
    }
    reportEnd(in: &message)
    if isNamed, failure == nil, bytes.allSatisfy({ $0 == 0 }) { failure = MailboxError(path, .onlyNUL) }
    return message
  }

  private func reportEnd(in message: inout StoredMessage) {
    let end = message.bytes.count..<message.bytes.count
    if failure != nil {
      message.defects.report(.truncatedInput, at: end)
      message.isTruncated = true
    }
    switch stream.gunzip?.ending {
    case nil, .complete:
      break
    case .trailingGarbage:
      message.defects.report(.gzipTrailingGarbage, at: end)
    case .inflationLimit:
      message.defects.report(.limitInflation, at: end)
    case .truncated:
      message.defects.report(.truncatedInput, at: end)
      message.isTruncated = true
    case .damaged:
      message.defects.report(.gzipDamaged, at: end)
      message.isTruncated = true
    }
  }

  private mutating func complete(_ message: StoredMessage) -> StoredMessage {
    messageCount += 1
    var message = message
    message.path = path
    message.maildirFlags = flags
    return message
  }

  private var reasonForNothing: MailboxError.Reason {
    guard isEmpty else { return .noMail }
    switch stream.gunzip?.ending {
    case .truncated, .damaged: return .gzipWithoutContent
    default: return .empty
    }
  }
}
