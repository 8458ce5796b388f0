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

  /// Row S8: without two NULs, with three, and what is no UTF-8 or leaves something out.
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

  /// The example of RFC 2195 section 2.
  @Test func cramMD5() throws {
    let message = Array("tim b913a602c7eda7a495b4e6e7334d3890".utf8)
    let response = try SASL.CRAMResponse(parsing: message.span)
    #expect(response.user == "tim")
    #expect(response.digest.count == 16 && response.digest.first == 0xB9 && response.digest.last == 0x90)
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

  /// The messages of RFC 7677 section 3; the hashes here are stand-ins, for both sides use the same.
  @Test func scram() throws {
    let hashes = SCRAM.Hashes(
      hash: { bytes in bytes.reversed().map { $0 &+ 7 } },
      hmac: { key, bytes in
        var sum = UInt8(3)
        return key.map { byte in
          for other in bytes { sum = sum &* 31 &+ other }
          return byte ^ sum
        }
      })
    let first = SCRAM.ClientFirst(user: "us,er=", nonce: "rOprNGfwEbeRWgbNEkqO")
    #expect(String(decoding: first.message, as: UTF8.self) == "n,,n=us=2Cer=3D,r=rOprNGfwEbeRWgbNEkqO")
    #expect(try SCRAM.ClientFirst(parsing: first.message.span) == first)
    let server = SCRAM.ServerFirst(nonce: first.nonce + "%hvYD", salt: [1, 2, 3], iterations: 4_096)
    #expect(try SCRAM.ServerFirst(parsing: server.message.span, to: first) == server)
    let salted: [UInt8] = Array(1...32)
    let final = SCRAM.ClientFinal(first: first, server: server, saltedPassword: salted, hashes: hashes)
    #expect(String(decoding: final.message, as: UTF8.self).hasPrefix("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYD,p="))
    let parsed = try SCRAM.ClientFinal(parsing: final.message.span)
    let storedKey = hashes.hash(hashes.hmac(salted, Array("Client Key".utf8)))
    #expect(parsed.proves(storedKey, first: first, server: server, hashes: hashes))
    #expect(!parsed.proves([0] + storedKey.dropFirst(), first: first, server: server, hashes: hashes))
    let other = SCRAM.ServerFirst(nonce: "other", salt: [1, 2, 3], iterations: 4_096)
    #expect(!parsed.proves(storedKey, first: first, server: other, hashes: hashes))
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
