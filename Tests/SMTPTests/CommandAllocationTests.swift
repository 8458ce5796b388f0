import AllocationHook
import Testing
import WireBytes

@testable import SMTP

/// A server parses commands without taking memory, however many there are.
@Suite(
  .enabled(if: mw_can_count_allocations(), "allocations are counted with glibc only, and not under a sanitizer"))
struct CommandAllocationTests {
  @Test func commandsInOneChunkAllocateNothing() {
    let group = """
      EHLO client.example.org\r
      MAIL FROM:<ann@example.org> SIZE=14000 BODY=8BITMIME RET=HDRS ENVID=a+2B ORIGIN=1\r
      RCPT TO:<@x.test:"a b"@example.net> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;bob@example.net\r
      RCPT TO:<postmaster>\r
      BDAT 86 LAST\r
      AUTH PLAIN dGVzdA==\r
      NOOP\r

      """
    let bytes = Array(group.utf8)
    var reader = SMTPLineReader()
    #expect(Self.commandCount(in: bytes, reader: &reader) == 7)  // the first run makes the static tables
    mw_begin_counting_allocations()
    _ = Self.commandCount(in: bytes, reader: &reader)
    #expect(mw_end_counting_allocations().count == 0)
  }

  private static func commandCount(in bytes: [UInt8], reader: inout SMTPLineReader) -> Int {
    var input = ByteCursor(bytes.span)
    var count = 0
    while let event = reader.next(from: &input) {
      do {
        _ = try SMTPCommand(parsing: reader.line(in: input))
        count += event == .line ? 1 : 0
      } catch {
        Issue.record("\(error)")
      }
    }
    return count
  }
}
