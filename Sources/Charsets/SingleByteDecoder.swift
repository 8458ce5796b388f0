package import WireBytes

/// A charset of one byte a character whose lower half is US-ASCII.
///
/// Built in are the ones that need no converter library, and ISO-8859-16, which ICU lacks.
package struct SingleByteDecoder: CharsetDecoder {
  // Small enough for an existential to hold it in place.
  package let charset: String
  private let table: UpperHalfTable

  /// A decoder of a charset that has these characters above 0x7F.
  package init(charset: String, upperHalf: UpperHalfTable) {
    self.charset = charset
    table = upperHalf
  }

  init(_ upperHalf: UpperHalf) {
    charset = upperHalf.charset
    table = upperHalf.table
  }

  package mutating func decode(_ bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>, atEnd: Bool)
    -> (consumed: Int, malformed: Int)
  {
    output.append(decoding: bytes, by: table)
  }
}

/// The upper half of a single-byte charset.
struct UpperHalf: Sendable {
  let charset: String
  let table: UpperHalfTable

  /// Latin-1, where byte and scalar are the same number, with other scalars from `first` on.
  private init(_ charset: String, from first: UInt8, _ replacements: [UInt16]) {
    var scalars = (0x80...0xFF).map { UInt16($0) }
    for (i, scalar) in replacements.enumerated() { scalars[Int(first - 0x80) + i] = scalar }
    self.charset = charset
    table = UpperHalfTable(scalars.map { Unicode.Scalar($0) ?? "\u{FFFD}" })
  }

  /// Nothing above 0x7F.
  static let usASCII = UpperHalf("us-ascii", from: 0x80, [UInt16](repeating: 0xFFFD, count: 128))

  /// ISO-8859-1 as everybody writes it (WHATWG Encoding standard, index windows-1252): no byte is malformed, the
  /// five that Windows leaves undefined are the C1 controls.
  static let windows1252 = UpperHalf(
    "windows-1252", from: 0x80,
    [
      0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
      0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
      0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
    ])

  /// Latin-10 for South-Eastern Europe (WHATWG Encoding standard, index iso-8859-16).
  static let iso8859Part16 = UpperHalf(
    "iso-8859-16", from: 0xA1,
    [
      0x0104, 0x0105, 0x0141, 0x20AC, 0x201E, 0x0160, 0x00A7, 0x0161, 0x00A9, 0x0218, 0x00AB, 0x0179, 0x00AD,
      0x017A, 0x017B, 0x00B0, 0x00B1, 0x010C, 0x0142, 0x017D, 0x201D, 0x00B6, 0x00B7, 0x017E, 0x010D, 0x0219,
      0x00BB, 0x0152, 0x0153, 0x0178, 0x017C, 0x00C0, 0x00C1, 0x00C2, 0x0102, 0x00C4, 0x0106, 0x00C6, 0x00C7,
      0x00C8, 0x00C9, 0x00CA, 0x00CB, 0x00CC, 0x00CD, 0x00CE, 0x00CF, 0x0110, 0x0143, 0x00D2, 0x00D3, 0x00D4,
      0x0150, 0x00D6, 0x015A, 0x0170, 0x00D9, 0x00DA, 0x00DB, 0x00DC, 0x0118, 0x021A, 0x00DF, 0x00E0, 0x00E1,
      0x00E2, 0x0103, 0x00E4, 0x0107, 0x00E6, 0x00E7, 0x00E8, 0x00E9, 0x00EA, 0x00EB, 0x00EC, 0x00ED, 0x00EE,
      0x00EF, 0x0111, 0x0144, 0x00F2, 0x00F3, 0x00F4, 0x0151, 0x00F6, 0x015B, 0x0171, 0x00F9, 0x00FA, 0x00FB,
      0x00FC, 0x0119, 0x021B, 0x00FF,
    ])
}
