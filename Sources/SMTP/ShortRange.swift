/// A range of a line in half the room: what a parsed command is made of, so that it stays small enough to copy.
struct ShortRange: Sendable, Hashable {
  private let lower: UInt32
  private let upper: UInt32

  /// A line is never longer than its limit, so the offsets fit; one that did not would end at the largest.
  init(_ range: Range<Int>) {
    lower = UInt32(truncatingIfNeeded: min(range.lowerBound, Int(UInt32.max)))
    upper = UInt32(truncatingIfNeeded: min(range.upperBound, Int(UInt32.max)))
  }

  var range: Range<Int> { Int(lower)..<Int(upper) }
}
