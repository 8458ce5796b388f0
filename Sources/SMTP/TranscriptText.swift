internal import WireBytes

/// The text form of a transcript, read into two byte streams and the order of their lines.
struct TranscriptText {
  /// Which line of the text each stretch of a stream comes from.
  struct Turns: Sendable {
    /// Where each line's bytes end in its stream, and the line's number, in order.
    var client: [(end: Int, line: Int)] = []
    var server: [(end: Int, line: Int)] = []

    /// The line that the byte before `end` comes from.
    func line(_ side: SMTPTranscript.Side, endingAt end: Int) -> Int {
      let stretches = side == .client ? client : server
      var low = 0
      var high = stretches.count
      while low < high {
        let middle = (low + high) / 2
        if stretches[middle].end < end { low = middle + 1 } else { high = middle }
      }
      return low < stretches.count ? stretches[low].line : (stretches.last?.line ?? 0)
    }
  }

  private(set) var client: [UInt8] = []
  private(set) var server: [UInt8] = []
  private(set) var turns = Turns()

  init(parsing text: Span<UInt8>) throws(SMTPTranscript.NotATranscript) {
    var start = 0
    var number = 0
    while start < text.count {
      number += 1
      let end = text.firstIndex(of: ASCII.lf, from: start) ?? text.count
      let hasCR = end > start && end < text.count && text[end - 1] == ASCII.cr
      try take(text.extracting(start..<(hasCR ? end - 1 : end)), number)
      start = end + 1
    }
    guard !turns.client.isEmpty || !turns.server.isEmpty else {
      throw SMTPTranscript.NotATranscript(line: max(1, number), reason: "no line of a dialogue")
    }
  }

  /// swaks prints ` -> ` and `<-  ` in the clear, ` ~> ` and `<~  ` under TLS, `**` for `-` in a refusal.
  private static let marks: [(mark: String, side: SMTPTranscript.Side)] = [
    ("C: ", .client), ("S: ", .server), (" -> ", .client), ("<-  ", .server), (" ~> ", .client), ("<~  ", .server),
    ("<** ", .server), ("<~* ", .server), (" ** ", .client),
  ]
  private static let bareMarks: [(mark: String, side: SMTPTranscript.Side)] = [
    ("C:", .client), ("S:", .server), (" ->", .client), ("<-", .server), (" ~>", .client), ("<~", .server),
  ]

  private mutating func take(_ line: Span<UInt8>, _ number: Int) throws(SMTPTranscript.NotATranscript) {
    if isBlank(line) || isComment(line) { return }
    for (mark, side) in TranscriptText.marks {
      let length = mark.utf8.count
      if line.count >= length, line.extracting(0..<length).equals(mark) {
        return append(line.extracting(length..<line.count), side, number)
      }
    }
    // An empty line whose trailing space an editor has taken.
    for (mark, side) in TranscriptText.bareMarks where line.equals(mark) {
      return append(line.extracting(0..<0), side, number)
    }
    throw SMTPTranscript.NotATranscript(line: number, reason: "neither \"C: \" nor \"S: \" begins it")
  }

  /// `# ` for people, `=== ` and `*** ` of swaks about itself.
  private func isComment(_ line: Span<UInt8>) -> Bool {
    if line[0] == 0x23 { return true }
    guard line.count >= 3 else { return false }
    let start = line.extracting(0..<3)
    return start.equals("===") || start.equals("***")
  }

  private func isBlank(_ line: Span<UInt8>) -> Bool {
    for i in 0..<line.count where !ByteClass.wsp.contains(line[i]) { return false }
    return true
  }

  private mutating func append(_ line: Span<UInt8>, _ side: SMTPTranscript.Side, _ number: Int) {
    var bytes: [UInt8] = []
    var addsBreak = true
    var cursor = ByteCursor(line)
    while let byte = cursor.take() {
      guard byte == ASCII.backslash else {
        bytes.append(byte)
        continue
      }
      switch cursor.next {
      case nil: addsBreak = false
      case 0x72: bytes.append(ASCII.cr)
      case 0x6E: bytes.append(ASCII.lf)
      case 0x74: bytes.append(ASCII.tab)
      case 0x30: bytes.append(ASCII.nul)
      case ASCII.backslash: bytes.append(ASCII.backslash)
      case 0x78:
        guard let high = cursor.peek(1).flatMap(ASCII.hexValue), let low = cursor.peek(2).flatMap(ASCII.hexValue)
        else {
          bytes.append(byte)
          continue
        }
        bytes.append(high << 4 | low)
        cursor.advance(to: cursor.offset + 2)
      default:
        bytes.append(byte)
        continue
      }
      if addsBreak { cursor.advance(to: cursor.offset + 1) }
    }
    if addsBreak { bytes += [ASCII.cr, ASCII.lf] }
    if side == .client {
      client += bytes
      turns.client.append((client.count, number))
    } else {
      server += bytes
      turns.server.append((server.count, number))
    }
  }
}
