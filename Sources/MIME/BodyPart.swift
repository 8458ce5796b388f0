public import Charsets
public import HeaderFields
public import TransferEncodings
public import WireBytes

/// One part of a message: the message itself, a body part of a multipart, or a message inside one.
///
/// A part is its message and an ordinal, so it can be kept and passed around; its bytes are lent out as spans.
public struct BodyPart: Sendable {
  /// The message that the part belongs to.
  public let message: Message
  /// Its place in pre-order, 0 for the message itself.
  public let ordinal: Int

  /// Where it stands.
  public var place: MessageIndex.Part { message.index.parts[ordinal] }

  // MARK: - The tree

  /// Whether it has no parts inside.
  public var isLeaf: Bool { place.content == .leaf }

  /// The part that it lies in; nil for the message itself.
  public var parent: BodyPart? { place.parent.map { BodyPart(message: message, ordinal: $0) } }

  /// The parts directly inside.
  public var children: [BodyPart] { place.children.map { BodyPart(message: message, ordinal: $0) } }

  /// The IMAP section number (RFC 9051 section 6.4.5).
  ///
  /// A multipart that is the body of a message has no number of its own: it is `TEXT`, or `3.TEXT` inside the
  /// message/rfc822 part 3. The only part of a message is `1`, or `3.1`.
  public var partID: String {
    var numbers: [String] = []
    var ordinal = self.ordinal
    var isInnermost = true
    while true {
      let part = message.index.parts[ordinal]
      let parent = part.parent.map { message.index.parts[$0] }
      if let parent, parent.content == .multipart {
        numbers.append(String(Self.position(of: ordinal, in: parent.children) + 1))
      } else if part.content != .multipart {
        numbers.append("1")
      } else if isInnermost {
        numbers.append("TEXT")
      }
      isInnermost = false
      guard let next = part.parent else { return numbers.reversed().joined(separator: ".") }
      ordinal = next
    }
  }

  /// The place of an ordinal in an ascending list.
  private static func position(of ordinal: Int, in list: [Int]) -> Int {
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle] < ordinal { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: - Header fields

  /// The header fields in order.
  public var fields: HeaderFieldList {
    HeaderFieldList(bytes: message.bytes, layouts: message.index.fields[place.fields])
  }

  /// The fields of one name, in order.
  public func fields(_ name: FieldName) -> [HeaderField] {
    fields.filter { $0.knownName == name }
  }

  /// The first field of one name, or nil. Later ones are in `fields`, and a defect when there may be one only.
  public func field(_ name: FieldName) -> HeaderField? {
    let bytes = message.bytes.span
    let length = name.rawValue.utf8.count
    let layout = message.index.fields[place.fields].first {
      $0.nameEnd - $0.start == length && name.matches(bytes.extracting($0.start..<$0.nameEnd))
    }
    return layout.map { HeaderField(bytes: message.bytes, layout: $0) }
  }

  /// The media type, `text/plain` where none is declared that can be read (RFC 2045 section 5.2), message/rfc822
  /// in a multipart/digest (RFC 2046 section 5.1.5).
  public func contentType(using charsets: any CharsetDecoding = BuiltinCharsets()) -> ContentType {
    var unreported = DefectLog(capacity: 0)
    if let field = field(.contentType) {
      let type = ContentType(
        parsing: field.rawBody, charsets: charsets, parameterLimit: message.limits.parametersPerField,
        defects: &unreported)
      if type.isWellFormed || !isInDigest { return type }
    }
    return isInDigest ? .messageRFC822 : .textPlain
  }

  /// Whether the part is directly inside a multipart/digest.
  ///
  /// The reader has told the index: reading the parent's Content-Type again for each of its parts would make one long
  /// field with many parts below it quadratic.
  var isInDigest: Bool { parent?.place.isDigest ?? false }

  /// Whether the header section is a message's, not a body part's.
  var hasMessageHeader: Bool { parent.map { $0.place.content == .message } ?? true }

  /// The declared transfer encoding; 7bit where none is declared (RFC 2045 section 6.1).
  public var transferEncoding: ContentTransferEncoding {
    var unreported = DefectLog(capacity: 0)
    guard let field = field(.contentTransferEncoding) else {
      return ContentTransferEncoding(parsing: "7bit".utf8.span, defects: &unreported)
    }
    return ContentTransferEncoding(parsing: field.rawBody, defects: &unreported)
  }

  /// The disposition (RFC 2183), or nil where none is declared.
  public func disposition(using charsets: any CharsetDecoding = BuiltinCharsets()) -> ContentDisposition? {
    guard let field = field(.contentDisposition) else { return nil }
    var unreported = DefectLog(capacity: 0)
    return ContentDisposition(
      parsing: field.rawBody, charsets: charsets, parameterLimit: message.limits.parametersPerField,
      defects: &unreported)
  }

  /// The file name as it was declared, by Content-Disposition or else by Content-Type; nil where there is none.
  ///
  /// It is text from a stranger: never use it as a path.
  public func fileName(using charsets: any CharsetDecoding = BuiltinCharsets()) -> String? {
    disposition(using: charsets)?.fileName ?? contentType(using: charsets).parameters["name"]
  }

  // MARK: - The body

  /// The body as it stands in the message.
  public var encodedBody: Span<UInt8> {
    @_lifetime(borrow self) get { message.bytes.span.extracting(place.bodyStart..<place.bodyEnd) }
  }

  /// The transfer encoding that applies: none for a part with parts inside (RFC 2045 section 6.4), nor for a message
  /// that is said to be in base64 and stands there as it is, which its first header field shows.
  public var appliedEncoding: TransferEncoding {
    guard isLeaf else { return .binary }
    guard let field = field(.contentTransferEncoding) else { return .sevenBit }
    let encoding = ContentTransferEncoding.encoding(parsing: field.rawBody)
    return encoding == .base64 && encodedBody.beginsWithField && contentType().isMessage ? .binary : encoding
  }

  /// The body with the transfer encoding undone.
  public func decodedBody() -> [UInt8] {
    var unreported = DefectLog(capacity: 0)
    return decodedBody(defects: &unreported)
  }

  /// The body with the transfer encoding undone, and what departs in it.
  public func decodedBody(defects: inout DefectLog) -> [UInt8] {
    defects.origin = place.bodyStart
    defects.part = ordinal
    return TransferDecoder.decode(encodedBody, as: appliedEncoding, defects: &defects)
  }

  /// Appends the body with the transfer encoding undone to a buffer.
  ///
  /// A buffer that is used again saves asking the system for memory for each body.
  public func appendDecodedBody(to output: inout [UInt8]) {
    appendBody(decodedAs: appliedEncoding, to: &output)
  }

  private func appendBody(decodedAs encoding: TransferEncoding, to output: inout [UInt8]) {
    var unreported = DefectLog(capacity: 0)
    TransferDecoder.decode(encodedBody, as: encoding, into: &output, defects: &unreported)
  }

  /// The text of a text/* part as UTF-8, with the charset that was chosen and why; nil for other types.
  public func text(using charsets: any CharsetDecoding = BuiltinCharsets()) -> DecodedText? {
    let type = contentType(using: charsets)
    guard isLeaf, type.mediaType == "text" else { return nil }
    let encoding = appliedEncoding
    if encoding.isIdentity { return charsets.text(of: encodedBody, declared: type.charset) }
    var decoded: [UInt8] = []
    appendBody(decodedAs: encoding, to: &decoded)
    return charsets.text(of: decoded.span, declared: type.charset)
  }

  /// Appends the text of a text/* part to a buffer as UTF-8; nil for other types, and then nothing is appended.
  public func appendText(
    to output: inout [UInt8], using charsets: any CharsetDecoding = BuiltinCharsets()
  ) -> CharsetOutcome? {
    let type = contentType(using: charsets)
    guard isLeaf, type.mediaType == "text" else { return nil }
    let charset = type.charset
    let encoding = appliedEncoding
    if encoding.isIdentity { return charsets.appendText(of: encodedBody, declared: charset, to: &output) }
    let start = output.count
    appendBody(decodedAs: encoding, to: &output)
    if let outcome = output.span.extracting(start...).outcomeAsItStands(declared: charset) { return outcome }
    let decoded = output.span.extracting(start...).array
    output.removeSubrange(start...)
    return charsets.appendText(of: decoded.span, declared: charset, to: &output)
  }

  /// The message inside a message/rfc822 part that is transfer encoded, decoded and parsed.
  ///
  /// RFC 2046 section 5.2.1 forbids the encoding, but mail carries it, and says so of messages that are not encoded
  /// (`appliedEncoding`). A message that stands in the part as it is has
  /// its parts among `children` instead. Offsets in the result count from the first decoded byte.
  public func encodedMessage() -> Message? {
    guard isLeaf, contentType().isMessage, !transferEncoding.encoding.isIdentity else { return nil }
    return Message(parsing: decodedBody(), limits: message.limits)
  }
}

extension Span where Element == UInt8 {
  /// Whether a header field stands at the start, its name not longer than a line may be. Base64 holds no colon.
  fileprivate var beginsWithField: Bool {
    let count = Swift.min(count, 998)
    var end = 0
    while end < count, ByteClass.ftext.contains(self[end]) { end += 1 }
    return end > 0 && end < count && self[end] == ASCII.colon
  }
}
