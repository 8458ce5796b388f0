import WireBytes

/// How the bytes of a body were made fit for transport (RFC 2045 section 6).
///
///     Content-Transfer-Encoding: Quoted-Printable
public enum TransferEncoding: Sendable, Hashable, CaseIterable {
  /// Short lines of US-ASCII.
  case sevenBit
  /// Short lines of any bytes but NUL.
  case eightBit
  /// Any bytes (RFC 3030).
  case binary
  /// Mostly text (RFC 2045 section 6.7).
  case quotedPrintable
  /// Mostly not text (RFC 2045 section 6.8).
  case base64
  /// What Unix mail used before MIME (POSIX uuencode).
  case uuencode
  /// The 8-bit encoding of Usenet (yEnc 1.3).
  case yenc
  /// An encoding that nobody here knows. Its bytes are taken as they are and are not to be trusted to have the
  /// type that they are labelled with (RFC 2045 section 6.4).
  case unknown

  /// The encoding that a token names, in any case; nil when it names none that is known.
  ///
  /// The token is the bare value of the field, without white space, comments or quotes: near misses such as
  /// `8-bit` and `base64;` are not guessed at here.
  public init?(_ token: Span<UInt8>) {
    for (name, encoding) in Self.names where token.equalsIgnoringCase(name) {
      self = encoding
      return
    }
    return nil
  }

  /// The name to write in a field: `quoted-printable`, `x-uuencode`.
  public var name: String {
    Self.names.first { $0.encoding == self }?.name ?? "unknown"
  }

  /// Whether the encoded bytes are the bytes themselves.
  public var isIdentity: Bool {
    switch self {
    case .sevenBit, .eightBit, .binary, .unknown: true
    case .quotedPrintable, .base64, .uuencode, .yenc: false
    }
  }

  /// The first name of each encoding is the one to write. Only the first five are registered with IANA.
  private static let names: [(name: String, encoding: TransferEncoding)] = [
    ("7bit", .sevenBit),
    ("8bit", .eightBit),
    ("binary", .binary),
    ("quoted-printable", .quotedPrintable),
    ("base64", .base64),
    ("x-uuencode", .uuencode),
    ("x-uue", .uuencode),
    ("uuencode", .uuencode),
    ("uue", .uuencode),
    ("x-yencode", .yenc),
    ("x-yenc", .yenc),
    ("yencode", .yenc),
    ("yenc", .yenc),
  ]
}
