import SMTP
import TransferEncodings
import WireBytes

/// What holds for everything that writes: it comes back as it went in, and is what it claims to be (I-7, I-9, I-10).
enum EncoderInvariants {
  static func roundTrips(_ input: InvariantInput) -> String? {
    let bytes = input.bytes
    let encoders: [(TransferEncoding, TransferEncoder, Int)] = [
      (.base64, .base64(), 76), (.base64, .base64(lineLength: nil), .max), (.base64, .base64(lineLength: 4), 4),
      (.quotedPrintable, .quotedPrintable(), 76), (.quotedPrintable, .quotedPrintable(keepsLineBreaks: false), 76),
      (.uuencode, .uuencode(fileName: "a b"), 998), (.yenc, .yEnc(fileName: "a b", size: bytes.count), 998),
    ]
    for (number, (encoding, encoder, longest)) in encoders.enumerated() {
      if let fault = fault(of: encoder, encoding, longest: longest, input) {
        return "\(encoding.name) \(number): \(fault)"
      }
    }
    return mailboxFault(bytes) ?? parameterFault(bytes) ?? secretFault(bytes)
  }

  private static func fault(
    of encoder: TransferEncoder, _ encoding: TransferEncoding, longest: Int, _ input: InvariantInput
  ) -> String? {
    let bytes = input.bytes
    var whole: [UInt8] = []
    if let fault = input.meter.fault("encoding", bytes: bytes.count, { whole = encoder.encode(whole: bytes.span) }) {
      return fault
    }
    let split = encode(input.chunks, with: encoder, room: 1 + input.variant)
    if split != whole { return "in chunks \(split.quoted), whole \(whole.quoted)" }
    var log = DefectLog()
    let decoded = TransferDecoder.decode(whole.span, as: encoding, defects: &log)
    if decoded != bytes { return "\(whole.quoted) comes back as \(decoded)" }
    // Base64 on one line is for other places than bodies.
    if let defect = log.records.first(where: { $0.severity > .lint || longest < .max }) {
      return "\(whole.quoted) has \(defect)"
    }
    let lines = whole.split(separator: ASCII.lf, omittingEmptySubsequences: false)
    if let line = lines.first(where: { $0.count - ($0.last == ASCII.cr ? 1 : 0) > longest }) {
      return "a line of \(line.count) characters"
    }
    return nil
  }

  private static func encode(_ chunks: [[UInt8]], with encoder: TransferEncoder, room: Int) -> [UInt8] {
    var encoder = encoder
    var bytes: [UInt8] = []
    for chunk in chunks {
      var consumed = 0
      while consumed < chunk.count {
        bytes.append(addingCapacity: room) { output in
          consumed += encoder.encode(chunk.span.extracting(consumed...), into: &output)
        }
      }
    }
    var isFinished = false
    while !isFinished {
      bytes.append(addingCapacity: room) { output in isFinished = encoder.finish(into: &output) }
    }
    return bytes
  }

  // MARK: - SMTP

  /// A mailbox that can be made is one path of one line, and reads as itself.
  private static func mailboxFault(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes.prefix(400), as: UTF8.self)
    for case let mailbox? in [try? SMTPMailbox(text), try? SMTPMailbox(localPart: text, domain: "example.org")] {
      guard let request = try? SMTPRequest.rcpt(to: mailbox) else { return "no RCPT to \(mailbox)" }
      let line = sent(request)
      if let fault = lineFault(line) { return fault }
      guard let again = try? SMTPMailbox(mailbox.description), again == mailbox else {
        return "\(mailbox) reads otherwise"
      }
    }
    guard let mailbox = try? SMTPMailbox(localPart: text, domain: "example.org") else { return nil }
    return mailbox.localPart == text ? nil : "\(text.debugDescription) became \(mailbox.localPart.debugDescription)"
  }

  /// Text in parameters never becomes a second line, and comes back.
  private static func parameterFault(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes.prefix(200), as: UTF8.self)
    let requests = [
      try? SMTPRequest.mail(from: nil, [.envid(text)]), try? SMTPRequest.mail(from: nil, [.auth(text)]),
      try? SMTPRequest.rcpt(to: nil, [.orcpt(type: "rfc822", address: text)]),
      try? SMTPRequest.mail(from: nil, [.other(keyword: "X", value: text)]),
      try? SMTPRequest.mail(from: nil, [.other(keyword: text, value: nil)]),
      try? SMTPRequest.ehlo(text), try? SMTPRequest.vrfy(text), try? SMTPRequest.auth(text),
    ]
    for case let request? in requests {
      if let fault = lineFault(sent(request)) { return fault }
    }
    return nil
  }

  private static func sent(_ request: SMTPRequest) -> [UInt8] {
    var session = SMTPClientSession()
    let greeting = Array("220 a\r\n".utf8)
    let span = greeting.span
    var input = ByteCursor(span)
    _ = session.next(from: &input)
    var output: [UInt8] = []
    try? session.send(request, into: &output)
    return output
  }

  private static func lineFault(_ line: [UInt8]) -> String? {
    guard line.suffix(2) == [ASCII.cr, ASCII.lf] else { return line.isEmpty ? nil : "\(line.quoted) is no line" }
    let text = Array(line.dropLast(2))
    let isOne = text.allSatisfy { $0 != ASCII.cr && $0 != ASCII.lf && $0 != ASCII.nul }
    return isOne ? nil : "\(line.quoted) is more than one line"
  }

  /// Messages of SASL come back.
  private static func secretFault(_ bytes: [UInt8]) -> String? {
    if SASL.decodeBase64(SASL.encodeBase64(bytes.span).span) != bytes { return "base64 of AUTH" }
    let text = String(decoding: bytes.prefix(200), as: UTF8.self)
    let credentials = SASL.Credentials(authorizationIdentity: text, user: text, password: text)
    guard let message = try? SASL.plain(credentials) else { return nil }
    return (try? SASL.plain(parsing: message.span)) == credentials ? nil : "PLAIN of \(text.debugDescription)"
  }
}
