import SMTP
import WireBytes

/// A server that answers every command as a willing one does, but 550 to a recipient with `bad` in it, and writes down
/// what it saw.
struct ServerTrial {
  private var session: SMTPServerSession
  private(set) var output: [UInt8] = []
  /// What happened, without what depends on when bytes arrive.
  private(set) var events: [String] = []
  /// Each message that came by DATA: where its content begins in the stream, what was delivered, and where it ended.
  private(set) var messages: [(start: Int, content: [UInt8], end: Int, isRefused: Bool)] = []
  /// What the rules of turns forbid and yet happened.
  private(set) var fault: String?

  private var content: [UInt8] = []
  private var dataStart: Int?
  private var unread: [UInt8] = []
  private var offset = 0
  private let acceptsTLS: Bool

  /// Where events stop that are the same for a strict and a lenient session: the first refusal.
  var eventsBeforeRefusal: ArraySlice<String> {
    events.prefix { !$0.hasPrefix("rejected") && !$0.hasPrefix("ended refused") }
  }

  init(_ chunks: [[UInt8]], configuration: SMTPServerConfiguration, acceptsTLS: Bool) {
    session = SMTPServerSession(configuration)
    self.acceptsTLS = acceptsTLS
    if !configuration.expectsProxy { send(SMTPReply(.ready, nil, "mx.example.org ready")) }
    for chunk in chunks { feed(chunk) }
    endContent()
    if session.isClosed { events.append("closed") }
  }

  private mutating func feed(_ chunk: [UInt8]) {
    let bytes = unread + chunk
    let span = bytes.span
    var input = ByteCursor(span)
    while let event = session.next(from: &input) {
      let current = session
      let line = current.line(in: input).array
      take(event, line, bytes, at: offset + input.offset)
    }
    if session.repliesOwed > 0 { fault = fault ?? "a reply is owed and nobody was told" }
    offset += input.offset
    unread = session.isClosed ? [] : Array(bytes[input.offset...])
  }

  private mutating func take(_ event: SMTPServerSession.Event, _ line: [UInt8], _ bytes: [UInt8], at place: Int) {
    switch event {
    case .messageBytes(let range): content += bytes[range]
    case .lineBreak: content += [ASCII.cr, ASCII.lf]
    case .carriageReturn: content.append(ASCII.cr)
    case .violation(let violation):
      if violation == .plaintextAfterSTARTTLS { events.append("plaintext after STARTTLS") }
    case .command(let command):
      endContent()
      events.append("\(command.verb.name) \(line.quoted)")
      if case .data = command.form { dataStart = place }
      if command.verb != .bdat { send(answer(command, line)) }
    case .rejected(let error):
      endContent()
      events.append("rejected \(error.kind.rawValue) \(line.quoted)")
      send(error.suggestedReply)
    case .authResponse(let range):
      events.append("auth \(Array(line[range]).quoted)")
      send(SMTPReply(.authenticated, SMTPReply.Detail(7, 0), "Welcome"))
    case .proxied(let header):
      events.append("proxied \(header)")
      send(SMTPReply(.ready, nil, "mx.example.org ready"))
    case .chunkEnded:
      endContent()
      events.append("chunk")
      send(SMTPReply(.ok, SMTPReply.Detail(0, 0), "Chunk taken"))
    case .messageEnded(let summary): endMessage(summary, at: place)
    }
  }

  private mutating func endMessage(_ summary: MessageSummary, at place: Int) {
    if let start = dataStart {
      messages.append((start, content, place, summary.refusal != nil))
      dataStart = nil
    }
    endContent()
    events.append("ended \(summary.refusal.map { "refused \($0)" } ?? "") \(summary)")
    while session.repliesOwed > 0 { send(summary.suggestedReply ?? SMTPReply(.ok, nil, "Taken")) }
  }

  private mutating func endContent() {
    if !content.isEmpty { events.append("content \(content.quoted)") }
    content = []
  }

  private mutating func send(_ reply: SMTPReply) {
    do {
      try session.send(reply, into: &output)
    } catch {
      fault = fault ?? "the reply \(reply.code.value) is out of order"
    }
  }

  private func answer(_ command: SMTPCommand, _ line: [UInt8]) -> SMTPReply {
    switch command.form {
    case .data: SMTPReply(.startMail, nil, "Go on")
    case .quit: SMTPReply(.closing, SMTPReply.Detail(0, 0), "Bye")
    case .startTLS: acceptsTLS ? SMTPReply(.ready) : SMTPReply(.temporaryAuthenticationFailure, nil, "No TLS")
    case .xclient: SMTPReply(.ready, nil, "Go on")
    case .auth(_, nil): SMTPReply(.challenge)
    case .auth: SMTPReply(.authenticated, SMTPReply.Detail(7, 0), "Welcome")
    case .rcpt where line.contains("bad"): SMTPReply(.refused, SMTPReply.Detail(1, 1), "No such user")
    case .ehlo, .helo, .lhlo: SMTPReply(.ok, nil, "mx.example.org")
    default: SMTPReply(.ok, SMTPReply.Detail(0, 0), "OK")
    }
  }
}
