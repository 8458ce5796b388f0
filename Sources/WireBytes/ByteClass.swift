/// A set of bytes: one character class of the ABNF.
///
/// Each class below quotes the rule that it stands for. A class holds bytes, never characters. It is written down with
/// ranges, short strings and the two operations, all of which the compiler can work out: the class is then a constant
/// of the program, where anything else would be made at its first use and looked after at every use.
public struct ByteClass: Sendable {
  // A bit a byte, the lowest bit of the first word for byte 0. A class is handed from function to function, and four
  // words pass in registers where a table of 256 bytes would be copied.
  @usableFromInline let low: UInt64
  @usableFromInline let high: UInt64
  @usableFromInline let low8: UInt64
  @usableFromInline let high8: UInt64

  @inlinable @inline(__always)
  init(_ low: UInt64, _ high: UInt64, _ low8: UInt64, _ high8: UInt64) {
    self.low = low
    self.high = high
    self.low8 = low8
    self.high8 = high8
  }

  /// The bytes of a range.
  @inlinable @inline(__always)
  public init(_ range: ClosedRange<UInt8>) {
    self.init(Self.word(range, 0), Self.word(range, 64), Self.word(range, 128), Self.word(range, 192))
  }

  /// The bytes of an ASCII string.
  @inlinable @inline(__always)
  public init(_ string: StaticString) {
    var low: UInt64 = 0
    var high: UInt64 = 0
    for i in 0..<string.utf8CodeUnitCount {
      let byte = string.byte(at: i)
      precondition(byte < 0x80, "a class is of bytes, and only ASCII has one a character")
      let bit: UInt64 = 1 &<< UInt64(byte & 63)
      if byte < 64 { low |= bit } else { high |= bit }
    }
    self.init(low, high, 0, 0)
  }

  /// Whether the byte is in the class.
  @inlinable
  public func contains(_ byte: UInt8) -> Bool {
    let word = byte < 128 ? (byte < 64 ? low : high) : (byte < 192 ? low8 : high8)
    return word &>> UInt64(byte & 63) & 1 != 0
  }

  /// The bytes of either class.
  @inlinable @inline(__always)
  public func union(_ other: ByteClass) -> ByteClass {
    ByteClass(low | other.low, high | other.high, low8 | other.low8, high8 | other.high8)
  }

  /// The bytes of the class without those of another.
  @inlinable @inline(__always)
  public func subtracting(_ other: ByteClass) -> ByteClass {
    ByteClass(low & ~other.low, high & ~other.high, low8 & ~other.low8, high8 & ~other.high8)
  }

  /// The bytes outside the class.
  @inlinable @inline(__always)
  public var inverted: ByteClass {
    ByteClass(~low, ~high, ~low8, ~high8)
  }

  /// The word for the 64 bytes from `start` on.
  @inlinable @inline(__always)
  static func word(_ range: ClosedRange<UInt8>, _ start: Int) -> UInt64 {
    lowest(Int(range.upperBound) + 1 - start) & ~lowest(Int(range.lowerBound) - start)
  }

  /// A word with the lowest `count` bits set.
  @inlinable @inline(__always)
  static func lowest(_ count: Int) -> UInt64 {
    count <= 0 ? 0 : count >= 64 ? ~0 : (1 &<< UInt64(truncatingIfNeeded: count)) &- 1
  }
}

extension ByteClass {
  /// `ALPHA = %x41-5A / %x61-7A` (RFC 5234 appendix B.1)
  public static let alpha = ByteClass(0x41...0x5A).union(ByteClass(0x61...0x7A))

  /// `DIGIT = %x30-39` (RFC 5234 appendix B.1)
  public static let digit = ByteClass(0x30...0x39)

  /// `HEXDIG`, of either case (RFC 5234 appendix B.1: strings in ABNF are case-insensitive)
  public static let hexDigit = digit.union(ByteClass(0x41...0x46)).union(ByteClass(0x61...0x66))

  /// `WSP = SP / HTAB` (RFC 5234 appendix B.1)
  public static let wsp = ByteClass(" \t")

  /// `FWS = ([*WSP CRLF] 1*WSP) / obs-FWS` (RFC 5322 section 3.2.2), as bytes: a framed field body holds
  /// CR and LF only where it is folded.
  public static let fws = ByteClass(" \t\r\n")

  /// `VCHAR = %x21-7E` (RFC 5234 appendix B.1)
  public static let vchar = ByteClass(0x21...0x7E)

  /// `UTF8-non-ascii` and any other byte above 0x7F (RFC 6532 section 3.1)
  public static let eightBit = ByteClass(0x80...0xFF)

  /// Control bytes that no text of a message may hold: `obs-NO-WS-CTL` and NUL (RFC 5322 section 4.1)
  public static let control = ByteClass(0x00...0x1F).union(ByteClass(0x7F...0x7F)).subtracting(ByteClass("\t\r\n"))

  /// `ftext = %d33-57 / %d59-126`, printable US-ASCII without ":" (RFC 5322 section 3.6.8)
  public static let ftext = ByteClass(33...57).union(ByteClass(59...126))

  /// `specials = "(" / ")" / "<" / ">" / "[" / "]" / ":" / ";" / "@" / "\" / "," / "." / DQUOTE`
  /// (RFC 5322 section 3.2.3)
  public static let specials = ByteClass("()<>[]:;@\\,.\"")

  /// `atext = ALPHA / DIGIT / "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "/" / "=" / "?" / "^" /
  /// "_" / "`" / "{" / "|" / "}" / "~"` (RFC 5322 section 3.2.3): printable, and none of the specials
  public static let atext = vchar.subtracting(specials)

  /// `atext =/ UTF8-non-ascii` (RFC 6532 section 3.2)
  public static let atext8 = atext.union(eightBit)

  /// `tspecials = "(" / ")" / "<" / ">" / "@" / "," / ";" / ":" / "\" / DQUOTE / "/" / "[" / "]" / "?" / "="`
  /// (RFC 2045 section 5.1): the specials with "/", "?" and "=", without "."
  public static let tspecials = specials.union(ByteClass("/?=")).subtracting(ByteClass("."))

  /// `token = 1*<any (US-ASCII) CHAR except SPACE, CTLs, or tspecials>` (RFC 2045 section 5.1)
  public static let token = vchar.subtracting(tspecials)

  /// `bchars = bcharsnospace / " "` (RFC 2046 section 5.1.1)
  public static let bchars = alpha.union(digit).union(ByteClass("'()+_,-./:=? "))
}
