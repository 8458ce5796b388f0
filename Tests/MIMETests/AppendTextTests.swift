import Charsets
import CharsetsICU
import MIME
import Testing

/// What is appended to a buffer is what the same question gives on its own, whatever the buffer held before.
struct AppendTextTests {
  private static let charsets = ICUCharsets()

  @Test(arguments: [
    "Subject: plain", "Subject: folded\r\n once\n\ttwice",
    "Subject: =?utf-8?q?caf=C3=A9?= au\r\n =?utf-8?b?bGFpdA==?=",
    "Subject: raw \u{E9}", "Subject:", "Subject: =?koi8-r?b?8NLJ18XU?= x", "Subject: =?utf-8?q?bad=?= =?",
    "Subject: =?gb18030?b?xOO6ww==?= =?iso-2022-jp?b?GyRCJCIbKEI=?=",
  ])
  func `a field's text`(field: String) {
    let message = Message(parsing: Array("\(field)\r\n\r\n".utf8))
    for field in message.root.fields {
      var buffer = Array("before ".utf8)
      field.appendText(to: &buffer, using: Self.charsets)
      #expect(String(decoding: buffer, as: UTF8.self) == "before " + field.text(using: Self.charsets))
    }
    #expect(message.root.fields.count == 1)
  }

  @Test(arguments: [
    nil, "utf-8", "us-ascii", "iso-8859-1", "windows-1252", "koi8-r", "gb18030", "nonsense", "utf-16",
  ])
  func `a body's text`(charset: String?) throws {
    let texts: [[UInt8]] = [
      [], Array("plain\r\n".utf8), Array("na\u{EF}ve\r\n".utf8), [0x63, 0x61, 0x66, 0xE9], [0xEF, 0xBB, 0xBF, 0x61],
      [0xFF, 0xFE, 0x61, 0x00], [0xC4, 0xE3, 0xBA, 0xC3], Array(repeating: 0xD0, count: 70_001),
    ]
    for text in texts {
      for encoding in text.count > 1_000 ? ["8bit"] : ["8bit", "base64", "quoted-printable"] {
        let body =
          switch encoding {
          case "base64": Array(base64(text).utf8)
          case "quoted-printable": text.flatMap { Array("=\(hex($0 >> 4))\(hex($0 & 0xF))=\r\n".utf8) }
          default: text
          }
        let type = "text/plain" + (charset.map { "; charset=\($0)" } ?? "")
        let head = "Content-Type: \(type)\r\nContent-Transfer-Encoding: \(encoding)\r\n\r\n"
        let part = Message(parsing: Array(head.utf8) + body).root
        let wanted = try #require(part.text(using: Self.charsets))
        var buffer: [UInt8] = [0x21]
        let outcome = try #require(part.appendText(to: &buffer, using: Self.charsets))
        #expect(buffer == [0x21] + Array(wanted.text.utf8))
        #expect(outcome.charset == wanted.charset)
        #expect(outcome.decision == wanted.decision)
        #expect(outcome.malformed == wanted.malformed)
        #expect(outcome.declaredIsUnknown == wanted.declaredIsUnknown)
        buffer = [0x21]
        part.appendDecodedBody(to: &buffer)
        #expect(buffer == [0x21] + text)
      }
    }
  }

  @Test func `what is no text is not appended`() {
    var buffer: [UInt8] = [0x21]
    let part = Message(parsing: Array("Content-Type: image/png\r\n\r\nx".utf8)).root
    #expect(part.appendText(to: &buffer) == nil)
    #expect(buffer == [0x21])
  }

  private func hex(_ digit: UInt8) -> Character { Array("0123456789ABCDEF")[Int(digit)] }

  private func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 { text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : "=") }
      if start % 57 == 54 { text += "\r\n" }
    }
    return text
  }
}
