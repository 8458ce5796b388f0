import Testing
import WireBytes

@testable import SMTP

/// The memory of server sessions is what the doc comment of `SMTPLimits` says, however slowly they are fed.
@Suite struct SessionMemoryTests {
  /// What a kind of peer does, and what a session may hold for it.
  struct Flood: Sendable {
    let name: String
    /// Lines that the peer sends first.
    let setup: [String]
    /// What it then sends, again and again, until `count` octets have gone.
    let drip: [UInt8]
    let count: Int
    /// Octets, beyond the value of the session.
    let bound: Int
    let configuration: SMTPServerConfiguration

    init(
      _ name: String, after setup: [String] = [], sending drip: [UInt8] = [0x41], octets count: Int, bound: Int,
      configuration: SMTPServerConfiguration = .everything
    ) {
      self.name = name
      self.setup = setup
      self.drip = [[UInt8]](repeating: drip, count: max(1, 200 / drip.count)).flatMap { $0 }
      self.count = count
      self.bound = bound
      self.configuration = configuration
    }

    /// A session that has come to where the flood begins.
    var session: SMTPServerSession {
      var runner = SessionRunner(configuration)
      for line in setup { runner.feed(wire(line + #"\r\n"#)) }
      return runner.session
    }

    /// Sends the next octets, at most `chunk` of them; how many have gone.
    func feed(_ session: inout SMTPServerSession, from sent: Int, chunk: Int) -> Int {
      let start = sent % drip.count
      let piece = Array(drip[start..<min(drip.count, start + min(chunk, count - sent))])
      let span = piece.span
      var input = ByteCursor(span)
      var output: [UInt8] = []
      while let event = session.next(from: &input) {
        if case .command = event { try? session.send(SMTPReply(.ok), into: &output) }
      }
      return sent + piece.count
    }
  }

  static let transaction = ["EHLO x", "MAIL FROM:<>", "RCPT TO:<a@b.c>"]
  static let behindProxy: SMTPServerConfiguration = {
    var configuration = SMTPServerConfiguration()
    configuration.expectsProxy = true
    return configuration
  }()

  static let floods = [
    Flood("a command without end", octets: 5_000, bound: 9_348),
    Flood(
      "the same with the usual extensions", octets: 5_000, bound: 5_262, configuration: SMTPServerConfiguration()),
    Flood("a line of AUTH without end", after: ["EHLO x", "AUTH PLAIN"], octets: 13_000, bound: 24_576),
    Flood("a message without end", after: transaction + ["DATA"], octets: 2_000, bound: 1_024),
    Flood("a message of dots", after: transaction + ["DATA"], sending: wire(#"\r\n."#), octets: 2_000, bound: 1_024),
    Flood("a chunk without end", after: transaction + ["BDAT 18446744073709551615"], octets: 2_000, bound: 1_024),
    Flood("a refused chunk", after: ["EHLO x", "BDAT 18446744073709551615"], octets: 2_000, bound: 1_024),
    Flood("commands", after: ["EHLO x"], sending: wire(#"NOOP x\r\n"#), octets: 2_000, bound: 1_024),
    Flood(
      "commands of thousand octets", sending: wire("NOOP " + String(repeating: "A", count: 1_100) + #"\r\n"#),
      octets: 3_321, bound: 9_348),
    Flood(
      "PROXY without end", sending: wire(#"PROXY UNKNOWN "#), octets: 106, bound: 512, configuration: behindProxy),
    Flood(
      "PROXY of 64 kB", sending: wire(#"\r\n\r\n\0\r\nQUIT\n\x21\x31\xFF\xFF"#), octets: 2_000, bound: 512,
      configuration: behindProxy),
  ]

  /// All at once, a little from each peer in turn.
  @Test func tenThousandSlowSessionsStaySmall() {
    let kinds = Self.floods.map { (flood: $0, session: $0.session) }
    var sessions = (0..<10_000).map { kinds[$0 % kinds.count].session }
    var sent = [Int](repeating: 0, count: sessions.count)
    var worst = [Int](repeating: 0, count: kinds.count)
    var isFeeding = true
    while isFeeding {
      isFeeding = false
      for index in sessions.indices {
        let kind = index % kinds.count
        let flood = kinds[kind].flood
        guard sent[index] < flood.count else { continue }
        sent[index] = flood.feed(&sessions[index], from: sent[index], chunk: 100 + kind)
        worst[kind] = max(worst[kind], sessions[index].bytesHeld)
        isFeeding = true
      }
    }
    for (kind, octets) in zip(kinds, worst) { #expect(octets <= kind.flood.bound, "\(kind.flood.name)") }
    let all = sessions.reduce(0) { $0 + $1.bytesHeld }
    #expect(all <= kinds.reduce(0) { $0 + $1.flood.bound } * (10_000 / kinds.count + 1))
    let open = sessions.count { !$0.isClosed }
    #expect(open == sessions.count)
  }

  /// What a long line took is given back when the next bytes are asked for, or nothing comes.
  @Test func anIdleSessionKeepsLittle() {
    var runner = SessionRunner(.everything)
    runner.feed(wire(#"EHLO x\r\nAUTH PLAIN\r\n"#))
    runner.feed(Array(repeating: 0x41, count: 12_000) + wire(#"\r\n"#), cutting: [1, 6_000])
    #expect(runner.events.last?.hasPrefix("auth AAAA") == true)
    runner.feed([])
    #expect(runner.session.bytesHeld <= 1_024)
  }

  @Test func theSumsOfTheDocumentation() {
    let limits = SMTPLimits()
    #expect(MemoryLayout<SMTPServerSession>.size < 1_024)
    #expect(2 * limits.commandLine(with: .all) == 9_348)
    #expect(2 * limits.commandLine(with: SMTPServerConfiguration().offeredExtensions) == 5_262)
    #expect(2 * limits.authLine == 24_576)
  }
}
