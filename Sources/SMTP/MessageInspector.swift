internal import WireBytes

/// Watches the content of one message go by, whether DATA or BDAT framed it: counts, limits, and the first fault.
struct MessageInspector: Sendable {
  let policy: MessagePolicy
  private let sizeLimit: UInt64
  private let lineLimit: Int
  private var counts = BodyCounts()
  private var lineBytes = 0
  private var longestLine = 0
  private(set) var size: UInt64 = 0
  private(set) var fault: SMTPSyntaxError.Kind?
  private(set) var delivered: UInt64 = 0
  /// NULs so far.
  var nuls: Int { counts.nuls }
  /// Whether the last byte of content was a CR, which the next byte makes bare or not.
  private(set) var endsInCR = false
  /// Whether the framed content holds a bare CR or LF, as far as can be told.
  private(set) var mayHoldBare = false

  init(policy: MessagePolicy, limits: SMTPLimits) {
    self.policy = policy
    self.sizeLimit = limits.message ?? .max
    self.lineLimit = limits.textLine
  }

  /// What was found; with the end of the message, whether it is to be refused.
  func summary() -> MessageSummary {
    var summary = MessageSummary()
    summary.size = size
    summary.bareCRs = counts.bareCarriageReturns
    summary.bareLFs = counts.bareLineFeeds
    summary.nuls = counts.nuls
    summary.eightBit = counts.eightBit
    summary.longestLine = max(longestLine, lineBytes)
    summary.refusal = fault
    if fault == nil {
      if policy.bareLineBreaks == .refuse, summary.bareCRs + summary.bareLFs > 0 {
        summary.refusal = .bareLineBreakInMessage
      } else if policy.refusesNUL, summary.nuls > 0 {
        summary.refusal = .nulInMessage
      } else if policy.refusesEightBit, summary.eightBit > 0 {
        summary.refusal = .eightBitMessage
      } else if policy.refusesLongLines, summary.longestLine > lineLimit {
        summary.refusal = .textLineTooLong
      } else if policy.refusesUnfinishedLine, lineBytes > 0 {
        summary.refusal = .unfinishedLine
      }
    }
    return summary
  }

  /// Takes note of a line that ends at `end`, its CR LF included, and began at `start` or in an earlier slice.
  mutating func lineEnded(from start: Int, to end: Int) {
    longestLine = max(longestLine, lineBytes + (end - start) - 2)
    lineBytes = 0
  }

  /// Takes note of bytes of a line that goes on in the next slice.
  mutating func lineGoesOn(_ count: Int) {
    lineBytes += count
  }

  /// Counts framed content before any of it is delivered.
  mutating func inspect(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let bareBefore = counts.bareLineFeeds + counts.bareCarriageReturns - (endsInCR ? 1 : 0)
    let framed = bytes.extracting(0..<range.upperBound)
    var index = range.lowerBound
    while let stop = framed.scanBody(from: index, counting: &counts) { index = stop + 1 }
    size += UInt64(range.count)
    endsInCR = bytes[range.upperBound - 1] == ASCII.cr
    let bareAfter = counts.bareLineFeeds + counts.bareCarriageReturns - (endsInCR ? 1 : 0)
    mayHoldBare = bareAfter != bareBefore
  }

  /// Counts a CR that stands in no input any more.
  mutating func inspectHeldCR() {
    inspect("\r".utf8.span, 0..<1)
    lineGoesOn(1)
  }

  /// How many of `count` octets may be delivered before the size limit.
  mutating func allow(_ count: Int) -> Int {
    let left = sizeLimit - delivered
    guard UInt64(count) > left else {
      delivered += UInt64(count)
      return count
    }
    delivered = sizeLimit
    refuse(.messageTooLarge)
    return Int(left)
  }

  mutating func refuse(_ kind: SMTPSyntaxError.Kind) {
    if fault == nil { fault = kind }
  }
}

extension Span where Element == UInt8 {
  /// The index of the first CR or LF of `range` that is not half of a CR LF inside it. A CR that is the last byte
  /// is such a one too: only the next byte can tell.
  func firstBareLineBreak(in range: Range<Int>) -> Int? {
    let piece = extracting(0..<range.upperBound)
    var index = range.lowerBound
    while let found = piece.firstIndex(of: ASCII.cr, or: ASCII.lf, from: index) {
      guard piece[found] == ASCII.cr, found + 1 < range.upperBound, piece[found + 1] == ASCII.lf else { return found }
      index = found + 2
    }
    return nil
  }
}
