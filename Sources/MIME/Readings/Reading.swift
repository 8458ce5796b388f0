import HeaderFields
public import TransferEncodings
import WireBytes

/// One of the ways in which programs read an ambiguous place of a message, other than ours.
///
///     Content-Type: multipart/mixed; boundary=a; boundary=b
///
///     ours       the parts between the lines --a
///     a reading  rule anotherParameter, place: the whole part, leaves: the parts between the lines --b
public struct Reading: Sendable, Hashable {
  /// The rule that such a program follows.
  public let rule: ReadingRule
  /// The bytes that it reads differently: the part with the ambiguity, or what follows it there.
  public let place: Range<Int>
  /// What it shows of them, in order.
  public let leaves: [MessageLeaf]
  /// The text that it takes instead of ours, for fields whose value is text: a range of raw bytes of the message.
  public let text: Range<Int>?

  init(_ rule: ReadingRule, of place: Range<Int>, leaves: [MessageLeaf] = [], text: Range<Int>? = nil) {
    self.rule = rule
    self.place = place
    self.leaves = leaves
    self.text = text
  }
}

/// A part without parts inside, as some reading of a message shows it.
///
/// The ranges count from the message's first byte, whatever the reading made of what lies around them.
public struct MessageLeaf: Sendable, Hashable {
  /// The header section; empty where the reading sees none.
  public let header: Range<Int>
  /// The encoded body. Each piece is decoded by itself: a decoder that goes on behind padding begins anew there.
  public let body: [Range<Int>]
  /// The transfer encoding that the reading undoes.
  public let encoding: TransferEncoding
  /// The media type, `text/plain`.
  public let type: String
  /// The file name as declared; nil without one.
  public let fileName: String?

  /// The body decoded.
  ///
  /// - Parameter message: the message that the reading is of.
  public func decodedBody(in message: Message) -> [UInt8] {
    var unreported = DefectLog(capacity: 0)
    let bytes = message.bytes.span
    return body.flatMap { TransferDecoder.decode(bytes.extracting($0), as: encoding, defects: &unreported) }
  }
}

extension MessageLeaf {
  /// A leaf as a parse has found it; `place` says where an offset of the parse lies in the message.
  init(_ part: BodyPart, place: (Int) -> Int) {
    let range = part.place
    header = place(range.start)..<place(range.bodyStart)
    body = [place(range.bodyStart)..<place(range.bodyEnd)]
    encoding = part.appliedEncoding
    type = part.contentType().type
    fileName = part.fileName()
  }

  /// The same leaf, but for what is given.
  func with(
    body: [Range<Int>]? = nil, encoding: TransferEncoding? = nil, type: String? = nil, fileName: String? = nil
  ) -> MessageLeaf {
    MessageLeaf(
      header: header, body: body ?? self.body, encoding: encoding ?? self.encoding, type: type ?? self.type,
      fileName: fileName ?? self.fileName)
  }
}
