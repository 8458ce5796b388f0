import Logging
import SMTP

// What each step of the client is answered with.
extension SMTPServerHandler {
  /// Greets the client, or turns it away.
  func greet() {
    let (policy, peer) = (policy, peer)
    decide({ await policy.refusal(of: peer) }) { handler, refusal in
      let name = handler.session.configuration.role == .lmtp ? "LMTP" : "ESMTP"
      handler.send(refusal ?? SMTPReply(.ready, nil, "\(handler.options.domain) \(name) ready"))
    }
  }

  func take(_ step: SMTPServerStep) {
    setDeadline(options.commandTimeout)
    guard !isTooMuch(step) else { return }
    switch step {
    case .proxied: greet()
    case .hello(let greeting, let domain): sayHello(greeting, domain)
    case .startTLS: answerStartTLS()
    case .authentication(let mechanism, let response): authenticate(mechanism, response)
    case .authenticationResponse(let response): goOnAuthenticating(response)
    case .mail(let envelope): answerMail(envelope)
    case .rcpt(let recipient): answerRecipient(recipient)
    case .data: beginMessage(isChunked: false)
    case .chunk: if feed == nil { beginMessage(isChunked: true) }
    case .chunkEnded: answerChunk()
    case .messageEnded(let summary): endMessage(summary)
    case .rset:
      endTransaction()
      send(SMTPReply(.ok, SMTPReply.Detail(0, 0), "Reset"))
    case .quit:
      endTransaction()
      send(SMTPReply(.closing, SMTPReply.Detail(0, 0), "\(options.domain) goodbye"))
    case .other(let verb): answer(verb)
    case .rejected(let error): reject(error)
    case .violation(let violation): answer(violation)
    }
  }

  /// Whether the client has done too much of what brings no message.
  private func isTooMuch(_ step: SMTPServerStep) -> Bool {
    switch step {
    case .rejected: rejectedCommands += 1
    case .hello, .mail, .rset, .other, .authentication, .startTLS: commandsWithoutMessage += 1
    default: return false
    }
    guard rejectedCommands > options.rejectedCommands || commandsWithoutMessage > options.commandsWithoutMessage
    else {
      return false
    }
    logger.info("too many commands", metadata: ["rejected": "\(rejectedCommands)"])
    closeNow(with: SMTPReply(.notAvailable, SMTPReply.Detail(7, 0), "\(options.domain) has had too many commands"))
    return true
  }

  // MARK: Session

  private func sayHello(_ greeting: SMTPPeer.Greeting, _ domain: String) {
    endTransaction()
    peer.greeting = greeting
    peer.domain = domain
    send(
      greeting == .helo ? SMTPReply(.ok, nil, options.domain) : options.capabilities(isSecure: peer.isSecure).reply)
  }

  private func answerStartTLS() {
    guard let tls = options.tls else {
      return send(SMTPReply(.temporaryAuthenticationFailure, SMTPReply.Detail(7, 0), "TLS is not available"))
    }
    // Whoever speaks on in the clear is not told to go ahead.
    if let violation = nextStep() { return take(violation) }
    send(SMTPReply(.ready, SMTPReply.Detail(0, 0), "Ready to start TLS"))
    if !isClosing { startTLS(tls) }
  }

  private func answer(_ verb: SMTPVerb) {
    switch verb {
    case .noop: send(SMTPReply(.ok, SMTPReply.Detail(0, 0), "Ok"))
    // Whether a mailbox exists is told to senders of mail only (RFC 5321 section 7.3).
    case .vrfy: send(SMTPReply(.cannotVerify, SMTPReply.Detail(1, 0), "Send mail and see"))
    case .help: send(SMTPReply(.help, SMTPReply.Detail(0, 0), "See RFC 5321"))
    default: send(SMTPReply(.notImplemented, SMTPReply.Detail(5, 1), "Command not implemented"))
    }
  }

  private func reject(_ error: SMTPSyntaxError) {
    metrics.commandRejected()
    logger.debug("rejected", metadata: ["kind": "\(error.kind)", "verb": "\(error.verb?.name ?? "")"])
    if feed != nil, error.verb == .bdat { abandonMessage() }
    send(error.suggestedReply)
  }

  private func answer(_ violation: SMTPServerSession.Violation) {
    logger.info("out of turn", metadata: ["violation": "\(violation.rawValue)"])
    switch violation {
    case .plaintextAfterSTARTTLS: isClosing = true
    // What comes before its turn is bytes that the client takes for something else than the server would.
    case .earlyTalker, .earlyData:
      closeNow(with: SMTPReply(.notAvailable, SMTPReply.Detail(5, 0), "\(options.domain) was not waited for"))
    case .earlyCommand: break
    }
  }

  // MARK: Envelope

  func endTransaction() {
    abandonMessage()
    envelope = nil
    recipients = []
  }

  private func answerMail(_ envelope: SMTPEnvelope) {
    let (policy, peer) = (policy, peer)
    decide({ await policy.mail(envelope, from: peer) }) { handler, reply in
      if reply.isPositive { handler.envelope = envelope }
      handler.send(reply)
    }
  }

  private func answerRecipient(_ recipient: SMTPEnvelope.Recipient) {
    guard let envelope else { return send(SMTPSyntaxError.badSequenceReply) }
    let (policy, peer) = (policy, peer)
    decide({ await policy.rcpt(recipient, envelope, from: peer) }) { handler, reply in
      if reply.isPositive { handler.recipients.append(recipient) }
      handler.send(reply)
    }
  }

  // MARK: Message

  private func beginMessage(isChunked: Bool) {
    guard var envelope else { return send(SMTPSyntaxError.badSequenceReply) }
    envelope.recipients = recipients
    let (policy, peer, whole) = (policy, peer, envelope)
    decide({ await policy.message(whole, from: peer) }) { handler, answer in
      switch (answer, isChunked) {
      case (.receive(let receiver), _):
        handler.feed = MessageFeed(to: receiver)
        if !isChunked { handler.send(SMTPReply(.startMail, nil, "End data with <CR><LF>.<CR><LF>")) }
      case (.refuse(let reply), false): handler.send(reply)
      // Its octets come whatever is said, and the reply after them.
      case (.refuse(let reply), true): handler.feed = MessageFeed(refusal: reply)
      }
    }
  }

  private func answerChunk() {
    guard let refusal = feed?.refusal else {
      return send(SMTPReply(.ok, SMTPReply.Detail(0, 0), "Chunk received"))
    }
    endTransaction()
    send(refusal)
  }

  private func endMessage(_ summary: MessageSummary) {
    guard let feed, session.repliesOwed > 0 else { return endTransaction() }
    commandsWithoutMessage = 0
    decide({ await feed.end(summary) }) { handler, replies in
      handler.logTransaction(summary, replies)
      handler.feed = nil
      handler.endTransaction()
      var replies = replies[...]
      var reply = SMTPReply(.localError, SMTPReply.Detail(3, 0), "No answer")
      for _ in 0..<handler.session.repliesOwed {
        reply = replies.popFirst() ?? reply
        handler.send(reply)
      }
    }
  }

  private func logTransaction(_ summary: MessageSummary, _ replies: [SMTPReply]) {
    metrics.messageEnded(isAccepted: replies.contains(where: \.isPositive), octets: summary.size)
    logger.info(
      "message",
      metadata: [
        "with": "\(peer.protocolName)", "helo": "\(peer.domain)", "user": "\(peer.user ?? "")",
        "from": "\(envelope?.reversePath?.description ?? "")",
        "to": .array(recipients.prefix(20).map { "\($0.forwardPath?.description ?? "postmaster")" }),
        "recipients": "\(recipients.count)", "size": "\(summary.size)",
        "code": .array(replies.map { "\($0.code.value) \($0.enhancedStatus ?? "")" }),
        "text": "\(replies.first?.text ?? "")",
      ])
  }
}

extension SMTPSyntaxError {
  static var badSequenceReply: SMTPReply {
    SMTPReply(.badSequence, SMTPReply.Detail(5, 1), "Bad sequence of commands")
  }
}
