import AllocationHook
import Testing
import WireBytes

@testable import MIME

/// Parsing a message that is in memory copies none of it: what is allocated does not depend on how big the bodies are.
@Suite(
  .enabled(if: mw_can_count_allocations(), "allocations are counted with glibc only, and not under a sanitizer"))
struct AllocationTests {
  private struct Allocations: Equatable {
    let count: Int
    let bytes: Int
  }

  /// The fewest allocations that parsing a small and a large message took, in several rounds in turn.
  ///
  /// An array grows by what `malloc` really gave it, so the count hangs on the state of the heap, which other tests
  /// change too: only neighbouring runs on one thread can be compared, and the fewest are what the parser needs.
  private func allocations(_ parse: ([UInt8]) -> Int) -> (small: Allocations, large: Allocations) {
    let messages = [message(attachmentBytes: 10_000), message(attachmentBytes: 10_000_000)]
    for message in messages { #expect(parse(message) == 3) }  // the first run makes the static tables
    var fewest = [Allocations](repeating: Allocations(count: .max, bytes: .max), count: 2)
    for _ in 0..<15 {
      for (i, message) in messages.enumerated() {
        mw_begin_counting_allocations()
        _ = parse(message)
        let counted = mw_end_counting_allocations()
        if counted.bytes < fewest[i].bytes { fewest[i] = Allocations(count: counted.count, bytes: counted.bytes) }
      }
    }
    return (fewest[0], fewest[1])
  }

  /// A text and an attachment of about `attachmentBytes`, in full base64 lines.
  private func message(attachmentBytes: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(attachmentBytes + 1_000)
    bytes +=
      """
      From: Ann Example <ann@example.org>\r
      Subject: The film\r
      Content-Type: multipart/mixed; boundary="=_b1"\r
      \r
      --=_b1\r
      \r
      Here it is.\r
      --=_b1\r
      Content-Type: video/mp4; name="film.mp4"\r
      Content-Transfer-Encoding: base64\r
      \r

      """.utf8
    let line = [UInt8](repeating: 0x41, count: 76) + [0x0D, 0x0A]
    for _ in 0..<attachmentBytes / line.count { bytes += line }
    bytes += "--=_b1--\r\n".utf8
    return bytes
  }

  @Test("an index of a message takes as much memory with 10 MB of attachment as with 10 KB")
  func index() {
    let counted = allocations { MessageIndex(parsing: $0.span).parts.count }
    #expect(counted.small == counted.large)
    #expect((1..<20_000).contains(counted.large.bytes))
  }

  @Test("a message keeps the bytes that it is handed, and copies none")
  func owner() {
    let counted = allocations { Message(parsing: $0).index.parts.count }
    #expect(counted.small == counted.large)
  }

  @Test("a reader of one chunk allocates as much for 10 MB of attachment as for 10 KB")
  func reader() {
    let counted = allocations { Self.partCount(reading: $0) }
    #expect(counted.small == counted.large)
  }

  private static func partCount(reading chunk: [UInt8]) -> Int {
    var reader = MessageReader()
    var parts = 0
    var cursor = ByteCursor(chunk.span)
    while let event = reader.next(from: &cursor) {
      if case .partBegan = event { parts += 1 }
    }
    while reader.finish() != nil {}
    return parts
  }
}
