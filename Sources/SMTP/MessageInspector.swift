internal import WireBytes

/// Watches the content of one message go by, whether DATA or BDAT framed it: counts, limits, and the first fault.
struct MessageInspector: Sendable {
  let policy: MessagePolicy
  private let sizeLimit: UInt64
  private let lineLimit: Int
  private var counts = TextLineCounts()
  private(set) var size: UInt64 = 0
  private(set) var fault: SMTPSyntaxError.Kind?
  private(set) var delivered: UInt64 = 0
  /// NULs so far.
  var nuls: Int { counts.nuls }
  /// Whether the framed content holds a bare CR or LF, as far as can be told.
  private(set) var mayHoldBare = false
  /// Whether the last byte of content was a CR, which the next byte makes bare or not.
  var endsInCR: Bool { counts.endsInCR }
  /// Whether the content ends in CR LF, or has not begun.
  var isAtLineStart: Bool { counts.isAtLineStart }

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
    summary.longestLine = counts.longestLine
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
      } else if policy.refusesUnfinishedLine, !isAtLineStart {
        summary.refusal = .unfinishedLine
      }
    }
    return summary
  }

  /// Counts framed content before any of it is delivered: from `start` up to the next line that begins with a dot,
  /// or all there is. The answer is its end.
  mutating func inspectLines(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let bareBefore = counts.settledBareLineBreaks
    let end = bytes.scanTextLines(from: start, counting: &counts) ?? bytes.count
    size += UInt64(end - start)
    mayHoldBare = counts.settledBareLineBreaks != bareBefore
    return end
  }

  /// The same, when dots mean nothing.
  mutating func inspect(_ bytes: Span<UInt8>, from start: Int) {
    let bareBefore = counts.settledBareLineBreaks
    var end = start
    while end < bytes.count { end = inspectLines(bytes, from: end) }
    mayHoldBare = counts.settledBareLineBreaks != bareBefore
  }

  /// Counts a CR that stands in no input any more.
  mutating func inspectHeldCR() {
    inspect("\r".utf8.span, from: 0)
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
