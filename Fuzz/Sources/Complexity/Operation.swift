import Mimewire

/// What is done with an input: all that the libraries can do with it.
enum Operation: Sendable {
  case message, unlimited
  case server, serverByteByByte, replies, transcript
  case mbox

  /// Does it; the number keeps the work from being optimised away.
  func run(_ bytes: [UInt8]) -> Int {
    switch self {
    case .message: readMessage(bytes, limits: MessageLimits())
    case .unlimited: readMessage(bytes, limits: .none)
    case .server: serve(bytes, chunk: bytes.count)
    case .serverByteByByte: serve(bytes, chunk: 1)
    case .replies: readReplies(bytes)
    case .transcript: SMTPTranscript(client: bytes, server: []).events.count
    case .mbox: readMailbox(bytes)
    }
  }

  /// What it is made of is held: the index of a message, or all that the others hold. Only this has a bound; texts and
  /// decoded bodies are the caller's.
  func runForHeap(_ bytes: [UInt8]) -> Int {
    switch self {
    case .message: MessageIndex(parsing: bytes.span).length
    case .unlimited: MessageIndex(parsing: bytes.span, limits: .none).length
    default: run(bytes)
    }
  }

  /// How many bytes of heap a byte of input may take. Without limits the smallest parts, two for nine bytes, take more; and
  /// a transcript is for looking at: an event with its text for each line of six bytes.
  var heapBound: Double {
    switch self {
    case .transcript: 160
    case .unlimited: 64
    default: 32
    }
  }

  /// The steepest slope of time over size that counts as linear. A transcript's events outgrow the caches.
  var steepest: Double {
    switch self {
    case .transcript: 1.25
    default: 1.1
    }
  }

  private func readMessage(_ bytes: [UInt8], limits: MessageLimits) -> Int {
    let charsets = ICUCharsets()
    let message = Message(parsing: bytes, limits: limits)
    var result = message.audit(using: charsets).total
    for part in message.parts {
      for field in part.fields { result += field.text(using: charsets).utf8.count }
      guard part.isLeaf else { continue }
      result += part.fileName()?.utf8.count ?? 0
      var log = DefectLog()
      result += part.decodedBody(defects: &log).count
      result += part.text(using: charsets)?.malformed ?? 0
      result += part.flowedText()?.paragraphs.count ?? 0
    }
    return result
  }

  private func serve(_ bytes: [UInt8], chunk: Int) -> Int {
    var configuration = SMTPServerConfiguration()
    configuration.extensions = .all
    configuration.limits.recipients = .max
    var session = SMTPServerSession(configuration)
    var output: [UInt8] = []
    try? session.send(SMTPReply(.ready), into: &output)
    var result = 0
    var start = 0
    let span = bytes.span
    while start < bytes.count, !session.isClosed {
      let piece = span.extracting(start..<min(start + max(1, chunk), bytes.count))
      var input = ByteCursor(piece)
      while let event = session.next(from: &input) {
        result += 1
        output.removeAll(keepingCapacity: true)
        if let reply = answer(event) {
          while session.repliesOwed > 0 { if (try? session.send(reply, into: &output)) == nil { return result } }
        }
      }
      start += piece.count
    }
    return result
  }

  private func answer(_ event: SMTPServerSession.Event) -> SMTPReply? {
    switch event {
    case .command(let command):
      switch command.form {
      case .data: SMTPReply(.startMail)
      case .bdat: nil
      default: SMTPReply(.ok)
      }
    case .rejected(let error): error.suggestedReply
    case .messageEnded(let summary): summary.suggestedReply ?? SMTPReply(.ok)
    case .chunkEnded, .authResponse, .proxied: SMTPReply(.ok)
    case .violation, .messageBytes, .lineBreak, .carriageReturn: nil
    }
  }

  private func readReplies(_ bytes: [UInt8]) -> Int {
    var reader = SMTPReplyReader()
    var result = 0
    let span = bytes.span
    var input = ByteCursor(span)
    while reader.next(from: &input) != nil { result += 1 }
    return result
  }

  private func readMailbox(_ bytes: [UInt8]) -> Int {
    var reader = MboxReader()
    var result = 0
    let span = bytes.span
    var input = ByteCursor(span)
    while let message = reader.next(from: &input) { result += message.bytes.count + 1 }
    while let message = reader.finish() { result += message.bytes.count + 1 }
    return result
  }
}

extension MessageLimits {
  /// No limit at all.
  static var none: MessageLimits {
    var limits = MessageLimits()
    limits.depth = .max
    limits.parts = .max
    limits.fieldsPerPart = .max
    limits.headerSectionBytes = .max
    limits.parametersPerField = .max
    return limits
  }
}
