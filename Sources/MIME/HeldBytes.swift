import WireBytes

/// The few bytes that a chunk edge cut off a unit: an unfinished header field, or a line break and the beginning of
/// what may be a delimiter line.
struct HeldBytes: Sendable {
  /// What the bytes of a body wait for.
  enum Wait: Sendable, Hashable {
    /// An LF that would make the CR a line break.
    case lineFeed
    /// The rest of a line that may be a delimiter, behind a line break of `lineBreak` bytes.
    case line(lineBreak: Int)
    /// Nothing: the bytes are body.
    case nothing
  }

  private(set) var bytes: [UInt8] = []
  var wait = Wait.nothing
  /// How many bytes the last event lent out; they go with the next call.
  private var spent = 0

  var isEmpty: Bool { bytes.isEmpty }
  var count: Int { bytes.count }

  mutating func append(_ more: Span<UInt8>) {
    bytes.append(more)
  }

  /// Lends out the first bytes until the next call.
  mutating func spend(_ count: Int) {
    spent = count
  }

  mutating func dropSpent() {
    guard spent > 0 else { return }
    if spent == bytes.count { bytes.removeAll(keepingCapacity: spent < 1 << 16) } else { bytes.removeFirst(spent) }
    spent = 0
  }
}
