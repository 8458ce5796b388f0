import SMTP
import Testing
import WireBytes

@testable import MimewireServer

@Suite struct MailTimeTests {
  @Test(arguments: [
    (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (951_782_399, "Mon, 28 Feb 2000 23:59:59 +0000"),
    (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"), (1_795_593_562, "Wed, 25 Nov 2026 07:59:22 +0000"),
    (4_107_542_400, "Mon, 1 Mar 2100 00:00:00 +0000"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 +0000"),
  ])
  func dateTimes(seconds: Int, text: String) {
    #expect(MailTime(seconds: seconds, microseconds: 0).dateTime == text)
  }
}

@Suite struct LineEndsTests {
  @Test(arguments: [
    ("", ""), ("a\r\nb\r\n", "a\nb\n"), ("\r\n\r\n", "\n\n"), ("a\rb", "a\rb"), ("a\r\r\nb", "a\r\nb"),
    ("a\r", "a\r"),
    ("a\nb", "a\nb"),
  ])
  func atEveryCut(text: String, wanted: String) {
    let bytes = Array(text.utf8)
    for first in 0...bytes.count {
      for second in first...bytes.count {
        var lineEnds = LineEnds()
        var output: [UInt8] = []
        for piece in [0..<first, first..<second, second..<bytes.count] {
          lineEnds.convert(bytes.span.extracting(piece), into: &output)
        }
        lineEnds.finish(into: &output)
        #expect(String(decoding: output, as: UTF8.self) == wanted)
      }
    }
  }
}
