/// `A-Z`, `a-z`, `0-9`, `+`, `/`: table 1 of RFC 2045.
enum Base64Alphabet {
  /// The character for the lowest six bits of a number.
  static func character(_ bits: UInt32) -> UInt8 { characters[Int(bits & 0x3F)] }

  /// What a character of the alphabet stands for, 0...63; more for every other byte.
  static func value(_ byte: UInt8) -> UInt8 { values[Int(byte)] }

  private static let characters = {
    var characters = InlineArray<64, UInt8>(repeating: 0)
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (value, character) in alphabet.utf8.enumerated() { characters[value] = character }
    return characters
  }()

  private static let values = {
    var values = InlineArray<256, UInt8>(repeating: 0xFF)
    for value in UInt32(0)..<64 { values[Int(character(value))] = UInt8(value) }
    return values
  }()
}
