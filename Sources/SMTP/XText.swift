internal import WireBytes

/// The xtext encoding of parameter values (RFC 3461 section 4), and the utf-8-addr-xtext of RFC 6533.
///
///     Bob+40ex.com      Bob@ex.com
///
/// `xtext = *( xchar / hexchar )`, `hexchar = "+" 2(%x30-39 / %x41-46)`: upper case only.
public enum XText {
  /// Whether `bytes` are xtext; with `unicode`, any of the forms of RFC 6533 section 3 too: embedded `\x{...}`
  /// and raw UTF-8.
  static func isValid(_ bytes: Span<UInt8>, unicode: Bool = false) -> Bool {
    var isWellFormed = true
    read(bytes, unicode: unicode, isWellFormed: &isWellFormed) { _ in }
    return isWellFormed
  }

  /// The bytes that an xtext value stands for, or nil if it is none.
  ///
  /// - Parameters:
  ///   - bytes: the value as sent.
  ///   - unicode: for the `utf-8` address type, whose values may hold `\x{HEXPOINT}` and raw UTF-8.
  public static func decode(_ bytes: Span<UInt8>, unicode: Bool = false) -> [UInt8]? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var isWellFormed = true
    read(bytes, unicode: unicode, isWellFormed: &isWellFormed) { decoded.append($0) }
    return isWellFormed ? decoded : nil
  }

  /// The xtext that stands for `bytes`; bytes above 0x7F are hexchars too.
  public static func encode(_ bytes: Span<UInt8>) -> [UInt8] {
    var encoded: [UInt8] = []
    for i in 0..<bytes.count {
      let byte = bytes[i]
      if isXChar(byte) {
        encoded.append(byte)
      } else {
        encoded.append(ASCII.plus)
        encoded.append(ASCII.upperHexDigit(byte >> 4))
        encoded.append(ASCII.upperHexDigit(byte & 15))
      }
    }
    return encoded
  }

  /// `xchar`: any ASCII CHAR between "!" (33) and "~" (126) inclusive, except for "+" and "="
  private static func isXChar(_ byte: UInt8) -> Bool {
    33...126 ~= byte && byte != ASCII.plus && byte != ASCII.equals
  }

  private static func read(
    _ bytes: Span<UInt8>, unicode: Bool, isWellFormed: inout Bool, _ emit: (UInt8) -> Void
  ) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == ASCII.plus {
        guard index + 2 < bytes.count, let high = upperHex(bytes[index + 1]), let low = upperHex(bytes[index + 2])
        else {
          isWellFormed = false
          return
        }
        emit(high << 4 | low)
        index += 3
      } else if unicode && byte == ASCII.backslash {
        guard let scalar = embedded(bytes, &index) else {
          isWellFormed = false
          return
        }
        for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { emit(unit) }
      } else if isXChar(byte) || unicode && byte >= 0x80 {
        emit(byte)
        index += 1
      } else {
        isWellFormed = false
        return
      }
    }
    if unicode && !isUTF8(bytes, 0..<bytes.count) { isWellFormed = false }
  }

  /// `EmbeddedUnicodeChar = %x5C.78 "{" HEXPOINT "}"`. HEXPOINT leaves out the ASCII characters that xtext may hold
  /// as they are, leading zeros and surrogates; 2 to 6 digits in upper case.
  private static func embedded(_ bytes: Span<UInt8>, _ index: inout Int) -> Unicode.Scalar? {
    guard index + 2 < bytes.count, bytes[index + 1] == 0x78, bytes[index + 2] == 0x7B else { return nil }
    var value: UInt32 = 0
    var place = index + 3
    while place < bytes.count, place - index < 9, let digit = upperHex(bytes[place]) {
      value = value << 4 | UInt32(digit)
      place += 1
    }
    let digits = place - index - 3
    guard digits >= 2, place < bytes.count, bytes[place] == 0x7D, let scalar = Unicode.Scalar(value) else {
      return nil
    }
    if value < 0x80 {
      // Of ASCII only what xtext cannot hold as it is, the backslash, and no CR, LF or NUL.
      let isPlain = isXChar(UInt8(value)) && value != 0x5C
      guard digits == 2, !isPlain, value != 0, value != 0x0A, value != 0x0D else { return nil }
    } else if bytes[index + 3] == ASCII.zero {
      return nil
    }
    index = place + 1
    return scalar
  }

  private static func upperHex(_ byte: UInt8) -> UInt8? {
    0x61...0x66 ~= byte ? nil : ASCII.hexValue(byte)
  }
}
