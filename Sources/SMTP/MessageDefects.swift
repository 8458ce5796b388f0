internal import WireBytes

/// Finds where the bytes of a recorded message depart from what SMTP allows, for a report with positions.
///
/// Looked for only when the framing has counted any; each kind is reported a limited number of times, so that a
/// message of bare LFs has no report larger than itself.
struct MessageDefects: ~Escapable {
  private let bytes: Span<UInt8>
  private let range: Range<Int>
  private var defects: [Defect] = []

  private static let limit = 100

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  /// The defects of a message that `summary` sums up.
  mutating func find(_ summary: MessageSummary) -> [Defect] {
    if summary.bareCRs + summary.bareLFs > 0 { findBareLineBreaks() }
    if summary.nuls > 0 { findNULs() }
    if summary.bareCRs + summary.bareLFs + summary.nuls > 0 { findEndVariants() }
    if summary.longestLine > SMTPLimits().textLine { findLongLine() }
    return defects
  }

  private mutating func findBareLineBreaks() {
    var start = range.lowerBound
    var count = 0
    while count < MessageDefects.limit, let index = bytes.firstBareLineBreak(in: start..<range.upperBound) {
      let kind: DefectKind = bytes[index] == ASCII.cr ? .bareCR : .bareLF
      defects.append(Defect(kind, at: index..<index + 1, severity: .high))
      start = index + 1
      count += 1
    }
  }

  private mutating func findNULs() {
    var start = range.lowerBound
    var count = 0
    while count < MessageDefects.limit, let index = bytes.firstIndex(of: ASCII.nul, from: start),
      index < range.upperBound
    {
      defects.append(Defect(.nul, at: index..<index + 1, severity: .high))
      start = index + 1
      count += 1
    }
  }

  /// A lone dot between line breaks, or NULs, that are not CR LF on both sides: what a lax server takes for the end of
  /// the message, and the rest for commands (CVE-2023-51764 and its kin).
  private mutating func findEndVariants() {
    var start = range.lowerBound
    var count = 0
    while count < MessageDefects.limit, let dot = bytes.firstIndex(of: ASCII.dot, from: start), dot < range.upperBound
    {
      start = dot + 1
      guard isEdge(dot - 1), isEdge(dot + 1), dot + 1 < bytes.count else { continue }
      let first = max(range.lowerBound, dot - 2)
      defects.append(Defect(.smtpEndOfDataVariant, at: first..<min(bytes.count, dot + 3)))
      count += 1
    }
  }

  private func isEdge(_ index: Int) -> Bool {
    guard index >= range.lowerBound, index < bytes.count else { return index < range.lowerBound }
    return bytes[index] == ASCII.cr || bytes[index] == ASCII.lf || bytes[index] == ASCII.nul
  }

  private mutating func findLongLine() {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = bytes.firstIndex(of: ASCII.lf, from: start) ?? range.upperBound
      if end - start > SMTPLimits().textLine + 1 {
        defects.append(Defect(.lineTooLong, at: start..<min(end, range.upperBound), severity: .medium))
        return
      }
      start = end + 1
    }
  }
}
