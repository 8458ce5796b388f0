/// The defects that a parse has found: the first ones as records, all of them as a count per kind.
///
/// A parser that reads a piece of a message reports ranges within that piece; `origin` and `part` say where the
/// piece lies, so that the records hold offsets from the message's first byte.
///
///     log.origin = 14                         // a field body begins at offset 14
///     log.report(.addressDots, at: 2..<4)     // recorded as 16..<18
public struct DefectLog: Sendable {
  /// The records, in the order of discovery, at most `capacity` of them.
  public private(set) var records: [Defect] = []
  /// How many records are kept; more are only counted.
  public let capacity: Int
  /// Added to each reported range.
  public var origin: Int = 0
  /// The ordinal of the part that reports are about.
  public var part: Int = 0
  /// How many defects were reported, recorded or not.
  public private(set) var total: Int = 0

  /// The severity of the worst defect reported, recorded or not; nil without any.
  public private(set) var worst: Severity?

  /// A count for each kind found so far. A message has few kinds of defects, and looking through a few is much
  /// quicker than hashing one.
  private var counts: [(kind: DefectKind, count: Int)] = []

  /// An empty log.
  ///
  /// - Parameter capacity: how many records are kept, 1,000 unless said otherwise.
  public init(capacity: Int = 1_000) {
    self.capacity = capacity
  }

  /// How many defects of a kind were reported.
  public func count(of kind: DefectKind) -> Int {
    counts.first { $0.kind == kind }?.count ?? 0
  }

  /// Whether more defects were found than recorded.
  public var isCapped: Bool { total > records.count }

  /// Whether a limit was hit.
  public var hasHitLimit: Bool { total > 0 && DefectKind.limits.contains { count(of: $0) > 0 } }

  /// Reports a departure within the piece that is being read.
  public mutating func report(_ kind: DefectKind, at range: Range<Int>, severity: Severity? = nil) {
    record(
      Defect(
        kind, at: range.lowerBound + origin..<range.upperBound + origin, part: part, severity: severity))
  }

  /// Adds a defect whose range already counts from the message's first byte.
  public mutating func record(_ defect: Defect) {
    add(1, of: defect.kind)
    worst = max(worst ?? defect.severity, defect.severity)
    if records.count < capacity { records.append(defect) }
  }

  /// Adds what another log has found.
  public mutating func append(_ other: DefectLog) {
    for (kind, count) in other.counts { add(count, of: kind) }
    if let other = other.worst { worst = max(worst ?? other, other) }
    records.append(contentsOf: other.records.prefix(capacity - records.count))
  }

  private mutating func add(_ count: Int, of kind: DefectKind) {
    total += count
    if let index = counts.firstIndex(where: { $0.kind == kind }) {
      counts[index].count += count
    } else {
      counts.append((kind, count))
    }
  }
}
