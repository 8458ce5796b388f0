import SMTPTestSupport
import MailTestSupport
import Testing
import WireBytes

@testable import SMTP

/// A server session never takes an octet of a message for a command, nor the reverse, whatever the messages hold and
/// however the bytes are cut.
@Suite struct SessionPropertyTests {
  /// The octets of a client, and the commands among them that a session must see; every other octet is content, a
  /// refused chunk, a response of AUTH, or a line that is refused.
  struct Conversation {
    var bytes = Array("EHLO x\r\n".utf8)
    var verbs = ["EHLO"]
    private var isAuthenticated = false

    init(using random: inout SeededRandom) {
      for _ in 0..<Int.random(in: 1...5, using: &random) { addTurn(using: &random) }
      add("QUIT")
    }

    private mutating func add(_ line: String, verb: String? = nil) {
      bytes += Array((line + "\r\n").utf8)
      verbs.append(verb ?? String(line.prefix { $0 != " " }))
    }

    private mutating func addTurn(using random: inout SeededRandom) {
      switch Int.random(in: 0...5, using: &random) {
      case 0, 1:
        addEnvelope()
        add("DATA")
        bytes += Self.dottedContent(using: &random)
      case 2:
        addEnvelope()
        for isLast in [false, false, true].suffix(Int.random(in: 1...3, using: &random)) {
          let chunk = Self.content(using: &random)
          add("BDAT \(chunk.count)" + (isLast ? " LAST" : ""))
          bytes += chunk
        }
      case 3:
        // Refused, for there is no transaction; its octets go by all the same.
        let chunk = Self.content(using: &random)
        bytes += Array("BDAT \(chunk.count) LAST\r\n".utf8) + chunk
      case 4 where !isAuthenticated:
        isAuthenticated = true
        add("AUTH PLAIN")
        bytes += Array((["QUIT", "NOOP", "AGEAYg==", "RSET"].randomElement(using: &random) ?? "").utf8) + [13, 10]
      default:
        // Over the limit, and drained.
        bytes += Array(String(repeating: "NOOP ", count: 1_200).utf8) + [13, 10]
        add("NOOP")
      }
    }

    private mutating func addEnvelope() {
      add("MAIL FROM:<a@b.c>")
      add("RCPT TO:<a@b.c>")
    }

    private static let pieces = [
      "\r\n", "\r\n.", "\r\n..", "\r", "\n", ".", "\0", "\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r\n.\r",
      "\r\n\0.\r\n", "\r\n.\0\r\n",
      "\r\n. \r\n", "MAIL FROM:<evil@x.test>\r\n", "RCPT TO:<a@b.c>\r\n", "DATA\r\n", "QUIT\r\n", "RSET\n",
      "BDAT 9 LAST\r\n",
      "text", "\u{FC}",
    ]

    private static func content(using random: inout SeededRandom) -> [UInt8] {
      (0..<Int.random(in: 0...12, using: &random)).flatMap { _ in
        Array((pieces.randomElement(using: &random) ?? "").utf8)
      }
    }

    /// Octets that hold CR LF . CR LF at their end and nowhere else.
    private static func dottedContent(using random: inout SeededRandom) -> [UInt8] {
      while true {
        let bytes = content(using: &random) + [13, 10, 46, 13, 10]
        if DataFraming.reference(bytes).end == bytes.count { return bytes }
      }
    }
  }

  @Test func contentNeverBecomesACommand() {
    var random = SeededRandom(seed: PropertyCases.seed)
    for number in 0..<PropertyCases.count(60) {
      let conversation = Conversation(using: &random)
      let whole = Self.events([conversation.bytes])
      let verbs = whole.filter { event in event.allSatisfy(\.isUppercase) }
      #expect(
        verbs == conversation.verbs, "case \(number), seed \(PropertyCases.seed): \(escaped(conversation.bytes))")
      for longest in [1, 3, 40] {
        let chunks = Splits.random(conversation.bytes, longest: longest, using: &random)
        #expect(Self.events(chunks) == whole, "case \(number), seed \(PropertyCases.seed), chunks of \(longest)")
      }
    }
  }

  /// Whatever a peer sends: an answer or an end, the same however it is cut, and no more memory than is documented.
  @Test func garbageIsAnswered() {
    var random = SeededRandom(seed: PropertyCases.seed)
    let words = [
      "EHLO x", "MAIL FROM:<>", "RCPT TO:<a@b.c>", "DATA", "BDAT 5", "BDAT 3 LAST", "AUTH PLAIN", "RSET", "*", "=",
      "\r\n", "\r\n",
      "\r\n", "\n", "\r", ".", "\r\n.\r\n", "\0", " ", ":", "<", ">", "@", "SIZE=1", "\u{16}\u{3}", "PROXY TCP4 ",
      "GET / HTTP/1.1",
    ]
    for number in 0..<PropertyCases.count(150) {
      var bytes: [UInt8] = number % 2 == 0 ? Array("EHLO x\r\n".utf8) : []
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        if Bool.random(using: &random) {
          bytes += Array((words.randomElement(using: &random) ?? "").utf8)
        } else if Int.random(in: 0..<4, using: &random) == 0 {
          bytes.append(UInt8.random(in: 0...255, using: &random))
        }
      }
      let whole = Self.events([bytes])
      let replied = whole.count { !$0.hasPrefix("bytes") && $0 != "closed" && $0 != "BDAT" }
      var runner = SessionRunner(.everything)
      for chunk in Splits.random(bytes, longest: 3, using: &random) {
        runner.feed(chunk)
        #expect(runner.session.bytesHeld <= 24_576)
      }
      runner.flushContent()
      let split = runner.events.filter { !$0.hasPrefix("violation") } + (runner.session.isClosed ? ["closed"] : [])
      #expect(split == whole, "case \(number), seed \(PropertyCases.seed): \(escaped(bytes))")
      // The greeting, and an answer to each: every line of the output that ends a reply is one.
      let replies = String(decoding: runner.output, as: UTF8.self).split(separator: "\r\n").count {
        $0.dropFirst(3).first != "-"
      }
      #expect(replies == replied + 1, "case \(number), seed \(PropertyCases.seed): \(escaped(bytes))")
    }
  }

  /// The events, but for those that tell which octets came together.
  static func events(_ chunks: [[UInt8]]) -> [String] {
    var runner = SessionRunner(.everything)
    for chunk in chunks { runner.feed(chunk) }
    runner.flushContent()
    return runner.events.filter { !$0.hasPrefix("violation") } + (runner.session.isClosed ? ["closed"] : [])
  }
}
