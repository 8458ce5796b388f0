/// Names for the bytes that mail syntax is made of, and ASCII-only case folding.
///
/// Unicode case folding would let look-alikes match (U+017F for `s`, U+212A for `k`), so nothing but
/// `A-Z` is ever folded (RFC 5321 section 2.4).
public enum ASCII {
  public static let nul: UInt8 = 0x00
  public static let tab: UInt8 = 0x09
  public static let lf: UInt8 = 0x0A
  public static let cr: UInt8 = 0x0D
  public static let space: UInt8 = 0x20
  public static let quote: UInt8 = 0x22
  public static let percent: UInt8 = 0x25
  public static let apostrophe: UInt8 = 0x27
  public static let openParenthesis: UInt8 = 0x28
  public static let closeParenthesis: UInt8 = 0x29
  public static let asterisk: UInt8 = 0x2A
  public static let plus: UInt8 = 0x2B
  public static let comma: UInt8 = 0x2C
  public static let hyphen: UInt8 = 0x2D
  public static let dot: UInt8 = 0x2E
  public static let slash: UInt8 = 0x2F
  public static let zero: UInt8 = 0x30
  public static let colon: UInt8 = 0x3A
  public static let semicolon: UInt8 = 0x3B
  public static let less: UInt8 = 0x3C
  public static let equals: UInt8 = 0x3D
  public static let greater: UInt8 = 0x3E
  public static let question: UInt8 = 0x3F
  public static let at: UInt8 = 0x40
  public static let openBracket: UInt8 = 0x5B
  public static let backslash: UInt8 = 0x5C
  public static let closeBracket: UInt8 = 0x5D
  public static let underscore: UInt8 = 0x5F

  /// The byte in lower case if it is one of `A-Z`, else the byte itself.
  @inlinable
  public static func lowercase(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  /// Whether the byte is one of `A-Z` and `a-z`: `ByteClass.alpha` in the fewest instructions, for loops over lines.
  @inlinable @inline(__always)
  package static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26
  }

  /// The hexadecimal digit for a value of 0...15, in upper case.
  @inlinable @inline(__always)
  package static func upperHexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 &+ value : 0x37 &+ value
  }

  /// The value of a hexadecimal digit of either case, or nil.
  @inlinable
  public static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte &- 0x30
    case 0x41...0x46: byte &- 0x37
    case 0x61...0x66: byte &- 0x57
    default: nil
    }
  }
}

extension Span where Element == UInt8 {
  /// Whether the bytes are exactly those of `literal`.
  @inlinable
  public func equals(_ literal: String) -> Bool {
    equals(literal.utf8.span)
  }

  /// Whether the bytes are those of `literal`, which is in lower case, when `A-Z` are folded.
  @inlinable
  public func equalsIgnoringCase(_ literal: String) -> Bool {
    let wanted = literal.utf8.span
    guard count == wanted.count else { return false }
    for i in 0..<count where ASCII.lowercase(self[i]) != wanted[i] { return false }
    return true
  }

  /// Whether two runs of bytes are equal.
  @inlinable
  public func equals(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for i in 0..<count where self[i] != other[i] { return false }
    return true
  }

  /// A copy of the bytes.
  public var array: [UInt8] {
    [UInt8](capacity: count) { $0.append(self) }
  }
}
