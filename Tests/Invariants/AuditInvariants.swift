import CharsetsICU
import HeaderFields
import MIME
import MIMETestSupport
import MailTestSupport
import TransferEncodings
import WireBytes

/// What holds for everything that is found by a second look at a message: fields, decoded bodies, defects.
enum AuditInvariants {
  static func audit(_ input: InvariantInput) -> String? {
    let bytes = input.bytes
    let message = Message(parsing: bytes, limits: input.option(0) ? .tight : MessageLimits())
    var log = DefectLog()
    let overwork = input.meter.fault("the audit", bytes: bytes.count, perByte: 1_024) {
      log = message.audit(using: ICUCharsets())
    }
    if let fault = overwork ?? log.fault(within: bytes.count) { return fault }
    for part in message.parts {
      if let fault = self.fault(in: part, of: message) { return fault }
    }
    if input.option(1) { return lineEndFault(bytes) }
    return irrelevanceFault(input)
  }

  private static func fault(in part: BodyPart, of message: Message) -> String? {
    if message.part(part.partID)?.ordinal != part.ordinal { return "part \(part.partID) is another" }
    for field in part.fields where field.text(using: ICUCharsets()).utf8.count > 4 * field.layout.bodyEnd {
      return "a field of \(field.rawBody.count) bytes has a longer text"
    }
    var log = DefectLog()
    let decoded = part.decodedBody(defects: &log)
    // A uuencoded line cut short is filled up with zeros, 61 characters for one at most.
    let most = part.appliedEncoding == .uuencode ? 46 * part.encodedBody.count : part.encodedBody.count
    if decoded.count > most { return "\(decoded.count) bytes from a body of \(part.encodedBody.count)" }
    return log.fault(within: message.bytes.count)
  }

  /// I-11: LF alone reads as CR LF does, but for one `bare-lf`.
  private static func lineEndFault(_ bytes: [UInt8]) -> String? {
    let lf = bytes.filter { $0 != ASCII.cr }
    let crlf = lf.flatMap { $0 == ASCII.lf ? [ASCII.cr, ASCII.lf] : [$0] }
    // A body in yEnc may hold CR and LF as data, and a limit counts bytes.
    guard !lf.contains("yenc") else { return nil }
    return shapeWithoutCR(lf).difference(from: shapeWithoutCR(crlf)).map { "with LF alone: \($0)" }
  }

  private static func shapeWithoutCR(_ bytes: [UInt8]) -> MessageShape {
    MessageShape(bytes, isCompared: { $0.kind != .bareLF }, map: { $0.filter { $0 != ASCII.cr } })
  }

  /// I-15: an unknown field changes nothing but ranges.
  private static func irrelevanceFault(_ input: InvariantInput) -> String? {
    let bytes = input.bytes
    var random = input.random
    let fields = MessageIndex(parsing: bytes.span, limits: .none).fields
    guard let field = fields.randomElement(using: &random),
      let lineFeed = bytes[field.start..<field.end].firstIndex(of: ASCII.lf)
    else { return nil }
    let lineEnd = lineFeed > 0 && bytes[lineFeed - 1] == ASCII.cr ? "\r\n" : "\n"
    let longer = Array(bytes[..<field.start]) + Array("X-Unknown: y\(lineEnd)".utf8) + bytes[field.start...]
    return MessageShape(longer, ignoring: "X-Unknown").difference(from: MessageShape(bytes))
      .map { "with an unknown field at \(field.start): \($0)" }
  }
}

extension [UInt8] {
  /// Whether a word in lower case is among the bytes when `A-Z` are folded.
  func contains(_ word: String) -> Bool {
    let word = Array(word.utf8)
    guard count >= word.count else { return false }
    return (0...count - word.count).contains { start in
      word.indices.allSatisfy { ASCII.lowercase(self[start + $0]) == word[$0] }
    }
  }
}
