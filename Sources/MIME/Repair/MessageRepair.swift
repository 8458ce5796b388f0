public import Charsets
import HeaderFields
import WireBytes

/// One thing that a repair has changed.
public struct RepairedPlace: Sendable, Hashable {
  /// What a repair does. The raw value is the id that the command line uses.
  public enum Action: String, Sendable, Hashable, CaseIterable {
    /// A field of which there may be one, a signature that does not hold any more, or a line that is no field.
    case droppedField = "dropped-field"
    /// A field written anew from what was read in it.
    case rewroteField = "rewrote-field"
    /// A field that has to be there.
    case addedField = "added-field"
    /// Bytes that no part shows.
    case droppedBytes = "dropped-bytes"
    /// A body encoded anew, from what was decoded of it.
    case encodedBody = "encoded-body"
    /// A text converted to UTF-8.
    case convertedText = "converted-text"
    /// A part that goes by another media type, for what it was declared as cannot be read in one way.
    case changedType = "changed-type"
  }

  /// What was done.
  public let action: Action
  /// The bytes of the message that it was done to; empty for what was missing.
  public let range: Range<Int>
}

/// A message written anew so that there is one way to read it: the one that we have read.
///
/// Parts, their texts and their files are those that `Message.parts` shows; what other programs might have shown
/// instead is gone. A signature over the message does not survive it. What only deceives stays, since it is content: a
/// name with two extensions, HTML that ends in an attribute or names another charset.
public struct MessageRepair: Sendable {
  /// The message: the bytes as they were if nothing above lint departed.
  public private(set) var bytes: [UInt8] = []
  /// What was changed, in the order of the message.
  public private(set) var changes: [RepairedPlace] = []

  /// Repairs a message.
  ///
  /// - Parameters:
  ///   - message: what to write anew.
  ///   - charsets: what converts texts whose charset is part of the trouble.
  public init(_ message: Message, using charsets: any CharsetDecoding = BuiltinCharsets()) {
    self.init(message, charsets, stem: "=_mimewire_", depth: 0)
  }

  /// Repairs a message that was decoded from a part of another, so many levels deep.
  ///
  /// Recursion ends at `MessageLimits.encodedMessageDepth`.
  init(_ message: Message, _ charsets: any CharsetDecoding, stem: String, depth: Int) {
    let findings = RepairFindings(message, charsets)
    guard findings.needRepair else {
      bytes = message.bytes
      return
    }
    var open: [(ordinal: Int, boundary: String)] = []
    var boundaries = FreshBoundaries(for: message, stem: stem)
    for gap in message.index.gaps where gap.kind != .delimiter { note(.droppedBytes, gap.range) }
    for part in message.parts {
      while let last = open.last, part.place.depth <= message.index.parts[last.ordinal].depth { close(&open) }
      if let last = open.last, last.ordinal == part.place.parent { append("\r\n--\(last.boundary)\r\n") }
      let body = RepairedBody(of: part, findings, charsets, stem: boundaries.stem, depth: depth)
      let boundary = body.isMultipart ? boundaries.next() : nil
      let header = RepairedHeader(of: part, body, boundary: boundary, findings, charsets)
      bytes += header.bytes + body.bytes
      changes += header.changes + body.changes
      if let boundary { open.append((part.ordinal, boundary)) }
    }
    while !open.isEmpty { close(&open) }
    changes.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
  }

  private mutating func close(_ open: inout [(ordinal: Int, boundary: String)]) {
    guard let last = open.popLast() else { return }
    append("\r\n--\(last.boundary)--\r\n")
  }

  private mutating func append(_ text: String) {
    bytes += text.utf8
  }

  private mutating func note(_ action: RepairedPlace.Action, _ range: Range<Int>) {
    changes.append(RepairedPlace(action: action, range: range))
  }
}

/// What has to be repaired: where the defects above lint are.
struct RepairFindings {
  let needRepair: Bool
  private let starts: [Int]
  private let bodies: Set<Int>
  private let texts: Set<Int>

  init(_ message: Message, _ charsets: any CharsetDecoding) {
    var log = message.audit(using: charsets)
    var bodies: Set<Int> = []
    var texts: Set<Int> = []
    for part in message.parts where part.isLeaf {
      var found = DefectLog()
      let body = part.decodedBody(defects: &found)
      if found.worst ?? .lint > .lint || part.place.hasNUL { bodies.insert(part.ordinal) }
      let type = part.contentType(using: charsets)
      if type.mediaType == "text" {
        var foundInText = DefectLog()
        _ = charsets.text(of: body.span, declared: type.charset, defects: &foundInText)
        if foundInText.worst ?? .lint > .lint { texts.insert(part.ordinal) }
        found.append(foundInText)
      }
      log.append(found)
    }
    needRepair = log.worst ?? .lint > .lint
    let inBodies = log.records.filter { defect in
      let place = message.index.parts[defect.part]
      return defect.severity > .lint && place.content == .leaf && defect.range.lowerBound >= place.bodyStart
    }
    self.bodies = bodies.union(inBodies.map(\.part))
    self.texts = texts
    starts = log.records.filter { $0.severity > .lint }.map(\.range.lowerBound).sorted()
  }

  /// Whether a defect above lint begins in a range.
  func contains(in range: Range<Int>) -> Bool {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < starts.count && range.contains(starts[low])
  }

  /// Whether the encoded body of a part has to be encoded anew.
  func isBodyAmbiguous(_ part: BodyPart) -> Bool { bodies.contains(part.ordinal) }

  /// Whether the charset of a text is part of the trouble.
  func isTextAmbiguous(_ part: BodyPart) -> Bool { texts.contains(part.ordinal) }
}

/// Boundaries that occur nowhere in a message.
private struct FreshBoundaries {
  let stem: String
  private var count = 0

  init(for message: Message, stem: String) {
    var stem = stem
    // A sender who knows the stem makes it longer by one letter for each time that the message has it.
    while message.bytes.firstRange(of: Array(stem.utf8)) != nil { stem += "x" }
    self.stem = stem
  }

  mutating func next() -> String {
    count += 1
    // No boundary is the beginning of another.
    return "\(stem)\(count)_"
  }
}
