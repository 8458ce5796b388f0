public import WireBytes

/// Stuffs one message for DATA: slices of the input, and what has to go between them (RFC 5321 section 4.5.2).
///
///     a CR LF | .b CR LF      .bytes(a CR LF)  .dot  .bytes(.b CR LF)      and `finish`: . CR LF
///
/// Chunks may be of any size. A bare CR or LF is refused, or becomes CR LF with `normalize`: sent as it is, a server
/// that takes it for a line break would see a dot after it as the end of the message, and what follows as commands.
/// NUL is refused unless allowed, because a reader that skips it sees an end in CR LF NUL . CR LF.
public struct DataWriter: Sendable {
  /// A piece of what goes on the wire.
  public enum Event: Sendable, Hashable {
    /// A range of the input's bytes.
    case bytes(Range<Int>)
    /// One dot, before a line that begins with one.
    case dot
    /// CR LF for a bare CR or LF.
    case lineBreak
  }

  /// Content that cannot be sent as it is.
  public enum Refusal: Error, Sendable, Hashable {
    /// A bare CR or LF, at this offset from the message's first octet.
    case bareLineBreak(Int)
    /// A NUL, at this offset from the message's first octet.
    case nul(Int)
  }

  private let normalizes: Bool
  private let allowsNUL: Bool
  private var isAtLineStart = true
  private var owesDot = false
  private var endsInCR = false
  private var written = 0
  /// Octets after the cursor that have been checked, and what they were found to hold.
  private var checked = 0
  private var mayHoldBare = false
  private var mayHoldDot = false

  /// A writer for one message.
  public init(normalizesLineBreaks: Bool = false, allowsNUL: Bool = false) {
    self.normalizes = normalizesLineBreaks
    self.allowsNUL = allowsNUL
  }

  /// The next piece, or nil when the input is used up.
  public mutating func next(from input: inout ByteCursor) throws(Refusal) -> Event? {
    while let next = input.next {
      if checked == 0 { try check(input) }
      let bytes = input.bytes
      let start = input.offset
      if normalizes, let replaced = replaceLineBreak(next, from: &input) { return replaced }
      if endsInCR && normalizes { continue }
      if isAtLineStart, next == ASCII.dot, !owesDot {
        owesDot = true
        return .dot
      }
      owesDot = false
      let end = start + min(checked, input.remaining)
      let limit = normalizes && mayHoldBare ? bytes.firstBareLineBreak(in: start..<end) ?? end : end
      take(to: sliceEnd(bytes, start..<limit), from: &input)
      return .bytes(start..<input.offset)
    }
    return nil
  }

  /// What ends the message: CR LF if its last line has none, and the lone dot.
  public mutating func finish() throws(Refusal) -> String {
    if endsInCR && !normalizes { throw .bareLineBreak(written - 1) }
    let isComplete = isAtLineStart && !endsInCR
    return isComplete ? ".\r\n" : "\r\n.\r\n"
  }

  /// Adds a chunk of the message, stuffed, to `output`. On a refusal part of it may have been added: the message
  /// must not be ended then, but the connection dropped.
  public mutating func write(_ chunk: Span<UInt8>, into output: inout [UInt8]) throws(Refusal) {
    var input = ByteCursor(chunk)
    while let event = try next(from: &input) {
      switch event {
      case .bytes(let range): output.append(bytes: chunk.extracting(range))
      case .dot: output.append(ASCII.dot)
      case .lineBreak:
        output.append(ASCII.cr)
        output.append(ASCII.lf)
      }
    }
  }

  /// Adds the end of the message to `output`.
  public mutating func finish(into output: inout [UInt8]) throws(Refusal) {
    output.append(contentsOf: try finish().utf8)
  }

  /// Everything that may be refused, once a chunk.
  private mutating func check(_ input: ByteCursor) throws(Refusal) {
    let bytes = input.bytes
    let start = input.offset
    checked = input.remaining
    var counts = TextLineCounts(endsInCR: endsInCR)
    var dot = bytes.scanTextLines(from: start, counting: &counts)
    mayHoldDot = dot != nil
    while let index = dot { dot = bytes.scanTextLines(from: index, counting: &counts) }
    if !allowsNUL, counts.nuls > 0, let nul = bytes.firstIndex(of: ASCII.nul, from: start) {
      throw .nul(written + nul - start)
    }
    mayHoldBare = counts.bareLineFeeds > 0 || counts.bareCarriageReturns > 0
    guard !normalizes else { return }
    if endsInCR, bytes[start] != ASCII.lf { throw .bareLineBreak(written - 1) }
    guard mayHoldBare else { return }
    let search = endsInCR ? start + 1 : start
    if let bare = bytes.firstBareLineBreak(in: search..<bytes.count),
      bare != bytes.count - 1 || bytes[bare] != ASCII.cr
    {
      throw .bareLineBreak(written + bare - start)
    }
  }

  /// Up to the next line that begins with a dot.
  private mutating func sliceEnd(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    guard mayHoldDot else {
      isAtLineStart = bytes[range.upperBound - 1] == ASCII.lf
      return range.upperBound
    }
    var counts = TextLineCounts(endsInCR: endsInCR)
    let dot = bytes.extracting(0..<range.upperBound).scanTextLines(from: range.lowerBound, counting: &counts)
    isAtLineStart = counts.isAtLineStart
    return dot ?? range.upperBound
  }

  /// CR LF for a bare CR or LF at the cursor. A CR that is the last byte is held until the next chunk tells.
  private mutating func replaceLineBreak(_ next: UInt8, from input: inout ByteCursor) -> Event? {
    if endsInCR {
      endsInCR = false
      if next == ASCII.lf { take(to: input.offset + 1, from: &input) }
      isAtLineStart = true
      return .lineBreak
    }
    if next == ASCII.cr, input.peek(1) == ASCII.lf { return nil }
    guard next == ASCII.cr || next == ASCII.lf else { return nil }
    let isLast = input.remaining == 1
    take(to: input.offset + 1, from: &input)
    if next == ASCII.cr, isLast {
      endsInCR = true
      return nil
    }
    endsInCR = false
    isAtLineStart = true
    return .lineBreak
  }

  private mutating func take(to end: Int, from input: inout ByteCursor) {
    checked -= min(checked, end - input.offset)
    written += end - input.offset
    endsInCR = input.bytes[end - 1] == ASCII.cr
    input.advance(to: end)
  }
}

extension [UInt8] {
  /// Adds a copy of bytes.
  mutating func append(bytes: Span<UInt8>) {
    append(addingCapacity: bytes.count) { output in
      for i in 0..<bytes.count { output.append(bytes[i]) }
    }
  }
}
