import Crypto
import Mimewire

/// SHA-256 (FIPS 180-4) over borrowed bytes.
struct SHA256Digest {
  private var hash = SHA256()

  mutating func update(_ bytes: Span<UInt8>) {
    // The buffer is read within the call and not kept.
    unsafe bytes.withUnsafeBytes { buffer in unsafe hash.update(bufferPointer: buffer) }
  }

  /// The digest of what was given so far in hexadecimal digits.
  var hex: String {
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in hash.finalize() {
      for digit in [byte >> 4, byte & 15] { text.append(digit < 10 ? ASCII.zero + digit : 0x57 + digit) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The digest of bytes that are there at once.
  static func hex(of bytes: Span<UInt8>) -> String {
    var digest = SHA256Digest()
    digest.update(bytes)
    return digest.hex
  }
}
