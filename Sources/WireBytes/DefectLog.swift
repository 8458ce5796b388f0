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

  private var counts: [Int] = []

  /// An empty log.
  ///
  /// - Parameter capacity: how many records are kept, 1,000 unless said otherwise.
  public init(capacity: Int = 1_000) {
    self.capacity = capacity
  }

  /// How many defects of a kind were reported.
  public func count(of kind: DefectKind) -> Int {
    counts.isEmpty ? 0 : counts[kind.ordinal]
  }

  /// Whether more defects were found than recorded.
  public var isCapped: Bool { total > records.count }

  /// Reports a departure within the piece that is being read.
  public mutating func report(_ kind: DefectKind, at range: Range<Int>, severity: Severity? = nil) {
    record(
      Defect(
        kind, at: range.lowerBound + origin..<range.upperBound + origin, part: part, severity: severity))
  }

  /// Adds a defect whose range already counts from the message's first byte.
  public mutating func record(_ defect: Defect) {
    if counts.isEmpty { counts = [Int](repeating: 0, count: DefectKind.allCases.count) }
    counts[defect.kind.ordinal] += 1
    total += 1
    if records.count < capacity { records.append(defect) }
  }

  /// Adds what another log has found.
  public mutating func append(_ other: DefectLog) {
    guard other.total > 0 else { return }
    if counts.isEmpty { counts = [Int](repeating: 0, count: DefectKind.allCases.count) }
    for i in counts.indices { counts[i] += other.counts[i] }
    total += other.total
    records.append(contentsOf: other.records.prefix(capacity - records.count))
  }
}
