import Testing

@testable import Mailboxes

struct MailRecognitionTests {
  private func isMail(_ head: String) -> Bool { MailRecognition.isMail(head.utf8.span) }
  private func isMbox(_ head: String) -> Bool { MailRecognition.isMbox(head.utf8.span) }

  @Test(
    "a file in a directory counts as mail by its first lines",
    arguments: [
      ("Subject: a\n\nx", true), ("X-Spam_Status.2 : a\r\n", true), ("From me\n", true), ("\u{FEFF}Subject: a", true),
      ("junk\n\nSubject: a\n", true), (String(repeating: "junk\n", count: 9) + "A: b", true),
      (String(repeating: "junk\n", count: 10) + "A: b", false),
      ("", false), ("{\"a\": 1}\n", false), ("hello world\n", false), ("\0\0\0\0", false), (" Subject: a\n", false),
      (": a\n", false), ("%PDF-1.7\n", false), ("Subject", false), ("-a: b", false), ("From", false),
    ])
  func mail(head: String, expected: Bool) {
    #expect(isMail(head) == expected)
  }

  @Test(
    "a file is an mbox if its first line separates messages",
    arguments: [
      ("From a@b.test Thu Jan  1 10:00:00 2026\nSubject: a\n", true),
      ("From a@b.test Thu Jan  1 10:00:00 2026\r\n", true), ("From a@b.test\r\nSubject: a\r\n", true),
      ("From a@b.test Thu Jan  1 10:00:00 2026", true),
      ("From: a@b.test\n", false), ("From : a@b.test\n", false), ("From the desk of\n", false),
      ("\nFrom a@b.test Thu Jan  1 10:00:00 2026\n", false), ("", false),
    ])
  func mbox(head: String, expected: Bool) {
    #expect(isMbox(head) == expected)
  }

  @Test("a .gz is known by its first two bytes")
  func gzip() {
    let cases: [([UInt8], Bool)] = [([0x1F, 0x8B], true), ([0x1F, 0x8B, 8], true), ([0x1F], false), ([], false)]
    for (head, expected) in cases {
      let found = MailRecognition.isGzip(head.span)
      #expect(found == expected)
    }
  }
}
