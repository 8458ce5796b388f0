/// A set of bytes: one character class of the ABNF.
///
/// Each class below quotes the rule that it stands for. A class holds bytes, never characters.
public struct ByteClass: Sendable {
  @usableFromInline let members: InlineArray<256, Bool>

  /// The bytes for which `isMember` is true.
  public init(_ isMember: (UInt8) -> Bool) {
    var members = InlineArray<256, Bool>(repeating: false)
    for byte in UInt8.min...UInt8.max { members[Int(byte)] = isMember(byte) }
    self.members = members
  }

  /// The bytes of an ASCII string.
  public init(_ bytes: String) {
    self.init { bytes.utf8.contains($0) }
  }

  /// Whether the byte is in the class.
  @inlinable
  public func contains(_ byte: UInt8) -> Bool {
    members[Int(byte)]
  }

  /// The bytes of either class.
  public func union(_ other: ByteClass) -> ByteClass {
    ByteClass { self.contains($0) || other.contains($0) }
  }

  /// The bytes outside the class.
  public var inverted: ByteClass {
    ByteClass { !self.contains($0) }
  }
}

extension ByteClass {
  /// `ALPHA = %x41-5A / %x61-7A` (RFC 5234 appendix B.1)
  public static let alpha = ByteClass { 0x61...0x7A ~= $0 | 0x20 && $0 < 0x80 }

  /// `DIGIT = %x30-39` (RFC 5234 appendix B.1)
  public static let digit = ByteClass { 0x30...0x39 ~= $0 }

  /// `HEXDIG`, of either case (RFC 5234 appendix B.1: strings in ABNF are case-insensitive)
  public static let hexDigit = ByteClass { ASCII.hexValue($0) != nil }

  /// `WSP = SP / HTAB` (RFC 5234 appendix B.1)
  public static let wsp = ByteClass(" \t")

  /// `FWS = ([*WSP CRLF] 1*WSP) / obs-FWS` (RFC 5322 section 3.2.2), as bytes: a framed field body holds
  /// CR and LF only where it is folded.
  public static let fws = ByteClass(" \t\r\n")

  /// `VCHAR = %x21-7E` (RFC 5234 appendix B.1)
  public static let vchar = ByteClass { 0x21...0x7E ~= $0 }

  /// `UTF8-non-ascii` and any other byte above 0x7F (RFC 6532 section 3.1)
  public static let eightBit = ByteClass { $0 >= 0x80 }

  /// Control bytes that no text of a message may hold: `obs-NO-WS-CTL` and NUL (RFC 5322 section 4.1)
  public static let control = ByteClass { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D || $0 == 0x7F }

  /// `ftext = %d33-57 / %d59-126`, printable US-ASCII without ":" (RFC 5322 section 3.6.8)
  public static let ftext = ByteClass { 33...57 ~= $0 || 59...126 ~= $0 }

  /// `atext = ALPHA / DIGIT / "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "/" / "=" / "?" / "^" /
  /// "_" / "`" / "{" / "|" / "}" / "~"` (RFC 5322 section 3.2.3), without the bytes of RFC 6532
  public static let atext = alpha.union(digit).union(ByteClass("!#$%&'*+-/=?^_`{|}~"))

  /// `atext =/ UTF8-non-ascii` (RFC 6532 section 3.2)
  public static let atext8 = atext.union(eightBit)

  /// `specials = "(" / ")" / "<" / ">" / "[" / "]" / ":" / ";" / "@" / "\" / "," / "." / DQUOTE`
  /// (RFC 5322 section 3.2.3)
  public static let specials = ByteClass("()<>[]:;@\\,.\"")

  /// `tspecials = "(" / ")" / "<" / ">" / "@" / "," / ";" / ":" / "\" / DQUOTE / "/" / "[" / "]" / "?" / "="`
  /// (RFC 2045 section 5.1)
  public static let tspecials = ByteClass("()<>@,;:\\\"/[]?=")

  /// `token = 1*<any (US-ASCII) CHAR except SPACE, CTLs, or tspecials>` (RFC 2045 section 5.1)
  public static let token = ByteClass { vchar.contains($0) && !tspecials.contains($0) }

  /// `bchars = bcharsnospace / " "` (RFC 2046 section 5.1.1)
  public static let bchars = alpha.union(digit).union(ByteClass("'()+_,-./:=? "))
}
