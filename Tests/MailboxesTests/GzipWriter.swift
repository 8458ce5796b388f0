/// Writes gzip members for tests, so that they need no compressor: stored blocks, or one byte many times over.
enum GzipWriter {
  /// A member (RFC 1952) of stored blocks (RFC 1951 section 3.2.4).
  static func member(_ content: [UInt8]) -> [UInt8] {
    var deflated: [UInt8] = []
    var rest = content[...]
    repeat {
      let block = rest.prefix(0xFFFF)
      rest = rest.dropFirst(block.count)
      deflated.append(rest.isEmpty ? 1 : 0)
      deflated += littleEndian(UInt32(block.count), 2)
      deflated += littleEndian(~UInt32(block.count), 2)
      deflated += block
    } while !rest.isEmpty
    return wrap(deflated, content)
  }

  /// A member that inflates to 1 + 258 `count` bytes of NUL, 158 times its size: with the fixed Huffman codes
  /// (RFC 1951 section 3.2.6) a literal, then matches of length 258 and distance 1 in 13 bits each.
  static func bomb(_ count: Int) -> [UInt8] {
    var bits = BitWriter()
    bits.write("1")  // last block
    bits.write("10")  // fixed codes, low bit first
    bits.write("00110000")  // literal 0
    for _ in 0..<count { bits.write("11000101" + "00000") }
    bits.write("0000000")  // end of block
    return wrap(bits.bytes, [UInt8](repeating: 0, count: 1 + 258 * count))
  }

  private static func wrap(_ deflated: [UInt8], _ content: [UInt8]) -> [UInt8] {
    let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    return header + deflated + littleEndian(crc32(content), 4) + littleEndian(UInt32(content.count), 4)
  }

  private static func littleEndian(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// CRC-32 as of RFC 1952 section 8.
  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 {
        let lowest = crc & 1
        crc >>= 1
        if lowest == 1 { crc ^= 0xEDB8_8320 }
      }
    }
    return ~crc
  }

  private struct BitWriter {
    var bytes: [UInt8] = []
    var count = 0

    mutating func write(_ bits: String) {
      for bit in bits.utf8 {
        if count % 8 == 0 { bytes.append(0) }
        if bit == UInt8(ascii: "1") { bytes[bytes.count - 1] |= 1 << UInt8(count % 8) }
        count += 1
      }
    }
  }
}
