import Logging
import NIOCore
import NIOSSL
import NIOTLS
public import SMTP
import WireBytes

/// The client's side of one connection in a channel's pipeline: an `SMTPClientSession`, and who waits for its replies.
///
/// One exchange is under way at a time: something is sent, and it is over when no reply is awaited any more. Everything
/// happens on the channel's event loop.
final class SMTPClientHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let logger: Logger
  private(set) var session: SMTPClientSession
  private var context: ChannelHandlerContext?
  private var input = ByteBuffer()
  private var events: [SMTPClientSession.Event] = []
  private var waiting: EventLoopPromise<[SMTPClientSession.Event]>?
  private var handshake: EventLoopPromise<Void>?
  private var timer: Scheduled<Void>?
  /// Why nothing more can be exchanged.
  private var failure: SMTPClientError?

  init(isLMTP: Bool, logger: Logger) {
    self.session = SMTPClientSession(isLMTP: isLMTP)
    self.logger = logger
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    fail(.closed)
    self.context = nil
  }

  // MARK: Sending

  /// Sends what `body` adds to the output, and tells when the network has it.
  func write(
    _ body: (inout SMTPClientSession, inout [UInt8]) throws -> Void
  ) throws -> EventLoopFuture<Void> {
    guard let context else { throw failure ?? .closed }
    if let failure { throw failure }
    var output: [UInt8] = []
    try body(&session, &output)
    guard !output.isEmpty else { return context.eventLoop.makeSucceededVoidFuture() }
    let promise = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: output)), promise: promise)
    return promise.futureResult
  }

  /// Sends what `body` adds to the output; the events until nothing is awaited any more.
  func exchange(
    within timeout: TimeAmount, _ body: (inout SMTPClientSession, inout [UInt8]) throws -> Void
  ) throws -> EventLoopFuture<[SMTPClientSession.Event]> {
    guard let context else { throw failure ?? .closed }
    precondition(waiting == nil, "one exchange is under way at a time")
    let promise = context.eventLoop.makePromise(of: [SMTPClientSession.Event].self)
    waiting = promise
    do {
      _ = try write(body)
    } catch {
      waiting = nil
      promise.fail(error)
      return promise.futureResult
    }
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(in: timeout) { handler.value.fail(.timeout) }
    read()
    return promise.futureResult
  }

  // MARK: Receiving

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    input.writeBuffer(&bytes)
    read()
  }

  private func read() {
    while let event = nextEvent() {
      switch event {
      case .closing(let reply): return fail(.refused(reply))
      case .malformed, .unsolicited:
        logger.notice("the server broke the protocol", metadata: ["event": "\(event)"])
        return fail(.protocolBroken)
      default: events.append(event)
      }
    }
    guard session.repliesAwaited == 0, let waiting else { return }
    let events = events
    end()
    waiting.succeed(events)
  }

  private func nextEvent() -> SMTPClientSession.Event? {
    let bytes = input
    var cursor = ByteCursor(bytes.readableBytesUInt8Span)
    let event = session.next(from: &cursor)
    input.moveReaderIndex(forwardBy: cursor.offset)
    return event
  }

  private func end() {
    timer?.cancel()
    timer = nil
    waiting = nil
    events = []
  }

  private func fail(_ error: SMTPClientError) {
    if failure == nil { failure = error }
    let waiting = waiting
    end()
    waiting?.fail(error)
    handshake?.fail(error)
    handshake = nil
    context?.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    fail(.closed)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if case NIOSSLError.uncleanShutdown = error { return fail(.closed) }
    fail(.network("\(error)"))
  }

  // MARK: TLS

  /// Goes on under TLS after the 220; the future is the end of the handshake.
  func startTLS(_ tls: NIOSSLContext, serverHostname: String?) throws -> EventLoopFuture<Void> {
    guard let context else { throw failure ?? .closed }
    let bytes = input
    session = try session.upgraded(leftover: ByteCursor(bytes.readableBytesUInt8Span))
    let promise = context.eventLoop.makePromise(of: Void.self)
    handshake = promise
    let handler = try NIOSSLClientHandler(context: tls, serverHostname: serverHostname)
    try context.pipeline.syncOperations.addHandler(handler, position: .before(self))
    return promise.futureResult
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case TLSUserEvent.handshakeCompleted = event {
      handshake?.succeed()
      handshake = nil
    }
    context.fireUserInboundEventTriggered(event)
  }
}

/// Why a client cannot go on.
public enum SMTPClientError: Error, Sendable, Hashable {
  /// The server said no, or 421.
  case refused(SMTPReply)
  /// The server said something that is no SMTP, or something unasked.
  case protocolBroken
  /// No reply in time.
  case timeout
  /// The connection is closed.
  case closed
  /// TLS or the transport failed.
  case network(String)
  /// The message or an address needs an extension that the server lacks.
  case lacks(SMTPExtensions, String)
}
