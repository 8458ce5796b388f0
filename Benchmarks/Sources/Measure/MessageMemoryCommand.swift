import ArgumentParser
import MIME
import WireBytes

/// Reads one big message in chunks and looks at the peak memory.
struct MessageMemoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "message", abstract: "A message with one big attachment, read in chunks of 64 KiB.")

  @Option(help: "The size of the message.")
  var size = ByteSize(mebibytes: 1 << 10)

  /// "Under 20 MB in all": the whole process, code and libraries included.
  private static let allowed = 20_000_000

  func run() throws {
    var source = GeneratedMessage(size: size.bytes, chunkBytes: 64 << 10)
    var reader = MessageReader()
    var events = 0
    var bodyBytes = 0
    var elapsed = Duration.zero
    let clock = ContinuousClock()
    while source.makeChunk() {
      elapsed += clock.measure {
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
    guard reader.defects.total == 0, !reader.isTruncated else { throw ValidationError("the message was misread") }
    try PeakMemory.check(limit: Self.allowed, saying: "in all")
  }
}

/// Megabytes of 1,000,000 bytes a second.
func rate(_ bytes: Int, _ elapsed: Duration) -> String {
  let seconds = elapsed / .seconds(1)
  return "\(Int(Double(bytes) / 1e6 / max(seconds, 1e-9))) MB/s"
}
