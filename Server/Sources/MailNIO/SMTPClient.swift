public import Logging
public import NIOCore
public import NIOSSL
public import SMTP

/// One connection to an SMTP or LMTP server, from the client's side.
///
///     let client = try await SMTPClient(ClientBootstrap(group: group), to: address, logger: logger)
///     let offered = try await client.hello("client.example")
///     if offered.extensions.contains(.startTLS) { … client.startTLS(tls, serverHostname: …), client.hello(…) }
///     let results = try await client.send(message, envelope)
///     await client.quit()
///
/// Functions are called one after another, never two at once.
public struct SMTPClient: Sendable {
  /// How long to wait for what (RFC 5321 section 4.5.3.2).
  public struct Timeouts: Sendable {
    /// For the connection
    public var connect = TimeAmount.seconds(30)
    /// For the greeting and the reply to a command
    public var reply = TimeAmount.minutes(5)
    /// For the reply to the message
    public var message = TimeAmount.minutes(10)

    /// The RFC's.
    public init() {}
  }

  private let channel: any Channel
  private let handler: NIOLoopBound<SMTPClientHandler>
  private let timeouts: Timeouts
  private let isLMTP: Bool

  /// The server that answers at an address, once it has greeted.
  ///
  /// - Throws: `SMTPClientError`, or the network's error.
  public init(
    _ bootstrap: any NIOClientTCPBootstrapProtocol, to address: SocketAddress, isLMTP: Bool = false,
    timeouts: Timeouts = Timeouts(), logger: Logger
  ) async throws {
    let channel = try await bootstrap.connectTimeout(timeouts.connect)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(SMTPClientHandler(isLMTP: isLMTP, logger: logger))
        }
      }
      .connect(to: address).get()
    self.channel = channel
    self.handler = try await channel.eventLoop.submit {
      NIOLoopBound(
        try channel.pipeline.syncOperations.handler(type: SMTPClientHandler.self), eventLoop: channel.eventLoop)
    }.get()
    self.timeouts = timeouts
    self.isLMTP = isLMTP
    let events = try await exchange { _, _ in }
    guard case .greeting(let reply)? = events.first, reply.code == .ready else {
      let reply = SMTPClient.reply(in: events)
      close()
      throw reply.map { SMTPClientError.refused($0) } ?? .protocolBroken
    }
  }

  /// Says hello as `domain`: EHLO, or HELO to a server that knows no better; LHLO in LMTP.
  ///
  /// - Returns: what the server offers, nothing after HELO.
  @discardableResult
  public func hello(_ domain: String) async throws -> SMTPCapabilities {
    let request = try isLMTP ? SMTPRequest.lhlo(domain) : SMTPRequest.ehlo(domain)
    let reply = try await send(request)
    if reply.isPositive { return try await capabilities() }
    guard !isLMTP, reply.code.severity == 5 else { throw SMTPClientError.refused(reply) }
    let second = try await send(try SMTPRequest.helo(domain))
    guard second.isPositive else { throw SMTPClientError.refused(second) }
    return SMTPCapabilities(domain: domain)
  }

  /// What the server offers now; after STARTTLS say hello again first.
  public func capabilities() async throws -> SMTPCapabilities {
    let handler = handler
    return try await channel.eventLoop.submit {
      handler.value.session.capabilities ?? SMTPCapabilities(domain: "")
    }.get()
  }

  /// Goes on under TLS. What the server offered before is forgotten.
  public func startTLS(_ tls: NIOSSLContext, serverHostname: String?) async throws {
    let reply = try await send(try SMTPRequest.alone(.startTLS))
    guard reply.isPositive else { throw SMTPClientError.refused(reply) }
    let handler = handler
    try await channel.eventLoop.flatSubmit {
      do {
        return try handler.value.startTLS(tls, serverHostname: serverHostname)
      } catch {
        return handler.eventLoop.makeFailedFuture(error)
      }
    }.get()
  }

  /// Authenticates by PLAIN, or by LOGIN where that is all there is.
  public func authenticate(_ credentials: SASL.Credentials) async throws {
    let mechanisms = try await capabilities().mechanisms
    if mechanisms.contains("PLAIN") {
      let message = try SASL.plain(credentials)
      let reply = try await send(try SMTPRequest.auth("PLAIN", initialResponse: message))
      guard reply.isPositive else { throw SMTPClientError.refused(reply) }
      return
    }
    guard mechanisms.contains("LOGIN") else { throw SMTPClientError.lacks(.auth, "no mechanism in common") }
    var events = try await exchange { session, output in
      try session.send(try SMTPRequest.auth("LOGIN"), into: &output)
    }
    for text in [credentials.user, credentials.password] {
      guard case .challenge? = events.last else { break }
      events = try await exchange { session, output in try session.respond(Array(text.utf8), into: &output) }
    }
    guard case .reply(let reply, .auth)? = events.last else { throw SMTPClientError.protocolBroken }
    guard reply.isPositive else { throw SMTPClientError.refused(reply) }
  }

  /// Sends one command that is not part of a message; its reply.
  public func send(_ request: SMTPRequest) async throws -> SMTPReply {
    let events = try await exchange { session, output in try session.send(request, into: &output) }
    guard let reply = SMTPClient.reply(in: events) else { throw SMTPClientError.protocolBroken }
    return reply
  }

  /// Says QUIT and closes, whatever the server answers.
  public func quit() async {
    _ = try? await send(try SMTPRequest.alone(.quit))
    close()
  }

  /// Closes at once.
  public func close() {
    channel.close(promise: nil)
  }

  // MARK: Exchanges

  func exchange(
    isMessage: Bool = false,
    _ body: @escaping @Sendable (inout SMTPClientSession, inout [UInt8]) throws -> Void
  ) async throws -> [SMTPClientSession.Event] {
    let handler = handler
    let timeout = isMessage ? timeouts.message : timeouts.reply
    return try await channel.eventLoop.flatSubmit {
      do {
        return try handler.value.exchange(within: timeout, body)
      } catch {
        return handler.eventLoop.makeFailedFuture(error)
      }
    }.get()
  }

  /// Sends without waiting for a reply, but until the network has taken it.
  func write(_ body: @escaping @Sendable (inout SMTPClientSession, inout [UInt8]) throws -> Void) async throws {
    let handler = handler
    try await channel.eventLoop.flatSubmit {
      do {
        return try handler.value.write(body)
      } catch {
        return handler.eventLoop.makeFailedFuture(error)
      }
    }.get()
  }

  private static func reply(in events: [SMTPClientSession.Event]) -> SMTPReply? {
    switch events.last {
    case .greeting(let reply), .reply(let reply, _), .messageReply(let reply, _), .closing(let reply): reply
    default: nil
    }
  }
}
