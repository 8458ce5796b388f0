import CharsetsTestSupport
import Testing

@testable import Charsets

@Suite struct UTF8DecoderTests {
  @Test(
    "Malformed UTF-8 becomes one U+FFFD for each maximal subpart",
    arguments: [
      ("", "", 0),
      ("61 C3 A9 E3 81 82 F0 9F 98 80", "aéあ😀", 0),
      ("EF BB BF 61", "\u{FEFF}a", 0),  // the mark is the business of who chooses the charset
      (
        "00 7F C2 80 DF BF E0 A0 80 EF BF BF F0 90 80 80 F4 8F BF BF",
        "\0\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}", 0
      ),
      ("ED 9F BF EE 80 80", "\u{D7FF}\u{E000}", 0),
      // Unicode 16.0, tables 3-8 to 3-11.
      ("C0 AF E0 80 BF F0 81 82 41", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}A", 8),
      ("ED A0 80 ED BF BF ED AF 41", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}A", 8),
      ("F4 91 92 93 FF 41 80 BF 42", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}A\u{FFFD}\u{FFFD}B", 7),
      ("E1 80 E2 F0 91 92 F1 BF 41", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}A", 4),
      // An overlong "../" (cs-utf8-overlong), and longer forms of the slash.
      ("C0 AE C0 AE 2F", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}/", 4),
      ("E0 80 AF", "\u{FFFD}\u{FFFD}\u{FFFD}", 3),
      ("F0 80 80 AF", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", 4),
      ("C1 BF", "\u{FFFD}\u{FFFD}", 2),
      // Five and six bytes, as RFC 2279 had them.
      ("F8 88 80 80 80", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", 5),
      ("FE FF", "\u{FFFD}\u{FFFD}", 2),
      // Cut off by something else.
      ("E3 81 41", "\u{FFFD}A", 1), ("F0 9F 98 C3 A9", "\u{FFFD}é", 1), ("E3 E3 81 82", "\u{FFFD}あ", 1),
      ("C3 C3 C3 A9", "\u{FFFD}\u{FFFD}é", 2), ("80 61", "\u{FFFD}a", 1),
      // Cut off by the end (cs-utf8-truncated).
      ("61 E3 81", "a\u{FFFD}", 1), ("F0 9F 98", "\u{FFFD}", 1), ("C3", "\u{FFFD}", 1), ("F4 80 80", "\u{FFFD}", 1),
      // Above U+10FFFF.
      ("F4 90 80 80", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", 4), ("F5 80", "\u{FFFD}\u{FFFD}", 2),
    ])
  func maximalSubparts(hex: String, text: String, malformed: Int) {
    for feeding in feedings(of: bytes(hex)) {
      for room in [4, 5, 64] {
        let decoded = decode(UTF8Decoder(), feeding, room: room)
        #expect(Array(decoded.text.utf8) == Array(text.utf8))
        #expect(decoded.malformed == malformed)
      }
    }
  }

  @Test("For every pair of bytes the outcome is the standard library's")
  func pairs() {
    for first in stride(from: 0, through: 255, by: 1) {
      for second in [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xFF] {
        let input = [UInt8(first), UInt8(second), 0x80, 0x62]
        let decoded = decode(UTF8Decoder(), [input[...]])
        #expect(Array(decoded.text.utf8) == Array(String(decoding: input, as: UTF8.self).utf8))
      }
    }
  }

  @Test("Nothing is written when less than a character fits")
  func noRoom() {
    var decoder = UTF8Decoder()
    let input = bytes("61 62")
    let output = [UInt8](capacity: 3) { output in
      let step = decoder.decode(input.span, into: &output, atEnd: true)
      #expect(step.consumed == 0)
    }
    #expect(output.isEmpty)
  }
}
