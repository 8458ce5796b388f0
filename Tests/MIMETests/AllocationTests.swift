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

  /// The fewest allocations of several runs: the run-time library makes some of its own now and then.
  private func allocations(of body: () -> Void) -> Allocations {
    body()  // the first run makes the static tables
    var fewest = Allocations(count: .max, bytes: .max)
    for _ in 0..<7 {
      mw_begin_counting_allocations()
      body()
      let counted = mw_end_counting_allocations()
      if counted.bytes < fewest.bytes { fewest = Allocations(count: counted.count, bytes: counted.bytes) }
    }
    return fewest
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
    let small = message(attachmentBytes: 10_000)
    let large = message(attachmentBytes: 10_000_000)
    // The expectations stand outside: the test library allocates too.
    var parts = [0, 0]
    let forSmall = allocations { parts[0] = MessageIndex(parsing: small.span).parts.count }
    let forLarge = allocations { parts[1] = MessageIndex(parsing: large.span).parts.count }
    #expect(parts == [3, 3])
    #expect(forSmall == forLarge)
    #expect((1..<20_000).contains(forLarge.bytes))
  }

  @Test("a message keeps the bytes that it is handed, and copies none")
  func owner() {
    let small = message(attachmentBytes: 10_000)
    let large = message(attachmentBytes: 10_000_000)
    var parts = [0, 0]
    let forSmall = allocations { parts[0] = Message(parsing: small).index.parts.count }
    let forLarge = allocations { parts[1] = Message(parsing: large).index.parts.count }
    #expect(parts == [3, 3])
    #expect(forSmall == forLarge)
  }

  @Test("a reader of one chunk allocates as much for 10 MB of attachment as for 10 KB")
  func reader() {
    let small = message(attachmentBytes: 10_000)
    let large = message(attachmentBytes: 10_000_000)
    let forSmall = allocations { read([small]) }
    let forLarge = allocations { read([large]) }
    #expect(forSmall == forLarge)
  }

  private func read(_ chunks: [[UInt8]]) {
    var reader = MessageReader()
    for chunk in chunks {
      var cursor = ByteCursor(chunk.span)
      while reader.next(from: &cursor) != nil {}
    }
    while reader.finish() != nil {}
  }
}
