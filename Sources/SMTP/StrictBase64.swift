internal import WireBytes

/// The base64 of AUTH exchanges, without a single tolerance: a client that sends anything else is told 501
/// (RFC 4954 section 4), and two servers can never disagree about a credential.
enum StrictBase64 {
  /// Whether `bytes` are whole groups of the alphabet, padded at the end only, with the unused bits zero.
  static func isValid(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count % 4 == 0 else { return false }
    guard !bytes.isEmpty else { return true }
    let padding = bytes[bytes.count - 1] != ASCII.equals ? 0 : bytes[bytes.count - 2] != ASCII.equals ? 1 : 2
    var last: UInt8 = 0
    for i in 0..<bytes.count - padding {
      guard let value = value(bytes[i]) else { return false }
      last = value
    }
    return padding == 0 || last & (padding == 1 ? 0b11 : 0b1111) == 0
  }

  /// The bytes that valid base64 stands for, or nil.
  static func decode(_ bytes: Span<UInt8>) -> [UInt8]? {
    guard isValid(bytes) else { return nil }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    for i in 0..<bytes.count {
      guard let value = value(bytes[i]) else { break }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        decoded.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return decoded
  }

  /// The base64 of `bytes`, in one line.
  static func encode(_ bytes: Span<UInt8>) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var encoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let count = min(3, bytes.count - index)
      var group: UInt32 = 0
      for i in 0..<3 { group = group << 8 | (i < count ? UInt32(bytes[index + i]) : 0) }
      for i in 0..<4 {
        encoded.append(i <= count ? alphabet[Int(group >> UInt32(18 - 6 * i) & 63)] : ASCII.equals)
      }
      index += 3
    }
    return encoded
  }

  private static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte &- 0x41
    case 0x61...0x7A: byte &- 0x61 &+ 26
    case 0x30...0x39: byte &- 0x30 &+ 52
    case ASCII.plus: 62
    case ASCII.slash: 63
    default: nil
    }
  }
}
