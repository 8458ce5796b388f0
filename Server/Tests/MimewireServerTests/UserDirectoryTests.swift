import SMTP
import Testing

@testable import MimewireServer

@Suite struct UserDirectoryTests {
  private static let text = """
    # people
    Ann@Example.org:\(PasswordHash(of: "secret", iterations: 2))

    list@example.org:
    """

  private func directory() throws -> UserDirectory {
    try UserDirectory(parsing: UserDirectoryTests.text, path: "users", domains: ["example.org", "example.com"])
  }

  @Test(arguments: [
    ("ann@example.org", "ann@example.org"), ("ANN@EXAMPLE.ORG", "ann@example.org"),
    ("\"ann\"@example.org", "ann@example.org"),
    ("list@example.org", "list@example.org"), ("ann@example.com", nil), ("bob@example.org", nil),
    ("ann@example.net", nil),
    ("postmaster@example.com", "postmaster@example.org"),
  ])
  func mailboxes(path: String, mailbox: String?) throws {
    #expect(try directory().mailbox(for: SMTPMailbox(path)) == mailbox)
  }

  @Test(arguments: [
    ("ann@example.org", "secret", "", true), ("Ann@EXAMPLE.org", "secret", "", true),
    ("ann@example.org", "secret", "ann@example.org", true), ("ann@example.org", "secret", "list@example.org", false),
    ("ann@example.org", "Secret", "", false), ("list@example.org", "", "", false),
    ("bob@example.org", "secret", "", false),
  ])
  func logins(user: String, password: String, identity: String, isRight: Bool) throws {
    let credentials = SASL.Credentials(authorizationIdentity: identity, user: user, password: password)
    #expect(try directory().user(credentials) == (isRight ? "ann@example.org" : nil))
  }

  @Test(arguments: [
    ("ann", "users:2: no colon after the address"), ("ann:", "users:2: not an address"),
    ("ann@example.net:", "users:2: example.net is not a domain of this server"),
    ("ann@example.org:secret", "users:2: not a password hash"),
  ])
  func aWrongLineIsNamed(line: String, message: String) throws {
    let error = #expect(throws: UserDirectory.Malformed.self) {
      try UserDirectory(parsing: "# x\n\(line)\n", path: "users", domains: ["example.org"])
    }
    #expect(error?.description == message)
  }
}
