import MIME
import WireBytes

/// Reads one big message in chunks and looks at the peak memory.
enum MessageMemory {
  /// "Under 20 MB in all": the whole process, code and libraries included.
  private static let allowed = 20_000_000

  static func measure(_ arguments: inout Arguments) throws {
    let size = try arguments.takeSize("--size") ?? 1 << 30
    try arguments.end()
    var source = GeneratedMessage(size: size, chunkBytes: 64 << 10)
    var reader = MessageReader()
    var events = 0
    var bodyBytes = 0
    var elapsed = Duration.zero
    while source.makeChunk() {
      elapsed += ContinuousClock().measure {
        var cursor = ByteCursor(source.chunk.span)
        while let event = reader.next(from: &cursor) {
          events += 1
          if case .bodyBytes(let bytes, _) = event { bodyBytes += bytes.count }
        }
      }
    }
    while reader.finish() != nil { events += 1 }
    print(
      "message: \(source.count) bytes, \(bodyBytes) of them in bodies, \(events) events,",
      "\(rate(source.count, elapsed)), \(reader.defects.total) defects")
    guard reader.defects.total == 0, !reader.isTruncated else {
      throw MeasurementFailure(description: "the message was misread")
    }
    try PeakMemory.check(limit: allowed, saying: "in all")
  }
}
