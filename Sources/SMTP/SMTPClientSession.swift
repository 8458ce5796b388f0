public import WireBytes

/// The client's side of one SMTP or LMTP connection, without I/O: requests in, bytes out; replies in, events out.
///
///     var session = SMTPClientSession()
///     session.next(from: &input)                             .greeting(220 ...)
///     try session.send(.ehlo("client.example"), into: &output)
///     session.next(from: &input)                             .reply(250 ..., to: .ehlo), and `capabilities`
///
/// Commands may be sent before the reply to the last one only when the server offers PIPELINING and none before
/// ends its group (RFC 2920 section 3.1); anything else throws. Replies are matched to requests in order. What comes
/// without having been asked for is a 421, or the end of the connection.
public struct SMTPClientSession: Sendable {
  /// What the server said.
  public enum Event: Sendable, Hashable {
    /// The greeting. Unless it is a 220 only QUIT may be sent (RFC 5321 section 3.1).
    case greeting(SMTPReply)
    /// The reply to a command; after a 354 the message may be sent.
    case reply(SMTPReply, to: SMTPVerb)
    /// A challenge of AUTH, decoded; nil when it is no base64, and then the exchange is to be cancelled.
    case challenge([UInt8]?)
    /// The reply to the message; in LMTP one for each accepted recipient, numbered by its RCPT from 0.
    case messageReply(SMTPReply, recipient: Int?)
    /// A 421: the server closes the connection, whatever was asked.
    case closing(SMTPReply)
    /// The server broke the protocol; the connection is to be closed.
    case malformed(SMTPReplyReader.Failure)
    /// A reply that nothing was asked for, or bytes after the 220 to STARTTLS (RFC 3207 section 6); the connection is
    /// to be closed, and nothing of it is believed.
    case unsolicited
  }

  /// The caller sends what may not be sent now.
  public struct OutOfOrder: Error, Sendable, Hashable {}

  private enum Question: Sendable {
    case greeting
    case command(SMTPVerb)
    case authResponse
    case message
  }

  private enum Phase: Sendable {
    case commands, auth, message, handover, refused
  }

  /// What the server offers; nil before EHLO and after STARTTLS.
  public private(set) var capabilities: SMTPCapabilities?
  /// Whether nothing more will come.
  public private(set) var isClosed = false
  /// Whether AUTH has succeeded.
  public private(set) var isAuthenticated = false

  private let isLMTP: Bool
  private let limits: SMTPLimits
  private let leniency: SMTPLeniency
  private var phase = Phase.commands
  private var replies: SMTPReplyReader
  private var questions: [Question] = [.greeting]
  /// Questions before this one are answered.
  private var answered = 0
  private var recipients = 0
  private var accepted: [Int] = []
  /// How many of `accepted` have had their reply.
  private var acceptedAnswered = 0
  private var writer: DataWriter?

  /// A session that waits for the greeting.
  public init(isLMTP: Bool = false, limits: SMTPLimits = SMTPLimits(), leniency: SMTPLeniency = .strict) {
    self.isLMTP = isLMTP
    self.limits = limits
    self.leniency = leniency
    self.replies = SMTPReplyReader(limits: limits, leniency: leniency)
  }

  /// How many replies are awaited.
  public var repliesAwaited: Int { questions.count - answered }

  /// The session that goes on after the handshake: a new one, which believes nothing that was said in the clear.
  ///
  /// - Throws: unless a 220 to STARTTLS came, and nothing after it.
  public func upgraded(leftover: ByteCursor) throws(OutOfOrder) -> SMTPClientSession {
    guard phase == .handover, !isClosed, leftover.isAtEnd, !replies.isInReply else { throw OutOfOrder() }
    var session = SMTPClientSession(isLMTP: isLMTP, limits: limits, leniency: leniency)
    session.questions = []
    return session
  }

  // MARK: Sending

  /// Sends a command.
  public mutating func send(_ request: SMTPRequest, into output: inout [UInt8]) throws(OutOfOrder) {
    try checkTurn(for: request.verb)
    request.write(into: &output)
    questions.append(.command(request.verb))
  }

  /// Sends octets of the message that a 354 asked for, stuffed.
  public mutating func sendMessage(_ chunk: Span<UInt8>, into output: inout [UInt8]) throws {
    guard phase == .message else { throw OutOfOrder() }
    try writer?.write(chunk, into: &output)
  }

  /// Ends the message.
  public mutating func endMessage(into output: inout [UInt8]) throws {
    guard phase == .message, var ending = writer else { throw OutOfOrder() }
    try ending.finish(into: &output)
    writer = nil
    phase = .commands
    questions.append(.message)
  }

  /// Sends a chunk of the message by BDAT (RFC 3030), which needs no 354 and no stuffing.
  public mutating func sendChunk(_ chunk: Span<UInt8>, isLast: Bool, into output: inout [UInt8]) throws {
    guard capabilities?.extensions.contains(.chunking) == true else { throw OutOfOrder() }
    try checkTurn(for: .bdat)
    try SMTPRequest.bdat(size: chunk.count, isLast: isLast).write(into: &output)
    output.append(bytes: chunk)
    questions.append(isLast ? .message : .command(.bdat))
  }

  /// Answers a challenge; nil cancels the exchange with `*` (RFC 4954 section 4).
  public mutating func respond(_ response: [UInt8]?, into output: inout [UInt8]) throws(OutOfOrder) {
    guard phase == .auth, repliesAwaited == 0, !isClosed else { throw OutOfOrder() }
    output += response.map { StrictBase64.encode($0.span) } ?? [ASCII.asterisk]
    output.append(ASCII.cr)
    output.append(ASCII.lf)
    questions.append(.authResponse)
  }

  private func checkTurn(for verb: SMTPVerb) throws(OutOfOrder) {
    guard !isClosed, phase == .commands || phase == .refused && verb == .quit else { throw OutOfOrder() }
    guard repliesAwaited > 0 else { return }
    guard capabilities?.extensions.contains(.pipelining) == true, case .command(let last)? = questions.last,
      !last.endsGroup
    else { throw OutOfOrder() }
  }

  private mutating func forgetTransaction() {
    recipients = 0
    accepted = []
    acceptedAnswered = 0
  }

  // MARK: Receiving

  /// The next event, or nil when the input is used up or the session is closed.
  public mutating func next(from input: inout ByteCursor) -> Event? {
    guard !isClosed else { return nil }
    skipUnansweredMessage()
    if phase == .handover {
      guard !input.isAtEnd else { return nil }
      isClosed = true
      return .unsolicited
    }
    let question = repliesAwaited > 0 ? questions[answered] : nil
    guard let event = replies.next(from: &input, to: reading(question)) else { return nil }
    switch event {
    case .malformed(let failure):
      isClosed = true
      return .malformed(failure)
    case .reply(let reply):
      if reply.code == .notAvailable {
        isClosed = true
        return .closing(reply)
      }
      guard let question else {
        isClosed = true
        return .unsolicited
      }
      return take(reply, question)
    }
  }

  private func reading(_ question: Question?) -> SMTPReplyReader.Question {
    switch question {
    case .greeting, .command(.ehlo), .command(.helo), .command(.lhlo): .opening
    default: .command
    }
  }

  /// In LMTP a last chunk without an accepted recipient has no reply (RFC 2033 section 4.3).
  private mutating func skipUnansweredMessage() {
    while isLMTP, accepted.isEmpty, repliesAwaited > 0, case .message = questions[answered] { answer() }
  }

  private mutating func answer() {
    answered += 1
    if answered == questions.count {
      questions.removeAll(keepingCapacity: true)
      answered = 0
    }
  }

  private mutating func take(_ reply: SMTPReply, _ question: Question) -> Event {
    switch question {
    case .greeting:
      answer()
      if reply.code != .ready { phase = .refused }
      return .greeting(reply)
    case .message:
      guard isLMTP, !accepted.isEmpty else {
        answer()
        forgetTransaction()
        return .messageReply(reply, recipient: nil)
      }
      let recipient = accepted[acceptedAnswered]
      acceptedAnswered += 1
      if acceptedAnswered == accepted.count {
        answer()
        forgetTransaction()
      }
      return .messageReply(reply, recipient: recipient)
    case .authResponse:
      answer()
      return takeAuth(reply)
    case .command(let verb):
      answer()
      return takeReply(reply, to: verb)
    }
  }

  private mutating func takeAuth(_ reply: SMTPReply) -> Event {
    guard reply.code == .challenge else {
      phase = .commands
      isAuthenticated = reply.isPositive
      return .reply(reply, to: .auth)
    }
    phase = .auth
    return .challenge(StrictBase64.decode(Array(reply.text.utf8).span))
  }

  private mutating func takeReply(_ reply: SMTPReply, to verb: SMTPVerb) -> Event {
    switch verb {
    case .auth: return takeAuth(reply)
    case .ehlo, .lhlo:
      if reply.isPositive { capabilities = SMTPCapabilities(parsing: reply, leniency: leniency) }
    case .helo:
      if reply.isPositive { capabilities = nil }
    case .mail where reply.isPositive, .rset where reply.isPositive: forgetTransaction()
    case .rcpt:
      if reply.isPositive { accepted.append(recipients) }
      recipients += 1
    case .data where reply.code == .startMail:
      phase = .message
      writer = DataWriter()
    case .startTLS where reply.code == .ready:
      phase = .handover
      capabilities = nil
    case .quit: isClosed = true
    default: break
    }
    return .reply(reply, to: verb)
  }
}
