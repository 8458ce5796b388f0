import Mimewire

/// Everything that departs in a stored message, also what only the decoding of its bodies shows.
struct Findings {
  let stored: StoredMessage
  /// The message's own defects first, then those of transfer-encoded messages inside it.
  let sections: [DefectReport.Section]
  /// Whether a limit kept something from being looked at.
  let isLimited: Bool

  /// Parses a message and decodes all of it.
  init(in stored: StoredMessage) {
    self.stored = stored
    let charsets = ICUCharsets()
    let message = Message(parsing: stored.bytes)
    var log = message.audit(using: charsets)
    log.append(stored.defects)
    var walk = PartWalk(message, mboxFormat: stored.mboxFormat, log: log, charsets: charsets)
    let options = MessageReport.Options(hashes: false)
    while let step = walk.nextPart() {
      guard step.isLeaf else { continue }
      walk.report { _ = LeafContent(of: step, options: options, charsets: charsets, defects: &$0) }
    }
    sections = DefectReport(walk.sections).sections
    isLimited = walk.isLimited
  }

  /// The severity of the worst defect, recorded or only counted; nil without any.
  var worst: Severity? { sections.compactMap(\.log.worst).max() }

  /// How many defects were counted and not recorded.
  var unrecordedCount: Int { sections.reduce(0) { $0 + $1.log.total - $1.log.records.count } }
}
