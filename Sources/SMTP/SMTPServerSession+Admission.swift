internal import WireBytes

// Whether a well-formed command may run here and now, and what it starts.
extension SMTPServerSession {
  /// The state that a positive reply leads to.
  ///
  /// - Throws: the refusal. Order of tests: what is hidden without TLS, what is unknown here, what is out of order,
  ///   what is not advertised.
  mutating func admit(_ command: SMTPCommand, line: Span<UInt8>) throws(SMTPSyntaxError) -> SMTPTransitions.State {
    let verb = command.verb
    func no(_ kind: SMTPSyntaxError.Kind, at range: Range<Int> = 0..<0) -> SMTPSyntaxError {
      SMTPSyntaxError(kind, at: range, verb: verb)
    }
    let isLMTP = configuration.role == .lmtp
    if verb == .lhlo && !isLMTP || (verb == .ehlo || verb == .helo) && isLMTP { throw no(.unknownCommand) }
    if configuration.requiresTLS, !configuration.isSecure {
      switch verb {
      case .noop, .ehlo, .lhlo, .startTLS, .quit: break
      default: throw no(.tlsRequired)
      }
    }
    guard isAdvertised(verb) else { throw no(.notImplemented) }
    let next = try transition(verb)
    switch command.form {
    case .mail(let path, let parameters): try admitMail(path, parameters, line)
    case .rcpt(let path, let parameters): try admitRecipient(path, parameters, line)
    case .data where transaction.body == .binaryMIME:
      // "If BODY=BINARYMIME ... DATA ... MUST be refused" and the transaction must be reset (RFC 3030 section 3).
      state = .spoiled
      throw no(.badSequence)
    case .bdat(_, _, isWellFormed: false): throw no(.unexpectedArgument)
    case .bdat(size: 0, isLast: false, _) where !configuration.leniency.contains(.emptyChunk): throw no(.emptyChunk)
    case .auth(let mechanism, _):
      guard !isAuthenticated else { throw no(.badSequence) }
      let name = String(bytes: line, mechanism).asciiUppercased
      guard configuration.mechanisms.contains(name) else { throw no(.mechanismNotRecognized, at: mechanism) }
    case .startTLS where configuration.isSecure: throw no(.badSequence)
    default: break
    }
    return next
  }

  private func isAdvertised(_ verb: SMTPVerb) -> Bool {
    switch verb {
    case .bdat: extensions.contains(.chunking)
    case .auth: extensions.contains(.auth)
    case .startTLS: extensions.contains(.startTLS) || configuration.isSecure
    case .burl: extensions.contains(.burl)
    case .etrn: extensions.contains(.etrn)
    case .atrn: extensions.contains(.atrn)
    case .xclient: extensions.contains(.xclient)
    case .xforward: extensions.contains(.xforward)
    default: true
    }
  }

  private mutating func transition(_ verb: SMTPVerb) throws(SMTPSyntaxError) -> SMTPTransitions.State {
    switch SMTPTransitions.cell(verb, in: state) {
    case .to(let next): return next
    case .spoil:
      if !configuration.leniency.contains(.chunksOutliveData) { state = .spoiled }
      throw SMTPSyntaxError(.badSequence, verb: verb)
    case .no:
      // After recipients were offered and refused the reply says so; without any it is an error of sequence.
      let isFruitless =
        switch (verb, configuration.role) {
        case (.data, .smtp), (.bdat, .smtp), (.burl, .smtp): offeredRecipients > 0
        case (.bdat, .lmtp): true
        default: false
        }
      throw SMTPSyntaxError(state == .mail && isFruitless ? .noValidRecipients : .badSequence, verb: verb)
    }
  }

  private mutating func admitMail(
    _ path: SMTPPath, _ parameters: SMTPParameters, _ line: Span<UInt8>
  ) throws(SMTPSyntaxError) {
    if configuration.requiresAuthentication, !isAuthenticated {
      throw SMTPSyntaxError(.authenticationRequired, verb: .mail)
    }
    try admitParameters(parameters, line, verb: .mail)
    var transaction = Transaction()
    transaction.isUTF8 = parameters.contains(.smtpUTF8)
    if case .body(let body) = parameters.first(.body, in: line)?.value { transaction.body = body }
    self.transaction = transaction
  }

  private func admitRecipient(
    _ path: SMTPPath, _ parameters: SMTPParameters, _ line: Span<UInt8>
  ) throws(SMTPSyntaxError) {
    try admitParameters(parameters, line, verb: .rcpt)
    if path.isInternationalized, !transaction.isUTF8 {
      throw SMTPSyntaxError(.utf8Required, at: path.range, verb: .rcpt)
    }
    if !transaction.isUTF8, let offset = parameters.range.first(where: { line[$0] >= 0x80 }) {
      throw SMTPSyntaxError(.parameterValue, at: offset..<offset + 1, verb: .rcpt)
    }
    guard acceptedRecipients < configuration.limits.recipients else {
      throw SMTPSyntaxError(.tooManyRecipients, verb: .rcpt)
    }
  }

  /// A parameter of an extension that is not advertised is not recognized (RFC 5321 section 4.1.1.11).
  private func admitParameters(
    _ parameters: SMTPParameters, _ line: Span<UInt8>, verb: SMTPVerb
  ) throws(SMTPSyntaxError) {
    var iterator = parameters.makeIterator()
    while let parameter = iterator.next(in: line) {
      let error = SMTPSyntaxError(.parameterNotRecognized, at: parameter.keywordRange, verb: verb)
      guard let needed = parameter.keyword.requiredExtension else { throw error }
      switch parameter.value {
      case .body(.binaryMIME):
        let isTolerated = configuration.leniency.contains(.unadvertisedBinaryMIME)
        guard isTolerated || extensions.contains(.binaryMIME) else { throw error }
      case .size(let size):
        guard extensions.contains(needed) else { throw error }
        if let limit = configuration.limits.message, size > limit {
          throw SMTPSyntaxError(.sizeTooLarge, at: parameter.valueRange ?? parameter.keywordRange, verb: verb)
        }
      default:
        guard extensions.contains(needed) else { throw error }
      }
    }
  }

  /// Starts an admitted command.
  mutating func begin(_ command: SMTPCommand, then next: SMTPTransitions.State, _ input: ByteCursor) -> Event {
    switch command.form {
    case .bdat(let size, let isLast, _):
      beginChunk(size: size, isLast: isLast)
      state = next
      return .command(command)
    case .burl(_, let isLast): debt = .command(.burl, then: next, isLast: isLast)
    default: debt = .command(command.verb, then: next, isLast: false)
    }
    if let violation = violation(after: command.verb) {
      watch = Watch(violation: violation, isBroken: !input.isAtEnd)
    }
    return .command(command)
  }

  private func violation(after verb: SMTPVerb) -> Violation? {
    switch verb {
    case .data: .earlyData
    case .ehlo, .helo, .lhlo: configuration.leniency.contains(.pipelinedAfterEHLO) ? nil : .earlyCommand
    case .startTLS: .plaintextAfterSTARTTLS
    default: nil
    }
  }

  private mutating func beginChunk(size: UInt64, isLast: Bool) {
    if data == nil { data = makeDataReader() }
    data?.beginChunk(size: size, isLast: isLast)
    phase = .chunk
  }

  func makeDataReader() -> DataReader {
    guard transaction.body != .binaryMIME else {
      return DataReader(policy: .binary, limits: configuration.limits)
    }
    var policy = configuration.policy
    if transaction.body == .eightBitMIME || transaction.isUTF8 { policy.refusesEightBit = false }
    return DataReader(policy: policy, limits: configuration.limits)
  }

  /// Refuses a line. The octets of a refused BDAT are consumed first, so that they are never commands.
  mutating func refuse(_ error: SMTPSyntaxError, line: Span<UInt8>) -> Event? {
    guard error.verb == .bdat, !error.closes else { return reject(error) }
    let lenient = configuration.leniency.union(.chunkArgument)
    guard
      let command = try? SMTPCommand(parsing: line, limits: configuration.limits, leniency: lenient),
      case .bdat(let size, let isLast, _) = command.form
    else { return reject(error) }
    refusedChunk = (error, isLast)
    if data == nil { data = makeDataReader() }
    data?.beginChunk(size: size, isLast: isLast, isDiscarded: true)
    phase = .chunk
    return nil
  }
}
