import Mimewire
import Testing

/// `import Mimewire` alone knows the charsets of ICU.
struct CharsetDefaultsTests {
  private let message = Message(
    parsing: Array(
      """
      Subject: =?shift_jis?B?k/qWe4zq?=
      Content-Type: text/plain; charset=koi8-r; name*=gb2312''%D6%D0
      Content-Disposition: attachment; filename*=gb2312''%D6%D0.txt

      """.utf8) + [0x0A, 0xF2, 0xD5, 0xD3, 0x0A])

  @Test func decodesFields() {
    #expect(message.root.field(.subject)?.text() == "日本語")
  }

  @Test func decodesParameters() {
    #expect(message.root.contentType().parameters["name"] == "中")
    #expect(message.root.disposition()?.fileName == "中.txt")
    #expect(message.root.fileName() == "中.txt")
  }

  @Test func decodesBodies() {
    #expect(message.root.text()?.text == "Рус\n")
  }
}
