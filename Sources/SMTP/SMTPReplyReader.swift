public import WireBytes

/// Reads replies from a server's bytes, in chunks of any size.
///
///     250-5.1.1 a CR LF 250 5.1.1 b CR LF      one reply, code 250, two lines
///
/// `Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF`, every line with the same
/// code (RFC 5321 sections 4.2 and 4.2.1). A server that breaks these rules gets no benefit of the doubt: the client
/// that took the first or the last code of a mixed reply was CVE-2020-8794. Lines and bytes are capped.
public struct SMTPReplyReader: Sendable {
  /// A reply, or why there is none. After an error the stream has no framing, and the connection is to be closed.
  public enum Event: Sendable, Hashable {
    /// A whole reply.
    case reply(SMTPReply)
    /// A break of the protocol; nothing more is read.
    case malformed(Failure)
  }

  /// How a server can break the protocol.
  public enum Failure: String, Sendable, Hashable, CaseIterable, Error {
    /// Not three digits, or a first digit outside 2-5
    case code
    /// Something other than SP, `-` or the end after the code
    case separator
    /// Lines of one reply with different codes
    case codesDiffer
    /// An LF without CR, a CR without LF, or a NUL
    case lineBreak
    /// More lines, or more octets, than the limits
    case tooLong
  }

  /// What a reply answers, as far as its reading depends on it.
  public enum Question: Sendable, Hashable {
    /// Any command
    case command
    /// The greeting, EHLO or HELO: no enhanced code is read in these (RFC 2034 section 4)
    case opening
  }

  private let limits: SMTPLimits
  private let leniency: SMTPLeniency
  private var lines: SMTPLineReader
  private var code: SMTPReply.Code?
  private var texts: [[UInt8]] = []
  private var size = 0
  private var notes: SMTPReply.Notes = []

  /// A reader before the greeting.
  public init(limits: SMTPLimits = SMTPLimits(), leniency: SMTPLeniency = .strict) {
    self.limits = limits
    self.leniency = leniency
    var lineLimits = limits
    let takesLongLines = leniency.contains(.longReplyLine) || leniency.contains(.truncatedReplyLine)
    lineLimits.commandLine = takesLongLines ? limits.reply : SMTPReplyReader.lineLimit
    lineLimits.drainedLine = limits.reply
    var lineLeniency: SMTPLeniency = []
    if leniency.contains(.bareLFEndsReply) { lineLeniency.insert(.bareLFEndsLine) }
    self.lines = SMTPLineReader(limits: lineLimits, leniency: lineLeniency)
  }

  /// 512 octets with the CR LF (RFC 5321 section 4.5.3.1.5).
  private static let lineLimit = 512

  /// Whether a reply, or part of one, is waiting for its end.
  public var isInReply: Bool { code != nil || lines.isInLine }

  /// The next reply, or nil when the input is used up.
  public mutating func next(from input: inout ByteCursor, to question: Question = .command) -> Event? {
    while let event = lines.next(from: &input) {
      switch event {
      case .line: break
      case .tooLong, .unterminated: return fail(.tooLong)
      case .bareLF: return fail(.lineBreak)
      }
      if lines.hasBareCR { return fail(.lineBreak) }
      if lines.endedInBareLF { notes.insert(.bareLF) }
      var line = lines.line(in: input).array
      if line.count + 2 > SMTPReplyReader.lineLimit {
        notes.insert(.longLine)
        if !leniency.contains(.longReplyLine) { line = SMTPReplyReader.firstOctets(of: line) }
      }
      do {
        if let reply = try take(line.span, question) { return .reply(reply) }
      } catch {
        return fail(error)
      }
    }
    return nil
  }

  /// What is left of a line over the limit, CR LF not counted, never half a UTF-8 sequence.
  private static func firstOctets(of line: [UInt8]) -> [UInt8] {
    var end = min(line.count, lineLimit - 2)
    while end > 0, end < line.count, line[end] & 0xC0 == 0x80 { end -= 1 }
    return Array(line.prefix(end))
  }

  private mutating func fail(_ failure: Failure) -> Event {
    forget()
    return .malformed(failure)
  }

  private mutating func forget() {
    code = nil
    texts = []
    size = 0
    notes = []
  }

  /// Takes one line; the last one makes the reply.
  private mutating func take(_ line: Span<UInt8>, _ question: Question) throws(Failure) -> SMTPReply? {
    let code = try readCode(line)
    if let first = self.code, first != code { throw .codesDiffer }
    var isLast = true
    if line.count > 3 {
      switch line[3] {
      case ASCII.space: break
      case ASCII.hyphen: isLast = false
      case ASCII.tab where leniency.contains(.tabAfterCode): notes.insert(.tabAfterCode)
      default: throw .separator
      }
    }
    size += line.count + 2
    guard texts.count < limits.replyLines, size <= limits.reply else { throw .tooLong }
    let text = line.extracting(min(4, line.count)..<line.count)
    if text.firstIndex(of: ASCII.nul) != nil { throw .lineBreak }
    self.code = code
    texts.append(text.array)
    guard isLast else { return nil }
    defer { forget() }
    return makeReply(code, question)
  }

  /// `Reply-code = %x32-35 %x30-35 %x30-39`. A client "MUST be prepared" for codes it does not know (RFC 5321 section
  /// 4.2) and acts on the first digit, so the second may be any.
  private mutating func readCode(_ line: Span<UInt8>) throws(Failure) -> SMTPReply.Code {
    guard line.count >= 3 else { throw .code }
    var value: UInt16 = 0
    for i in 0..<3 {
      guard 0x30...0x39 ~= line[i] else { throw .code }
      value = value * 10 + UInt16(line[i] &- 0x30)
    }
    switch value / 100 {
    case 2...5: break
    case 1 where leniency.contains(.preliminaryReply): notes.insert(.preliminary)
    default: throw .code
    }
    return SMTPReply.Code(known: value)
  }

  /// Reads the enhanced codes off the texts: of 2yz, 4yz and 5yz replies, and not of the opening ones.
  private mutating func makeReply(_ code: SMTPReply.Code, _ question: Question) -> SMTPReply {
    var detail: SMTPReply.Detail?
    if question == .command, code.severity != 3, code.severity != 1 {
      let found = texts.map { EnhancedCode(parsing: $0.span) }
      let wanted = found.last.flatMap { $0 }
      if let wanted, wanted.severity == code.severity {
        detail = wanted.detail
        for (index, one) in found.enumerated() {
          if one != nil, one?.severity == code.severity { texts[index].removeFirst(one?.length ?? 0) }
          if one?.severity != wanted.severity || one?.detail != wanted.detail { notes.insert(.enhancedCodesDiffer) }
        }
      } else if found.contains(where: { $0 != nil }) {
        notes.insert(wanted == nil ? .enhancedCodesDiffer : .classDisagrees)
      }
    }
    return SMTPReply(parsed: code, detail, lines: texts.map { String(decoding: $0, as: UTF8.self) }, notes: notes)
  }
}

/// `status-code = class "." subject "." detail`, `class = "2" / "4" / "5"`, `subject = 1*3digit`,
/// `detail = 1*3digit` (RFC 3463 section 2), and a SP or the end after it.
private struct EnhancedCode {
  let severity: UInt16
  let detail: SMTPReply.Detail
  /// With the SP after it.
  let length: Int

  init?(parsing text: Span<UInt8>) {
    guard text.count >= 5, text[0] == 0x32 || text[0] == 0x34 || text[0] == 0x35, text[1] == ASCII.dot else {
      return nil
    }
    var cursor = ByteCursor(text)
    cursor.advance(to: 2)
    guard let subject = EnhancedCode.number(&cursor), cursor.skip(ASCII.dot),
      let detail = EnhancedCode.number(&cursor)
    else { return nil }
    if !cursor.isAtEnd, !cursor.skip(ASCII.space) { return nil }
    self.severity = UInt16(text[0] &- 0x30)
    self.detail = SMTPReply.Detail(subject, detail)
    self.length = cursor.offset
  }

  private static func number(_ cursor: inout ByteCursor) -> UInt16? {
    let digits = cursor.skip(while: .digit)
    guard 1...3 ~= digits.count else { return nil }
    var value: UInt16 = 0
    for i in digits { value = value * 10 + UInt16(cursor.bytes[i] &- 0x30) }
    return value
  }
}
