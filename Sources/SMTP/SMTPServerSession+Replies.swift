internal import WireBytes

// What the caller's replies do.
extension SMTPServerSession {
  /// Sends one reply: to the greeting, the last command or refusal, the chunk, or the message.
  ///
  /// - Throws: when no reply is owed, or this one cannot answer it: 354 is for DATA, 334 for AUTH.
  public mutating func send(_ reply: SMTPReply, into output: inout [UInt8]) throws(OutOfOrder) {
    guard !isClosed, let debt, fits(reply, debt) else { throw OutOfOrder() }
    reply.write(into: &output)
    mustFlush = true
    self.debt = nil
    switch debt {
    case .greeting:
      state = reply.code == .ready ? .greeted : .refused
    case .rejection(let closes):
      isClosed = closes
    case .authResponse: answerAuth(reply)
    case .chunk:
      mustFlush = false
      if !reply.isPositive { state = .spoiled }
    case .message:
      repliesLeft -= 1
      if repliesLeft > 0 {
        self.debt = .message
      } else {
        endTransaction()
      }
    case .command(let verb, let next, let isLast):
      mustFlush = verb.endsGroup
      answer(verb, reply, then: next, isLast: isLast)
    }
    // 421 may come at any time, and is the last that is said (RFC 5321 section 3.8).
    if reply.code == .notAvailable { isClosed = true }
  }

  private func fits(_ reply: SMTPReply, _ debt: Debt) -> Bool {
    switch (reply.code, debt) {
    case (.startMail, .command(.data, _, _)), (.challenge, .command(.auth, _, _)), (.challenge, .authResponse): true
    case (.startMail, _), (.challenge, _): false
    case (_, .command(.data, _, _)): !reply.isPositive
    default: true
    }
  }

  private mutating func answer(
    _ verb: SMTPVerb, _ reply: SMTPReply, then next: SMTPTransitions.State, isLast: Bool
  ) {
    switch verb {
    case .quit: isClosed = true
    case .auth: answerAuth(reply)
    case .rcpt:
      offeredRecipients += 1
      if reply.isPositive {
        acceptedRecipients += 1
        state = next
      }
    case .burl: answerURL(reply, then: next, isLast: isLast)
    case _ where !reply.isPositive:
      if verb == .mail { transaction = Transaction() }
    case .data:
      data = makeDataReader()
      data?.beginDotted()
      phase = .message
    case .startTLS:
      phase = .handover
    case .ehlo, .helo, .lhlo:
      endTransaction()
      state = next
      let keeps = verb != .helo || configuration.leniency.contains(.parametersAfterHELO)
      extensions = keeps ? configuration.offeredExtensions : []
      lines.limit = configuration.limits.commandLine(with: extensions)
    case .rset:
      endTransaction()
      state = next
    case .xclient:
      // The session begins anew, with another client (XCLIENT_README: the server answers 220 as to a new connection).
      endTransaction()
      isAuthenticated = false
      state = next
    default: state = next
    }
  }

  private mutating func answerAuth(_ reply: SMTPReply) {
    if reply.code == .challenge {
      phase = .auth
      lines.limit = configuration.limits.authLine
    } else {
      isAuthenticated = reply.isPositive
      endAuth()
    }
  }

  /// A BURL is a chunk without octets; the last one ends the message.
  private mutating func answerURL(_ reply: SMTPReply, then next: SMTPTransitions.State, isLast: Bool) {
    guard isLast else {
      state = reply.isPositive ? next : .spoiled
      return
    }
    repliesLeft = configuration.role == .lmtp ? acceptedRecipients - 1 : 0
    if repliesLeft > 0 {
      debt = .message
    } else {
      endTransaction()
    }
  }
}
