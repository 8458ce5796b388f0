internal import WireBytes

/// SCRAM-SHA-256 and its kin (RFC 5802, RFC 7677), without channel binding: the four messages, and what to hash.
///
///     C: n,,n=user,r=NONCE            clientFirst
///     S: r=NONCE+SERVER,s=SALT,i=4096 serverFirst
///     C: c=biws,r=NONCE+SERVER,p=...  clientFinal
///     S: v=...                        serverFinal
///
/// Salted password and keyed hashes are the caller's; `Hashes` says what is needed of them.
public enum SCRAM {
  /// The hash functions of one mechanism.
  public struct Hashes: Sendable {
    /// H(bytes)
    public let hash: @Sendable ([UInt8]) -> [UInt8]
    /// HMAC(key, bytes)
    public let hmac: @Sendable (_ key: [UInt8], _ bytes: [UInt8]) -> [UInt8]

    /// The two functions of one mechanism.
    public init(
      hash: @escaping @Sendable ([UInt8]) -> [UInt8],
      hmac: @escaping @Sendable (_ key: [UInt8], _ bytes: [UInt8]) -> [UInt8]
    ) {
      self.hash = hash
      self.hmac = hmac
    }
  }

  /// `client-first-message = gs2-header client-first-message-bare`
  public struct ClientFirst: Sendable, Hashable {
    /// Who is authenticated.
    public let user: String
    /// Whom to act as, empty for the same.
    public let authorizationIdentity: String
    /// The client's nonce.
    public let nonce: String
    /// What the proof is about: the message without its GS2 header.
    public let bare: [UInt8]
    /// The GS2 header, which comes back in base64 as `c=`.
    public let header: [UInt8]

    /// A message to send. The nonce is the caller's: printable US-ASCII without a comma, new each time.
    public init(user: String, authorizationIdentity: String = "", nonce: String) {
      self.user = user
      self.authorizationIdentity = authorizationIdentity
      self.nonce = nonce
      self.header = Array(
        ("n," + (authorizationIdentity.isEmpty ? "" : "a=" + SCRAM.escape(authorizationIdentity)) + ",").utf8)
      self.bare = Array("n=\(SCRAM.escape(user)),r=\(nonce)".utf8)
    }

    /// Reads the message; a client that insists on channel binding (`p=`) is refused.
    public init(parsing message: Span<UInt8>) throws(SASL.Malformed) {
      let fields = try SCRAM.fields(message)
      guard fields.count >= 4, fields[0] == "n" || fields[0] == "y", fields[1].isEmpty || fields[1].hasPrefix("a=")
      else {
        throw SASL.Malformed()
      }
      self.user = try SCRAM.unescape(SCRAM.value(fields[2], "n="))
      self.nonce = try SCRAM.nonce(fields[3])
      self.authorizationIdentity = try SCRAM.unescape(fields[1].dropFirst(2))
      self.header = Array("\(fields[0]),\(fields[1]),".utf8)
      self.bare = Array(message.array.dropFirst(header.count))
      guard !user.isEmpty else { throw SASL.Malformed() }
    }

    /// The message.
    public var message: [UInt8] { header + bare }
  }

  /// `server-first-message = nonce "," salt "," iteration-count`
  public struct ServerFirst: Sendable, Hashable {
    /// The client's nonce and the server's after it.
    public let nonce: String
    /// The salt of the password.
    public let salt: [UInt8]
    /// How often the password is hashed.
    public let iterations: Int

    /// A message to send.
    public init(nonce: String, salt: [UInt8], iterations: Int) {
      self.nonce = nonce
      self.salt = salt
      self.iterations = iterations
    }

    /// Reads the message, whose nonce must begin with the client's and be longer.
    public init(parsing message: Span<UInt8>, to client: ClientFirst) throws(SASL.Malformed) {
      let fields = try SCRAM.fields(message)
      guard fields.count >= 3 else { throw SASL.Malformed() }
      self.nonce = try SCRAM.nonce(fields[0])
      let salt = Array(try SCRAM.value(fields[1], "s=").utf8)
      guard nonce.hasPrefix(client.nonce), nonce != client.nonce, let decoded = StrictBase64.decode(salt.span),
        !decoded.isEmpty, let iterations = Int(try SCRAM.value(fields[2], "i=")), 1...10_000_000 ~= iterations
      else { throw SASL.Malformed() }
      self.salt = decoded
      self.iterations = iterations
    }

    /// The message.
    public var message: [UInt8] {
      Array("r=\(nonce),s=".utf8) + StrictBase64.encode(salt.span) + Array(",i=\(iterations)".utf8)
    }
  }

  /// `client-final-message = channel-binding "," nonce "," proof`
  public struct ClientFinal: Sendable, Hashable {
    /// The nonce of `ServerFirst`, repeated.
    public let nonce: String
    /// **Secret** enough: it can be guessed against.
    public let proof: [UInt8]
    private let binding: [UInt8]

    /// The proof of a password.
    ///
    /// - Parameters:
    ///   - first: what the client sent.
    ///   - server: what the server answered.
    ///   - saltedPassword: Hi(password, salt, iterations), which is PBKDF2.
    ///   - hashes: the hash of the mechanism.
    public init(first: ClientFirst, server: ServerFirst, saltedPassword: [UInt8], hashes: Hashes) {
      self.nonce = server.nonce
      self.binding = StrictBase64.encode(first.header.span)
      let clientKey = hashes.hmac(saltedPassword, Array("Client Key".utf8))
      let about = SCRAM.authMessage(first, server, binding: binding)
      let signature = hashes.hmac(hashes.hash(clientKey), about)
      self.proof = zip(clientKey, signature).map { $0 ^ $1 }
    }

    /// Reads the message.
    public init(parsing message: Span<UInt8>) throws(SASL.Malformed) {
      let fields = try SCRAM.fields(message)
      guard fields.count >= 3, let last = fields.last else { throw SASL.Malformed() }
      self.binding = Array(try SCRAM.value(fields[0], "c=").utf8)
      self.nonce = try SCRAM.nonce(fields[1])
      let proof = Array(try SCRAM.value(last, "p=").utf8)
      guard let decoded = StrictBase64.decode(proof.span), !decoded.isEmpty else { throw SASL.Malformed() }
      self.proof = decoded
    }

    /// The message.
    public var message: [UInt8] {
      Array("c=".utf8) + binding + Array(",r=\(nonce),p=".utf8) + StrictBase64.encode(proof.span)
    }

    /// Whether the proof fits the stored key, H(ClientKey): what a server keeps instead of a password.
    public func proves(_ storedKey: [UInt8], first: ClientFirst, server: ServerFirst, hashes: Hashes) -> Bool {
      guard nonce == server.nonce, binding == StrictBase64.encode(first.header.span) else { return false }
      let signature = hashes.hmac(storedKey, SCRAM.authMessage(first, server, binding: binding))
      guard signature.count == proof.count else { return false }
      let found = hashes.hash(zip(proof, signature).map { $0 ^ $1 })
      guard found.count == storedKey.count else { return false }
      // All bytes are compared whatever the first ones say, so that time tells nothing.
      return zip(found, storedKey).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0
    }
  }

  /// `server-final-message = verifier`: the server's own proof, ServerSignature, in base64.
  public static func serverFinal(
    first: ClientFirst, server: ServerFirst, serverKey: [UInt8], hashes: Hashes
  ) -> [UInt8] {
    let binding = StrictBase64.encode(first.header.span)
    let signature = hashes.hmac(serverKey, authMessage(first, server, binding: binding))
    return Array("v=".utf8) + StrictBase64.encode(signature.span)
  }

  /// `AuthMessage := client-first-message-bare + "," + server-first-message + "," +
  /// client-final-message-without-proof` (RFC 5802 section 3)
  private static func authMessage(_ first: ClientFirst, _ server: ServerFirst, binding: [UInt8]) -> [UInt8] {
    first.bare + [ASCII.comma] + server.message + Array(",c=".utf8) + binding + Array(",r=\(server.nonce)".utf8)
  }

  private static func fields(_ message: Span<UInt8>) throws(SASL.Malformed) -> [String] {
    guard isUTF8(message, 0..<message.count), message.firstIndex(of: ASCII.nul) == nil else { throw SASL.Malformed() }
    return message.array.split(separator: ASCII.comma, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  private static func value(_ field: String, _ key: String) throws(SASL.Malformed) -> String {
    guard field.hasPrefix(key) else { throw SASL.Malformed() }
    return String(field.dropFirst(key.count))
  }

  /// `printable = %x21-2B / %x2D-7E`
  private static func nonce(_ field: String) throws(SASL.Malformed) -> String {
    let nonce = try value(field, "r=")
    guard !nonce.isEmpty, nonce.utf8.allSatisfy({ ByteClass.vchar.contains($0) }) else { throw SASL.Malformed() }
    return nonce
  }

  /// "," is sent as "=2C" and "=" as "=3D".
  private static func escape(_ name: String) -> String {
    name.split(separator: "=", omittingEmptySubsequences: false).joined(separator: "=3D")
      .split(separator: ",", omittingEmptySubsequences: false).joined(separator: "=2C")
  }

  private static func unescape(_ name: some StringProtocol) throws(SASL.Malformed) -> String {
    let pieces = name.split(separator: "=", omittingEmptySubsequences: false)
    var text = pieces.first.map { String($0) } ?? ""
    for piece in pieces.dropFirst() {
      if piece.hasPrefix("2C") {
        text += ","
      } else if piece.hasPrefix("3D") {
        text += "="
      } else {
        throw SASL.Malformed()
      }
      text += piece.dropFirst(2)
    }
    return text
  }
}
