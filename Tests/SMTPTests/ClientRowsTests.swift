import Testing
import WireBytes

@testable import SMTP

/// A row of the acceptance table for a client session: what is said and heard, and the events in words.
struct ClientRow: Sendable, CustomTestStringConvertible {
  enum Step: Sendable {
    case hear(String)
    case ehlo, mail
    case auth(String)
    case alone(SMTPVerb)
    /// The response to a challenge; nil cancels.
    case respond(String?)
    /// The message after a 354, whole.
    case write(String)
    /// The handshake of STARTTLS is over.
    case upgrade
  }

  let id: String
  let steps: [Step]
  let expected: [String]
  let sent: String?

  init(_ id: String, _ steps: Step..., gives expected: [String], sending sent: String? = nil) {
    self.id = id
    self.steps = steps
    self.expected = expected
    self.sent = sent
  }

  var testDescription: String { id }
}

/// Sections 7 to 9 of the acceptance table, as far as they are about the order of replies: the client's session.
@Suite struct ClientRowsTests {
  /// What comes of a row when step `cutStep` is cut at `cuts`, or when every byte comes alone.
  static func run(_ row: ClientRow, _ cuts: (_ step: Int, _ count: Int) -> [Int]) -> (events: [String], sent: String)
  {
    var session = SMTPClientSession()
    var output: [UInt8] = []
    var events: [String] = []
    func hear(_ bytes: [UInt8], _ cuts: [Int]) {
      var start = 0
      for cut in cuts + [bytes.count] {
        let chunk = Array(bytes[start..<cut])
        let span = chunk.span
        var input = ByteCursor(span)
        while let event = session.next(from: &input) { events.append(event.inWords) }
        start = cut
      }
    }
    for (index, step) in row.steps.enumerated() {
      do {
        switch step {
        case .hear(let text):
          let bytes = wire(text)
          hear(bytes, cuts(index, bytes.count))
        case .ehlo: try session.send(.ehlo("client.example"), into: &output)
        case .mail: try session.send(.mail(from: nil), into: &output)
        case .auth(let mechanism): try session.send(.auth(mechanism), into: &output)
        case .alone(let verb): try session.send(.alone(verb), into: &output)
        case .respond(let text): try session.respond(text.map(wire), into: &output)
        case .write(let text):
          try session.sendMessage(wire(text).span, into: &output)
          try session.endMessage(into: &output)
        case .upgrade:
          let nothing: [UInt8] = []
          session = try session.upgraded(leftover: ByteCursor(nothing.span))
          let offer = session.capabilities?.mechanisms.joined(separator: " ")
          events.append("upgraded, " + (offer ?? "nothing known"))
        }
      } catch {
        events.append("out of order")
      }
    }
    if let offer = session.capabilities { events.append("offer \(offer.mechanisms)") }
    if session.isAuthenticated { events.append("authenticated") }
    return (events + (session.isClosed ? ["closed"] : []), escaped(output))
  }

  @Test(arguments: [
    ClientRow("R11", .hear(#"421 busy\r\n"#), gives: ["closing", "closed"]),
    ClientRow("R11 unasked", .hear(#"220 mx\r\n421 bye\r\n"#), gives: ["greeting 220", "closing", "closed"]),
    ClientRow(
      "R11 for a command", .hear(#"220 mx\r\n"#), .ehlo, .hear(#"421-bye\r\n421 bye\r\n250 mx\r\n"#),
      gives: ["greeting 220", "closing", "closed"]),
    ClientRow(
      "R11 for a message", .hear(#"220 mx\r\n"#), .ehlo, .hear(#"250 mx\r\n"#), .alone(.data),
      .hear(#"354 go\r\n"#), .write("a"), .hear(#"421 4.3.0 bye\r\n"#), .alone(.quit),
      gives: ["greeting 220", "EHLO 250", "DATA 354", "closing", "out of order", "offer []", "closed"]),
    ClientRow(
      "R12", .hear(#"220 mx\r\n"#), .ehlo, .hear(#"250-mx\r\n250 STARTTLS\r\n"#), .alone(.startTLS),
      .hear(#"220 go\r\n250 AUTH PLAIN\r\n"#), .upgrade,
      gives: ["greeting 220", "EHLO 250", "STARTTLS 220", "unsolicited", "out of order", "closed"]),
    ClientRow(
      "R12 half a line", .hear(#"220 mx\r\n"#), .alone(.startTLS), .hear(#"220 go\r\n2"#), .upgrade,
      gives: ["greeting 220", "STARTTLS 220", "unsolicited", "out of order", "closed"]),
    ClientRow(
      "R17", .hear(#"220 mx\r\n"#), .ehlo, .hear(#"250 mx\r\n"#), .auth("LOGIN"),
      .hear(#"334 VXNlcm5hbWU6\r\n"#), .respond("me"), .hear(#"334 \r\n"#), .respond(""), .hear(#"235 in\r\n"#),
      gives: [
        "greeting 220", "EHLO 250", "challenge Username:", "challenge ", "AUTH 235", "offer []", "authenticated",
      ], sending: #"EHLO client.example\r\nAUTH LOGIN\r\nbWU=\r\n\r\n"#),
    ClientRow(
      "R17 no base64", .hear(#"220 mx\r\n"#), .ehlo, .hear(#"250 mx\r\n"#), .auth("LOGIN"), .hear(#"334 %%%\r\n"#),
      .respond(nil), .hear(#"501 cancelled\r\n"#),
      gives: ["greeting 220", "EHLO 250", "challenge none", "AUTH 501", "offer []"],
      sending: #"EHLO client.example\r\nAUTH LOGIN\r\n*\r\n"#),
    ClientRow(
      "R20", .hear(#"220-a\r\n220 b\r\n"#), .ehlo, .hear(#"250 a\r\n"#),
      gives: ["greeting 220", "EHLO 250", "offer []"]),
    ClientRow(
      "R20 refused", .hear(#"554 no\r\n"#), .ehlo, .mail, .alone(.quit), .hear(#"221 bye\r\n"#),
      gives: ["greeting 554", "out of order", "out of order", "QUIT 221", "closed"], sending: #"QUIT\r\n"#),
    ClientRow(
      "H8", .hear(#"220 mx\r\n"#), .ehlo, .hear(#"250-mx\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n"#),
      .alone(.startTLS), .hear(#"220 go\r\n"#), .upgrade, .ehlo, .hear(#"250-mx\r\n250 SIZE\r\n"#),
      gives: ["greeting 220", "EHLO 250", "STARTTLS 220", "upgraded, nothing known", "EHLO 250", "offer []"]),
    ClientRow(
      "H8 without TLS", .hear(#"220 mx\r\n"#), .ehlo, .hear(#"250-mx\r\n250 AUTH PLAIN\r\n"#), .ehlo,
      .hear(#"250-mx\r\n250 AUTH LOGIN\r\n"#), gives: ["greeting 220", "EHLO 250", "EHLO 250", #"offer ["LOGIN"]"#]),
  ])
  func rows(_ row: ClientRow) {
    let whole = Self.run(row) { _, _ in [] }
    #expect(whole.events == row.expected, "\(row.id), whole")
    if let sent = row.sent { #expect(whole.sent == sent, "\(row.id)") }
    let bytewise = Self.run(row) { _, count in Array(1..<count) }
    #expect(bytewise.events == whole.events, "\(row.id), byte by byte")
    for (index, step) in row.steps.enumerated() {
      guard case .hear(let text) = step else { continue }
      for cut in 1..<wire(text).count {
        let split = Self.run(row) { step, _ in step == index ? [cut] : [] }
        #expect(split.events == whole.events, "\(row.id), step \(index) cut at \(cut)")
      }
    }
  }
}

extension SMTPClientSession.Event {
  /// The event in a few words.
  var inWords: String {
    switch self {
    case .greeting(let reply): "greeting \(reply.code.value)"
    case .reply(let reply, let verb): "\(verb.name) \(reply.code.value)"
    case .challenge(let bytes): "challenge \(bytes.map(escaped) ?? "none")"
    case .messageReply(let reply, let recipient):
      "message \(reply.code.value)\(recipient.map { " for \($0)" } ?? "")"
    case .closing: "closing"
    case .malformed(let failure): "malformed \(failure.rawValue)"
    case .unsolicited: "unsolicited"
    }
  }
}
