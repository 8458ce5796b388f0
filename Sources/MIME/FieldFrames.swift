import WireBytes

/// Header fields that were framed together and wait to be told about one by one.
struct FieldFrames: Sendable {
  /// Two numbers a field: where its colon stands and where it ends, counted from where framing began.
  private var places = InlineArray<64, UInt32>(repeating: 0)
  private var count = 0
  private var next = 0

  /// Whether none waits.
  var isEmpty: Bool { next == count }

  /// Where the last of the fields ends, counted from where framing began.
  var end: Int { count == 0 ? 0 : Int(places[2 * count - 1]) }

  /// The length of the next field and the distance of its colon from its first byte.
  mutating func pop() -> (colon: Int, length: Int)? {
    guard next < count else { return nil }
    let start = next == 0 ? 0 : places[2 * next - 1]
    let frame = (colon: Int(places[2 * next] - start), length: Int(places[2 * next + 1] - start))
    next += 1
    return frame
  }

  /// Frames the ordinary fields that `bytes` begin with, at most `limit` of them.
  mutating func refill(from bytes: Span<UInt8>, limit: Int) {
    var room = places.mutableSpan
    count = bytes.frameFields(limit: limit, into: &room)
    next = 0
  }
}
