import Testing

@testable import MimewireServer

@Suite struct PasswordHashTests {
  /// The first is RFC 7914's (section 11), the second Python's `hashlib.pbkdf2_hmac`; the salt is `salt`.
  @Test(arguments: [
    ("passwd", 1, "c2FsdA==", "VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw="),
    ("password", 4_096, "c2FsdA==", "xeR41ZKIyEGqUw22hFxMjZYok6ABzk4RpJY4c6qYE0o="),
  ])
  func vectors(password: String, iterations: Int, salt: String, hash: String) {
    let parsed = PasswordHash(parsing: "$pbkdf2-sha256$\(iterations)$\(salt)$\(hash)")
    #expect(parsed?.matches(password) ?? false)
    #expect(parsed.map { !$0.matches(password + "x") } ?? false)
  }

  @Test func aHashIsReadAgain() {
    let hash = PasswordHash(of: "secret", iterations: 3)
    #expect(PasswordHash(parsing: hash.description[...]) == hash)
    #expect(PasswordHash(of: "secret", iterations: 3).salt != hash.salt)
  }

  @Test(arguments: [
    "", "secret", "$pbkdf2-sha256$0$c2FsdA==$c2FsdA==", "$1$abc$def", "$pbkdf2-sha256$1$c2FsdA==$c2FsdA==",
  ])
  func whatIsNoHash(text: String) {
    #expect(PasswordHash(parsing: text[...]) == nil)
  }
}
