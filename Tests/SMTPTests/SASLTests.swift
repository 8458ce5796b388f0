import Crypto
import Testing
import WireBytes

@testable import SMTP

@Suite struct SASLTests {
  @Test(arguments: [
    (#"\0me\0pw"#, "", "me", "pw"), (#"other\0me\0pw"#, "other", "me", "pw"), (#"\0\xC3\xA9\0p w"#, "", "é", "p w"),
  ])
  func plain(_ text: String, _ identity: String, _ user: String, _ password: String) throws {
    let message = wire(text)
    let found = try SASL.plain(parsing: message.span)
    #expect(found == SASL.Credentials(authorizationIdentity: identity, user: user, password: password))
    #expect(try SASL.plain(found) == message)
  }

  /// S8: without two NULs, with three, and what is no UTF-8 or leaves something out.
  @Test(arguments: ["me", #"\0me"#, #"\0me\0pw\0x"#, #"\0\0pw"#, #"\0me\0"#, #"\0\xFF\0pw"#, ""])
  func badPlain(_ text: String) {
    let message = wire(text)
    #expect(throws: SASL.Malformed.self) { try SASL.plain(parsing: message.span) }
  }

  @Test func secretsAreNotPrinted() {
    #expect(!"\(SASL.Credentials(user: "me", password: "hunter2"))".contains("hunter2"))
    #expect(!String(reflecting: SASL.Bearer(user: "me", token: "hunter2")).contains("hunter2"))
  }

  @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar"])
  func base64OfRFC4648(_ text: String) {
    let encoded = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"][text.utf8.count]
    #expect(SASL.encodeBase64(Array(text.utf8).span) == Array(encoded.utf8))
    #expect(SASL.decodeBase64(Array(encoded.utf8).span) == Array(text.utf8))
  }

  @Test(arguments: ["Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z g=", "Zg==Zg==", "====", "=", "Zm9v\n", "Zm-_"])
  func nothingButStrictBase64(_ text: String) {
    #expect(SASL.decodeBase64(Array(text.utf8).span) == nil)
  }

  /// The example of RFC 2195 section 2: tim's response to a challenge, for his secret.
  @Test func cramMD5() throws {
    let message = Array("tim b913a602c7eda7a495b4e6e7334d3890".utf8)
    let response = try SASL.CRAMResponse(parsing: message.span)
    let challenge = Array("<1896.697170952@postoffice.reston.mci.net>".utf8)
    let secret = SymmetricKey(data: Array("tanstaaftanstaaf".utf8))
    let digest = Array(HMAC<Insecure.MD5>.authenticationCode(for: challenge, using: secret))
    #expect(response.user == "tim" && response.digest == digest)
    #expect(response.message == message)
    #expect(throws: SASL.Malformed.self) { try SASL.CRAMResponse(parsing: "tim b913".utf8.span) }
  }

  @Test func bearers() throws {
    let bearer = SASL.Bearer(user: "me,=@example.com", token: "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29t")
    #expect(try SASL.Bearer(xoauth2: bearer.xoauth2.span) == bearer)
    #expect(try SASL.Bearer(oauthBearer: bearer.oauthBearer.span) == bearer)
    // The example of RFC 7628 section 4.1.
    let example = Array(
      "n,a=user@example.com,\u{1}host=server.example.com\u{1}port=143\u{1}auth=Bearer vF9dft4\u{1}\u{1}".utf8)
    let found = try SASL.Bearer(oauthBearer: example.span)
    #expect(found.user == "user@example.com" && found.token == "vF9dft4")
    #expect(found.pairs == ["host=server.example.com", "port=143"])
    for bad in [
      "", "\u{1}\u{1}", "user=x\u{1}\u{1}", "user=x\u{1}auth=Bearer \u{1}\u{1}", "user=x\u{1}auth=Bearer t\u{1}",
    ] {
      #expect(throws: SASL.Malformed.self) { try SASL.Bearer(xoauth2: Array(bad.utf8).span) }
    }
  }

  static let sha256 = SCRAM.Hashes(
    hash: { Array(SHA256.hash(data: $0)) },
    hmac: { key, bytes in
      Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
    })

  /// `Hi` of RFC 5802 section 2.2, which is PBKDF2 of one block.
  static func salted(_ password: String, _ salt: [UInt8], _ iterations: Int) -> [UInt8] {
    let key = Array(password.utf8)
    var block = sha256.hmac(key, salt + [0, 0, 0, 1])
    var sum = block
    for _ in 1..<iterations {
      block = sha256.hmac(key, block)
      for index in sum.indices { sum[index] ^= block[index] }
    }
    return sum
  }

  /// The exchange of RFC 7677 section 3, user `user` and password `pencil`, from both sides and to the byte.
  @Test func scramSHA256() throws {
    let clientFirst = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
    let serverFirst = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    let clientFinal =
      "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    let serverFinal = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="

    let first = SCRAM.ClientFirst(user: "user", nonce: "rOprNGfwEbeRWgbNEkqO")
    #expect(String(decoding: first.message, as: UTF8.self) == clientFirst)
    #expect(try SCRAM.ClientFirst(parsing: Array(clientFirst.utf8).span) == first)
    let server = try SCRAM.ServerFirst(parsing: Array(serverFirst.utf8).span, to: first)
    #expect(String(decoding: server.message, as: UTF8.self) == serverFirst)
    let salted = Self.salted("pencil", server.salt, server.iterations)
    let final = SCRAM.ClientFinal(first: first, server: server, saltedPassword: salted, hashes: Self.sha256)
    #expect(String(decoding: final.message, as: UTF8.self) == clientFinal)

    let parsed = try SCRAM.ClientFinal(parsing: Array(clientFinal.utf8).span)
    let storedKey = Self.sha256.hash(Self.sha256.hmac(salted, Array("Client Key".utf8)))
    #expect(parsed.proves(storedKey, first: first, server: server, hashes: Self.sha256))
    #expect(
      !parsed.proves([storedKey[0] ^ 1] + storedKey.dropFirst(), first: first, server: server, hashes: Self.sha256))
    let other = SCRAM.ServerFirst(nonce: "other", salt: server.salt, iterations: server.iterations)
    #expect(!parsed.proves(storedKey, first: first, server: other, hashes: Self.sha256))
    let serverKey = Self.sha256.hmac(salted, Array("Server Key".utf8))
    let verifier = SCRAM.serverFinal(first: first, server: server, serverKey: serverKey, hashes: Self.sha256)
    #expect(String(decoding: verifier, as: UTF8.self) == serverFinal)
  }

  /// Commas and equals signs in a name are told by `=2C` and `=3D` (RFC 5802 section 5.1).
  @Test func scramNamesAreEscaped() throws {
    let first = SCRAM.ClientFirst(user: "us,er=", nonce: "rOprNGfwEbeRWgbNEkqO")
    #expect(String(decoding: first.message, as: UTF8.self) == "n,,n=us=2Cer=3D,r=rOprNGfwEbeRWgbNEkqO")
    #expect(try SCRAM.ClientFirst(parsing: first.message.span) == first)
  }

  @Test(arguments: ["", "n,,n=u", "p=tls-unique,,n=u,r=x", "n,,n=,r=x", "n,,n=a=2D,r=x", "n,,n=u,r=", "n,x,n=u,r=x"])
  func badClientFirst(_ text: String) {
    #expect(throws: SASL.Malformed.self) { try SCRAM.ClientFirst(parsing: Array(text.utf8).span) }
  }

  @Test(arguments: ["r=mine,s=AQ==,i=1", "r=other,s=AQ==,i=1", "r=mine1,s=AQ,i=1", "r=mine1,s=AQ==,i=0", "r=mine1"])
  func badServerFirst(_ text: String) {
    let first = SCRAM.ClientFirst(user: "u", nonce: "mine")
    #expect(throws: SASL.Malformed.self) { try SCRAM.ServerFirst(parsing: Array(text.utf8).span, to: first) }
  }
}
