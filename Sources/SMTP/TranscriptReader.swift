internal import WireBytes

/// Walks both streams of a dialogue side by side: a command, the reply that answers it, and what that reply makes of
/// the bytes that follow.
struct TranscriptReader {
  private var client: [UInt8]
  private let server: [UInt8]
  private let turns: TranscriptText.Turns?
  /// Where in the client's stream the walk stands.
  private var offset = 0
  private var replies: [Answer] = []
  private var nextReply = 0
  private var events: [(order: Int, event: SMTPTranscript.Event)] = []
  private var order = 0
  private var isLMTP = false
  private var acceptedRecipients = 0
  private var chunkContent: [Range<Int>] = []
  private var chunkReader: DataReader?
  private var isBinary = false

  private struct Answer {
    let event: SMTPTranscript.Event
    /// Nil when it is malformed.
    let reply: SMTPReply?
  }

  init(client: [UInt8], server: [UInt8], turns: TranscriptText.Turns?) {
    self.client = client
    self.server = server
    self.turns = turns
  }

  mutating func read() -> [SMTPTranscript.Event] {
    readReplies()
    takeGreeting()
    takeProxy()
    while offset < client.count, readCommand() {}
    while takeReply() != nil {}
    // Stable: events of one line keep the order in which they were found.
    return events.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
      .map(\.element.event)
  }

  // MARK: Server

  /// Every reply of the server's stream; after a malformed one reading goes on at the next line.
  private mutating func readReplies() {
    var reader = SMTPReplyReader(limits: .unlimited, leniency: .everything)
    let bytes = server
    let span = bytes.span
    var input = ByteCursor(span)
    var start = 0
    while let event = reader.next(from: &input, to: replies.isEmpty ? .opening : .command) {
      let range = start..<input.offset
      start = input.offset
      switch event {
      case .reply(let reply): replies.append(Answer(event: describe(reply, range), reply: reply))
      case .malformed: replies.append(Answer(event: malformed(range), reply: nil))
      }
    }
    if start < server.count { replies.append(Answer(event: malformed(start..<server.count), reply: nil)) }
  }

  private func describe(_ reply: SMTPReply, _ range: Range<Int>) -> SMTPTranscript.Event {
    var defects: [Defect] = []
    let misread: SMTPReply.Notes = [.bareLF, .tabAfterCode, .preliminary]
    if !reply.notes.isDisjoint(with: misread) {
      defects.append(Defect(.smtpReplyMalformed, at: range, severity: .medium))
    }
    if !reply.notes.isDisjoint(with: [.classDisagrees, .enhancedCodesDiffer]) {
      defects.append(Defect(.smtpReplyOdd, at: range))
    }
    if reply.notes.contains(.longLine) { defects.append(Defect(.lineTooLong, at: range, severity: .lint)) }
    return SMTPTranscript.Event(side: .server, range: range, kind: .reply(reply), defects: defects)
  }

  private func malformed(_ range: Range<Int>) -> SMTPTranscript.Event {
    SMTPTranscript.Event(
      side: .server, range: range, kind: .rejected(SMTPSyntaxError(.malformedReply), offset: range.lowerBound),
      defects: [Defect(.smtpReplyMalformed, at: range)])
  }

  /// The next reply, put into the dialogue here.
  private mutating func takeReply() -> SMTPReply? {
    while nextReply < replies.count {
      let answer = replies[nextReply]
      nextReply += 1
      add(answer.event)
      if let reply = answer.reply { return reply }
    }
    return nil
  }

  /// The code that the server will answer with; a willing server's when nothing of it was recorded.
  private mutating func answer(orElse code: SMTPReply.Code) -> SMTPReply.Code? {
    replies.isEmpty ? code : takeReply()?.code
  }

  private mutating func takeGreeting() {
    guard let first = replies.first?.event else { return }
    if let turns {
      // A reply that comes before all commands; a text may leave it out.
      let line = turns.line(.server, endingAt: first.range.upperBound)
      if line < (turns.client.first?.line ?? .max) { _ = takeReply() }
    } else if case .reply(let reply) = first.kind, reply.code != .ok {
      _ = takeReply()
    }
  }

  private mutating func add(_ event: SMTPTranscript.Event) {
    order += 1
    let line = turns?.line(event.side, endingAt: event.range.upperBound)
    events.append((line ?? order, event))
  }

  private mutating func add(_ range: Range<Int>, _ kind: SMTPTranscript.Kind, _ defects: [Defect] = []) {
    add(SMTPTranscript.Event(side: .client, range: range, kind: kind, defects: defects))
  }

  // MARK: Client lines

  private mutating func takeProxy() {
    guard client.starts(with: "PROXY ".utf8) || client.starts(with: [13, 10, 13, 10, 0, 13, 10]) else { return }
    var reader = ProxyHeaderReader()
    let bytes = client
    let span = bytes.span
    var input = ByteCursor(span)
    guard let header = try? reader.next(from: &input) else { return }
    offset = input.offset
    add(0..<offset, .proxy(header))
  }

  /// The next line, to its CR LF or to the end of the stream.
  private func nextLine() -> (text: Range<Int>, range: Range<Int>, error: SMTPSyntaxError?) {
    var reader = SMTPLineReader(limits: .unlimited, leniency: .bareLFInLine)
    let span = client.span
    var input = ByteCursor(span)
    input.advance(to: offset)
    guard reader.next(from: &input) == .line else {
      let rest = offset..<client.count
      return (rest, rest, SMTPSyntaxError(.lineUnterminated, at: rest.count))
    }
    let text = offset..<input.offset - 2
    let bare = span.firstBareLineBreak(in: text).map { $0 - offset }
    let kind: SMTPSyntaxError.Kind = reader.hasBareCR ? .bareCR : .bareLF
    return (text, offset..<input.offset, bare.map { SMTPSyntaxError(kind, at: $0..<$0 + 1) })
  }

  /// Reads one command and what its reply calls for; false when the rest is not SMTP.
  private mutating func readCommand() -> Bool {
    let (text, range, framing) = nextLine()
    offset = range.upperBound
    if let framing {
      reject(framing, text, range)
      _ = takeReply()
      return true
    }
    let line = Array(client[text])
    do {
      let command = try SMTPCommand(parsing: line.span)
      let isLong = range.count > SMTPLimits().commandLine(with: .all)
      let defect = Defect(.smtpSyntax, at: range)
      return follow(command, line, text, range, isLong ? [defect] : [])
    } catch {
      // What a strict server says, as a defect; what was meant, as far as the most lenient reading tells.
      let defect = Defect(.smtpSyntax, at: place(of: error, in: text))
      if let command = try? SMTPCommand(parsing: line.span, limits: .unlimited, leniency: .everything) {
        return follow(command, line, text, range, [defect])
      }
      reject(error, text, range)
      _ = takeReply()
      return true
    }
  }

  private mutating func reject(_ error: SMTPSyntaxError, _ text: Range<Int>, _ range: Range<Int>) {
    let defect = Defect(.smtpSyntax, at: place(of: error, in: text))
    add(range, .rejected(error, offset: text.lowerBound + error.offset), [defect])
  }

  /// What an error is about; the byte it shows at when it is about something missing.
  private func place(of error: SMTPSyntaxError, in text: Range<Int>) -> Range<Int> {
    let start = min(text.lowerBound + error.range.lowerBound, text.upperBound)
    let end = min(text.lowerBound + error.range.upperBound, text.upperBound)
    return start..<max(end, min(start + 1, text.upperBound))
  }

  private mutating func follow(
    _ command: SMTPCommand, _ line: [UInt8], _ text: Range<Int>, _ range: Range<Int>, _ defects: [Defect]
  ) -> Bool {
    if case .bdat(let size, let isLast, _) = command.form {
      readChunk(size: size, isLast: isLast, range, defects)
      return true
    }
    let index = events.count
    add(range, .command(SMTPTranscript.Command(command, line, at: text.lowerBound)), defects)
    switch command.form {
    case .data:
      let turn = nextReply
      if answer(orElse: .startMail) == .startMail { readMessage(answeredBy: turn, command: index) }
    case .auth(_, let initial):
      readAuth(initial == nil)
    case .startTLS:
      return readStartTLS(range, command: index)
    case .lhlo:
      isLMTP = true
      _ = takeReply()
    case .mail(_, let parameters):
      acceptedRecipients = 0
      isBinary = parameters.first(.body, in: line.span)?.value == .body(.binaryMIME)
      chunkReader = nil
      _ = takeReply()
    case .rcpt:
      if answer(orElse: .ok)?.severity == 2 { acceptedRecipients += 1 }
    default: _ = takeReply()
    }
    return true
  }

  /// The lines that answer challenges: as many as the server gives 334s.
  private mutating func readAuth(_ hasNoResponse: Bool) {
    var code = answer(orElse: hasNoResponse ? .challenge : .authenticated)
    while code == .challenge, offset < client.count {
      let (text, range, _) = nextLine()
      offset = range.upperBound
      let line = Array(client[text])
      let isFit = line == [ASCII.asterisk] || StrictBase64.isValid(line.span)
      add(range, .auth(secret: text), isFit ? [] : [Defect(.smtpSyntax, at: text)])
      code = answer(orElse: .authenticated)
    }
  }

  private mutating func readStartTLS(_ range: Range<Int>, command: Int) -> Bool {
    let turn = nextReply
    guard answer(orElse: .ready) == .ready else { return true }
    add(range, .startTLS)
    if let end = plaintextEnd(before: turn) {
      events[command].event.defects.append(Defect(.smtpPlaintextAfterSTARTTLS, at: offset..<end))
    }
    // In a capture the rest is TLS records.
    return offset < client.count && client[offset] != 0x16
  }

  /// Where the plain text ends that came after STARTTLS and before its reply; nil when there is none.
  private mutating func plaintextEnd(before reply: Int) -> Int? {
    guard let turns else { return capturedPlaintextEnd() }
    return isEarly(offset, before: reply) ? stretchEnd(after: offset, turns) : nil
  }

  /// The same of captured streams, which do not tell what came when: plain text goes up to the first TLS record, from
  /// where on nothing is read. Without any record the capture is of what TLS carried, and then begins with EHLO (RFC 3207
  /// section 4.2); else all of it is plain text.
  private mutating func capturedPlaintextEnd() -> Int? {
    let record = (offset..<client.count).first { index in
      let isLineStart = index == offset || client[index - 1] == ASCII.lf
      return isLineStart && client[index] == 0x16 && index + 1 < client.count && client[index + 1] == 3
    }
    if let record { client.removeSubrange(record...) }
    guard offset < client.count else { return nil }
    let line = Array(client[nextLine().text])
    switch (record, try? SMTPCommand(parsing: line.span, leniency: .everything).verb) {
    case (nil, .ehlo), (nil, .helo), (nil, .lhlo): return nil
    default: return client.count
    }
  }

  /// Whether the text has client bytes at `offset` before the reply that they should have waited for.
  private func isEarly(_ offset: Int, before reply: Int) -> Bool {
    guard let turns, offset < client.count, reply < replies.count else { return false }
    let line = turns.line(.client, endingAt: offset + 1)
    return line < turns.line(.server, endingAt: replies[reply].event.range.upperBound)
  }

  private func stretchEnd(after offset: Int, _ turns: TranscriptText.Turns) -> Int {
    turns.client.first { $0.end > offset }?.end ?? client.count
  }

  // MARK: Messages

  private mutating func readMessage(answeredBy reply: Int, command: Int) {
    if isEarly(offset, before: reply), let turns {
      events[command].event.defects.append(
        Defect(.smtpEarlyData, at: offset..<stretchEnd(after: offset, turns)))
    }
    var reader = DataReader(policy: .binary)
    reader.beginDotted()
    let start = offset
    let (content, hasEnded) = readContent(&reader)
    var defects = defects(in: start..<(hasEnded ? offset - 3 : offset), reader.summary)
    if !hasEnded { defects.append(Defect(.truncatedInput, at: offset..<offset)) }
    let size = content.reduce(0) { $0 + $1.count }
    add(start..<offset, .message(size: size, content: content, end: hasEnded ? .dot : .missing), defects)
    takeMessageReplies()
  }

  private mutating func readContent(_ reader: inout DataReader) -> ([Range<Int>], hasEnded: Bool) {
    let bytes = client
    let span = bytes.span
    var input = ByteCursor(span)
    input.advance(to: offset)
    var content: [Range<Int>] = []
    var hasEnded = false
    while let event = reader.next(from: &input) {
      switch event {
      case .bytes(let range): content.append(range)
      case .carriageReturn: content.append(input.offset - 1..<input.offset)
      case .lineBreak: break
      case .chunkEnded, .ended: hasEnded = true
      }
      if hasEnded { break }
    }
    offset = input.offset
    return (content, hasEnded)
  }

  private func defects(in range: Range<Int>, _ summary: MessageSummary) -> [Defect] {
    var finder = MessageDefects(client.span, range)
    return finder.find(summary)
  }

  private mutating func takeMessageReplies() {
    for _ in 0..<(isLMTP ? acceptedRecipients : 1) { _ = takeReply() }
    acceptedRecipients = 0
  }

  private mutating func readChunk(size: UInt64, isLast: Bool, _ range: Range<Int>, _ defects: [Defect]) {
    var defects = defects
    let start = offset
    var reader = chunkReader ?? DataReader(policy: .binary)
    reader.beginChunk(size: size, isLast: isLast)
    let (content, hasEnded) = readContent(&reader)
    chunkContent += content
    chunkReader = reader
    if !hasEnded { defects.append(Defect(.truncatedInput, at: offset..<offset)) }
    if !isBinary {
      defects += self.defects(in: start..<offset, reader.summary)
    }
    add(range.lowerBound..<offset, .chunk(size: Int(clamping: size), isLast: isLast), defects)
    if isLast, hasEnded {
      let size = chunkContent.reduce(0) { $0 + $1.count }
      add(start..<offset, .message(size: size, content: chunkContent, end: .lastChunk))
      chunkContent = []
      chunkReader = nil
      takeMessageReplies()
    } else {
      _ = takeReply()
    }
  }
}

extension SMTPTranscript.Command {
  /// A command as text; `offset` is where its line begins in the client's stream.
  init(_ command: SMTPCommand, _ line: [UInt8], at offset: Int) {
    self.init(verb: command.verb)
    deviations = command.deviations.subtracting(.strict)
    func text(_ range: Range<Int>) -> String { String(bytes: line.span, range) }
    func optional(_ range: Range<Int>) -> String? { range.isEmpty ? nil : text(range) }
    func path(_ path: SMTPPath) -> String {
      switch path.kind {
      case .null: ""
      case .postmaster: text(path.localPart)
      case .mailbox: path.mailbox(in: line.span)?.description ?? ""
      }
    }
    switch command.form {
    case .ehlo(let domain), .helo(let domain), .lhlo(let domain): self.domain = text(domain.range)
    case .mail(let from, let parameters):
      reversePath = path(from)
      sourceRoute = optional(from.route)
      self.parameters = SMTPTranscript.Command.list(parameters, line)
    case .rcpt(let to, let parameters):
      forwardPath = path(to)
      sourceRoute = optional(to.route)
      self.parameters = SMTPTranscript.Command.list(parameters, line)
    case .xclient(let attributes), .xforward(let attributes):
      parameters = SMTPTranscript.Command.list(attributes, line)
    case .auth(let mechanism, let initialResponse):
      self.mechanism = text(mechanism).asciiUppercased
      secret = initialResponse.map { $0.lowerBound + offset..<$0.upperBound + offset }
    case .noop(let range), .vrfy(let range), .expn(let range), .help(let range), .atrn(let range):
      argument = optional(range)
    case .etrn(let option, let range):
      argument = (option == .subdomains ? "@" : option == .queue ? "#" : "") + text(range)
    case .burl(let url, let isLast): argument = text(url) + (isLast ? " LAST" : "")
    case .data, .bdat, .rset, .quit, .startTLS: break
    }
  }

  private static func list(_ parameters: SMTPParameters, _ line: [UInt8]) -> [SMTPTranscript.Parameter] {
    var list: [SMTPTranscript.Parameter] = []
    var iterator = parameters.makeIterator()
    while let parameter = iterator.next(in: line.span) {
      list.append(
        SMTPTranscript.Parameter(
          keyword: String(bytes: line.span, parameter.keywordRange),
          value: parameter.valueRange.map { String(bytes: line.span, $0) }))
    }
    return list
  }
}
