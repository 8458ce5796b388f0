public import WireBytes

/// Frames one message: the octets after DATA's 354, or the chunks of BDAT, as slices of the input.
///
///     a CR LF ..b CR LF . CR LF QUIT CR LF
///     .bytes(0..<3)  .bytes(4..<8)  .ended      the cursor stands at QUIT
///
/// DATA ends at CR LF . CR LF and nowhere else (RFC 5321 section 4.1.1.4: other sequences "MUST NOT be treated as
/// equivalent"); the CR LF of the DATA command counts as the first. One dot at the beginning of a line is deleted
/// whatever follows it (section 4.5.2). A BDAT chunk ends after its count of octets, and dots mean nothing in it
/// (RFC 3030 section 2).
///
/// Framing goes by the raw bytes alone. What the policy says about bare CR and LF changes what is delivered, never
/// where the message ends. A message that is refused or too large is read to its true end, undelivered.
///
/// Adjacent `.bytes` may be cut in other places when the input is, never otherwise.
public struct DataReader: Sendable {
  /// A piece of the message, or its end.
  public enum Event: Sendable, Hashable {
    /// Content: a range of the input's bytes.
    case bytes(Range<Int>)
    /// Content: a CR LF that is not in the input, but stands for a bare CR or LF.
    case lineBreak
    /// Content: a CR that was held back, and may be in no input any more.
    case carriageReturn
    /// A BDAT chunk is complete and the message goes on.
    case chunkEnded
    /// The message is complete; see `summary`.
    case ended
  }

  private enum Framing: Sendable {
    case dotted
    case chunk(left: UInt64, isLast: Bool, isDiscarded: Bool)
    case none
  }

  /// Where in a line the next raw byte of a DATA stream stands.
  private enum Place: Sendable {
    case lineStart, afterDot, afterDotCR, afterCR, inLine
  }

  private var framing = Framing.none
  private var place = Place.lineStart
  private var inspector: MessageInspector
  private var disguise = DisguisedEnd()
  /// How many octets after the cursor are known to be content; they are framed and counted once, however many
  /// events they make.
  private var ahead = 0
  /// A CR that `normalize` has taken and not yet replaced.
  private var heldCR = false
  /// Whether the last octet delivered was a CR.
  private var deliveredCR = false

  /// A reader for one message, which is to be told how it comes by `beginDotted` or `beginChunk`.
  public init(policy: MessagePolicy = MessagePolicy(), limits: SMTPLimits = SMTPLimits()) {
    self.inspector = MessageInspector(policy: policy, limits: limits)
  }

  /// What has been found so far; after `.ended` with the verdict.
  public var summary: MessageSummary {
    var summary = inspector.summary()
    if summary.refusal == nil, disguise.isFound, inspector.policy.bareLineBreaks != .keep {
      summary.refusal = .disguisedEndOfData
    }
    return summary
  }

  /// The next bytes are those after a 354.
  public mutating func beginDotted() {
    framing = .dotted
    place = .lineStart
  }

  /// The next bytes are a chunk of BDAT.
  ///
  /// - Parameters:
  ///   - size: how many octets it has.
  ///   - isLast: whether the message ends with it.
  ///   - isDiscarded: the chunk is consumed and not part of the message, because its BDAT is refused: servers "MUST
  ///     accept and discard the associated message data" (RFC 3030 section 2).
  public mutating func beginChunk(size: UInt64, isLast: Bool, isDiscarded: Bool = false) {
    framing = .chunk(left: size, isLast: isLast, isDiscarded: isDiscarded)
  }

  /// The next piece, or nil when the input is used up.
  public mutating func next(from input: inout ByteCursor) -> Event? {
    while true {
      if ahead > 0 {
        if let event = deliver(from: &input) { return event }
        if ahead > 0 { return nil }
        continue
      }
      switch framing {
      case .dotted:
        if let event = frameDotted(&input) { return event }
        if ahead == 0 { return nil }
      case .chunk(let left, let isLast, let isDiscarded):
        if left == 0 { return endChunk(isLast: isLast, isDiscarded: isDiscarded) }
        guard !input.isAtEnd else { return nil }
        frameChunk(&input, left: left, isLast: isLast, isDiscarded: isDiscarded)
      case .none: return nil
      }
    }
  }

  // MARK: DATA

  /// Moves over dots and the end, and frames content up to the next line that begins with a dot.
  private mutating func frameDotted(_ input: inout ByteCursor) -> Event? {
    while let next = input.next {
      switch place {
      case .lineStart where next == ASCII.dot:
        place = .afterDot
        disguise.dotDeleted()
        input.advance(to: input.offset + 1)
      case .afterDot where next == ASCII.cr:
        place = .afterDotCR
        input.advance(to: input.offset + 1)
      case .afterDotCR where next == ASCII.lf:
        input.advance(to: input.offset + 1)
        framing = .none
        return .ended
      case .afterDotCR:
        // The dot went, as from any line; the CR stays, and is bare.
        place = .afterCR
        inspector.inspectHeldCR()
        disguise.see(ASCII.cr)
        if let event = deliverHeldCR() { return event }
      default:
        frameLines(input)
        return nil
      }
    }
    return nil
  }

  private mutating func frameLines(_ input: ByteCursor) {
    let crBefore = inspector.endsInCR
    let start = input.offset
    let end = inspector.inspectLines(input.bytes, from: start)
    place = inspector.isAtLineStart ? .lineStart : inspector.endsInCR ? .afterCR : .inLine
    frame(input.bytes, start..<end, crBefore: crBefore)
  }

  // MARK: BDAT

  private mutating func frameChunk(_ input: inout ByteCursor, left: UInt64, isLast: Bool, isDiscarded: Bool) {
    let start = input.offset
    let count = Int(min(left, UInt64(input.remaining)))
    framing = .chunk(left: left - UInt64(count), isLast: isLast, isDiscarded: isDiscarded)
    guard !isDiscarded else { return input.advance(to: start + count) }
    let crBefore = inspector.endsInCR
    let bytes = input.bytes.extracting(0..<start + count)
    inspector.inspect(bytes, from: start)
    frame(bytes, start..<bytes.count, crBefore: crBefore)
  }

  private mutating func endChunk(isLast: Bool, isDiscarded: Bool) -> Event {
    guard isLast, !isDiscarded else {
      framing = .none
      return .chunkEnded
    }
    if heldCR {
      heldCR = false
      return .lineBreak
    }
    framing = .none
    return .ended
  }

  // MARK: Content

  /// Takes note of content that has been framed and counted; from here on it is delivered, whatever the events.
  private mutating func frame(_ bytes: Span<UInt8>, _ range: Range<Int>, crBefore: Bool) {
    disguise.see(bytes, range, nuls: inspector.nuls)
    ahead = range.count
    // Found out only now: the CR before this slice was bare.
    if crBefore, bytes[range.lowerBound] != ASCII.lf, inspector.policy.bareLineBreaks == .refuse {
      inspector.refuse(.bareLineBreakInMessage)
    }
  }

  /// Delivers framed content, as much as one event holds.
  private mutating func deliver(from input: inout ByteCursor) -> Event? {
    let start = input.offset
    var end = start + min(ahead, input.remaining)
    guard start < end else { return nil }
    if inspector.fault != nil {
      take(start..<end, from: &input)
      return nil
    }
    var isFault = false
    switch inspector.policy.bareLineBreaks {
    case .keep: break
    case .refuse:
      if inspector.mayHoldBare, let bare = firstFault(input.bytes, start..<end) {
        isFault = true
        end = bare + 1
      }
    case .normalize:
      if let replaced = replaceLineBreak(from: &input, end: end) { return replaced }
      if ahead == 0 { return nil }
      end = normalEnd(input.bytes, input.offset..<end)
    }
    let range = input.offset..<end
    let allowed = inspector.allow(range.count)
    if isFault { inspector.refuse(.bareLineBreakInMessage) }
    take(range, from: &input)
    return allowed > 0 ? .bytes(range.lowerBound..<range.lowerBound + allowed) : nil
  }

  /// The first bare CR or LF that can be told; a CR at the very end, or an LF after a delivered CR, is none yet.
  private func firstFault(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var search = range
    // The LF of a CR LF that a chunk edge cut. A bare CR before anything else has been refused in `frame`.
    if deliveredCR, bytes[range.lowerBound] == ASCII.lf { search = range.lowerBound + 1..<range.upperBound }
    guard let bare = bytes.firstBareLineBreak(in: search) else { return nil }
    return bare == range.upperBound - 1 && bytes[bare] == ASCII.cr ? nil : bare
  }

  private mutating func deliverHeldCR() -> Event? {
    guard inspector.fault == nil else { return nil }
    if inspector.policy.bareLineBreaks == .normalize { return .lineBreak }
    deliveredCR = true
    return inspector.allow(1) == 1 ? .carriageReturn : nil
  }

  private mutating func take(_ range: Range<Int>, from input: inout ByteCursor) {
    ahead -= range.count
    deliveredCR = input.bytes[range.upperBound - 1] == ASCII.cr
    input.advance(to: range.upperBound)
  }

  // MARK: Normalising

  /// CR LF for a bare CR or LF at the cursor, or for the CR held over; a CR that is the last byte is held.
  private mutating func replaceLineBreak(from input: inout ByteCursor, end: Int) -> Event? {
    let start = input.offset
    let byte = input.bytes[start]
    if heldCR {
      heldCR = false
      if byte == ASCII.lf { take(start..<start + 1, from: &input) }
      return .lineBreak
    }
    if byte == ASCII.lf {
      take(start..<start + 1, from: &input)
      return .lineBreak
    }
    guard byte == ASCII.cr else { return nil }
    if start + 1 == end {
      heldCR = true
      take(start..<start + 1, from: &input)
      return nil
    }
    guard input.bytes[start + 1] != ASCII.lf else { return nil }
    take(start..<start + 1, from: &input)
    return .lineBreak
  }

  private func normalEnd(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    let mayEndEarly = inspector.mayHoldBare || bytes[range.upperBound - 1] == ASCII.cr
    return mayEndEarly ? bytes.firstBareLineBreak(in: range) ?? range.upperBound : range.upperBound
  }
}
