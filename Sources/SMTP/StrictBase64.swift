internal import TransferEncodings
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
    var none = DefectLog(capacity: 0)  // what is valid has no departures
    return TransferDecoder.decode(bytes, as: .base64, defects: &none)
  }

  /// The base64 of `bytes`, in one line.
  static func encode(_ bytes: Span<UInt8>) -> [UInt8] {
    TransferEncoder.base64(lineLength: nil).encode(whole: bytes)
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
