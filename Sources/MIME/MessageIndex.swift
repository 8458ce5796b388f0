public import WireBytes

/// Where everything stands in a message: byte ranges, and no bytes.
///
/// The index is what one pass of `MessageReader` over the whole message leaves behind. It can be made from any bytes
/// that are in memory, a network buffer or a database page, without copying them.
///
/// Parts are listed in pre-order, a parent before its children; a message inside a message/rfc822 part is a child of
/// that part. All offsets count from the message's first byte, ranges are half open.
///
///     0    Content-Type: multipart/mixed; boundary=b CRLF     fields[0] = 0..<41
///     41   CRLF                                               parts[0].bodyStart = 43
///     43   --b CRLF                                           gaps[0] = delimiter 43..<48
///     48   CRLF                                               parts[1].start = 48, bodyStart = 50
///     50   hi                                                 parts[1].bodyEnd = 52, end = 54
///     52   CRLF --b-- CRLF                                    gaps[1] = delimiter 52..<61
///                                                             parts[0].bodyEnd = end = 61
///
/// Header sections, bodies of parts without children, and gaps tile the message: every byte is in exactly one.
public struct MessageIndex: Sendable {
  /// How a parse ended.
  public enum Status: String, Sendable, Hashable {
    /// The message was read to its end, and its end is where it should be.
    case complete
    /// The input ended inside a multipart.
    case truncated
    /// A limit was hit; a `limit-…` defect says which.
    case limited
  }

  /// What a part contains.
  public enum Content: Sendable, Hashable {
    /// Bytes.
    case leaf
    /// Parts between delimiters.
    case multipart
    /// One message (message/rfc822, message/global).
    case message
  }

  /// One part: the message itself, a body part, or a message inside one.
  public struct Part: Sendable, Hashable {
    /// The ordinal of the part that this one lies in; nil for the message itself.
    public let parent: Int?
    /// How many parts this one lies in.
    public let depth: Int
    /// What it contains.
    public internal(set) var content: Content = .leaf
    /// Whether it is a multipart/digest that was parsed, in which the default type is message/rfc822
    /// (RFC 2046 section 5.1.5).
    public internal(set) var isDigest = false
    /// The first byte of the header section.
    public let start: Int
    /// The first byte of the body.
    public internal(set) var bodyStart: Int
    /// After the last byte of the body.
    public internal(set) var bodyEnd: Int
    /// Where the delimiter line begins that ended the part; `bodyEnd..<end` is the line break that belongs to it.
    public internal(set) var end: Int
    /// The ordinals of its header fields.
    public internal(set) var fields: Range<Int>
    /// Line ends in the encoded body, plus one for a last line without one; 0 for a part with children.
    public internal(set) var lines = 0
    /// Whether the body holds a byte above 0x7F.
    public internal(set) var hasEightBit = false
    /// Whether the body holds a NUL.
    public internal(set) var hasNUL = false
    /// The ordinals of the parts directly inside, in order.
    public internal(set) var children: [Int] = []
  }

  /// Bytes that belong to no part's header fields or body.
  public struct Gap: Sendable, Hashable {
    /// What the bytes are.
    public let kind: GapKind
    /// Where they stand.
    public internal(set) var range: Range<Int>
  }

  /// The parts in pre-order; the first is the message itself.
  public private(set) var parts: [Part] = []
  /// The header fields of all parts in order.
  public private(set) var fields: [FieldLayout] = []
  /// The gaps in order.
  public private(set) var gaps: [Gap] = []
  /// What the structure departs in. Defects inside field bodies and encoded bodies are found by `Message.audit`.
  public private(set) var defects: DefectLog
  /// How the parse ended.
  public private(set) var status = Status.complete
  /// How many bytes the message has.
  public let length: Int

  /// Indexes a whole message. Never fails.
  public init(parsing bytes: Span<UInt8>, limits: MessageLimits = MessageLimits()) {
    var reader = MessageReader(limits: limits)
    var cursor = ByteCursor(bytes)
    length = bytes.count
    defects = DefectLog(capacity: limits.defects)
    var open: [Int] = []
    // A header section of a few fields, as most are, then costs one piece of memory.
    fields.reserveCapacity(min(32, bytes.count / 32))
    while true {
      // What the reader would tell about one by one, at once.
      while let field = reader.nextFramedField(&cursor) { fields.append(field) }
      guard let event = reader.advance(from: &cursor, isLast: true) else { break }
      add(event, open: &open)
    }
    defects = reader.defects
    if reader.isTruncated { status = .truncated }
    if reader.defects.hasHitLimit { status = .limited }
  }

  private mutating func add(_ event: borrowing MessageEvent, open: inout [Int]) {
    switch event {
    case .partBegan(let depth, let offset):
      let ordinal = parts.count
      if let parent = open.last { parts[parent].children.append(ordinal) }
      parts.append(
        Part(
          parent: open.last, depth: depth, start: offset, bodyStart: offset, bodyEnd: offset, end: offset,
          fields: fields.count..<fields.count))
      open.append(ordinal)
    case .field(_, let layout):
      fields.append(layout)
    case .headerEnded(let offset):
      guard let part = open.last else { return }
      parts[part].bodyStart = offset
      parts[part].fields = parts[part].fields.lowerBound..<fields.count
    case .gap(let kind, let bytes, let offset):
      addGap(kind, offset..<offset + bytes.count)
    case .partEnded(let end):
      guard let part = open.popLast() else { return }
      parts[part].content = end.content
      parts[part].isDigest = end.isDigest
      parts[part].bodyEnd = end.bodyEnd
      parts[part].end = end.end
      parts[part].lines = end.lines
      parts[part].hasEightBit = end.hasEightBit
      parts[part].hasNUL = end.hasNUL
    case .bodyBytes, .defect:
      break
    }
  }

  private mutating func addGap(_ kind: GapKind, _ range: Range<Int>) {
    if let last = gaps.last, last.kind == kind, last.range.upperBound == range.lowerBound {
      gaps[gaps.count - 1].range = last.range.lowerBound..<range.upperBound
    } else {
      gaps.append(Gap(kind: kind, range: range))
    }
  }
}
