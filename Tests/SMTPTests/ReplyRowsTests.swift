import MailTestSupport
import Testing
import WireBytes

@testable import SMTP

/// Sections 7 and 8 of the acceptance table: replies, and what they offer.
@Suite struct ReplyRowsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let id: String
    let input: String
    let expected: [String]
    var leniency: SMTPLeniency = .strict
    var question = SMTPReplyReader.Question.command
    var limits = SMTPLimits()
    var testDescription: String { "\(id): \(input.prefix(80))" }

    init(
      _ id: String, _ input: String, _ expected: String..., leniency: SMTPLeniency = [],
      question: SMTPReplyReader.Question = .command, octets: Int? = nil
    ) {
      self.id = id
      self.input = input
      self.expected = expected
      self.leniency = SMTPLeniency.strict.union(leniency)
      self.question = question
      if let octets { self.limits.reply = octets }
    }
  }

  static func describe(_ event: SMTPReplyReader.Event) -> String {
    switch event {
    case .malformed(let failure): return "error \(failure.rawValue)"
    case .reply(let reply):
      let status = reply.enhancedStatus.map { " " + $0 } ?? ""
      let notes = reply.notes.isEmpty ? "" : " notes \(reply.notes.rawValue)"
      return "\(reply.code.value)\(status) [\(reply.lines.joined(separator: "|"))]\(notes)"
    }
  }

  static func read(_ row: Row, cuts: [Int]) -> [String] {
    let bytes = wire(row.input)
    var reader = SMTPReplyReader(limits: row.limits, leniency: row.leniency)
    var found: [String] = []
    var start = 0
    for cut in cuts + [bytes.count] {
      let chunk = Array(bytes[start..<cut])
      let span = chunk.span
      var input = ByteCursor(span)
      while let event = reader.next(from: &input, to: row.question) {
        found.append(describe(event))
        if case .malformed = event { return found }
      }
      start = cut
    }
    return found
  }

  static let longText = String(repeating: "a", count: 506)
  static let tooLong = String(repeating: "a", count: 5_000)

  @Test(arguments: [
    Row("R1", #"250\r\n"#, "250 []"),
    Row("R2", #"250 \r\n"#, "250 []"),
    Row("R2 two", #"250-\r\n250 \r\n"#, "250 [|]"),
    Row("R3", #"250-a\r\n250 b\r\n"#, "250 [a|b]"),
    Row("R4", #"250-a\r\n251 b\r\n"#, "error codesDiffer"),
    Row("R4", #"250-a\r\n354 b\r\n"#, "error codesDiffer"),
    Row("R5", #"25 a\r\n"#, "error code"),
    Row("R5", #"2500 a\r\n"#, "error separator"),
    Row("R5", #"abc\r\n"#, "error code"),
    Row("R6", #"290 x\r\n"#, "290 [x]"),
    Row("R6", #"199 x\r\n"#, "error code"),
    Row("R6", #"650 x\r\n"#, "error code"),
    Row("R6 lenient", #"199 x\r\n"#, "199 [x] notes 32", leniency: .preliminaryReply),
    Row("R7", #"250\tok\r\n"#, "error separator"),
    Row("R7 lenient", #"250\tok\r\n"#, "250 [ok] notes 8", leniency: .tabAfterCode),
    Row("R8", #"250 ok\n"#, "error lineBreak"),
    Row("R8 lenient", #"250 ok\n"#, "250 [ok] notes 4", leniency: .bareLFEndsReply),
    Row("R8 bare CR", #"250 a\rb\r\n"#, "error lineBreak"),
    Row("R8 NUL", #"250 a\0b\r\n"#, "error lineBreak"),
    Row("R9", String(repeating: #"250-a\r\n"#, count: 200), "error tooLong"),
    Row(
      "R9 bytes", String(repeating: "250-" + String(repeating: "a", count: 900) + #"\r\n"#, count: 3),
      "error tooLong", leniency: .longReplyLine, octets: 2_000),
    Row("R10", "250 " + longText + #"\r\n"#, "250 [\(longText)]"),
    Row("R10", "250 " + tooLong + #"\r\n"#, "error tooLong"),
    Row("R10 lenient", "250 " + tooLong + #"\r\n"#, "250 [\(tooLong)] notes 16", leniency: .longReplyLine),
    Row(
      "R10 truncated", "250 " + tooLong + #"\r\n250 b\r\n"#, "250 [\(longText)] notes 16", "250 [b]",
      leniency: .truncatedReplyLine),
    Row(
      "R10 truncated, not inside a letter", #"250 a"# + String(repeating: "é", count: 300) + #"\r\n"#,
      "250 [a\(String(repeating: "é", count: 252))] notes 16", leniency: .truncatedReplyLine),
    Row(
      "R10 endless", String(repeating: "2", count: 3_000), "error tooLong", leniency: .truncatedReplyLine,
      octets: 2_000),
    Row("R13", #"250 2.1.5 ok\r\n"#, "250 2.1.5 [ok]"),
    Row("R14", #"550 2.1.1 x\r\n"#, "550 [2.1.1 x] notes 1"),
    Row("R14", #"250 5.0.0 x\r\n"#, "250 [5.0.0 x] notes 1"),
    Row("R15", #"250 2.1 ok\r\n"#, "250 [2.1 ok]"),
    Row("R15", #"550 5.1.1000 x\r\n"#, "550 [5.1.1000 x]"),
    Row("R15", #"550 5.256.1 x\r\n"#, "550 5.256.1 [x]"),
    Row("R16", #"550-5.1.1 a\r\n550 5.1.1 b\r\n"#, "550 5.1.1 [a|b]"),
    Row("R16 last missing", #"550-5.1.1 a\r\n550 b\r\n"#, "550 [5.1.1 a|b] notes 2"),
    Row("R16 last only", #"550-a\r\n550 5.1.1 b\r\n"#, "550 5.1.1 [a|b] notes 2"),
    Row("R16 differing", #"550-5.1.1 a\r\n550 5.2.2 b\r\n"#, "550 5.2.2 [a|b] notes 2"),
    Row("R17", #"334 \r\n334 VXNlcm5hbWU6\r\n"#, "334 []", "334 [VXNlcm5hbWU6]"),
    Row("R18", #"354 2.0.0 go\r\n"#, "354 [2.0.0 go]"),
    Row("R19", #"220 2.0.0 host\r\n"#, "220 [2.0.0 host]", question: .opening),
    Row("R19", #"250 2.1.0 x\r\n"#, "250 [2.1.0 x]", question: .opening),
    Row("R20", #"220-a\r\n220 b\r\n"#, "220 [a|b]", question: .opening),
  ])
  func replies(_ row: Row) {
    let count = wire(row.input).count
    let whole = Self.read(row, cuts: [])
    #expect(whole == row.expected)
    #expect(Self.read(row, cuts: Array(1..<count)) == whole)
    for cut in 1..<count where cut < 40 || cut > count - 40 { #expect(Self.read(row, cuts: [cut]) == whole) }
  }

  /// Whatever a server sends gives the same replies and the same failure however it is cut.
  @Test(arguments: [SMTPLeniency.strict, .everything])
  func anySplitIsTheSame(_ leniency: SMTPLeniency) {
    var random = SeededRandom(seed: PropertyCases.seed)
    let pieces = [
      "250 ok", "250-", "354 go", "550 5.1.1 no", "421", "199 x", "25", "\r\n", "\r\n", "\r\n", "\n", "\r", "\t",
      "\0", "-", " ", "2.1.0 ",
      "\u{E9}", String(repeating: "a", count: 300),
    ]
    for number in 0..<PropertyCases.count(300) {
      let text = (0..<Int.random(in: 1...20, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
      let bytes = Array(text.joined().utf8)
      func read(_ chunks: [[UInt8]]) -> [String] {
        var reader = SMTPReplyReader(leniency: leniency)
        var found: [String] = []
        for chunk in chunks {
          let span = chunk.span
          var input = ByteCursor(span)
          while let event = reader.next(from: &input) {
            found.append(Self.describe(event))
            if case .malformed = event { return found }
          }
        }
        return found + (reader.isInReply ? ["more to come"] : [])
      }
      let whole = read([bytes])
      for longest in [1, 3, 30] {
        let split = read(Splits.random(bytes, longest: longest, using: &random))
        #expect(split == whole, "case \(number), seed \(PropertyCases.seed): \(escaped(bytes))")
      }
    }
  }

  @Test(arguments: [
    (SMTPReply(.ok, SMTPReply.Detail(1, 0), "Sender ok"), #"250 2.1.0 Sender ok\r\n"#),
    (
      SMTPReply(.refused, SMTPReply.Detail(1, 1), "No\r\nsuch\nuser"),
      #"550-5.1.1 No\r\n550-5.1.1 such\r\n550 5.1.1 user\r\n"#
    ),
    (SMTPReply(.ok), #"250 \r\n"#),
    (SMTPReply(.startMail, SMTPReply.Detail(0, 0), "go"), #"354 go\r\n"#),
    (SMTPReply(.ok, nil, "a\0b\u{7F}c\td"), #"250 a b c\td\r\n"#),
    (SMTPReply(.ok, nil, "é"), #"250 \xC3\xA9\r\n"#),
  ])
  func written(_ reply: SMTPReply, _ sent: String) {
    var output: [UInt8] = []
    reply.write(into: &output)
    #expect(escaped(output) == escaped(wire(sent)))
  }

  @Test(arguments: [
    "", "a", "x\r\n250 injected", "x\n.\r", String(repeating: "é", count: 700), "2.1.1 mimic", "\0\0",
  ])
  func whatIsWrittenIsAlwaysAReply(_ text: String) {
    for code in [SMTPReply.Code.ok, .refused, .startMail, .notAvailable] {
      for detail in [nil, SMTPReply.Detail(1, 1), SMTPReply.Detail(1_000, 5)] {
        var output: [UInt8] = []
        SMTPReply(code, detail, text).write(into: &output)
        var reader = SMTPReplyReader()
        let span = output.span
        var input = ByteCursor(span)
        let event = reader.next(from: &input)
        let isWhole = input.isAtEnd
        #expect(isWhole)
        guard case .reply(let found) = event else {
          Issue.record("\(escaped(output)) is no reply")
          continue
        }
        #expect(found.code == code)
        if detail != nil, code.severity != 3 {
          #expect(found.detail == SMTPReply.Detail(1, 1) || found.detail == SMTPReply.Detail(0, 5))
        }
      }
    }
  }

  @Test func codesOutsideTheGrammarCannotBeMade() {
    #expect(SMTPReply.Code(199) == nil)
    #expect(SMTPReply.Code(600) == nil)
    #expect(SMTPReply.Code(-1) == nil)
    #expect(SMTPReply.Code(290)?.value == 290)
  }

  // MARK: EHLO

  /// What a reply to EHLO offers, which is the same however its bytes are cut.
  static func capabilities(_ text: String, leniency: SMTPLeniency = .strict) throws -> SMTPCapabilities {
    let found = Splits.every(wire(text)).map { chunks -> SMTPCapabilities? in
      var reader = SMTPReplyReader()
      for chunk in chunks {
        let span = chunk.span
        var input = ByteCursor(span)
        if case .reply(let reply) = reader.next(from: &input, to: .opening) {
          return SMTPCapabilities(parsing: reply, leniency: leniency)
        }
      }
      return nil
    }
    #expect(Set(found).count == 1, "\(text)")
    guard let whole = found.first, let whole else { throw SMTPReplyReader.Failure.code }
    return whole
  }

  @Test func capabilityRows() throws {
    let h1 = try Self.capabilities(#"250 host\r\n"#)
    #expect(h1.domain == "host" && h1.extensions == [] && h1.others == [], "H1")
    let h2 = try Self.capabilities(#"250-host hello there\r\n250-starttls\r\n250 Size 10\r\n"#)
    #expect(h2.extensions == [.startTLS, .size] && h2.sizeLimit == 10 && h2.greeting == "hello there", "H2")
    let h3 = try Self.capabilities(#"250-host\r\n250 SIZE\r\n"#)
    #expect(h3.extensions == .size && h3.sizeLimit == nil, "H3 without a value")
    #expect(try Self.capabilities(#"250-host\r\n250 SIZE 0\r\n"#).sizeLimit == 0, "H3 zero")
    #expect(try Self.capabilities(#"250-host\r\n250-SIZE\r\n250 SIZE 0\r\n"#).sizeLimit == 0, "H3 both")
    let h4 = try Self.capabilities(#"250-host\r\n250-AUTH PLAIN\r\n250 AUTH=LOGIN PLAIN\r\n"#)
    #expect(h4.mechanisms == ["PLAIN", "LOGIN"] && h4.notes == .legacyAuth, "H4")
    let h5 = try Self.capabilities(#"250-host\r\n250-AUTH PLAIN\r\n250 AUTH LOGIN plain\r\n"#)
    #expect(h5.mechanisms == ["PLAIN", "LOGIN"] && h5.notes == .repeatedAuth, "H5")
    let first = try Self.capabilities(
      #"250-host\r\n250-AUTH=CRAM-MD5\r\n250-AUTH PLAIN\r\n250 AUTH LOGIN\r\n"#,
      leniency: SMTPLeniency.strict.subtracting(.repeatedAuthLine))
    #expect(first.mechanisms == ["CRAM-MD5", "PLAIN"] && first.notes == [.legacyAuth, .repeatedAuth], "H5 first")
    let h6 = try Self.capabilities(#"250-host\r\n250-X_FOO a b\r\n250 LIMITS RCPTMAX=20 MAILMAX=5\r\n"#)
    #expect(h6.others == ["X_FOO a b"] && h6.limits.recipientMax == 20 && h6.limits.mailMax == 5, "H6")
    let h7 = try Self.capabilities(#"250-8BITMIME\r\n250 SIZE\r\n"#)
    #expect(h7.domain == "8BITMIME" && h7.extensions == .size, "H7")
  }

  @Test func whatIsOfferedIsReadBack() throws {
    var offered = SMTPCapabilities(
      domain: "mx.example.org", greeting: "at your service", extensions: .all, mechanisms: ["PLAIN"])
    offered.sizeLimit = 1_000
    offered.limits.mailMax = 3
    offered.add("X-OWN 1")
    var output: [UInt8] = []
    offered.reply.write(into: &output)
    let found = try Self.capabilities(escaped(output))
    #expect(found == offered)
  }
}
