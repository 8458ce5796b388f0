public import WireBytes

/// What the reader met next.
///
/// Events borrow: their bytes live in the chunk that was handed in, or in the reader's small buffer when a unit was
/// cut by a chunk edge, and only until the next call. Offsets count from the message's first byte.
///
///     Subject: hi CRLF CRLF hello
///     partBegan 0 · field 0..<13 · headerEnded 15 · bodyBytes "hello" at 15 · partEnded 20
public enum MessageEvent: ~Escapable {
  /// A header section begins.
  case partBegan(depth: Int, at: Int)
  /// A header field, its final line break included.
  case field(bytes: Span<UInt8>, layout: FieldLayout)
  /// The header section is over; the body begins at `at`.
  case headerEnded(at: Int)
  /// Bytes of the body of a part without children, still transfer encoded.
  case bodyBytes(Span<UInt8>, at: Int)
  /// Bytes that belong to no part.
  case gap(GapKind, bytes: Span<UInt8>, at: Int)
  /// The innermost open part is over.
  case partEnded(PartEnd)
  /// A departure from the standards.
  case defect(Defect)
}

/// What bytes are that belong to no part's header fields or body.
public enum GapKind: String, Sendable, Hashable {
  /// Before the first delimiter of a multipart (RFC 2046 section 5.1.1).
  case preamble
  /// A delimiter or close delimiter, with the line break before it and its own line end.
  case delimiter
  /// After the close delimiter.
  case epilogue
  /// After a delimiter that follows its own close delimiter; other programs may show parts here.
  case afterClose
  /// Lines of a header section that are no field, a byte order mark, an mbox `From ` line.
  case junk
}

/// Where the pieces of a header field stand, as offsets from the message's first byte.
///
///     Subject : hi CRLF          start 0, nameEnd 7, bodyStart 9, bodyEnd 12, end 14
public struct FieldLayout: Sendable, Hashable {
  /// The first byte of the name.
  public let start: Int
  /// After the last byte of the name, white space before the colon not counted.
  public let nameEnd: Int
  /// After the colon.
  public let bodyStart: Int
  /// Before the final line break.
  public let bodyEnd: Int
  /// After the final line break.
  public let end: Int

  /// The places of a field that was found elsewhere.
  public init(start: Int, nameEnd: Int, bodyStart: Int, bodyEnd: Int, end: Int) {
    self.start = start
    self.nameEnd = nameEnd
    self.bodyStart = bodyStart
    self.bodyEnd = bodyEnd
    self.end = end
  }
}

/// Where a part ended and what its body held.
public struct PartEnd: Sendable, Hashable {
  /// What the part contains.
  public let content: MessageIndex.Content
  /// After the body's last byte.
  public let bodyEnd: Int
  /// Where the delimiter line that ended the part begins; `bodyEnd..<end` is the line break that belongs to it.
  public let end: Int
  /// Line ends in the encoded body, plus one for a last line without one; 0 for a part with children.
  public let lines: Int
  /// Whether the body holds a byte above 0x7F.
  public let hasEightBit: Bool
  /// Whether the body holds a NUL.
  public let hasNUL: Bool
}
