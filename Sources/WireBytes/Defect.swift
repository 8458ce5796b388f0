/// How much a defect matters to someone who has to trust the message.
///
/// The words and their order are those of the command line and of SARIF's levels (error, error, warning, note).
public enum Severity: UInt8, Sendable, Comparable, CaseIterable {
  /// Untidy, or legal but rare; programs agree on what it means.
  case lint
  /// Programs may show it differently, or something was lost.
  case medium
  /// Programs are known to read it differently in a way that gets past a filter or a reader.
  case high
  /// A forgery or a whole structure can hide in it.
  case critical

  /// The word that the command line and the JSON use.
  public var name: String {
    switch self {
    case .lint: "lint"
    case .medium: "medium"
    case .high: "high"
    case .critical: "critical"
    }
  }

  public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
}

/// One departure from the standards: what, where, and how bad.
///
/// A defect is of fixed size and holds no copy of the input, so that no message can make its own
/// diagnosis expensive.
///
///     Subject: a LF              Defect(.bareLF, at: 10..<11)
public struct Defect: Sendable, Hashable {
  /// What departs.
  public let kind: DefectKind
  /// How much it matters here; a kind has a usual severity, and a few are milder or worse in context.
  public let severity: Severity
  /// Where: a half-open range of byte offsets from the message's first byte. A defect about something that is
  /// missing has the empty range at the end of the header section that it is missing from.
  public let range: Range<Int>
  /// The ordinal of the part that it is in, counted in pre-order from 0; 0 outside messages.
  public let part: Int

  /// A defect whose range counts from the message's first byte, of its usual severity unless another is given.
  public init(_ kind: DefectKind, at range: Range<Int>, part: Int = 0, severity: Severity? = nil) {
    self.kind = kind
    self.severity = severity ?? kind.severity
    self.range = range
    self.part = part
  }
}
