internal import Charsets
internal import Synchronization
internal import WireBytes

/// What ICU's single-byte charsets have above 0x7F, found out once for each by asking ICU.
///
/// ICU converts by way of UTF-16; a table of 128 characters and the kernel of `SingleByteDecoder` do the same at several
/// times the speed.
final class SingleByteTables: Sendable {
  /// Nil for a charset that has characters of several bytes, or something else than US-ASCII below 0x80.
  private let tables = Mutex<[String: UpperHalfTable?]>([:])

  /// A decoder of a charset, or nil if its characters are not all one byte.
  func makeDecoder(of charset: String, by name: String) -> SingleByteDecoder? {
    if let known = tables.withLock({ $0[name] }) {
      return known.map { SingleByteDecoder(charset: charset, upperHalf: $0) }
    }
    let table = ICUConverter(name: name).flatMap { Self.table(of: $0) }
    tables.withLock { $0[name] = .some(table) }
    return table.map { SingleByteDecoder(charset: charset, upperHalf: $0) }
  }

  private static func table(of converter: ICUConverter) -> UpperHalfTable? {
    guard converter.isSingleByte else { return nil }
    var upperHalf: [Unicode.Scalar] = []
    for byte in UInt8.min...UInt8.max {
      let (scalar, malformed) = converter.character([byte])
      guard let scalar, scalar.value <= 0xFFFF, malformed == (scalar == "\u{FFFD}" ? 1 : 0),
        byte >= 0x80 || scalar.value == UInt32(byte)
      else { return nil }
      if byte >= 0x80 { upperHalf.append(scalar) }
    }
    return UpperHalfTable(upperHalf)
  }
}

extension ICUConverter {
  /// The one character that some bytes are as a whole text, or nil, and how many U+FFFD stand for malformed input.
  func character(_ bytes: [UInt8]) -> (scalar: Unicode.Scalar?, malformed: Int) {
    reset()
    var malformed = 0
    let utf8 = [UInt8](capacity: 16) { output in
      malformed = convert(bytes.span, into: &output, atEnd: true).malformed
    }
    let scalars = String(decodingUTF8: utf8.span).unicodeScalars
    return (scalars.count == 1 ? scalars.first : nil, malformed)
  }
}
