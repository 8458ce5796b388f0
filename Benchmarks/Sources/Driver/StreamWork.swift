import Mimewire

/// A message through the incremental reader, as it would come from a socket.
enum StreamWork {
  private static let chunk = 16 << 10

  static func add(_ bytes: [UInt8], to counts: inout Counts) {
    var reader = MessageReader()
    for start in stride(from: 0, to: bytes.count, by: chunk) {
      var cursor = ByteCursor(bytes.span.extracting(start..<min(start + chunk, bytes.count)))
      while let event = reader.next(from: &cursor) { add(event, to: &counts) }
    }
    while let event = reader.finish() { add(event, to: &counts) }
  }

  private static func add(_ event: borrowing MessageEvent, to counts: inout Counts) {
    switch event {
    case .field: counts.fields += 1
    case .partEnded(let end): if end.content == .leaf { counts.parts += 1 }
    default: break
    }
  }
}
