import CharsetsTestSupport
import Testing

@testable import Charsets

@Suite struct SingleByteDecoderTests {
  @Test(
    "Each byte is the character of its charset",
    arguments: [
      // The upper rows of windows-1252, and the five bytes that Windows leaves undefined.
      ("windows-1252", "41 80 93 94 96 99 9F A0 E9 FF", "A€“”–™Ÿ\u{A0}éÿ", 0),
      ("iso-8859-1", "81 8D 8F 90 9D", "\u{81}\u{8D}\u{8F}\u{90}\u{9D}", 0),
      ("us-ascii", "00 41 7F", "\0A\u{7F}", 0), ("us-ascii", "41 80 E9 FF", "A\u{FFFD}\u{FFFD}\u{FFFD}", 3),
      ("iso-8859-16", "A0 A1 A4 A5 AA BA DE FE FF", "\u{A0}Ą€„ȘșȚțÿ", 0),
    ])
  func characters(label: String, hex: String, text: String, malformed: Int) {
    for feeding in feedings(of: bytes(hex)) {
      for room in [4, 64] {
        let decoded = decode(BuiltinCharsets().makeDecoder(for: CharsetLabel(label)), feeding, room: room)
        #expect(decoded == (text, malformed))
      }
    }
  }

  @Test("Only the built-in charsets have a decoder, and none is ever guessed")
  func others() {
    let charsets = BuiltinCharsets()
    for label in ["koi8-r", "utf-16", "utf-7", "iso-8859-2", "bogus", "", "x-user-defined"] {
      #expect(charsets.makeDecoder(for: CharsetLabel(label)) == nil)
    }
    #expect(charsets.detect(bytes("E9 E8").span) == nil)
  }
}
