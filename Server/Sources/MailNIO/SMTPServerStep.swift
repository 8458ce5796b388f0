import SMTP
import WireBytes

/// One thing that a client did and that needs an answer: an event of the session with what it borrows made its own,
/// so that it outlives the network's buffer.
enum SMTPServerStep: Sendable {
  case hello(SMTPPeer.Greeting, domain: String)
  case authentication(mechanism: String, initialResponse: [UInt8]?)
  case authenticationResponse([UInt8])
  case mail(SMTPEnvelope)
  case rcpt(SMTPEnvelope.Recipient)
  case data
  /// The first or a later BDAT; its octets follow, and then `chunkEnded` or `messageEnded`.
  case chunk
  case chunkEnded
  case messageEnded(MessageSummary)
  case rset
  case startTLS
  case quit
  /// NOOP, VRFY, HELP, and what only an unusual configuration admits.
  case other(SMTPVerb)
  case proxied(ProxyHeader)
  case rejected(SMTPSyntaxError)
  case violation(SMTPServerSession.Violation)

  /// The next step, or nil when the input is used up. Content goes to `feed` at once.
  static func next(
    from input: inout ByteCursor, in session: inout SMTPServerSession, to feed: MessageFeed?
  ) -> SMTPServerStep? {
    while let event = session.next(from: &input) {
      switch event {
      case .messageBytes(let range): feed?.receive(input.bytes.extracting(range))
      case .lineBreak: feed?.receive("\r\n".utf8.span)
      case .carriageReturn: feed?.receive("\r".utf8.span)
      case .command(let command):
        // A copy, because a line that is read from an `inout` cannot be handed on.
        let current = session
        return SMTPServerStep(command, in: current.line(in: input))
      case .authResponse(let range):
        let current = session
        let response = SASL.decodeBase64(current.line(in: input).extracting(range))
        return .authenticationResponse(response ?? [])
      case .chunkEnded: return .chunkEnded
      case .messageEnded(let summary): return .messageEnded(summary)
      case .proxied(let header): return .proxied(header)
      case .rejected(let error): return .rejected(error)
      case .violation(let violation): return .violation(violation)
      }
    }
    return nil
  }

  private init(_ command: SMTPCommand, in line: Span<UInt8>) {
    switch command.form {
    case .ehlo(let domain): self = .hello(.ehlo, domain: text(line, domain.range))
    case .helo(let domain): self = .hello(.helo, domain: text(line, domain.range))
    case .lhlo(let domain): self = .hello(.lhlo, domain: text(line, domain.range))
    case .mail(let path, let parameters): self = .mail(SMTPEnvelope(path, parameters, in: line))
    case .rcpt(let path, let parameters): self = .rcpt(SMTPEnvelope.Recipient(path, parameters, in: line))
    case .data: self = .data
    case .bdat: self = .chunk
    case .rset: self = .rset
    case .startTLS: self = .startTLS
    case .quit: self = .quit
    case .auth(let mechanism, let response):
      self = .authentication(
        mechanism: text(line, mechanism).uppercased(),
        initialResponse: response.flatMap { SASL.decodeBase64(line.extracting($0)) })
    default: self = .other(command.verb)
    }
  }
}
