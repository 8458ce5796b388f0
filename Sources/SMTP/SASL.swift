internal import WireBytes

/// The messages of the SASL mechanisms that mail uses, as codecs: bytes to values and back, without base64, which
/// is SMTP's, and without cryptography, which is the caller's (a hash is passed in).
///
/// Nothing here keeps a credential, and no description shows one.
public enum SASL {
  /// Why a client's or server's message is not one of its mechanism.
  public struct Malformed: Error, Sendable, Hashable {}

  /// The octets that base64 of an AUTH exchange stands for, or nil.
  public static func decodeBase64(_ encoded: Span<UInt8>) -> [UInt8]? {
    StrictBase64.decode(encoded)
  }

  /// The base64 of a message, in one line.
  public static func encodeBase64(_ message: Span<UInt8>) -> [UInt8] {
    StrictBase64.encode(message)
  }

  /// What a client proves itself with by PLAIN or LOGIN.
  public struct Credentials: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
    /// Whom to act as, empty for the same.
    public var authorizationIdentity: String
    /// Who is authenticated.
    public var user: String
    /// **Secret.**
    public var password: String

    /// Credentials to send.
    public init(authorizationIdentity: String = "", user: String, password: String) {
      self.authorizationIdentity = authorizationIdentity
      self.user = user
      self.password = password
    }

    /// The user, never the password.
    public var description: String { "credentials of \(user)" }
    /// The user, never the password.
    public var debugDescription: String { description }
  }

  // MARK: PLAIN

  /// `message = [authzid] UTF8NUL authcid UTF8NUL passwd` (RFC 4616 section 2): exactly two NULs, the user and the
  /// password not empty, all of it UTF-8.
  public static func plain(parsing message: Span<UInt8>) throws(Malformed) -> Credentials {
    let pieces = message.array.split(separator: ASCII.nul, omittingEmptySubsequences: false)
    guard pieces.count == 3, !pieces[1].isEmpty, !pieces[2].isEmpty, isUTF8(message, 0..<message.count) else {
      throw Malformed()
    }
    let texts = pieces.map { String(decoding: $0, as: UTF8.self) }
    return Credentials(authorizationIdentity: texts[0], user: texts[1], password: texts[2])
  }

  /// The message of PLAIN.
  public static func plain(_ credentials: Credentials) throws(Malformed) -> [UInt8] {
    let texts = [credentials.authorizationIdentity, credentials.user, credentials.password]
    guard !texts.contains(where: { $0.utf8.contains(ASCII.nul) }), !texts[1].isEmpty, !texts[2].isEmpty else {
      throw Malformed()
    }
    return Array(texts.joined(separator: "\0").utf8)
  }

  // MARK: LOGIN

  /// The two challenges of LOGIN, which clients match to the letter (draft-murchison-sasl-login-00).
  public static let loginChallenges = ["Username:", "Password:"]

  // MARK: CRAM-MD5

  /// A client's answer to a CRAM-MD5 challenge (RFC 2195): who, and the digest in lower-case hexadecimal.
  public struct CRAMResponse: Sendable, Hashable {
    /// Who is authenticated.
    public let user: String
    /// **Secret** enough: it can be guessed against.
    public let digest: [UInt8]

    /// `user SP 32LHEXDIG`; a user may hold spaces, so the last one counts.
    public init(parsing message: Span<UInt8>) throws(Malformed) {
      let bytes = message.array
      guard let space = bytes.lastIndex(of: ASCII.space), space > 0, bytes.count - space == 33,
        isUTF8(message, 0..<bytes.count)
      else { throw Malformed() }
      var digest: [UInt8] = []
      for index in stride(from: space + 1, to: bytes.count, by: 2) {
        guard let high = ASCII.hexValue(bytes[index]), let low = ASCII.hexValue(bytes[index + 1]) else {
          throw Malformed()
        }
        digest.append(high << 4 | low)
      }
      self.user = String(decoding: bytes[..<space], as: UTF8.self)
      self.digest = digest
    }

    /// The answer to `challenge`.
    ///
    /// - Parameters:
    ///   - user: whose password it is.
    ///   - challenge: what the server sent, without base64.
    ///   - hmacMD5: the keyed hash of the challenge under the password.
    public init(user: String, challenge: [UInt8], hmacMD5: ([UInt8]) -> [UInt8]) {
      self.user = user
      self.digest = hmacMD5(challenge)
    }

    /// The message.
    public var message: [UInt8] {
      let digits = Array("0123456789abcdef".utf8)
      return Array(user.utf8) + [ASCII.space] + digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
  }

  // MARK: XOAUTH2 and OAUTHBEARER

  /// What a client sends to prove itself with a token (RFC 7628, and Google's XOAUTH2 of before it).
  public struct Bearer: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
    /// Who is authenticated; empty where only the token tells.
    public var user: String
    /// **Secret.**
    public var token: String
    /// Further `key=value` pairs of OAUTHBEARER, such as `host` and `port`.
    public var pairs: [String]

    /// A token to send.
    public init(user: String, token: String, pairs: [String] = []) {
      self.user = user
      self.token = token
      self.pairs = pairs
    }

    /// The user, never the token.
    public var description: String { "bearer token of \(user)" }
    /// The user, never the token.
    public var debugDescription: String { description }

    /// `"user=" user ^A "auth=Bearer " token ^A ^A`
    public init(xoauth2 message: Span<UInt8>) throws(Malformed) {
      let fields = try Bearer.fields(message)
      guard fields.count == 2, let user = fields[0].value(of: "user=") else { throw Malformed() }
      self.init(user: user, token: try Bearer.token(fields[1]))
    }

    /// `gs2-header kvsep *kvpair kvsep` with `gs2-header = "n," ["a=" authzid] ","` (RFC 7628 section 3.1)
    public init(oauthBearer message: Span<UInt8>) throws(Malformed) {
      let fields = try Bearer.fields(message)
      guard let header = fields.first, header.hasPrefix("n,"), header.hasSuffix(","), header.utf8.count >= 3 else {
        throw Malformed()
      }
      let identity = header.dropFirst(2).dropLast()
      guard identity.isEmpty || identity.hasPrefix("a="),
        let auth = fields.first(where: { $0.asciiUppercased.hasPrefix("AUTH=") })
      else { throw Malformed() }
      let user = String(identity.dropFirst(2)).replacing("=2C", with: ",").replacing("=3D", with: "=")
      self.init(
        user: user, token: try Bearer.token(auth), pairs: fields.dropFirst().filter { $0 != auth })
    }

    /// The message of XOAUTH2.
    public var xoauth2: [UInt8] { Array("user=\(user)\u{1}auth=Bearer \(token)\u{1}\u{1}".utf8) }

    /// The message of OAUTHBEARER.
    public var oauthBearer: [UInt8] {
      let name = user.replacing("=", with: "=3D").replacing(",", with: "=2C")
      let all = pairs + ["auth=Bearer \(token)"]
      return Array("n,a=\(name),\u{1}\(all.joined(separator: "\u{1}"))\u{1}\u{1}".utf8)
    }

    /// The ^A-separated fields of a message that ends in two.
    private static func fields(_ message: Span<UInt8>) throws(Malformed) -> [String] {
      let bytes = message.array
      guard bytes.count > 2, bytes.suffix(2) == [1, 1], isUTF8(message, 0..<bytes.count) else { throw Malformed() }
      return bytes.dropLast(2).split(separator: 1, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func token(_ field: String) throws(Malformed) -> String {
      guard field.asciiUppercased.hasPrefix("AUTH=BEARER ") else { throw Malformed() }
      let token = String(field.dropFirst("auth=Bearer ".count))
      guard !token.isEmpty, token.utf8.allSatisfy({ ByteClass.vchar.contains($0) }) else { throw Malformed() }
      return token
    }
  }
}

extension String {
  fileprivate func value(of key: String) -> String? {
    hasPrefix(key) && utf8.count > key.utf8.count ? String(dropFirst(key.count)) : nil
  }

  fileprivate func replacing(_ pattern: String, with replacement: String) -> String {
    var result: [UInt8] = []
    let wanted = Array(pattern.utf8)
    var rest = Array(utf8)[...]
    while let byte = rest.first {
      if rest.starts(with: wanted) {
        result += Array(replacement.utf8)
        rest = rest.dropFirst(wanted.count)
      } else {
        result.append(byte)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
