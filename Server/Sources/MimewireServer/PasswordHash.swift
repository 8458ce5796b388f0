import Crypto
import SMTP

/// A password as the users file keeps it: PBKDF2 with HMAC-SHA-256 (RFC 8018 section 5.2), salted.
///
///     $pbkdf2-sha256$100000$c2FsdA==$fLsS…=
struct PasswordHash: Sendable, Hashable, CustomStringConvertible {
  let iterations: Int
  let salt: [UInt8]
  let hash: [UInt8]

  /// A hash of a password with a salt of its own.
  init(of password: String, iterations: Int = 100_000) {
    var generator = SystemRandomNumberGenerator()
    self.salt = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
    self.iterations = iterations
    self.hash = PasswordHash.derive(password, salt, iterations)
  }

  /// The hash that a text is, or nil.
  init?(parsing text: Substring) {
    let pieces = text.split(separator: "$", omittingEmptySubsequences: false)
    guard pieces.count == 5, pieces[0].isEmpty, pieces[1] == "pbkdf2-sha256", let iterations = Int(pieces[2]),
      1...10_000_000 ~= iterations, let salt = SASL.decodeBase64(Array(pieces[3].utf8).span),
      let hash = SASL.decodeBase64(Array(pieces[4].utf8).span), hash.count == 32
    else { return nil }
    self.iterations = iterations
    self.salt = salt
    self.hash = hash
  }

  /// Whether it is the hash of this password. Takes as long for a wrong one.
  func matches(_ password: String) -> Bool {
    let other = PasswordHash.derive(password, salt, iterations)
    var difference: UInt8 = 0
    for (a, b) in zip(hash, other) { difference |= a ^ b }
    return difference == 0
  }

  var description: String {
    let texts = [salt, hash].map { String(decoding: SASL.encodeBase64($0.span), as: UTF8.self) }
    return "$pbkdf2-sha256$\(iterations)$\(texts[0])$\(texts[1])"
  }

  /// One block of the function, the 32 octets that the hash has: U1 = HMAC(salt, 1), Un = HMAC(Un-1), all xored.
  private static func derive(_ password: String, _ salt: [UInt8], _ iterations: Int) -> [UInt8] {
    let key = SymmetricKey(data: Array(password.utf8))
    var block = Array(HMAC<SHA256>.authenticationCode(for: salt + [0, 0, 0, 1], using: key))
    var result = block
    for _ in 1..<max(2, iterations) where iterations > 1 {
      block = Array(HMAC<SHA256>.authenticationCode(for: block, using: key))
      for index in result.indices { result[index] ^= block[index] }
    }
    return result
  }
}
