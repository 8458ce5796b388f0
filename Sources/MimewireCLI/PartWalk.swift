import Mimewire

/// The parts of a message in pre-order, and the parts of transfer-encoded messages inside it where they belong.
///
/// RFC 2046 section 5.2.1 forbids to encode a message/rfc822, but mail carries it, and a virus scanner that does not
/// look inside is passed by.
struct PartWalk {
  /// A part and its place among all of them.
  struct Step {
    let part: BodyPart
    let type: ContentType
    let partID: String
    /// The id of the part that it lies in.
    let parentID: String?
    /// The id of the part whose decoded bytes its ranges count in; nil for the message itself.
    let within: String?
    let depth: Int
    /// How the bytes are quoted; nil outside mailboxes, and for what was decoded.
    let mboxFormat: MboxFormat?
    /// The message that was decoded from the part.
    let decodedMessage: Message?

    /// Whether it has no parts inside, decoded ones neither.
    var isLeaf: Bool { part.isLeaf && decodedMessage == nil }
  }

  /// A message whose parts are being listed.
  private struct Level {
    let message: Message
    let parts: [BodyPart]
    let within: String?
    let mboxFormat: MboxFormat?
    let depth: Int
    var log: DefectLog
    /// The ids of the parts that were listed.
    var partIDs: [String] = []
  }

  private let charsets: any CharsetDecoding
  private var levels: [Level]
  /// A decoded message whose parts come next.
  private var next: Level?
  /// The defects of the messages that are done.
  private(set) var sections: [DefectReport.Section] = []
  /// Whether a limit was hit in one of the messages that are done.
  private(set) var isLimited = false

  /// - Parameters:
  ///   - message: the outermost message.
  ///   - mboxFormat: how the mailbox that it is in quotes bodies.
  ///   - log: what is known of its defects already.
  init(_ message: Message, mboxFormat: MboxFormat?, log: DefectLog, charsets: any CharsetDecoding) {
    self.charsets = charsets
    levels = [
      Level(message: message, parts: message.parts, within: nil, mboxFormat: mboxFormat, depth: 0, log: log)
    ]
  }

  /// The next part, or nil after the last one.
  mutating func nextPart() -> Step? {
    if let level = next {
      levels.append(level)
      next = nil
    }
    while let last = levels.indices.last {
      if levels[last].partIDs.count < levels[last].parts.count { return step(in: last) }
      let level = levels.removeLast()
      isLimited = isLimited || level.log.hasHitLimit
      sections.append(
        DefectReport.Section(
          within: level.within, message: level.message, partIDs: level.partIDs, log: level.log))
    }
    return nil
  }

  /// Adds to the defects of the message that the last part was in.
  mutating func report(_ find: (inout DefectLog) -> Void) {
    guard !levels.isEmpty else { return }
    find(&levels[levels.count - 1].log)
  }

  // The level is changed where it stands: a copy of it would copy all the ids at each part.
  private mutating func step(in index: Int) -> Step {
    let part = levels[index].parts[levels[index].partIDs.count]
    let type = part.contentType(using: charsets)
    let within = levels[index].within
    let depth = levels[index].depth + part.place.depth
    let partID = within.map { $0 + "." + part.partID } ?? part.partID
    levels[index].partIDs.append(partID)
    let parentID = part.place.parent.map { levels[index].partIDs[$0] } ?? within
    let message = decodedMessage(of: part, type: type, in: index)
    if let message { enter(message, of: part, partID: partID, depth: depth + 1) }
    return Step(
      part: part, type: type, partID: partID, parentID: parentID, within: within, depth: depth,
      mboxFormat: levels[index].mboxFormat, decodedMessage: message)
  }

  /// Has the parts of a decoded message come next, if it is not too deep.
  private mutating func enter(_ message: Message, of part: BodyPart, partID: String, depth: Int) {
    guard levels.count <= message.limits.encodedMessageDepth else {
      report { log in
        log.record(Defect(.limitEncodedMessages, at: part.place.bodyStart..<part.place.bodyEnd, part: part.ordinal))
      }
      return
    }
    next = Level(
      message: message, parts: message.parts, within: partID, mboxFormat: nil, depth: depth,
      log: message.audit(using: charsets))
  }

  private mutating func decodedMessage(of part: BodyPart, type: ContentType, in index: Int) -> Message? {
    guard part.isLeaf, type.isMessage, !part.transferEncoding.encoding.isIdentity else { return nil }
    let body = part.decodedBody(mboxFormat: levels[index].mboxFormat, defects: &levels[index].log)
    return Message(parsing: body, limits: part.message.limits)
  }
}
