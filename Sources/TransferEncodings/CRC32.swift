import WireBytes

/// The checksum of yEnc, which is that of ZIP and Ethernet: polynomial 0x04C11DB7, bits reflected.
struct CRC32: Sendable {
  private var state: UInt32 = 0xFFFF_FFFF
  private let table = Self.table

  /// The checksum of the bytes so far.
  var value: UInt32 { ~state }

  mutating func append(_ byte: UInt8) {
    state = state >> 8 ^ table[Int(UInt8(truncatingIfNeeded: state) ^ byte)]
  }

  /// What the eight bits of a byte make of an empty state.
  private static let table = (UInt32(0)..<256).map { byte in
    (0..<8).reduce(byte) { entry, _ in entry & 1 == 0 ? entry >> 1 : entry >> 1 ^ 0xEDB8_8320 }
  }
}
