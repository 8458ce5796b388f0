import Testing
import WireBytes

@testable import Mailboxes

/// A message as a table row has it.
struct ExpectedMessage: Equatable, CustomTestStringConvertible {
  var text: String
  var offset: Int
  var envelope: String?
  var format: MboxFormat
  var defects: [Defect]

  init(
    _ text: String, at offset: Int, _ envelope: String?, _ format: MboxFormat = .mboxo, defects: [Defect] = []
  ) {
    self.text = text
    self.offset = offset
    self.envelope = envelope
    self.format = format
    self.defects = defects
  }

  init(_ message: StoredMessage) {
    self.init(
      String(decoding: message.bytes, as: UTF8.self), at: message.offset,
      message.envelopeLine.map { String(decoding: $0, as: UTF8.self) }, message.mboxFormat ?? .mboxo,
      defects: message.defects.records)
  }

  var testDescription: String { "\(text.debugDescription) at \(offset), \(format), \(defects)" }
}

struct MboxCase: CustomTestStringConvertible {
  var name: String
  var mailbox: String
  var expected: [ExpectedMessage]
  var testDescription: String { name }
}

/// Feeds the chunks and collects all messages.
func readMbox(_ chunks: [[UInt8]], limits: MailboxLimits = MailboxLimits()) -> [StoredMessage] {
  var reader = MboxReader(limits: limits)
  var messages: [StoredMessage] = []
  for chunk in chunks {
    var input = ByteCursor(chunk.span)
    while let message = reader.next(from: &input) { messages.append(message) }
    let isRead = input.isAtEnd
    #expect(isRead, "nil means that the input is read")
  }
  while let message = reader.finish() { messages.append(message) }
  return messages
}

private let a = "From a@b.test Thu Jan  1 10:00:00 2026"
private let b = "From b@b.test Fri Jan  2 10:00:00 2026"
/// What each of them takes with its LF. (So a body of x LF LF, such a line and y LF has 44 bytes.)
private let s = 39

struct MboxReaderTests {
  static let cases = [
    MboxCase(name: "nothing", mailbox: "", expected: []),
    MboxCase(name: "blank lines only", mailbox: "\n\r\n\n", expected: []),
    MboxCase(
      name: "one message, the empty line at the end not part of it", mailbox: "\(a)\nS: 1\n\nx\n\n",
      expected: [ExpectedMessage("S: 1\n\nx\n", at: s, a)]),
    MboxCase(
      name: "no empty line at the end", mailbox: "\(a)\nS: 1\n\nx\n",
      expected: [ExpectedMessage("S: 1\n\nx\n", at: s, a)]),
    MboxCase(
      name: "no line break at the end", mailbox: "\(a)\nS: 1\n\nx", expected: [ExpectedMessage("S: 1\n\nx", at: s, a)]
    ),
    MboxCase(
      name: "two messages", mailbox: "\(a)\nS: 1\n\nx\n\n\(b)\nS: 2\n\ny\n",
      expected: [ExpectedMessage("S: 1\n\nx\n", at: s, a), ExpectedMessage("S: 2\n\ny\n", at: 2 * s + 9, b)]),
    MboxCase(
      name: "of two empty lines one is the message's", mailbox: "\(a)\nS: 1\n\nx\n\n\n\(b)\n\ny\n",
      expected: [ExpectedMessage("S: 1\n\nx\n\n", at: s, a), ExpectedMessage("\ny\n", at: 2 * s + 10, b)]),
    MboxCase(
      name: "CRLF", mailbox: "\(a)\r\nS: 1\r\n\r\nx\r\n\r\n\(b)\r\nS: 2\r\n\r\ny\r\n",
      expected: [
        ExpectedMessage("S: 1\r\n\r\nx\r\n", at: s + 1, a),
        ExpectedMessage("S: 2\r\n\r\ny\r\n", at: 2 * (s + 1) + 13, b),
      ]),
    MboxCase(
      name: "the empty line that ends the header section stays", mailbox: "\(a)\nS: 1\n\n\(b)\nS: 2\n\n",
      expected: [ExpectedMessage("S: 1\n\n", at: s, a), ExpectedMessage("S: 2\n\n", at: 2 * s + 6, b)]),
    MboxCase(
      name: "a separator as the last bytes is an empty message", mailbox: "\(a)\n\nx\n\n\(b)",
      expected: [ExpectedMessage("\nx\n", at: s, a), ExpectedMessage("", at: 2 * s + 3, b)]),
    MboxCase(
      name: "only a separator", mailbox: "\(a)\n", expected: [ExpectedMessage("", at: s, a)]),
    MboxCase(
      name: "blank lines before the first", mailbox: "\n\r\n\(a)\nS: 1\n",
      expected: [ExpectedMessage("S: 1\n", at: s + 3, a)]),
    MboxCase(
      name: "no separator at the start: the bytes are a message all the same", mailbox: "S: 1\n\nx\n\n\(b)\nS: 2\n",
      expected: [ExpectedMessage("S: 1\n\nx\n", at: 0, nil), ExpectedMessage("S: 2\n", at: 9 + s, b)]),
    MboxCase(
      name: "no header section, no separator", mailbox: "\0\0\0", expected: [ExpectedMessage("\0\0\0", at: 0, nil)]),
    MboxCase(
      name: "without an empty line before it", mailbox: "\(a)\nS: 1\n\nx\n\(b)\ny\n",
      expected: [
        ExpectedMessage(
          "S: 1\n\nx\n\(b)\ny\n", at: s, a, defects: [Defect(.mboxFromUnescaped, at: 8..<8 + s)])
      ]),
    MboxCase(
      name: "without a date", mailbox: "\(a)\nS: 1\n\nx\n\nFrom here on\ny\n",
      expected: [
        ExpectedMessage(
          "S: 1\n\nx\n\nFrom here on\ny\n", at: s, a, defects: [Defect(.mboxFromUnescaped, at: 9..<22)])
      ]),
    MboxCase(
      name: "a From line is no empty line", mailbox: "\(a)\n\nx\n\nFrom me\n\(b)\n",
      expected: [
        ExpectedMessage(
          "\nx\n\nFrom me\n\(b)\n", at: s, a,
          defects: [Defect(.mboxFromUnescaped, at: 4..<12), Defect(.mboxFromUnescaped, at: 12..<12 + s)])
      ]),
    MboxCase(
      name: "in a header section it is the message parser's matter", mailbox: "\(a)\n\(b)\nS: 1\n\nx\n",
      expected: [ExpectedMessage("\(b)\nS: 1\n\nx\n", at: s, a)]),
    MboxCase(
      name: "first line without a date", mailbox: "From a@b.test\nS: 1\n\nx\n\nFrom b@b.test\n",
      expected: [
        ExpectedMessage(
          "S: 1\n\nx\n\nFrom b@b.test\n", at: 14, "From a@b.test",
          defects: [Defect(.mboxFromUnescaped, at: 9..<23)])
      ]),

    // Quoting
    MboxCase(
      name: "one > does not tell", mailbox: "\(a)\n\n>From x\n", expected: [ExpectedMessage("\n>From x\n", at: s, a)]),
    MboxCase(
      name: "two > tell of mboxrd, for this message and those after it",
      mailbox: "\(a)\n\n>From x\n\n\(a)\n\n>>From x\n\n\(b)\n\n>From x\n",
      expected: [
        ExpectedMessage("\n>From x\n", at: s, a), ExpectedMessage("\n>>From x\n", at: 2 * s + 10, a, .mboxrd),
        ExpectedMessage("\n>From x\n", at: 3 * s + 21, b, .mboxrd),
      ]),
    MboxCase(
      name: "in a header section they tell nothing", mailbox: "\(a)\n>>From x\nS: 1\n\n",
      expected: [ExpectedMessage(">>From x\nS: 1\n\n", at: s, a)]),

    // Content-Length
    MboxCase(
      name: "a true length hides a separator, and needs no empty line",
      mailbox: "\(a)\nContent-Length: 44\n\nx\n\n\(b)\ny\n\(b)\n\nz\n",
      expected: [
        ExpectedMessage("Content-Length: 44\n\nx\n\n\(b)\ny\n", at: s, a, .mboxcl2),
        ExpectedMessage("\nz\n", at: 3 * s + 25, b),
      ]),
    MboxCase(
      name: "a true length, an empty line after it", mailbox: "\(a)\nContent-Length: 2\n\nx\n\n\(b)\n\nz\n",
      expected: [
        ExpectedMessage("Content-Length: 2\n\nx\n", at: s, a, .mboxcl2), ExpectedMessage("\nz\n", at: 2 * s + 22, b),
      ]),
    MboxCase(
      name: "a true length that counts the empty line", mailbox: "\(a)\nContent-Length: 3\n\nx\n\n\(b)\n\nz\n",
      expected: [
        ExpectedMessage("Content-Length: 3\n\nx\n\n", at: s, a, .mboxcl2),
        ExpectedMessage("\nz\n", at: 2 * s + 22, b),
      ]),
    MboxCase(
      name: "a body without a last line break", mailbox: "\(a)\r\nContent-length : 3\r\n\r\nxyz\r\n\(b)\r\n\r\nz\r\n",
      expected: [
        ExpectedMessage("Content-length : 3\r\n\r\nxyz", at: s + 1, a, .mboxcl2),
        ExpectedMessage("\r\nz\r\n", at: 2 * s + 29, b),
      ]),
    MboxCase(
      name: "a true length to the end of the mailbox",
      mailbox: "\(a)\nContent-Length: 44\n\nx\n\n\(b)\ny\n\n",
      expected: [ExpectedMessage("Content-Length: 44\n\nx\n\n\(b)\ny\n", at: s, a, .mboxcl2)]),
    MboxCase(
      name: "mboxcl: a true length, and quoting", mailbox: "\(a)\nContent-Length: 8\n\n>From x\n",
      expected: [ExpectedMessage("Content-Length: 8\n\n>From x\n", at: s, a, .mboxcl)]),
    MboxCase(
      name: "an unquoted line under a true length is no defect, and means mboxcl2 from then on",
      mailbox: "\(a)\nContent-Length: 7\n\nFrom x\n\n\(b)\nContent-Length: 8\n\n>From x\n",
      expected: [
        ExpectedMessage("Content-Length: 7\n\nFrom x\n", at: s, a, .mboxcl2),
        ExpectedMessage("Content-Length: 8\n\n>From x\n", at: 2 * s + 27, b, .mboxcl2),
      ]),
    MboxCase(
      name: "too short", mailbox: "\(a)\nContent-Length: 1\n\nxyz\n\n\(b)\n\nz\n",
      expected: [
        ExpectedMessage(
          "Content-Length: 1\n\nxyz\n", at: s, a, defects: [Defect(.mboxContentLength, at: 0..<18)]),
        ExpectedMessage("\nz\n", at: 2 * s + 24, b),
      ]),
    MboxCase(
      name: "too long, into the next message", mailbox: "\(a)\nS: 1\nContent-Length: 9\n\nx\n\n\(b)\nS: 2\n\nz\n",
      expected: [
        ExpectedMessage(
          "S: 1\nContent-Length: 9\n\nx\n", at: s, a, defects: [Defect(.mboxContentLength, at: 5..<23)]),
        ExpectedMessage("S: 2\n\nz\n", at: 2 * s + 27, b),
      ]),
    MboxCase(
      name: "too long, past the end, three times",
      mailbox: "\(a)\nContent-Length: 999\n\nx\n\n\(b)\nContent-Length: 999\n\n\(b)\nContent-Length: 999\n\nz\n",
      expected: [
        ExpectedMessage(
          "Content-Length: 999\n\nx\n", at: s, a, defects: [Defect(.mboxContentLength, at: 0..<20)]),
        ExpectedMessage(
          "Content-Length: 999\n\n", at: 2 * s + 24, b, defects: [Defect(.mboxContentLength, at: 0..<20)]),
        ExpectedMessage(
          "Content-Length: 999\n\nz\n", at: 3 * s + 45, b, defects: [Defect(.mboxContentLength, at: 0..<20)]),
      ]),
    MboxCase(
      name: "too long for a number, or none",
      mailbox: "\(a)\nContent-Length: 9999999999999999\nContent-Length: x\n\nx\n",
      expected: [ExpectedMessage("Content-Length: 9999999999999999\nContent-Length: x\n\nx\n", at: s, a)]),
    MboxCase(
      name: "farther than anyone looks", mailbox: "\(a)\nContent-Length: 999999999999999\n\nx\n\n\(b)\n\nz\n",
      expected: [
        ExpectedMessage(
          "Content-Length: 999999999999999\n\nx\n", at: s, a, defects: [Defect(.mboxContentLength, at: 0..<32)]),
        ExpectedMessage("\nz\n", at: 2 * s + 36, b),
      ]),
    MboxCase(
      name: "a lie, then a truth inside the window that the lie opened",
      mailbox: "\(a)\nContent-Length: 130\n\nx\n\n\(b)\nContent-Length: 41\n\n\n\(b)\n\n\n\(b)\nS: 3\n\nz\n",
      expected: [
        ExpectedMessage(
          "Content-Length: 130\n\nx\n", at: s, a, defects: [Defect(.mboxContentLength, at: 0..<20)]),
        ExpectedMessage("Content-Length: 41\n\n\n\(b)\n\n", at: 2 * s + 24, b, .mboxcl2),
        ExpectedMessage("S: 3\n\nz\n", at: 4 * s + 24 + 20 + 3, b),
      ]),
  ]

  @Test("messages, offsets, formats and defects", arguments: cases)
  func whole(_ mbox: MboxCase) {
    let messages = readMbox([[UInt8](mbox.mailbox.utf8)])
    #expect(messages.map(ExpectedMessage.init) == mbox.expected)
    for message in messages { #expect(message.length == message.bytes.count) }
  }

  @Test("the same byte by byte and at every two-way split", arguments: cases)
  func splits(_ mbox: MboxCase) {
    let bytes = [UInt8](mbox.mailbox.utf8)
    #expect(readMbox(bytes.map { [$0] }).map(ExpectedMessage.init) == mbox.expected)
    for i in 0...bytes.count {
      let messages = readMbox([[UInt8](bytes[..<i]), [UInt8](bytes[i...])])
      #expect(messages.map(ExpectedMessage.init) == mbox.expected, "split at \(i)")
    }
  }

  @Test("a message longer than the limit is cut, its length told, and the next one whole")
  func messageLimit() {
    var limits = MailboxLimits()
    limits.messageBytes = 8
    let bytes = [UInt8]("\(a)\nS: 1\n\n12345678\n\n\(b)\nS: 2\n\nx\n".utf8)
    for chunks in [[bytes], bytes.map { [$0] }] {
      let messages = readMbox(chunks, limits: limits)
      #expect(messages.map(\.bytes) == [[UInt8]("S: 1\n\n12".utf8), [UInt8]("S: 2\n\nx\n".utf8)])
      #expect(messages.map(\.length) == [15, 8])
      #expect(messages.first?.defects.records == [Defect(.limitMessage, at: 8..<8)])
      #expect(messages.map(\.isLimited) == [true, false])
    }
  }

  @Test("a true length beyond the lookahead is not believed, one within it is")
  func lookaheadLimit() {
    var limits = MailboxLimits()
    let bytes = [UInt8]("\(a)\nContent-Length: 50\n\nx\n\n\(b)\n1234567\n\n\(b)\n\nz\n".utf8)
    for (lookahead, count) in [(8, 2), (7, 3)] {
      limits.contentLengthLookahead = lookahead
      for chunks in [[bytes], bytes.map { [$0] }] {
        #expect(readMbox(chunks, limits: limits).count == count)
      }
    }
  }

  @Test("a storm of From lines is one message, its defects counted")
  func fromStorm() {
    let storm = String(repeating: "From a\n", count: 20_000)
    let messages = readMbox([[UInt8]("\(a)\n\n\(storm)".utf8)])
    #expect(messages.map(\.length) == [140_001])
    #expect(messages.first?.defects.count(of: .mboxFromUnescaped) == 20_000)
    #expect(messages.first?.defects.records.count == 1_000)
  }

  @Test("a storm of lying lengths is read in linear time")
  func lengthStorm() {
    // Were the window read anew for each lie, this would be 5,000 times 0.3 MB.
    let storm = String(repeating: "\(a)\nContent-Length: 300000\n\nx\n\n", count: 5_000)
    let clock = ContinuousClock()
    let time = clock.measure {
      let messages = readMbox([[UInt8](storm.utf8)])
      #expect(messages.count == 5_000)
      #expect(messages.allSatisfy { $0.defects.count(of: .mboxContentLength) == 1 && $0.length == 26 })
    }
    #expect(time < .seconds(20))
  }

  @Test("a line of a megabyte is no line to remember")
  func longLine() {
    let line = String(repeating: ">", count: 1 << 20)
    let bytes = [UInt8]("\(a)\n\n\(line)\n\n\(b)\n".utf8)
    let messages = readMbox([[UInt8](bytes[..<500_000]), [UInt8](bytes[500_000...])])
    #expect(messages.map(\.length) == [(1 << 20) + 2, 0])
  }
}
