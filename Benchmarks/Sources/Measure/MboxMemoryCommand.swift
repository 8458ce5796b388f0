import ArgumentParser
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
struct MboxMemoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mbox", abstract: "An mbox, read with read(2); without --path one is written first.")

  @Option(help: "The size of the mbox to write.")
  var size = ByteSize(mebibytes: 2 << 10)

  @Option(help: "An mbox to read instead.")
  var path: String?

  @Option(help: "The directory to write to.")
  var directory = "/tmp"

  /// "Under 20 MB beyond its largest message".
  private static let allowedBeyondLargest = 20_000_000

  func run() throws {
    if let path {
      try read(path, expecting: nil)
      return
    }
    let path = FilePath(directory).appending("mimewire-measure-\(getpid()).mbox")
    let file = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
    // Safe: the C string lives during the call.
    defer { unsafe _ = unlink(path.string) }
    let written = try file.closeAfter { try GeneratedMbox(size: size.bytes, to: file) }
    try read(path.string, expecting: written)
  }

  private func read(_ path: String, expecting written: GeneratedMbox?) throws {
    var source = MailSource(paths: [path], format: .mbox)
    var messages = 0
    var bytes = 0
    var largest = 0
    var defects = 0
    let elapsed = try ContinuousClock().measure {
      while let item = source.next() {
        switch item {
        case .failure(let error): throw ValidationError("\(error)")
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
    if let written, written.messageCount != messages || defects > 0 { throw ValidationError("the mbox was misread") }
    try PeakMemory.check(
      limit: largest + Self.allowedBeyondLargest, saying: "20 MB beyond the largest message")
  }
}
