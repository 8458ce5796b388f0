import Testing
import WireBytes

@testable import SMTP

@Suite struct FoldedWordTests {
  @Test func foldsLettersAndNothingElse() {
    var wrong: [String] = []
    for a in UInt8.min...UInt8.max {
      for b in UInt8.min...UInt8.max {
        let isSame = ASCII.lowercase(a) == ASCII.lowercase(b)
        // A byte on either side, for a carry to show in.
        let first: [UInt8] = [0x78, a, 0x79]
        let second: [UInt8] = [0x78, b, 0x79]
        if (FoldedWord(first.span, 0..<3) == FoldedWord(second.span, 0..<3)) != isSame { wrong.append("\(a) \(b)") }
      }
    }
    #expect(wrong == [])
  }

  /// Near the ends of a line fewer than eight bytes can be read at once.
  @Test func isTheSameWhereverItStands() {
    let letters = Array("StartTLS".utf8)
    for length in 1...8 {
      let word = Array(letters.prefix(length))
      let alone = FoldedWord(word.span, 0..<length)
      #expect(alone != nil)
      #expect(alone?.count == length)
      for before in 0...9 {
        for after in 0...9 {
          let line = [UInt8](repeating: 0xFF, count: before) + word + [UInt8](repeating: 0xFF, count: after)
          #expect(FoldedWord(line.span, before..<before + length) == alone, "\(length) bytes at \(before), \(after)")
        }
      }
    }
    #expect(FoldedWord(letters.span, 0..<8) == "starttls")
    #expect(FoldedWord(letters.span, 0..<5) == "start")
  }

  @Test(arguments: ["", "requiretls", "\0", "\0size"])
  func isNone(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(FoldedWord(bytes.span, 0..<bytes.count) == nil)
  }

  @Test func NULMakesAnotherWord() {
    let bytes = Array("size\0".utf8)
    #expect(FoldedWord(bytes.span, 0..<5) != FoldedWord(bytes.span, 0..<4))
  }
}
