import Testing

@testable import Mailboxes

struct MboxSeparatorTests {
  private func matches(_ line: String) -> Bool { MboxSeparator.matches(line.utf8.span) }
  private func matchesAtStart(_ line: String) -> Bool { MboxSeparator.matchesAtStart(line.utf8.span) }

  @Test(
    "lines that mailboxes are known to have between messages",
    arguments: [
      "From ann@example.org Thu Jan  1 10:00:00 2026",
      "From ann@example.org  Thu Jan  1 10:00:00 2026",
      "From ann@example.org Thu Jan 01 10:00 2026",
      "From ann@example.org Thu Jan  1 10:00 CET 2026",
      "From ann@example.org Thu Jan  1 10:00:00 MET DST 2026",
      "From ann@example.org Thu Jan  1 10:00:00 +0000 2026",
      "From ann@example.org Thu Jan  1 10:00:00 2026 -0700",
      "From ann@example.org Thu Jan  1 10:00:00 2026 +0100 (CET)",
      "From ann@example.org Thu, 01 Jan 2026 10:00:00 +0100",
      "From ann@example.org 1 Jan 2026 9:00:00 GMT",
      "From - Thu, 01 Jan 2026 10:00:00 GMT",
      "From MAILER-DAEMON Thu Jan  1 10:00:00 2026",
      "From host!ann Thu Jan  1 10:00:00 2026 remote from host",
      "From \"ann smith\"@example.org Thu Jan  1 10:00:00 2026",
      "From \"a\\\"b c\"@example.org Thu Jan  1 10:00:00 2026",
      "From  Thu Jan  1 10:00:00 2026",
      "From Thu Thu Jan  1 10:00:00 2026 ",
      "From ann@example.org Jan 1 10:00:00 2026",
    ])
  func separators(line: String) {
    #expect(matches(line))
    #expect(matchesAtStart(line))
  }

  @Test(
    "prose, fields and half separators are none",
    arguments: [
      "From here on",
      "From ",
      "From",
      "from ann@example.org Thu Jan  1 10:00:00 2026",
      "From: ann@example.org Thu Jan  1 10:00:00 2026",
      ">From ann@example.org Thu Jan  1 10:00:00 2026",
      "From ann@example.org",
      "From ann@example.org Thu",
      "From ann@example.org Thu Jan  1 2026",
      "From ann@example.org Thu Jan  1 10:00:00",
      "From ann@example.org Thu Jan  1 10:0:00 2026",
      "From ann@example.org Thu Jan  1 10:00:00:00 2026",
      "From ann@example.org Thu Jan 111 10:00:00 2026",
      "From ann@example.org Thu Jan  1 10:00:00 26",
      "From what ann wrote on Thu Jan  1 10:00:00 2026",
      "From ann@example.org Thu Jan  1 10:00:00 2026 she wrote",
      "From ann@example.org Thu Jan  1 10:00:00 2026 remote from",
      "From \"ann Thu Jan  1 10:00:00 2026",
    ])
  func others(line: String) {
    #expect(!matches(line))
  }

  @Test("a line of a thousand bytes is no separator, one of less is")
  func longLines() {
    let date = " Thu Jan  1 10:00:00 2026"
    for (length, expected) in [(999, true), (1_000, false)] {
      let line = "From " + String(repeating: "a", count: length - 5 - date.utf8.count) + date
      #expect(line.utf8.count == length)
      #expect(matches(line) == expected)
    }
  }

  @Test(
    "as the first line of a file an address without a date is enough",
    arguments: [
      ("From ann@example.org", true), ("From ann ", true), ("From ", false), ("From : ann@example.org", false),
      ("From ann: hello", false), ("From ann wrote", false), ("Subject: From ann", false),
    ])
  func firstLines(line: String, expected: Bool) {
    #expect(matchesAtStart(line) == expected)
  }
}
