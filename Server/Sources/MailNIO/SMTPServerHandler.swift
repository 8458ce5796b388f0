public import Logging
public import NIOCore
import NIOSSL
import NIOTLS
import SMTP
import WireBytes

/// The server's side of one connection in a channel's pipeline: bytes go through an `SMTPServerSession`, and what it
/// reports is decided by an `SMTPServerPolicy`. No rule of the protocol stands here.
///
///     ServerBootstrap(group: group).childChannelInitializer { channel in
///       channel.eventLoop.makeCompletedFuture {
///         try channel.pipeline.syncOperations.addHandler(SMTPServerHandler(options, policy: policy, logger: logger))
///       }
///     }
///
/// One rule: while a decision is awaited, nothing is taken from the input and nothing is read from the network.
/// For STARTTLS the handler puts swift-nio-ssl's before itself and goes on with a new session. On
/// `ChannelShouldQuiesceEvent` a message under way is finished, and the client is told 421.
public final class SMTPServerHandler: ChannelDuplexHandler {
  public typealias InboundIn = ByteBuffer
  public typealias InboundOut = Never
  public typealias OutboundIn = Never
  public typealias OutboundOut = ByteBuffer

  let options: SMTPServerOptions
  let policy: any SMTPServerPolicy
  let metrics = SMTPServerMetrics.shared
  var logger: Logger
  var session: SMTPServerSession
  var peer = SMTPPeer(address: nil)
  /// What MAIL said; nil outside a transaction.
  var envelope: SMTPEnvelope?
  var recipients: [SMTPEnvelope.Recipient] = []
  var feed: MessageFeed?
  var authentication: SMTPAuthenticationExchange?
  /// Replies that have not been handed to the network.
  var output: [UInt8] = []
  /// The connection is to be closed once the output is sent.
  var isClosing = false
  var rejectedCommands = 0
  var commandsWithoutMessage = 0

  private var context: ChannelHandlerContext?
  private var input = ByteBuffer()
  /// A decision is awaited.
  private var isWaiting = false
  /// The decision has been asked for on this very stack, so that its answer need not start `run`.
  private var isAsking = false
  private var isRunning = false
  private var isReadHeld = false
  private var isQuiescing = false
  private var deadline = NIODeadline.distantFuture
  private var timer: NIOScheduledCallback?

  /// A handler for one connection.
  public init(_ options: SMTPServerOptions, policy: any SMTPServerPolicy, logger: Logger) {
    self.options = options
    self.policy = policy
    self.logger = logger
    self.session = SMTPServerSession(options.configuration)
  }

  // MARK: The channel

  public func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    if context.channel.isActive { begin(context) }
  }

  public func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
  }

  public func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
  }

  private func begin(_ context: ChannelHandlerContext) {
    guard timer == nil else { return }
    metrics.connectionBegan()
    peer = SMTPPeer(address: context.remoteAddress)
    logger[metadataKey: "peer"] = "\(peer.ipAddress ?? "local")"
    startTimer(options.commandTimeout)
    if !options.session.expectsProxy { greet() }
    run()
  }

  public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isClosing else { return }
    var bytes = unwrapInboundIn(data)
    if input.readableBytes == 0 {
      input = bytes
    } else {
      input.writeBuffer(&bytes)
    }
    if feed != nil { setDeadline(options.dataTimeout) }
    run()
  }

  public func read(context: ChannelHandlerContext) {
    if isWaiting || !context.channel.isWritable {
      isReadHeld = true
    } else {
      context.read()
    }
  }

  public func channelWritabilityChanged(context: ChannelHandlerContext) {
    releaseRead()
    context.fireChannelWritabilityChanged()
  }

  public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is ChannelShouldQuiesceEvent:
      isQuiescing = true
      run()
    case TLSUserEvent.handshakeCompleted: peer.isSecure = true
    default: break
    }
    context.fireUserInboundEventTriggered(event)
  }

  public func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    isClosing = true
    if session.inputEnded() { logger.info("connection lost within a message") }
    // A feed that a decision works on is put down by that decision's end.
    if !isWaiting { abandonMessage() }
    context.fireChannelInactive()
  }

  public func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // Many peers close without TLS's own goodbye, or before they have read ours.
    if case NIOSSLError.uncleanShutdown = error {
    } else if !isClosing {
      logger.info("connection failed", error: error)
    }
    context.close(promise: nil)
  }

  // MARK: The loop

  /// Takes step after step until the input is used up or a decision is awaited, and sends the replies.
  func run() {
    guard !isRunning, !isWaiting, let context else { return }
    isRunning = true
    while !isWaiting, !isClosing, !isSayingGoodbye(), let step = nextStep() { take(step) }
    if !isWaiting, let feed, feed.needsDrain {
      decide({ await feed.drain() }, then: { _, _ in })
    }
    isRunning = false
    flush(context)
    releaseRead()
  }

  func nextStep() -> SMTPServerStep? {
    let bytes = input
    var cursor = ByteCursor(bytes.readableBytesUInt8Span)
    let step = SMTPServerStep.next(from: &cursor, in: &session, to: feed)
    input.moveReaderIndex(forwardBy: cursor.offset)
    return step
  }

  /// Whether the server is shutting down and this connection has nothing under way.
  private func isSayingGoodbye() -> Bool {
    guard isQuiescing, feed == nil else { return false }
    closeNow(with: SMTPReply(.notAvailable, SMTPReply.Detail(3, 2), "\(options.domain) is shutting down"))
    return true
  }

  /// Asks a question that may take time, and goes on with its answer: within this call if there was nothing to wait
  /// for, else when it comes.
  func decide<Answer: Sendable>(
    _ question: @escaping @Sendable () async -> Answer,
    then answer: @escaping @Sendable (SMTPServerHandler, Answer) -> Void
  ) {
    guard let context else { return }
    isWaiting = true
    isAsking = true
    let eventLoop = context.eventLoop
    let handler = NIOLoopBound(self, eventLoop: eventLoop)
    Task.immediate {
      let decision = await question()
      if eventLoop.inEventLoop {
        handler.value.goOn(with: decision, answer)
      } else {
        eventLoop.execute { handler.value.goOn(with: decision, answer) }
      }
    }
    isAsking = false
  }

  private func goOn<Answer>(with decision: Answer, _ answer: (SMTPServerHandler, Answer) -> Void) {
    isWaiting = false
    // What came while a reply was owed may have come too early, and then that reply is not sent.
    if session.repliesOwed > 0, let violation = nextStep() { take(violation) }
    answer(self, decision)
    setDeadline(feed == nil ? options.commandTimeout : options.dataTimeout)
    if !isAsking { run() }
    if isClosing { abandonMessage() }
  }

  // MARK: Output

  /// Sends a reply to what is owed one.
  func send(_ reply: SMTPReply) {
    guard !isClosing else { return }
    do {
      try session.send(reply, into: &output)
      if session.isClosed { isClosing = true }
    } catch {
      // The session allows each reply once and this one never: the policy gave a code that cannot stand here.
      logger.error("reply out of order", metadata: ["code": "\(reply.code.value)"])
      closeNow(with: SMTPReply(.notAvailable, SMTPReply.Detail(3, 0), "\(options.domain) has failed"))
    }
  }

  /// Says a last word, whether or not a reply is owed.
  func closeNow(with reply: SMTPReply) {
    guard !isClosing else { return }
    reply.write(into: &output)
    isClosing = true
    abandonMessage()
  }

  private func flush(_ context: ChannelHandlerContext) {
    let closes = isClosing
    if !output.isEmpty {
      let buffer = context.channel.allocator.buffer(bytes: output)
      output.removeAll(keepingCapacity: true)
      context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }
    if closes, !isWaiting { context.close(promise: nil) }
  }

  private func releaseRead() {
    guard isReadHeld, !isWaiting, let context, context.channel.isWritable else { return }
    isReadHeld = false
    context.read()
  }

  func abandonMessage() {
    guard let feed else { return }
    self.feed = nil
    Task { await feed.abort() }
  }

  // MARK: TLS

  /// Goes on under TLS, with a session that knows nothing of what was said in the clear.
  func startTLS(_ tls: NIOSSLContext) {
    guard let context else { return }
    flush(context)
    let bytes = input
    do {
      session = try session.upgraded(leftover: ByteCursor(bytes.readableBytesUInt8Span))
      peer = SMTPPeer(address: peer.address)
      envelope = nil
      try context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .before(self))
    } catch {
      logger.notice("STARTTLS failed", error: error)
      isClosing = true
    }
  }

  // MARK: Time

  private func startTimer(_ amount: TimeAmount) {
    setDeadline(amount)
    setTimer()
  }

  /// One timer a connection, set anew only when it fires: bytes only move the deadline.
  private func setTimer() {
    guard let eventLoop = context?.eventLoop else { return }
    let alarm = Alarm(handler: NIOLoopBound(self, eventLoop: eventLoop))
    timer = try? eventLoop.scheduleCallback(at: deadline, handler: alarm)
  }

  func setDeadline(_ amount: TimeAmount) {
    guard let eventLoop = context?.eventLoop else { return }
    deadline = eventLoop.now + amount
  }

  private struct Alarm: NIOScheduledCallbackHandler {
    let handler: NIOLoopBound<SMTPServerHandler>

    func handleScheduledCallback(eventLoop: some EventLoop) {
      handler.value.timerFired()
    }
  }

  private func timerFired() {
    guard let context, !isClosing else { return }
    if isWaiting { setDeadline(options.commandTimeout) }
    guard deadline <= context.eventLoop.now else { return setTimer() }
    metrics.timedOut()
    logger.info("timeout")
    closeNow(with: SMTPReply(.notAvailable, SMTPReply.Detail(4, 2), "\(options.domain) has waited too long"))
    flush(context)
  }
}

extension Logger {
  func info(_ message: Logger.Message, error: any Error) {
    info(message, metadata: ["error": "\(error)"])
  }

  func notice(_ message: Logger.Message, error: any Error) {
    notice(message, metadata: ["error": "\(error)"])
  }
}
