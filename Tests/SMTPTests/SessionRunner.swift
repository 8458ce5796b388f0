import Testing
import WireBytes

@testable import SMTP

/// Bytes in the notation of the acceptance table: `\r \n \t \0 \xNN` are one byte, every other backslash is itself,
/// and `¦` is nothing, for it marks where a segment ended when the row was thought of.
func wire(_ text: String) -> [UInt8] {
  var bytes: [UInt8] = []
  var rest = Array(text.utf8)[...]
  while let byte = rest.first {
    rest = rest.dropFirst()
    guard byte == ASCII.backslash, let next = rest.first else {
      bytes.append(byte)
      continue
    }
    switch next {
    case 0x72: bytes.append(ASCII.cr)
    case 0x6E: bytes.append(ASCII.lf)
    case 0x74: bytes.append(ASCII.tab)
    case 0x30: bytes.append(ASCII.nul)
    case 0x78:
      let digits = rest.dropFirst().prefix(2).compactMap { ASCII.hexValue($0) }
      guard digits.count == 2 else {
        bytes.append(byte)
        continue
      }
      bytes.append(digits[0] << 4 | digits[1])
      rest = rest.dropFirst(2)
    default:
      bytes.append(byte)
      continue
    }
    rest = rest.dropFirst()
  }
  return bytes.split(separator: [0xC2, 0xA6]).reduce([], +)
}

/// Bytes back in that notation, for messages a person can read.
func escaped(_ bytes: [UInt8]) -> String {
  bytes.map { byte in
    switch byte {
    case ASCII.cr: "\\r"
    case ASCII.lf: "\\n"
    case ASCII.tab: "\\t"
    case ASCII.nul: "\\0"
    case 0x20...0x7E: String(UnicodeScalar(byte))
    default: "\\x" + String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
    }
  }.joined()
}

/// A row of the acceptance table for a server session: what is fed, and the events in words.
struct SessionRow: Sendable, CustomTestStringConvertible {
  let id: String
  /// Each is fed after the replies to the one before.
  let steps: [[UInt8]]
  let expected: [String]
  let configuration: SMTPServerConfiguration
  /// Commands before the row that are not part of what is expected.
  let setup: [String]
  /// Input arrives before its time: replies go out only when a step is all fed.
  let holdsReplies: Bool
  /// What the caller says to the greeting and to refusals, where the RFC leaves it a choice.
  let answers: SessionRunner.Answers

  init(
    _ id: String, _ steps: String..., gives expected: [String], after setup: [String] = [],
    holdsReplies: Bool = false, answering answers: SessionRunner.Answers = .init(),
    configuration: SMTPServerConfiguration = .everything,
    _ adjust: (inout SMTPServerConfiguration) -> Void = { _ in }
  ) {
    self.id = id
    self.steps = steps.map(wire)
    self.expected = expected
    self.setup = setup
    self.holdsReplies = holdsReplies
    self.answers = answers
    var configuration = configuration
    adjust(&configuration)
    self.configuration = configuration
  }

  var testDescription: String { "\(id): \(steps.map(escaped).joined(separator: " | ").prefix(100))" }
}

extension SMTPServerConfiguration {
  /// Every extension advertised, as most rows have it.
  static let everything: SMTPServerConfiguration = {
    var configuration = SMTPServerConfiguration()
    configuration.extensions = .all
    configuration.mechanisms = ["PLAIN", "LOGIN"]
    return configuration
  }()

  static let lmtp: SMTPServerConfiguration = {
    var configuration = everything
    configuration.role = .lmtp
    return configuration
  }()
}

/// Plays the server with a session: answers every command with what a willing server says, but 550 to a recipient
/// with `bad` in it.
struct SessionRunner {
  /// What a server may say instead of what is usual.
  struct Answers: Sendable {
    var greeting = SMTPReply(.ready, nil, "mx.example.org ready")
    /// For a refusal, and told in the events; nil for the suggested reply.
    var refusal: SMTPReply?
  }

  var session: SMTPServerSession
  var output: [UInt8] = []
  var events: [String] = []
  private var content: [UInt8] = []
  private var unread: [UInt8] = []
  private var owed: SMTPReply?
  private let holdsReplies: Bool
  private let answers: Answers

  init(_ configuration: SMTPServerConfiguration, holdsReplies: Bool = false, answering answers: Answers = Answers()) {
    session = SMTPServerSession(configuration)
    self.holdsReplies = holdsReplies
    self.answers = answers
    if !configuration.expectsProxy { owed = answers.greeting }
    if !holdsReplies { reply() }
  }

  /// Feeds bytes, cut at the given places.
  mutating func feed(_ bytes: [UInt8], cutting cuts: [Int] = []) {
    var start = 0
    for cut in cuts + [bytes.count] {
      feed(chunk: Array(bytes[start..<cut]))
      start = cut
    }
    if holdsReplies {
      reply()
      feed(chunk: [])
    }
  }

  private mutating func feed(chunk: [UInt8]) {
    let bytes = unread + chunk
    let span = bytes.span
    var input = ByteCursor(span)
    while true {
      while let event = session.next(from: &input) {
        let current = session
        let line = current.line(in: input).array
        take(event, line: line, bytes)
        if !holdsReplies { reply() }
      }
      guard holdsReplies, owed != nil, chunk.isEmpty else { break }
      reply()
    }
    unread = Array(bytes[input.offset...])
    if session.isClosed { unread = [] }
  }

  mutating func reply() {
    while let reply = owed, session.repliesOwed > 0 {
      do {
        try session.send(reply, into: &output)
      } catch {
        events.append("out of order")
        owed = nil
      }
      if session.repliesOwed == 0 { owed = nil }
    }
    owed = nil
  }

  private mutating func take(_ event: SMTPServerSession.Event, line: [UInt8], _ bytes: [UInt8]) {
    switch event {
    case .messageBytes(let range): content += bytes[range]
    case .lineBreak: content += [ASCII.cr, ASCII.lf]
    case .carriageReturn: content.append(ASCII.cr)
    default:
      flushContent()
      events.append(describe(event, line))
    }
  }

  mutating func flushContent() {
    if !content.isEmpty { events.append("bytes " + escaped(content)) }
    content = []
  }

  private mutating func describe(_ event: SMTPServerSession.Event, _ line: [UInt8]) -> String {
    switch event {
    case .command(let command):
      owed = answer(command, line)
      let verb =
        if case .auth(_, .some(let initial)) = command.form, initial.isEmpty { "AUTH =" } else { command.verb.name }
      return ([verb] + command.deviations.subtracting(.strict).names).joined(separator: " ")
    case .rejected(let error):
      owed = answers.refusal ?? error.suggestedReply
      let suggested =
        "\(error.suggestedReply.code.value) \(error.suggestedReply.enhancedStatus ?? "") \(error.kind.rawValue)"
      return suggested + (answers.refusal.map { ", said \($0.code.value)" } ?? "")
    case .authResponse(let range):
      owed = SMTPReply(.authenticated, SMTPReply.Detail(7, 0), "Welcome")
      return "auth " + escaped(Array(line[range]))
    case .violation(let violation): return "violation " + violation.rawValue
    case .chunkEnded:
      owed = SMTPReply(.ok, SMTPReply.Detail(0, 0), "Chunk taken")
      return "chunk"
    case .messageEnded(let summary):
      owed = summary.suggestedReply ?? SMTPReply(.ok, SMTPReply.Detail(0, 0), "Taken")
      let count = session.repliesOwed == 1 ? "" : " x\(session.repliesOwed)"
      guard let reply = summary.suggestedReply, let kind = summary.refusal else {
        return "ended" + count + Self.notes(summary)
      }
      return "refused \(reply.code.value) \(reply.enhancedStatus ?? "") \(kind.rawValue)" + count
    case .proxied(let header):
      owed = answers.greeting
      return "proxied v\(header.version) \(header.source.map { "\($0.address):\($0.port)" } ?? "unknown")"
    case .messageBytes, .lineBreak, .carriageReturn: return ""
    }
  }

  /// What a message that is taken was found to hold all the same.
  private static func notes(_ summary: MessageSummary) -> String {
    let counts = [
      (summary.bareCRs, "CR"), (summary.bareLFs, "LF"), (summary.nuls, "NUL"), (summary.eightBit, "8-bit"),
    ]
    let notes = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let long = summary.longestLine > SMTPLimits().textLine ? ["line of \(summary.longestLine)"] : []
    return notes.isEmpty && long.isEmpty ? "" : " with " + (notes + long).joined(separator: ", ")
  }

  private func answer(_ command: SMTPCommand, _ line: [UInt8]) -> SMTPReply {
    switch command.form {
    case .data: SMTPReply(.startMail, nil, "Go on")
    case .quit: SMTPReply(.closing, SMTPReply.Detail(0, 0), "Bye")
    case .startTLS, .xclient: SMTPReply(.ready, nil, "Go on")
    case .auth(_, nil): SMTPReply(.challenge)
    case .auth: SMTPReply(.authenticated, SMTPReply.Detail(7, 0), "Welcome")
    case .rcpt where escaped(line).contains("bad"):
      SMTPReply(.refused, SMTPReply.Detail(1, 1), "No such user")
    case .ehlo, .helo, .lhlo: SMTPReply(.ok, nil, "mx.example.org")
    default: SMTPReply(.ok, SMTPReply.Detail(0, 0), "OK")
    }
  }
}

extension SMTPLeniency {
  static let named: [(SMTPLeniency, String)] = [
    (.bareLFEndsLine, "bareLFEndsLine"), (.leadingSpace, "leadingSpace"), (.tabAfterVerb, "tabAfterVerb"),
    (.argumentOfQuit, "argumentOfQuit"), (.chunkArgument, "chunkArgument"), (.anyHelloArgument, "anyHelloArgument"),
    (.underscoreInDomain, "underscoreInDomain"), (.trailingDot, "trailingDot"),
    (.dotsInLocalPart, "dotsInLocalPart"), (.spaceAfterColon, "spaceAfterColon"),
    (.pathWithoutBrackets, "pathWithoutBrackets"), (.postmasterReversePath, "postmasterReversePath"),
    (.shortCompression, "shortCompression"), (.hyphenAtLabelEdge, "hyphenAtLabelEdge"),
    (.spaceBetweenParameters, "spaceBetweenParameters"),
    (.repeatedParameter, "repeatedParameter"),
  ]

  var names: [String] { SMTPLeniency.named.filter { contains($0.0) }.map(\.1) }
}

/// Runs a row whole, byte by byte, and at every two-way split of each step; all must give what is expected.
func check(_ row: SessionRow, sourceLocation: SourceLocation = #_sourceLocation) {
  func run(_ cuts: (Int, Int) -> [Int]) -> [String] {
    var runner = SessionRunner(
      row.configuration, holdsReplies: row.holdsReplies && row.setup.isEmpty, answering: row.answers)
    if !row.setup.isEmpty {
      for line in row.setup { runner.feed(wire(line + #"\r\n"#)) }
      if row.holdsReplies { runner = runner.holding() }
      runner.events = []
    }
    for (index, step) in row.steps.enumerated() { runner.feed(step, cutting: cuts(index, step.count)) }
    runner.flushContent()
    return runner.events + (runner.session.isClosed ? ["closed"] : [])
  }
  let whole = run { _, _ in [] }
  #expect(whole == row.expected, "\(row.testDescription), whole", sourceLocation: sourceLocation)
  // Long inputs would make the splits quadratic; their first and last bytes are where the edges are.
  let places = row.steps.map { step in
    step.count <= 1_100 ? Array(1..<max(1, step.count)) : Array(1..<40) + Array(step.count - 40..<step.count)
  }
  let bytewise = run { _, count in
    count > 100_000 ? stride(from: 1, to: count, by: 7).map { $0 } : Array(1..<max(1, count))
  }
  #expect(bytewise == whole, "\(row.testDescription), byte by byte", sourceLocation: sourceLocation)
  for (step, offsets) in places.enumerated() {
    for offset in offsets {
      let split = run { index, _ in index == step ? [offset] : [] }
      #expect(split == whole, "\(row.testDescription), step \(step) cut at \(offset)", sourceLocation: sourceLocation)
    }
  }
}

extension SessionRunner {
  /// The same session from here on with replies held back.
  func holding() -> SessionRunner {
    var copy = SessionRunner(session.configuration, holdsReplies: true, answering: answers)
    copy.session = session
    copy.owed = nil
    return copy
  }
}
