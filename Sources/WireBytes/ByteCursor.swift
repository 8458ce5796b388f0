/// A place in borrowed bytes that moves forward as they are read.
///
/// The cursor never owns, copies or lets escape the bytes. Copying a cursor is how a parser looks ahead:
/// keep the copy to go back, keep the moved one to go on.
///
///     var cursor = ByteCursor(line)                  // a=b
///     let name = cursor.skip(while: .token)          // 0..<1
///     let found = cursor.skip(ASCII.equals)          // true, offset 2
///
/// Offsets count bytes from the first byte of the span; ranges are half open.
public struct ByteCursor: ~Escapable, BitwiseCopyable {
  /// All the bytes, read or not.
  public let bytes: Span<UInt8>
  @usableFromInline
  internal var place: Int
  /// The offset of the next byte, `0...bytes.count`.
  @inlinable
  public var offset: Int { place }

  /// A cursor before the first byte.
  @inlinable
  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
    self.place = 0
  }

  /// Whether every byte has been read.
  @inlinable
  public var isAtEnd: Bool { offset >= bytes.count }

  /// How many bytes are left.
  @inlinable
  public var remaining: Int { bytes.count - offset }

  /// The next byte, or nil at the end.
  @inlinable
  public var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// The byte `distance` bytes after the next one, or nil beyond the end.
  @inlinable
  public func peek(_ distance: Int) -> UInt8? {
    let index = offset + distance
    return index < bytes.count ? bytes[index] : nil
  }

  /// Reads one byte, or nil at the end.
  @inlinable
  public mutating func take() -> UInt8? {
    guard offset < bytes.count else { return nil }
    defer { advance(to: offset + 1) }
    return bytes[offset]
  }

  /// Moves over the next byte if it is `byte`.
  @inlinable @inline(__always)
  public mutating func skip(_ byte: UInt8) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    advance(to: offset + 1)
    return true
  }

  /// Moves over the longest run of bytes of a class; the range may be empty.
  @inlinable
  @discardableResult
  public mutating func skip(while byteClass: ByteClass) -> Range<Int> {
    let start = offset
    var end = start
    while end < bytes.count, byteClass.contains(bytes[end]) { end += 1 }
    advance(to: end)
    return start..<end
  }

  /// Moves to `newOffset`, forward or back.
  ///
  /// - Precondition: `0...bytes.count` contains it.
  @inlinable
  public mutating func advance(to newOffset: Int) {
    precondition(newOffset >= 0 && newOffset <= bytes.count, "a cursor moves within its bytes")
    place = newOffset
  }

  /// Moves to the end.
  @inlinable
  public mutating func skipToEnd() {
    advance(to: bytes.count)
  }
}
