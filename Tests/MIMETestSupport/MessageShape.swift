import HeaderFields
public import MIME
public import WireBytes

/// A message's tree without offsets: what each part, field, gap and defect is, so that messages whose bytes stand
/// elsewhere can be compared.
public struct MessageShape: Equatable {
  /// One line a part, without its bytes.
  public var tree: [String] = []
  /// The fields and the decoded body of each part.
  public var contents: [[UInt8]] = []
  public var gapKinds: [GapKind] = []
  public var gaps: [[UInt8]] = []
  /// Kind, severity and part of each defect, sorted.
  public var defects: [String] = []

  /// - Parameters:
  ///   - isCompared: which defects count.
  ///   - ignored: a field that is left out.
  ///   - map: what is done to all bytes, such as folding case.
  public init(
    _ bytes: [UInt8], isCompared: (Defect) -> Bool = { _ in true }, ignoring ignored: String = "",
    map: ([UInt8]) -> [UInt8] = { $0 }
  ) {
    let message = Message(parsing: bytes, limits: .none)
    for (part, place) in zip(message.parts, message.index.parts) {
      tree.append(
        "\(place.depth) in \(place.parent ?? -1): \(place.content) \(part.contentType().type) "
          + "\(part.transferEncoding.encoding), \(place.lines) lines, break of \(place.end - place.bodyEnd > 0)")
      let fields = part.fields.filter { $0.name != ignored }
      let header = fields.flatMap { Array(bytes[$0.layout.start..<$0.layout.end]) }
      contents.append(map(header + (part.isLeaf ? part.decodedBody() : [])))
    }
    for gap in message.index.gaps {
      gapKinds.append(gap.kind)
      gaps.append(map(Array(bytes[gap.range])))
    }
    for defect in message.audit().records where isCompared(defect) {
      defects.append("\(defect.kind.rawValue) \(defect.severity.name) in \(defect.part)")
    }
    defects.sort()
  }

  /// What differs first, for messages.
  public func difference(from other: MessageShape) -> String? {
    if tree != other.tree { return "\(tree) instead of \(other.tree)" }
    if gapKinds != other.gapKinds { return "\(gapKinds) instead of \(other.gapKinds)" }
    for (ours, theirs) in zip(contents + gaps, other.contents + other.gaps) where ours != theirs {
      return "\(ours.escaped) instead of \(theirs.escaped)"
    }
    return defects == other.defects ? nil : "\(defects) instead of \(other.defects)"
  }
}
