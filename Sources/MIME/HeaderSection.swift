import Charsets
import HeaderFields
import TransferEncodings
import WireBytes

/// What the reader needs to know of the header section that it is in: enough to find the parts of the body.
struct HeaderSection: Sendable {
  /// The first Content-Type field, unless a glance shows that it makes neither parts nor a message of the body; later
  /// ones are a defect that the audit reports.
  private(set) var contentType: ContentType?
  private var hasContentType = false
  private var isPlainLeaf = false
  /// The first Content-Transfer-Encoding.
  private(set) var transferEncoding: TransferEncoding?
  private(set) var fieldCount = 0
  private(set) var length = 0
  /// Whether a part without a Content-Type is a message here (RFC 2046 section 5.1.5).
  let isInDigest: Bool
  /// Set when a limit cut the section short: the body is opaque then.
  var isCut = false
  private var tally = BodyTally()

  private let parameterLimit: Int

  init(isInDigest: Bool, parameterLimit: Int) {
    self.isInDigest = isInDigest
    self.parameterLimit = parameterLimit
  }

  var isMultipart: Bool { contentType?.isMultipart ?? false }

  var isMessage: Bool {
    if isPlainLeaf { return false }
    guard let contentType, contentType.isWellFormed else { return isInDigest }
    return contentType.isMessage
  }

  /// The boundary that this part will have if its body is parsed.
  var boundary: [UInt8]? { isMultipart ? contentType?.boundary : nil }

  /// Whether the body stands as it is (RFC 2045 section 6.4 allows nothing else for composite types).
  var isIdentity: Bool {
    switch transferEncoding {
    case .base64?, .quotedPrintable?, .uuencode?, .yenc?: false
    default: true
    }
  }

  /// Adds a line that stands at `offset` in the message.
  mutating func add(_ line: HeaderLine, _ bytes: Span<UInt8>, at offset: Int) {
    tally(bytes, at: offset)
    if case .field(let layout, _) = line { add(layout, bytes) }
  }

  /// Counts the bytes of lines that stand at `offset` in the message.
  mutating func tally(_ bytes: Span<UInt8>, at offset: Int) {
    length += bytes.count
    tally.add(bytes, at: offset)
  }

  /// Adds a field whose bytes are counted.
  @inline(__always)
  mutating func add(_ layout: FieldLayout, _ bytes: Span<UInt8>) {
    fieldCount += 1
    // Only two names matter, and hardly another field has a name of their length.
    let nameLength = layout.nameEnd - layout.start
    guard nameLength == 12 || nameLength == 25 else { return }
    note(
      name: bytes.extracting(0..<nameLength),
      body: bytes.extracting(layout.bodyStart - layout.start..<layout.bodyEnd - layout.start))
  }

  /// Whether a line ends in CR LF.
  var hasCRLF: Bool { tally.counts.lineBreaks > 0 }

  /// The counts of the whole section.
  mutating func finishTally() -> BodyTally {
    tally.finish()
    return tally
  }

  private mutating func note(name: Span<UInt8>, body: Span<UInt8>) {
    if name.count == 12, !hasContentType, name.equalsIgnoringCase("content-type") {
      hasContentType = true
      isPlainLeaf = body.isPlainLeafType
      if isPlainLeaf { return }
      var unreported = DefectLog(capacity: 0)
      contentType = ContentType(
        parsing: body, charsets: BuiltinCharsets(), parameterLimit: parameterLimit, defects: &unreported)
    } else if name.count == 25, transferEncoding == nil, name.equalsIgnoringCase("content-transfer-encoding") {
      transferEncoding = ContentTransferEncoding.encoding(parsing: body)
    }
  }
}

extension Span where Element == UInt8 {
  /// Whether a Content-Type is written as nearly all are, and is that of a body without parts.
  ///
  ///     text/plain; charset=utf-8          true
  ///     multipart/mixed; boundary=b        false
  ///     text/plain (a comment)             false: its parser has to tell
  fileprivate var isPlainLeafType: Bool {
    var cursor = ByteCursor(self)
    cursor.skip(while: .wsp)
    let type = extracting(cursor.skip(while: .token))
    guard cursor.skip(ASCII.slash), type.count > 0, !cursor.skip(while: .token).isEmpty,
      cursor.isAtEnd || cursor.next == ASCII.semicolon
    else { return false }
    return !type.equalsIgnoringCase("multipart") && !type.equalsIgnoringCase("message")
  }
}
