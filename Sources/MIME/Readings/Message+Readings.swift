public import WireBytes

extension Message {
  /// How other programs read the place of a defect, and what each shows there.
  ///
  /// Our own reading is not in the list: it is what `parts` says. Each reading costs a parse of the part that the defect
  /// is in, and there are at most 16 for one defect. A kind about which programs agree, or differ only in whether they
  /// refuse, has none.
  ///
  /// - Parameter defect: one that `audit` or `decodedBody(defects:)` has found in this message.
  public func readings(of defect: Defect) -> [Reading] {
    guard index.parts.indices.contains(defect.part), 0...bytes.count ~= defect.range.upperBound else { return [] }
    let finder = ReadingFinder(message: self, defect: defect)
    return Array(finder.readings.prefix(16))
  }

  /// Every leaf that we or any other reading shows: what a scanner has to look at.
  ///
  /// Ours come first. Readings are taken one at a time, never combined, so that their number is that of the defects;
  /// `isComplete` is false when there were more than 256, or when reading them all would have cost too much.
  public func union() -> (leaves: [MessageLeaf], isComplete: Bool) {
    var leaves = parts.filter(\.isLeaf).map { MessageLeaf($0) { $0 } }
    var known = Set(leaves)
    let log = auditWithBodies()
    var allowance = ReadingAllowance(for: self)
    for defect in log.records {
      for reading in allowance.readings(of: defect) {
        for leaf in reading.leaves where known.insert(leaf).inserted { leaves.append(leaf) }
      }
    }
    return (leaves, !log.isCapped && !allowance.isSpent)
  }

  /// What no part shows, in order: preambles, epilogues, lines among the fields that are no field, and what decoding
  /// leaves out behind the padding of base64. White space alone does not count.
  public var unseenBytes: [Range<Int>] {
    var unseen = index.gaps.filter { $0.kind != .delimiter }.map(\.range)
    for defect in auditWithBodies().records where defect.kind == .base64PaddingInside {
      unseen.append(defect.range.lowerBound..<index.parts[defect.part].bodyEnd)
    }
    unseen.sort { $0.lowerBound < $1.lowerBound }
    var last = 0
    return unseen.compactMap { range in
      let rest = max(last, range.lowerBound)..<max(last, range.upperBound)
      last = rest.upperBound
      return bytes[rest].allSatisfy { ByteClass.fws.contains($0) } ? nil : rest
    }
  }

  /// The defects of the structure, of the fields, and of the encodings of the bodies.
  private func auditWithBodies() -> DefectLog {
    var log = audit()
    for part in parts where part.isLeaf { _ = part.decodedBody(defects: &log) }
    return log
  }
}

/// The readings of many defects of one message, as long as they cost no more than a fixed number of parses of it.
///
/// A thousand defects in a body of ten megabytes would otherwise be parsed a thousand times.
public struct ReadingAllowance {
  private let message: Message
  private var bytesLeft: Int
  private var readingsLeft = 256
  /// The kinds whose reading is the same for every defect of a part, with the parts that it was given for.
  private var given: Set<SharedReading> = []
  /// Whether readings were left out.
  public private(set) var isSpent = false

  /// An allowance of 32 times the message's length.
  public init(for message: Message) {
    self.message = message
    bytesLeft = 32 * message.bytes.count + 1_024
  }

  private struct SharedReading: Hashable {
    let kind: DefectKind
    let part: Int
  }

  /// The readings of a defect; none when too much was read already, or when they are those of an earlier defect of the
  /// same kind in the same part: a program that ends lines at a CR does so at each.
  public mutating func readings(of defect: Defect) -> [Reading] {
    if ReadingFinder.sharesReading(defect.kind) {
      guard given.insert(SharedReading(kind: defect.kind, part: defect.part)).inserted else { return [] }
    }
    guard readingsLeft > 0, bytesLeft > 0 else {
      isSpent = true
      return []
    }
    let readings = message.readings(of: defect)
    readingsLeft -= readings.count
    bytesLeft -= readings.reduce(0) { $0 + $1.place.count }
    return readings
  }
}
