public import WireBytes

/// Cuts the bytes of an mbox into messages as they arrive: chunks of any size in, messages out.
///
/// A message begins after a separator line, `From ` with an address and a date, that is the first line of the
/// mailbox or has an empty line before it. The empty line belongs to the separator (RFC 4155 appendix A):
///
///     From ann@example.org Thu Jan  1 10:00:00 2026      envelopeLine of the first message
///     Subject: a                                         offset 46
///                                                        (this one ends the header section)
///     From here on it is text                            no date: body, and a defect
///                                                        in no message
///     From bob@example.org Thu Jan  1 11:00:00 2026      envelopeLine of the second
///
/// A Content-Length is believed if a separator or the end of the mailbox stands exactly where it says, an empty
/// line in between allowed. Then a `From ` line inside the body is body. Whether it is true is asked only when a
/// separator is met too early: the bytes up to the declared end are then held in a window, at most
/// `MailboxLimits.contentLengthLookahead`, and read again as messages when it was a lie. Each byte enters the
/// window once, so a mailbox of nothing but lies takes linear time.
///
///     var reader = MboxReader()
///     var input = ByteCursor(chunk)
///     while let message = reader.next(from: &input) { … }     // nil: wants the next chunk
///     while let message = reader.finish() { … }               // after the last one
public struct MboxReader: Sendable {
  private let limits: MailboxLimits
  private let overflow: DefectKind

  // Where the reader stands. Places are offsets in the mailbox; `offset` is that of the next byte.
  private var offset = 0
  private var place = Place.beforeFirst
  private var lineStart = 0
  /// The beginning of a line that a chunk edge cut, as much of it as tells what it is.
  private var lineHead: [UInt8] = []
  private var lastByte: UInt8 = 0
  private var lastBreakLength = 0
  /// After an empty line, how many bytes of it belong to a separator that may follow; else nil.
  private var emptyLineLength: Int?

  // The message that is being read.
  private var buffer: MessageBuffer
  private var start = 0
  private var envelopeLine: [UInt8]?
  private var contentLength: (value: Int, field: Range<Int>)?
  private var declaredEnd: Int?
  private var unescaped = DefectLog()
  private var quoteDepth = 0

  // A declared end in question, and the bytes held to answer it.
  private var suspect: Suspect?
  private var window: [UInt8] = []
  private var windowStart = 0
  /// Up to here the declared length was found true, and lines mean nothing.
  private var countedEnd: Int?

  // What the messages so far have shown of the mailbox.
  private var plainFormat = MboxFormat.mboxo
  private var countedFormat: MboxFormat?

  /// Whether `finish()` has returned the last message.
  internal private(set) var isFinished = false

  private enum Place { case beforeFirst, header, body }

  /// A separator met before the declared end of the message.
  private struct Suspect {
    let messageEnd: Int
    let line: Range<Int>
    let envelopeLine: [UInt8]
  }

  /// A reader at the first byte of a mailbox.
  public init(limits: MailboxLimits = MailboxLimits()) {
    self.init(limits: limits, messageBytes: limits.messageBytes, overflow: .limitMessage)
  }

  /// The same for a stream whose messages have a limit of their own.
  internal init(limits: MailboxLimits, messageBytes: Int, overflow: DefectKind) {
    self.limits = limits
    self.overflow = overflow
    self.buffer = MessageBuffer(limit: messageBytes)
  }

  /// The next message that ends in the input, or nil when all of the input is read.
  public mutating func next(from input: inout ByteCursor) -> StoredMessage? {
    while true {
      if let suspect {
        guard fillWindow(from: &input) else { return nil }
        if let message = resolve(suspect, atEnd: false) { return message }
      } else if windowStart < window.count {
        if let message = readWindow() { return message }
      } else if !input.isAtEnd {
        var index = input.offset
        let message = read(input.bytes, from: &index)
        input.advance(to: index)
        if let message { return message }
      } else {
        return nil
      }
    }
  }

  /// The messages that end with the mailbox: call it after the last chunk until it returns nil.
  public mutating func finish() -> StoredMessage? {
    while true {
      if let suspect {
        if let message = resolve(suspect, atEnd: true) { return message }
      } else if windowStart < window.count {
        if let message = readWindow() { return message }
      } else if lineStart < offset {
        // The last line has no line break.
        let line = MboxLine(lineHead.span, isFirst: place == .beforeFirst)
        if let message = take(line, upTo: offset, breakLength: 0) { return message }
      } else {
        guard place != .beforeFirst, !isFinished else { return nil }
        isFinished = true
        let isCounted = isDeclaredEnd(offset)
        return endMessage(at: offset - (emptyLineLength ?? 0), isCounted: isCounted)
      }
    }
  }

  // MARK: Lines

  /// Reads from `index` on until a message ends, a declared end becomes suspect, or all is read.
  private mutating func read(_ bytes: Span<UInt8>, from index: inout Int) -> StoredMessage? {
    // Bytes go to the buffer in long runs. It and `bytes[kept..<index]` are the mailbox from `start` to `offset`.
    var kept = index
    var message: StoredMessage?
    while index < bytes.count, message == nil, suspect == nil {
      if let countedEnd {
        let count = min(countedEnd - offset, bytes.count - index)
        index += count
        offset += count
        if offset == countedEnd { self.countedEnd = nil }
        lineStart = offset
        continue
      }
      guard let lf = bytes.firstIndex(of: ASCII.lf, from: index) else {
        lineHead.append(bytes.extracting(index..<bytes.count).extracting(first: lineHeadRoom))
        offset += bytes.count - index
        index = bytes.count
        continue
      }
      let line = takeLine(bytes.extracting(index..<lf))
      if case .from(_, isSeparator: true) = line {
        buffer.append(bytes.extracting(kept...lf))
        kept = lf + 1
      }
      offset += lf + 1 - index
      let isCRLF = (lf > 0 ? bytes[lf - 1] : lastByte) == ASCII.cr && offset - lineStart > 1
      index = lf + 1
      message = take(line, upTo: offset, breakLength: isCRLF ? 2 : 1)
      if start == offset { kept = index }
    }
    buffer.append(bytes.extracting(kept..<index))
    if index > 0 { lastByte = bytes[index - 1] }
    return message
  }

  private var lineHeadRoom: Int { MboxSeparator.longestLine - lineHead.count }

  /// Judges a line of which an earlier chunk may hold the beginning.
  private mutating func takeLine(_ rest: Span<UInt8>) -> MboxLine {
    let isFirst = place == .beforeFirst
    if lineHead.isEmpty { return MboxLine(rest, isFirst: isFirst) }
    lineHead.append(rest.extracting(first: lineHeadRoom))
    defer { lineHead.removeAll(keepingCapacity: true) }
    return MboxLine(lineHead.span, isFirst: isFirst)
  }

  /// Takes the line from `lineStart` to `end` for what it means here; returns the message that it ends.
  private mutating func take(_ line: MboxLine, upTo end: Int, breakLength: Int) -> StoredMessage? {
    let range = lineStart..<end
    defer {
      lineStart = end
      lastBreakLength = breakLength
    }
    switch (place, line) {
    case (.beforeFirst, .empty):
      // Blank lines before the first message are no message.
      start = end
    case (.beforeFirst, .from(let envelopeLine, isSeparator: true)):
      beginMessage(at: end, envelopeLine: envelopeLine)
    case (.beforeFirst, _):
      // Not an mbox, but asked to be one: a message without an envelope line.
      place = .header
      return take(line, upTo: end, breakLength: breakLength)
    case (.header, .empty):
      place = .body
      declaredEnd = contentLength.map { end + $0.value }
      // This empty line is the message's own, whatever follows.
      emptyLineLength = 0
    case (.header, .contentLength(let value)):
      if contentLength == nil { contentLength = (value, range) }
    case (.header, _):
      break
    case (.body, .empty):
      emptyLineLength = range.count
    case (.body, .from(let envelopeLine, let isSeparator)):
      if isSeparator { return separate(range, envelopeLine: envelopeLine) }
      reportUnescaped(range)
    case (.body, .quotedFrom(let depth)):
      quoteDepth = max(quoteDepth, depth)
      emptyLineLength = nil
    case (.body, _):
      emptyLineLength = nil
    }
    return nil
  }

  /// Takes a line in a body that has the form of a separator.
  private mutating func separate(_ line: Range<Int>, envelopeLine: [UInt8]) -> StoredMessage? {
    let isCounted = isDeclaredEnd(line.lowerBound)
    guard isCounted || emptyLineLength != nil else {
      reportUnescaped(line)
      return nil
    }
    let messageEnd = line.lowerBound - (emptyLineLength ?? 0)
    if let declaredEnd, declaredEnd > line.lowerBound {
      suspect = Suspect(messageEnd: messageEnd, line: line, envelopeLine: envelopeLine)
      return nil
    }
    let message = endMessage(at: messageEnd, isCounted: isCounted)
    beginMessage(at: line.upperBound, envelopeLine: envelopeLine)
    return message
  }

  private mutating func reportUnescaped(_ line: Range<Int>) {
    unescaped.report(.mboxFromUnescaped, at: line.lowerBound - start..<line.upperBound - start)
    emptyLineLength = nil
  }

  // MARK: Messages

  private mutating func beginMessage(at offset: Int, envelopeLine: [UInt8]) {
    start = offset
    place = .header
    self.envelopeLine = envelopeLine
    contentLength = nil
    declaredEnd = nil
    emptyLineLength = nil
    unescaped = DefectLog()
    quoteDepth = 0
    _ = buffer.take(0)
  }

  /// The message up to `end`, or up to its declared end if that was found true.
  private mutating func endMessage(at end: Int, isCounted: Bool) -> StoredMessage {
    let length = (isCounted ? declaredEnd ?? end : end) - start
    let bytes = buffer.take(length)
    var defects = DefectLog()
    if !isCounted {
      if declaredEnd != nil, let field = contentLength?.field {
        defects.report(.mboxContentLength, at: field.lowerBound - start..<field.upperBound - start)
      }
      defects.append(unescaped)
    }
    if bytes.count < length { defects.report(overflow, at: bytes.count..<bytes.count) }
    var message = StoredMessage(bytes: bytes, offset: start, length: length, defects: defects)
    message.envelopeLine = envelopeLine
    message.mboxFormat = format(isCounted: isCounted)
    return message
  }

  private mutating func format(isCounted: Bool) -> MboxFormat {
    guard isCounted else {
      if quoteDepth > 1 { plainFormat = .mboxrd }
      return plainFormat
    }
    if unescaped.total > 0 {
      countedFormat = .mboxcl2
    } else if quoteDepth > 0, countedFormat == nil {
      countedFormat = .mboxcl
    }
    return countedFormat ?? .mboxcl2
  }

  // MARK: Declared lengths

  /// Whether the declared end is at `offset`, or a line break before it.
  private func isDeclaredEnd(_ offset: Int) -> Bool {
    declaredEnd == offset || declaredEnd == offset - lastBreakLength
  }

  /// Moves input into the window until it shows what stands at the declared end; false if there is not enough.
  private mutating func fillWindow(from input: inout ByteCursor) -> Bool {
    guard let distance = declaredDistance else { return true }
    if windowStart > window.count / 2 {
      window.removeFirst(windowStart)
      windowStart = 0
    }
    // A line break, then the longest separator line.
    let target = windowStart + distance + 2 + MboxSeparator.longestLine
    let count = min(target - window.count, input.remaining)
    if count > 0 {
      window.append(input.bytes.extracting(input.offset..<input.offset + count))
      input.advance(to: input.offset + count)
    }
    return window.count >= target
  }

  /// How far the declared end is; nil if it is behind, or too far to look.
  private var declaredDistance: Int? {
    guard let declaredEnd, declaredEnd >= offset, declaredEnd - offset <= limits.contentLengthLookahead else {
      return nil
    }
    return declaredEnd - offset
  }

  /// Settles whether the message goes on to its declared end, or ended before the suspect line.
  private mutating func resolve(_ suspect: Suspect, atEnd: Bool) -> StoredMessage? {
    self.suspect = nil
    if let distance = declaredDistance, endsMessage(windowStart + distance, atEnd: atEnd) {
      reportUnescaped(suspect.line)
      countedEnd = declaredEnd
      return nil
    }
    let message = endMessage(at: suspect.messageEnd, isCounted: false)
    beginMessage(at: suspect.line.upperBound, envelopeLine: suspect.envelopeLine)
    return message
  }

  /// Whether a separator or the end of the mailbox stands at an index of the window, or a line break after it.
  private func endsMessage(_ index: Int, atEnd: Bool) -> Bool {
    guard index <= window.count else { return false }
    let rest = window.span.extracting(index..<window.count)
    var cursor = ByteCursor(rest)
    _ = cursor.skip(ASCII.cr)
    let hasBreak = cursor.skip(ASCII.lf)
    for start in hasBreak ? [0, cursor.offset] : [0] {
      if start == rest.count { return atEnd }
      let line = rest.extracting(start..<(rest.firstIndex(of: ASCII.lf, from: start) ?? rest.count))
      if case .from(_, isSeparator: true) = MboxLine(line, isFirst: false) { return true }
    }
    return false
  }

  /// Reads from the window as if it were input.
  private mutating func readWindow() -> StoredMessage? {
    let bytes = window
    var index = windowStart
    window = []
    windowStart = 0
    let message = read(bytes.span, from: &index)
    if index < bytes.count {
      window = bytes
      windowStart = index
    }
    return message
  }
}
