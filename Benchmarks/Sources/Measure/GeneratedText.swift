/// Base64 and words at random, the same for the same seed, fast enough not to hide what is measured (SplitMix64).
struct GeneratedText {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let words = [
    "meeting", "invoice", "patch", "the", "of", "review", "please", "attached", "and", "regards", "budget", "release",
  ].map { Array($0.utf8) }

  mutating func number() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func number(below bound: Int) -> Int {
    Int(number() % UInt64(bound))
  }

  /// Appends a full base64 line: 76 letters (RFC 2045 section 6.8) and its line end.
  mutating func appendBase64Line(to bytes: inout [UInt8], lineEnd: [UInt8]) {
    var letters = 76
    while letters > 0 {
      var bits = number()
      for _ in 0..<min(letters, 10) {
        bytes.append(Self.alphabet[Int(bits & 63)])
        bits >>= 6
      }
      letters -= 10
    }
    bytes.append(contentsOf: lineEnd)
  }

  /// Appends a line of words, about 70 bytes, and its line end.
  mutating func appendTextLine(to bytes: inout [UInt8], lineEnd: [UInt8]) {
    let end = bytes.count + 60
    while bytes.count < end {
      bytes.append(contentsOf: Self.words[number(below: Self.words.count)])
      bytes.append(0x20)
    }
    bytes.append(contentsOf: lineEnd)
  }
}
