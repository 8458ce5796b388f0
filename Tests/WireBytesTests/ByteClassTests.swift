import Testing
import WireBytes

struct ByteClassTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let byteClass: ByteClass
    let members: @Sendable (UInt8) -> Bool

    init(_ name: String, _ byteClass: ByteClass, _ members: @escaping @Sendable (UInt8) -> Bool) {
      testDescription = name
      self.byteClass = byteClass
      self.members = members
    }
  }

  private static func isIn(_ list: String) -> @Sendable (UInt8) -> Bool {
    { Array(list.utf8).contains($0) }
  }

  private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
  private static let digits = "0123456789"

  /// The members as the ABNF lists them, however the class is put together.
  static let cases = [
    Case("alpha", .alpha, isIn(letters)),
    Case("digit", .digit, isIn(digits)),
    Case("hexDigit", .hexDigit, isIn(digits + "abcdefABCDEF")),
    Case("wsp", .wsp, isIn(" \t")),
    Case("fws", .fws, isIn(" \t\r\n")),
    Case("vchar", .vchar) { $0 > 0x20 && $0 < 0x7F },
    Case("eightBit", .eightBit) { $0 > 0x7F },
    Case("control", .control) { $0 < 0x09 || (0x0B...0x0C).contains($0) || (0x0E...0x1F).contains($0) || $0 == 0x7F },
    Case("ftext", .ftext) { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") },
    Case("atext", .atext, isIn(letters + digits + "!#$%&'*+-/=?^_`{|}~")),
    Case("atext8", .atext8) { isIn(letters + digits + "!#$%&'*+-/=?^_`{|}~")($0) || $0 > 0x7F },
    Case("specials", .specials, isIn("()<>[]:;@\\,.\"")),
    Case("tspecials", .tspecials, isIn("()<>@,;:\\\"/[]?=")),
    Case("token", .token, isIn(letters + digits + "!#$%&'*+-.^_`{|}~")),
    Case("bchars", .bchars, isIn(letters + digits + "'()+_,-./:=? ")),
    Case(
      "union over all four words", ByteClass(0x3F...0x40).union(ByteClass(0x7F...0x80)).union(ByteClass(0xC0...0xFF))
    ) {
      [0x3F, 0x40, 0x7F, 0x80].contains($0) || $0 >= 0xC0
    },
    Case("subtraction", ByteClass(0x00...0xFF).subtracting(ByteClass(0x40...0xBF))) { $0 < 0x40 || $0 > 0xBF },
    Case("inversion", ByteClass("a").inverted) { $0 != UInt8(ascii: "a") },
  ]

  @Test("a class has its members and no others", arguments: cases)
  func members(_ test: Case) {
    for byte in UInt8.min...UInt8.max { #expect(test.byteClass.contains(byte) == test.members(byte), "byte \(byte)") }
  }
}
