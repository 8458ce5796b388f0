public import WireBytes

/// A recorded SMTP dialogue, taken apart: what the client sent, what the server answered, and what was wrong.
///
///     S: 220 mx.example.org
///     C: MAIL FROM: <a@b.c>
///     S: 250 2.1.0 Sender ok
///
/// It is passive: it goes by what the server answered. After a 354 comes a message, whatever our own grammar thinks
/// of the MAIL before it, and what the strict grammar would have said stands as a defect of the event. Ranges are
/// offsets in the byte stream of the event's side. The events map one to one to the JSON of `mimewire smtp`.
public struct SMTPTranscript: Sendable {
  /// Who sent it.
  public enum Side: String, Sendable, Hashable {
    case client, server
  }

  /// One event of a dialogue.
  public struct Event: Sendable, Hashable {
    public let side: Side
    /// Offsets in the side's stream, line break included.
    public let range: Range<Int>
    public let kind: Kind
    /// With offsets in the side's stream.
    public var defects: [Defect]
  }

  /// What an event is. The case names are the JSON's `event`.
  public enum Kind: Sendable, Hashable {
    /// A command, strict or as the most lenient reading takes it
    case command(Command)
    /// A line that no reading takes; `offset` is in the client's stream
    case rejected(SMTPSyntaxError, offset: Int)
    /// A reply
    case reply(SMTPReply)
    /// A line of an AUTH exchange; `secret` is its range without the line break, never to be shown
    case auth(secret: Range<Int>)
    /// A message: where its content stands once dots are unstuffed, and what ended it
    case message(size: Int, content: [Range<Int>], end: EndOfData)
    /// The 220 to STARTTLS was sent; what follows in a capture is TLS
    case startTLS
    /// A chunk of BDAT
    case chunk(size: Int, isLast: Bool)
    /// A PROXY header
    case proxy(ProxyHeader)

    /// The word that JSON uses.
    public var name: String {
      switch self {
      case .command: "command"
      case .rejected: "rejected"
      case .reply: "reply"
      case .auth: "auth"
      case .message: "message"
      case .startTLS: "startTLS"
      case .chunk: "chunk"
      case .proxy: "proxy"
      }
    }
  }

  /// What ended a message.
  public enum EndOfData: String, Sendable, Hashable {
    case dot = "CRLF.CRLF"
    case lastChunk = "BDAT LAST"
    /// The dialogue stops inside the message
    case missing = "none"
  }

  /// A command as text, for people and JSON. Absent is not empty.
  public struct Command: Sendable, Hashable {
    public let verb: SMTPVerb
    /// Of MAIL: the address without brackets, empty for `<>`
    public var reversePath: String?
    /// Of RCPT: the address without brackets
    public var forwardPath: String?
    /// The route before an address, `@x.test,@y.test`
    public var sourceRoute: String?
    /// Of EHLO, HELO and LHLO
    public var domain: String?
    /// Of MAIL, RCPT, XCLIENT and XFORWARD, as sent
    public var parameters: [Parameter] = []
    /// Of AUTH
    public var mechanism: String?
    /// Of AUTH with an initial response: its range in the client's stream, never to be shown
    public var secret: Range<Int>?
    /// Of any other command
    public var argument: String?
    /// Departures that the most lenient reading had to make
    public var deviations: SMTPLeniency = []

    init(verb: SMTPVerb) {
      self.verb = verb
    }
  }

  /// One parameter, as sent.
  public struct Parameter: Sendable, Hashable {
    public let keyword: String
    public let value: String?
  }

  /// Text that is no transcript.
  public struct NotATranscript: Error, Sendable, Hashable, CustomStringConvertible {
    /// The first line that cannot be read, from 1.
    public let line: Int
    public let reason: String
    /// One line.
    public var description: String { "line \(line): \(reason)" }
  }

  /// The client's bytes.
  public let client: [UInt8]
  /// The server's bytes.
  public let server: [UInt8]
  /// In the order of the dialogue; of two captured streams, each reply after what it answers.
  public let events: [Event]

  /// Takes two captured byte streams apart.
  public init(client: [UInt8], server: [UInt8]) {
    self.client = client
    self.server = server
    var reader = TranscriptReader(client: client, server: server, turns: nil)
    self.events = reader.read()
  }

  /// Takes the text form apart: lines that begin with `C: ` or `S: `, or with swaks' marks ` -> ` and `<-  `, each its
  /// bytes plus CR LF, without CR LF when it ends in `\`; `\r \n \t \0 \xNN \\` stand for one byte.
  public init(parsing text: Span<UInt8>) throws(NotATranscript) {
    let parsed = try TranscriptText(parsing: text)
    self.client = parsed.client
    self.server = parsed.server
    var reader = TranscriptReader(client: parsed.client, server: parsed.server, turns: parsed.turns)
    self.events = reader.read()
  }

  /// The bytes of a message event's content, or of nothing.
  public func content(of event: Event) -> [UInt8] {
    guard case .message(_, let content, _) = event.kind else { return [] }
    return content.reduce(into: []) { $0 += client[$1] }
  }
}
