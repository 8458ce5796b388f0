public import WireBytes

/// The server's side of one SMTP or LMTP connection, without I/O, clock or policy: bytes in, events out, replies in,
/// bytes out.
///
///     var session = SMTPServerSession(configuration)
///     try session.send(greeting, into: &output)
///     while let event = session.next(from: &input) {
///       switch event {
///       case .command(let command): try session.send(reply(to: command, session.line(in: input)), into: &output)
///       case .rejected(let error): try session.send(error.suggestedReply, into: &output)
///       ...
///
/// One rule: while a reply is owed, `next` takes no input. What may come when is `SMTPTransitions`; an answer that
/// the caller gives to a command moves the session on if it is positive.
///
/// Memory is bounded: a line that a chunk edge cuts is held up to its limit, nothing else is, and an idle session keeps
/// a buffer of 1,024 octets at most. `SMTPLimits` has the sums.
public struct SMTPServerSession: Sendable {
  /// What the peer did. Ranges are of `line(in:)`, for `messageBytes` of the input's bytes.
  public enum Event: Sendable, Hashable {
    /// A PROXY header came; the greeting is owed.
    case proxied(ProxyHeader)
    /// A command that may run here. A reply is owed, but for BDAT: its reply is owed after the chunk.
    case command(SMTPCommand)
    /// A line of an AUTH exchange, valid base64 and **secret**. A reply is owed.
    case authResponse(Range<Int>)
    /// A line or chunk that is refused. A reply is owed, `suggestedReply` being the RFC's.
    case rejected(SMTPSyntaxError)
    /// The client spoke before it was its turn.
    case violation(Violation)
    /// Content of the message: a range of the input's bytes.
    case messageBytes(Range<Int>)
    /// Content of the message: a CR LF that is in no input any more.
    case lineBreak
    /// Content of the message: a CR that is in no input any more.
    case carriageReturn
    /// A chunk of BDAT is whole and the message goes on. A reply is owed.
    case chunkEnded
    /// The message is whole. `repliesOwed` replies are owed: one, or in LMTP one for each accepted recipient. When
    /// `refusal` is set nothing may be delivered, and they are its `suggestedReply`.
    case messageEnded(MessageSummary)
  }

  /// How a client can break the order of turns (RFC 2920 section 3.1, RFC 3207 section 4.2).
  public enum Violation: String, Sendable, Hashable, CaseIterable {
    /// Bytes before the greeting
    case earlyTalker = "early-talker"
    /// Bytes after DATA and before its reply
    case earlyData = "early-data"
    /// Bytes after EHLO and before its reply
    case earlyCommand = "early-command"
    /// Bytes after STARTTLS and before the handshake: the connection is dead, they never act (CVE-2011-0411)
    case plaintextAfterSTARTTLS = "plaintext-after-starttls"
  }

  /// A reply that the session cannot send: none is owed, or not one of this kind.
  public struct OutOfOrder: Error, Sendable, Hashable {}

  /// What was handed in.
  public let configuration: SMTPServerConfiguration
  /// Whether the connection is to be closed once the output is sent; nothing is taken any more.
  public internal(set) var isClosed = false
  /// Whether AUTH has succeeded.
  public internal(set) var isAuthenticated = false
  /// Whether the last reply must go out at once and not wait for more of its group (RFC 2920 section 3.2). Flush also
  /// whenever `next` gives nil.
  public internal(set) var mustFlush = true
  /// Recipients accepted in this transaction.
  public internal(set) var acceptedRecipients = 0

  /// What reads the input.
  enum Phase: Sendable {
    case proxy, commands, auth, message, chunk, handover
  }

  /// What a reply is owed to.
  enum Debt: Sendable {
    case greeting
    case command(SMTPVerb, then: SMTPTransitions.State, isLast: Bool)
    case rejection(closes: Bool)
    case authResponse
    case chunk
    case message
  }

  /// What may not be followed by input before its reply.
  struct Watch: Sendable {
    let violation: Violation
    /// Input was there when the command was taken.
    var isBroken = false
  }

  var phase: Phase
  var state = SMTPTransitions.State.greeted
  var debt: Debt?
  var repliesLeft = 0
  var watch: Watch?
  var lines: SMTPLineReader
  var proxy: ProxyHeaderReader?
  var data: DataReader?
  var isFirstLine = true
  /// The extensions that this client may use: none after HELO.
  var extensions: SMTPExtensions
  var offeredRecipients = 0
  var transaction = Transaction()
  /// A chunk that is consumed and then refused, and whether it was the last.
  var refusedChunk: (error: SMTPSyntaxError, isLast: Bool)?

  /// What MAIL said about the message.
  struct Transaction: Sendable {
    var body = SMTPParameter.Body.sevenBit
    var isUTF8 = false
  }

  /// A session on a new connection. The greeting is owed, after the PROXY header if one is expected.
  public init(_ configuration: SMTPServerConfiguration = SMTPServerConfiguration()) {
    self.configuration = configuration
    self.lines = SMTPLineReader(limits: configuration.limits, leniency: configuration.leniency)
    self.extensions = configuration.offeredExtensions
    self.phase = configuration.expectsProxy ? .proxy : .commands
    self.proxy = configuration.expectsProxy ? ProxyHeaderReader() : nil
    lines.limit = configuration.limits.commandLine(with: extensions)
    if !configuration.expectsProxy { oweGreeting() }
  }

  /// How many replies the caller owes.
  public var repliesOwed: Int { debt == nil ? 0 : max(1, repliesLeft) }

  /// The line that the last `.command`, `.authResponse` or `.rejected` was made from, without CR LF: in `input`, the
  /// cursor of that call, or held over. Valid until the next call. Empty where there is no such line: it was badly framed,
  /// or what is rejected is a chunk, which comes long after its line.
  @_lifetime(borrow self, copy input)
  public func line(in input: ByteCursor) -> Span<UInt8> {
    lines.line(in: input)
  }

  /// The next event, or nil when the input is used up, a reply is owed, or the session is closed.
  public mutating func next(from input: inout ByteCursor) -> Event? {
    guard !isClosed else { return nil }
    if let violation = takeViolation(input) { return violation }
    guard debt == nil else { return nil }
    switch phase {
    case .proxy: return nextProxy(&input)
    case .commands: return nextCommand(&input)
    case .auth: return nextAuthResponse(&input)
    case .message, .chunk: return nextContent(&input)
    case .handover: return nil
    }
  }

  /// Tells that the peer has closed or the transport has changed: whatever was open is over. True when a message was
  /// cut short, which is discarded, not delivered (RFC 5321 section 4.1.1.4).
  public mutating func inputEnded() -> Bool {
    let wasInMessage = !isClosed && (phase == .message || phase == .chunk || state == .chunks)
    isClosed = true
    data = nil
    return wasInMessage
  }

  /// The session that goes on after the handshake of STARTTLS: a new one, which knows nothing that was said in the
  /// clear (RFC 3207 section 4.2).
  ///
  /// - Parameter leftover: the plaintext that was read and not taken; it must be empty.
  /// - Throws: when the 220 to STARTTLS has not been sent, or plain text came after the command.
  public func upgraded(leftover: ByteCursor) throws(OutOfOrder) -> SMTPServerSession {
    let discards = configuration.leniency.contains(.discardedPlaintext)
    guard phase == .handover, !isClosed, leftover.isAtEnd && watch?.isBroken != true || discards else {
      throw OutOfOrder()
    }
    var secure = configuration
    secure.isSecure = true
    secure.expectsProxy = false
    var session = SMTPServerSession(secure)
    session.debt = nil
    session.watch = nil
    return session
  }

  /// Octets of memory beyond the value itself: a cut line, or a PROXY header.
  var bytesHeld: Int { lines.bytesHeld + (proxy?.bytesHeld ?? 0) }

  // MARK: Turns

  /// Input that came before its time, once.
  private mutating func takeViolation(_ input: ByteCursor) -> Event? {
    guard let watch else { return nil }
    let isOwing = debt != nil || phase == .handover
    guard watch.isBroken || isOwing && !input.isAtEnd else {
      if !isOwing { self.watch = nil }
      return nil
    }
    if watch.violation == .plaintextAfterSTARTTLS {
      if configuration.leniency.contains(.discardedPlaintext) { return nil }
      debt = nil
      isClosed = true
    }
    self.watch = nil
    return .violation(watch.violation)
  }

  mutating func oweGreeting() {
    debt = .greeting
    watch = Watch(violation: .earlyTalker)
  }

  private mutating func nextProxy(_ input: inout ByteCursor) -> Event? {
    do {
      guard let header = try proxy?.next(from: &input) else { return nil }
      proxy = nil
      phase = .commands
      oweGreeting()
      return .proxied(header)
    } catch {
      return reject(error)
    }
  }

  // MARK: Lines

  private mutating func nextCommand(_ input: inout ByteCursor) -> Event? {
    if isFirstLine, let first = input.next {
      isFirstLine = false
      // The first byte of a TLS record; no command begins with it.
      if first == 0x16, !configuration.leniency.contains(.tlsHello) { return reject(SMTPSyntaxError(.tlsHello)) }
    }
    guard let event = lines.next(from: &input) else { return nil }
    if let error = framingError(event) { return reject(error) }
    // A copy of the reader, so that its line can be read while the session changes.
    let framed = lines
    let line = framed.line(in: input)
    do {
      var command = try SMTPCommand(
        parsing: line, limits: configuration.limits, leniency: configuration.leniency)
      if framed.endedInBareLF { command.deviations.insert(.bareLFEndsLine) }
      let next = try admit(command, line: line)
      return begin(command, then: next, input)
    } catch {
      guard let event = refuse(error, line: line) else { return nextContent(&input) }
      return event
    }
  }

  func framingError(_ event: SMTPLineReader.Event) -> SMTPSyntaxError? {
    switch event {
    case .bareLF: return SMTPSyntaxError(.bareLF)
    case .tooLong: return SMTPSyntaxError(.lineTooLong)
    case .unterminated: return SMTPSyntaxError(.lineUnterminated)
    case .line:
      if lines.hasBareCR { return SMTPSyntaxError(.bareCR) }
      return lines.hasBareLF ? SMTPSyntaxError(.bareLFInLine) : nil
    }
  }

  mutating func reject(_ error: SMTPSyntaxError) -> Event {
    debt = .rejection(closes: error.closes)
    return .rejected(error)
  }

  private mutating func nextAuthResponse(_ input: inout ByteCursor) -> Event? {
    guard let event = lines.next(from: &input) else { return nil }
    if let error = framingError(event) {
      endAuth()
      return reject(error)
    }
    let framed = lines
    let line = framed.line(in: input)
    let count = line.count
    let isCancelled = line.equals("*")
    let isValid = StrictBase64.isValid(line)
    if isCancelled || !isValid {
      endAuth()
      return reject(SMTPSyntaxError(isCancelled ? .authCancelled : .malformedBase64, at: 0..<count, verb: .auth))
    }
    debt = .authResponse
    return .authResponse(0..<count)
  }

  mutating func endAuth() {
    phase = .commands
    lines.limit = configuration.limits.commandLine(with: extensions)
  }

  // MARK: Messages

  private mutating func nextContent(_ input: inout ByteCursor) -> Event? {
    switch data?.next(from: &input) {
    case nil: return nil
    case .bytes(let range): return .messageBytes(range)
    case .lineBreak: return .lineBreak
    case .carriageReturn: return .carriageReturn
    case .chunkEnded: return endChunk()
    case .ended:
      let summary = data?.summary ?? MessageSummary()
      return endMessage(summary)
    }
  }

  private mutating func endChunk() -> Event {
    phase = .commands
    lines.letGo()
    if let (error, isLast) = refusedChunk {
      refusedChunk = nil
      // LMTP answers the last chunk once a recipient, so not at all without one (RFC 2033 section 4.3).
      guard configuration.role == .lmtp, isLast, error.kind == .noValidRecipients else { return reject(error) }
      var summary = MessageSummary()
      summary.refusal = .noValidRecipients
      return endMessage(summary)
    }
    if let fault = data?.summary.refusal, fault == .messageTooLarge {
      state = .failing
      return reject(SMTPSyntaxError(fault, verb: .bdat))
    }
    debt = .chunk
    return .chunkEnded
  }

  mutating func endMessage(_ summary: MessageSummary) -> Event {
    phase = .commands
    data = nil
    repliesLeft = configuration.role == .lmtp ? acceptedRecipients : 1
    if repliesLeft > 0 {
      debt = .message
    } else {
      endTransaction()
    }
    return .messageEnded(summary)
  }

  mutating func endTransaction() {
    if state != .greeted, state != .refused { state = .ready }
    data = nil
    acceptedRecipients = 0
    offeredRecipients = 0
    transaction = Transaction()
  }
}
