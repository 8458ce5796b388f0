/// Header fields that were framed together and wait to be told about one by one.
package struct FieldFrames: Sendable {
  // Inlinable because a field or two is popped for every line of a message.
  /// Two numbers a field: where its colon stands and where it ends, counted from where framing began.
  @usableFromInline
  internal var places = InlineArray<64, UInt32>(repeating: 0)
  @usableFromInline
  internal var count = 0
  @usableFromInline
  internal var next = 0

  /// No fields.
  package init() {}

  /// Whether none waits.
  @inlinable
  package var isEmpty: Bool { next == count }

  /// Where the last of the fields ends, counted from where framing began.
  package var end: Int { count == 0 ? 0 : Int(places[2 * count - 1]) }

  /// The length of the next field and the distance of its colon from its first byte.
  @inlinable @inline(__always)
  package mutating func pop() -> (colon: Int, length: Int)? {
    guard next < count else { return nil }
    let start = next == 0 ? 0 : places[2 * next - 1]
    let frame = (colon: Int(places[2 * next] - start), length: Int(places[2 * next + 1] - start))
    next += 1
    return frame
  }

  /// Replaces the fields, all of them popped, by as many as `frame` says it has written the numbers of.
  mutating func refill(by frame: (inout MutableSpan<UInt32>) -> Int) {
    var room = places.mutableSpan
    count = frame(&room)
    next = 0
  }
}
