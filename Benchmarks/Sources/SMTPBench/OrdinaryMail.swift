/// A message as people send them: CR LF lines of 60 to 76 octets, one in 200 of which begins with a dot.
enum OrdinaryMail {
  /// Octets that a server or a client has at hand at a time.
  static let chunkBytes = 64 << 10

  /// About as many octets as this, the same at each call, in whole lines.
  static func message(bytes count: Int) -> [UInt8] {
    let words = "minutes of the meeting on Thursday and what is left of the budget for the release ".utf8
    let text = Array(words)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 80)
    var line = 0
    while bytes.count < count {
      // 7 and 17 share no factor, so every length occurs as often.
      let length = 60 + line * 7 % 17
      for i in 0..<length { bytes.append(text[(line * 31 + i) % text.count]) }
      if line % 200 == 0 { bytes[bytes.count - length] = UInt8(ascii: ".") }
      bytes += [0x0D, 0x0A]
      line += 1
    }
    return bytes
  }

  /// How many octets such a message has when every dot at the beginning of a line is doubled.
  static func stuffedCount(_ bytes: [UInt8]) -> Int {
    bytes.indices.count { bytes[$0] == UInt8(ascii: ".") && ($0 == 0 || bytes[$0 - 1] == 0x0A) } + bytes.count
  }

  /// The ranges of its chunks.
  static func chunks(of bytes: [UInt8]) -> [Range<Int>] {
    stride(from: 0, to: bytes.count, by: chunkBytes).map { $0..<min($0 + chunkBytes, bytes.count) }
  }
}
