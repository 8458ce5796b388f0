import Testing

@testable import Mailboxes

struct MaildirTests {
  @Test(
    "flags stand after `:2,` at the end of a name",
    arguments: [
      ("1767261600.M2P5.host:2,FS", "FS"), ("1767261600.M2P5.host:2,", ""), ("1767261600.host,S=12:2,Sa", "Sa"),
      ("1767261600.M2P5.host", nil), ("1767261600.host:1,S", nil), ("1767261600.host:2,S.eml", nil), ("", nil),
      ("S", nil), (":2,:2,S", "S"),
    ] as [(String, String?)])
  func flags(name: String, expected: String?) {
    #expect(Maildir.flags(in: name.utf8) == expected)
  }

  @Test("a Maildir has cur and new")
  func layout() {
    #expect(Maildir.hasLayout([Maildir.current, Maildir.new, Maildir.temporary]))
    #expect(Maildir.hasLayout([Maildir.current, Maildir.new]))
    #expect(!Maildir.hasLayout([Maildir.new, Maildir.temporary]))
  }
}
