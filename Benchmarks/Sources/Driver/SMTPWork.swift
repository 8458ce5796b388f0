import Mimewire

/// Clients' bytes through a server's session that says yes to everything.
///
/// A record is what a client sends before it has to wait for the server; EHLO begins a new session.
struct SMTPWork {
  private var session = SMTPServerSession()
  private var output: [UInt8] = []

  mutating func add(_ turn: [UInt8], to counts: inout Counts) {
    output.removeAll(keepingCapacity: true)
    if turn.starts(with: "EHLO".utf8) {
      session = SMTPServerSession()
      send(SMTPReply(.ready))
    }
    var input = ByteCursor(turn.span)
    while let event = session.next(from: &input) {
      switch event {
      case .command(let command):
        counts.fields += 1
        send(command.verb == .data ? SMTPReply(.startMail) : SMTPReply(.ok))
      case .rejected(let error): send(error.suggestedReply)
      case .messageBytes(let range): counts.touch(input.bytes.extracting(range))
      case .lineBreak: counts.decoded += 2
      case .carriageReturn: counts.decoded += 1
      case .messageEnded:
        counts.parts += 1
        send(SMTPReply(.ok))
      default: break
      }
    }
    counts.sum += output.count
  }

  private mutating func send(_ reply: SMTPReply) {
    // A reply out of turn would be a mistake in this file, and shows in the counts.
    try? session.send(reply, into: &output)
  }
}
