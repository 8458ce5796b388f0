internal import WireBytes

/// The bytes of the message that is being read.
///
/// Memory must hold the largest message once, not twice: an array that grows by doubling holds the old and the
/// new copy for a moment. Beyond a mebibyte so much address space is reserved at once that messages of ordinary
/// size never move again; pages that are never touched cost nothing.
internal struct MessageBuffer: Sendable {
  private static let smallBytes = 1 << 20
  private static let reservedBytes = 128 << 20

  private var bytes: [UInt8] = []
  private let limit: Int
  /// Whether bytes came that the limit did not allow.
  private(set) var isOverfull = false

  /// An empty buffer that keeps at most `limit` bytes.
  init(limit: Int) {
    self.limit = max(0, limit)
  }

  /// How many bytes are kept.
  var count: Int { bytes.count }

  /// Makes room for a message whose size is known.
  mutating func reserve(_ count: Int) {
    bytes.reserveCapacity(min(count, limit))
  }

  /// Appends bytes, as far as the limit allows.
  mutating func append(_ piece: Span<UInt8>) {
    let kept = min(piece.count, limit - bytes.count)
    if kept < piece.count { isOverfull = true }
    guard kept > 0 else { return }
    let needed = bytes.count + kept
    if needed > max(bytes.capacity, Self.smallBytes) {
      bytes.reserveCapacity(max(needed, bytes.capacity * 2, Self.reservedBytes))
    }
    bytes.append(piece.extracting(0..<kept))
  }

  /// Hands out the first `count` bytes, or all there are, and starts again with none.
  mutating func take(_ count: Int) -> [UInt8] {
    if bytes.count > count { bytes.removeLast(bytes.count - count) }
    defer { self = MessageBuffer(limit: limit) }
    return bytes
  }
}
