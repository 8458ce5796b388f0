import MailTestSupport
import SMTP
import WireBytes

/// A client that says something whenever it may, and writes down what it heard.
struct ClientTrial {
  private var session: SMTPClientSession
  private(set) var output: [UInt8] = []
  private(set) var events: [String] = []
  private var random: SeededRandom

  init(_ chunks: [[UInt8]], isLMTP: Bool, seed: UInt64) {
    session = SMTPClientSession(isLMTP: isLMTP)
    random = SeededRandom(seed: seed)
    var unread: [UInt8] = []
    for chunk in chunks {
      let bytes = unread + chunk
      let span = bytes.span
      var input = ByteCursor(span)
      while let event = session.next(from: &input) {
        events.append("\(event)")
        speak(after: event)
      }
      unread = Array(bytes[input.offset...])
    }
    events.append("closed \(session.isClosed), authenticated \(session.isAuthenticated)")
  }

  /// What is refused is as good as what is sent: it has to be the same for every cutting.
  private mutating func speak(after event: SMTPClientSession.Event) {
    if case .challenge(let challenge) = event {
      try? session.respond(challenge, into: &output)
    } else if case .reply(let reply, .data) = event, reply.code == .startMail {
      try? session.sendMessage(Array("Subject: a\r\n\r\n.b\r\n".utf8).span, into: &output)
      try? session.endMessage(into: &output)
    } else {
      for _ in 0..<Int.random(in: 1...3, using: &random) { sendAny() }
    }
  }

  private mutating func sendAny() {
    let mailbox = try? SMTPMailbox("ann@example.org")
    let choices: [SMTPRequest?] = [
      try? .ehlo("client.example"), try? .helo("client.example"), try? .mail(from: mailbox), try? .rcpt(to: mailbox),
      try? .rcpt(to: mailbox), try? .alone(.data), try? .auth("LOGIN"), try? .alone(.startTLS), try? .alone(.rset),
      try? .alone(.quit),
    ]
    let choice = Int.random(in: 0...choices.count, using: &random)
    if choice == choices.count {
      try? session.sendChunk(Array("a\r\n".utf8).span, isLast: true, into: &output)
    } else if let request = choices[choice] {
      try? session.send(request, into: &output)
    }
  }
}
