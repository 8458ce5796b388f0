import Testing
import WireBytes

struct ByteClassTests {
  @Test("folding touches A to Z and nothing else")
  func folding() {
    for byte in UInt8.min...UInt8.max {
      let isUpper = 0x41...0x5A ~= byte
      #expect(ASCII.lowercase(byte) == (isUpper ? byte + 0x20 : byte))
    }
  }

  @Test("atext and specials share no byte, and with SP they are all that is printable (RFC 5322 section 3.2.3)")
  func partition() {
    for byte in UInt8(0x21)...0x7E {
      #expect(ByteClass.atext.contains(byte) != ByteClass.specials.contains(byte), "\(byte)")
    }
  }

  @Test("a cursor moves over a run and stops behind it")
  func skipping() {
    let bytes = Array("abc=1".utf8)
    var cursor = ByteCursor(bytes.span)
    #expect(cursor.skip(while: .token) == 0..<3)
    let equals = cursor.skip(ASCII.equals)
    let rest = cursor.remaining
    #expect(equals)
    #expect(rest == 1)
  }
}
