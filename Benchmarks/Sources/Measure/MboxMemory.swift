import Mailboxes
import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads a big mbox by read(2) and looks at the peak memory.
enum MboxMemory {
  /// "Under 20 MB beyond its largest message".
  private static let allowedBeyondLargest = 20_000_000

  static func measure(_ arguments: inout Arguments) throws {
    let path = try arguments.takeOption("--path")
    let size = try arguments.takeSize("--size") ?? 2 << 30
    try arguments.end()
    if let path { try read(path, expecting: nil) } else { try writeAndRead(size: size) }
  }

  private static func writeAndRead(size: Int) throws {
    let path = FilePath("/tmp/mimewire-measure-\(getpid()).mbox")
    let file = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
    // Safe: the C string lives during the call.
    defer { unsafe _ = unlink(path.string) }
    let written = try file.closeAfter { try GeneratedMbox(size: size, to: file) }
    try read(path.string, expecting: written)
  }

  private static func read(_ path: String, expecting written: GeneratedMbox?) throws {
    var source = MailSource(paths: [path], format: .mbox)
    var messages = 0
    var bytes = 0
    var largest = 0
    var defects = 0
    let elapsed = try ContinuousClock().measure {
      while let item = source.next() {
        switch item {
        case .failure(let error): throw error
        case .message(let message):
          messages += 1
          bytes += message.bytes.count
          largest = max(largest, message.bytes.count)
          defects += message.defects.total
        }
      }
    }
    print(
      "mbox: \(messages) messages, \(bytes) bytes, the largest \(largest), \(rate(bytes, elapsed)),",
      "\(defects) defects")
    if let written, written.messageCount != messages || defects > 0 {
      throw MeasurementFailure(description: "the mbox was misread")
    }
    try PeakMemory.check(limit: largest + allowedBeyondLargest, saying: "20 MB beyond the largest message")
  }
}
