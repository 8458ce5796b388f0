import HeaderFields
import MIME
import MailTestSupport
import Testing
import TransferEncodings
import WireBytes

/// The readings of other programs: each must be what a message shows that can only be read like that.
struct ReadingsTests {
  /// An ambiguous message, the kind of its ambiguity, the rule of another reading, and a message that has only that.
  struct Row: Sendable, CustomTestStringConvertible {
    let kind: DefectKind
    let rule: ReadingRule
    let message: String
    let unambiguous: String
    var testDescription: String { "\(kind.rawValue), \(rule.rawValue)" }

    init(_ kind: DefectKind, _ rule: ReadingRule, _ message: String, _ unambiguous: String) {
      self.kind = kind
      self.rule = rule
      self.message = message
      self.unambiguous = unambiguous
    }
  }

  private static let two = "--x\r\n\r\none\r\n--y\r\n\r\ntwo\r\n--y--\r\n--x--\r\n"

  private static let glued = "--x\r\n\r\none\r\n--xy\r\n\r\ntwo\r\n--xy--\r\n--x--\r\n"
  private static let commented = "--x\r\n\r\none\r\n--x(y)\r\n\r\ntwo\r\n--x(y)--\r\n--x--\r\n"

  private static func multipart(_ lines: String) -> String {
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\none\r\n" + lines
  }

  static let rows: [Row] = [
    Row(
      .duplicateContentType, .anotherField,
      "Content-Type: text/plain\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n" + two,
      "Content-Type: multipart/mixed; boundary=y\r\n\r\n" + two),
    Row(
      .duplicateTransferEncoding, .anotherField,
      "Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n\r\naGk=",
      "Content-Transfer-Encoding: base64\r\n\r\naGk="),
    Row(
      .parameterDuplicateBoundary, .anotherParameter,
      "Content-Type: multipart/mixed; boundary=x; boundary=y\r\n\r\n" + two,
      "Content-Type: multipart/mixed; boundary=y\r\n\r\n" + two),
    Row(
      .parameterExtendedBoundary, .anotherParameter,
      "Content-Type: multipart/mixed; boundary=y; boundary*=us-ascii''x\r\n\r\n" + two,
      "Content-Type: multipart/mixed; boundary=y\r\n\r\n" + two),
    Row(
      .encodedWordInBoundary, .anotherParameter,
      "Content-Type: multipart/mixed; boundary=\"=?us-ascii?q?y?=\"\r\n\r\n" + two,
      "Content-Type: multipart/mixed; boundary=y\r\n\r\n" + two),
    Row(
      .parameterDuplicateFileName, .anotherParameter,
      "Content-Disposition: attachment; filename=\"a.pdf\"; filename=\"b.exe\"\r\n\r\nhi",
      "Content-Disposition: attachment; filename=\"b.exe\"\r\n\r\nhi"),
    Row(
      .parameterExtendedAndPlain, .anotherParameter,
      "Content-Disposition: attachment; filename=a.pdf; filename*=utf-8''b.exe\r\n\r\nhi",
      "Content-Disposition: attachment; filename=a.pdf\r\n\r\nhi"),
    Row(
      .parameterNameAndFileName, .anotherParameter,
      "Content-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=b.exe\r\n\r\nhi",
      "Content-Type: application/pdf; name=a.pdf\r\n\r\nhi"),
    Row(
      .parameterNUL, .stopsAtNUL, "Content-Type: multipart/mixed; boundary=\"y\0x\"\r\n\r\n" + two,
      "Content-Type: multipart/mixed; boundary=y\r\n\r\n" + two),
    Row(
      .headerNULInName, .stopsAtNUL, "Content-Transfer-Encoding\0x: base64\r\n\r\naGk=",
      "Content-Transfer-Encoding: base64\r\n\r\naGk="),
    Row(.nul, .stopsAtNUL, "Subject: a\r\n\r\nhi\0there", "Subject: a\r\n\r\nhi"),
    Row(
      .bareCR, .carriageReturnEndsLines, "Subject: a\rContent-Transfer-Encoding: base64\r\n\r\naGk=",
      "Subject: a\r\nContent-Transfer-Encoding: base64\r\n\r\naGk="),
    Row(
      .boundaryBareCR, .carriageReturnEndsLines, multipart("a\r--x\r\n\r\ntwo\r\n--x--\r\n"),
      multipart("a\r\n--x\r\n\r\ntwo\r\n--x--\r\n")),
    Row(
      .boundaryPrefixMatch, .looseDelimiter, multipart("--xyz\r\n\r\ntwo\r\n--xy\r\n\r\nthree\r\n--x--\r\n"),
      multipart("--x\r\n\r\ntwo\r\n--x\r\n\r\nthree\r\n--x--\r\n")),
    Row(
      .boundaryTrailingJunk, .looseDelimiter, multipart("--x yz\r\n\r\ntwo\r\n--x--\r\n"),
      multipart("--x\r\n\r\ntwo\r\n--x--\r\n")),
    Row(
      .boundaryLeadingSpace, .looseDelimiter, multipart(" --x\r\n\r\ntwo\r\n--x--\r\n"),
      multipart("--x\r\n\r\ntwo\r\n--x--\r\n")),
    Row(
      .boundaryCase, .looseDelimiter, multipart("--X\r\n\r\ntwo\r\n--x--\r\n"),
      multipart("--x\r\n\r\ntwo\r\n--x--\r\n")),
    Row(
      .boundaryBadClose, .looseDelimiter, multipart("--x--y\r\n--x\r\n\r\ntwo\r\n--x--\r\n"),
      multipart("--x--\r\n")),
    Row(
      .mixedLineEnds, .onlyCRLFEndsLines, multipart("a\n--x\r\n\r\ntwo\r\n--x--\r\n"),
      "Content-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\n\r\none\r\na\n--x\r\n\r\ntwo\r\n--z--\r\n"),
    Row(
      .innerEqualsOuter, .anotherNesting,
      multipart("--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\ntwo\r\n--x--\r\n--x--\r\n"),
      multipart("--x\r\nContent-Type: multipart/mixed; oundary=x\r\n\r\n--x\r\n\r\ntwo\r\n--x--\r\n--x--\r\n")),
    Row(
      .outerClosesInner, .anotherNesting,
      multipart("--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\ntwo\r\n--x--\r\n"),
      "Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\ntwo\r\n--x--\r\n"),
    Row(
      .parameterQuotedJunk, .anotherValue, "Content-Type: multipart/mixed; boundary=\"x\"y\r\n\r\n" + glued,
      "Content-Type: multipart/mixed; boundary=xy\r\n\r\n" + glued),
    Row(
      .parameterCommentInValue, .anotherValue, "Content-Type: multipart/mixed; boundary=x(y)\r\n\r\n" + commented,
      "Content-Type: multipart/mixed; boundary=\"x(y)\"\r\n\r\n" + commented),
    Row(
      .parameterFoldInValue, .anotherValue, "Content-Type: multipart/mixed; boundary=x\r\n y\r\n\r\n" + glued,
      "Content-Type: multipart/mixed; boundary=xy\r\n\r\n" + glued),
    Row(
      .parameterUnquotedSpecials, .anotherValue,
      "Content-Disposition: attachment; filename=a b.exe\r\n\r\nhi",
      "Content-Disposition: attachment; filename=a\r\n\r\nhi"),
    Row(
      .parameterUnterminatedQuote, .anotherValue,
      "Content-Disposition: attachment; filename=\"b.exe\r\n\r\nhi", "Content-Disposition: attachment\r\n\r\nhi"),
    Row(
      .headerBOM, .withoutField, "\u{FEFF}Content-Type: text/html\r\nSubject: a\r\n\r\nhi",
      "Subject: a\r\n\r\nhi"),
    Row(
      .headerNoSeparator, .headerBegins, "no field\r\nContent-Type: text/html\r\n\r\nhi",
      "Content-Type: text/html\r\n\r\nhi"),
    Row(
      .mimeVersionMissing, .opaque, "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\naGk=",
      "Subject: a\r\n\r\naGk="),
    Row(
      .base64NonAlphabet, .stopsDecoding, "Content-Transfer-Encoding: base64\r\n\r\nQUJD#REVG",
      "Content-Transfer-Encoding: base64\r\n\r\nQUJD"),
    Row(
      .base64ShortGroup, .anotherEncoding, "Content-Transfer-Encoding: base64\r\n\r\nQUJDR", "\r\nQUJDR"),
    Row(
      .headerWhitespaceOnlyLine, .bodyBegins, "Subject: a\r\n \r\nContent-Type: text/html\r\n\r\nhi",
      "Subject: a\r\n\r\nContent-Type: text/html\r\n\r\nhi"),
    Row(
      .headerNoSeparator, .bodyBegins, "Content-Type: text/html\nno field\nSubject: a\n\nhi",
      "Content-Type: text/html\n\nno field\nSubject: a\n\nhi"),
    Row(
      .headerSpaceBeforeColon, .bodyBegins, "Subject: a\r\nContent-Type : text/html\r\n\r\nhi",
      "Subject: a\r\n\r\nContent-Type : text/html\r\n\r\nhi"),
    Row(
      .headerSpaceBeforeColon, .withoutField, "Subject: a\r\nContent-Type : text/html\r\n\r\nhi",
      "Subject: a\r\n\r\nhi"),
    Row(
      .headerLikeBodyStart, .headerBegins, "\r\nContent-Type: text/html\r\n\r\nhi",
      "Content-Type: text/html\r\n\r\nhi"),
    Row(
      .entityInPreamble, .headerBegins,
      "Content-Type: multipart/mixed; boundary=x\r\n\r\nContent-Type: text/html\r\n\r\nhi\r\n--x\r\n\r\none\r\n--x--\r\n",
      "Content-Type: text/html\r\n\r\nhi"),
    Row(
      .parameterMissingSemicolon, .opaque, "Content-Type: multipart/mixed boundary=x\r\n\r\n" + two, "\r\n" + two),
    Row(
      .typeMalformed, .multipart, "Content-Type: multipart; boundary=y\r\n\r\n" + two,
      "Content-Type: multipart/mixed; boundary=y\r\n\r\n" + two),
    Row(
      .boundaryMissingParameter, .multipart, "Content-Type: multipart/mixed\r\n\r\n" + two,
      "Content-Type: multipart/mixed; boundary=x\r\n\r\n" + two),
    Row(
      .transferEncodingNearMiss, .anotherEncoding,
      "Content-Transfer-Encoding: base64 quoted-printable\r\n\r\naGk=",
      "Content-Transfer-Encoding: base64\r\n\r\naGk="),
    Row(
      .transferEncodingComment, .anotherEncoding, "Content-Transfer-Encoding: base64 (x)\r\n\r\naGk=",
      "Content-Transfer-Encoding: 8bit\r\n\r\naGk="),
    Row(
      .transferEncodingUnknown, .anotherEncoding, "Content-Transfer-Encoding: base645\r\n\r\naGk=",
      "Content-Transfer-Encoding: base64\r\n\r\naGk="),
    Row(
      .base64PaddingInside, .goesOnBehindPadding, "Content-Transfer-Encoding: base64\r\n\r\nQQ==\r\nQkM=\r\nREVG",
      "Content-Transfer-Encoding: base64\r\n\r\nQUJDREVG"),
  ]

  private func defects(of message: Message) -> [Defect] {
    var log = message.audit()
    for part in message.parts where part.isLeaf { _ = part.decodedBody(defects: &log) }
    return log.records
  }

  /// What is shown: type, file name and content of each leaf.
  private func shown(_ leaves: [MessageLeaf], in message: Message) -> [String] {
    leaves.map { "\($0.type) \($0.fileName ?? "-") \(String(decoding: $0.decodedBody(in: message), as: UTF8.self))" }
  }

  private func shown(_ message: Message) -> [String] {
    message.parts.filter(\.isLeaf).map {
      "\($0.contentType().type) \($0.fileName() ?? "-") \(String(decoding: $0.decodedBody(), as: UTF8.self))"
    }
  }

  @Test("a reading shows what a message shows that has only this reading", arguments: rows)
  func reading(_ row: Row) throws {
    let message = Message(parsing: Array(row.message.utf8))
    let defect = try #require(defects(of: message).first { $0.kind == row.kind })
    let reading = try #require(message.readings(of: defect).first { $0.rule == row.rule })
    #expect(shown(reading.leaves, in: message) == shown(Message(parsing: Array(row.unambiguous.utf8))))
  }

  @Test("behind the close delimiter is another part, and what stood before is not shown again")
  func behindClose() throws {
    let message = Message(parsing: Array(Self.multipart("--x--\r\ntext\r\n--x\r\n\r\ntwo\r\n--x--\r\n").utf8))
    let defect = try #require(defects(of: message).first { $0.kind == .partsAfterClose })
    let leaves = message.readings(of: defect).flatMap(\.leaves)
    #expect(leaves.count == 1)
    #expect(shown(leaves, in: message).first?.hasPrefix("text/plain - two") == true)
  }

  @Test("a file in a text is one more leaf")
  func embeddedFile() throws {
    let message = Message(parsing: Array("Subject: a\r\n\r\nhi\r\nbegin 644 a b.txt\r\n\":&D`\r\n`\r\nend\r\n".utf8))
    let defect = try #require(defects(of: message).first { $0.kind == .uuencodeInText })
    let leaves = message.readings(of: defect).flatMap(\.leaves)
    #expect(leaves.map(\.fileName) == [nil, "a b.txt"])
    #expect(leaves.last?.decodedBody(in: message) == Array("hi".utf8))
  }

  @Test(
    "the text that another program takes is a range of the message",
    arguments: [
      (DefectKind.duplicateFrom, "From: a@x.test\r\nFrom: b@x.test\r\n\r\n", " b@x.test"),
      (.duplicateSingleton, "Subject: a\r\nSubject: b\r\n\r\n", " b"),
      (.addressUnquotedAddressName, "From: ceo@bank.example <a@evil.example>\r\n\r\n", "ceo@bank.example"),
      (
        .encodedWordInParameter, "Content-Disposition: attachment; filename=\"=?utf-8?q?b.exe?=\"\r\n\r\n",
        "=?utf-8?q?b.exe?="
      ),
      (.nul, "Subject: a\0b\r\n\r\n", " a"),
    ])
  func text(kind: DefectKind, bytes: String, text: String) throws {
    let message = Message(parsing: Array(bytes.utf8))
    let defect = try #require(defects(of: message).first { $0.kind == kind })
    let ranges = message.readings(of: defect).compactMap(\.text)
    #expect(ranges.map { String(decoding: message.bytes[$0], as: UTF8.self) }.contains { $0.contains(text) })
  }

  @Test(
    "a message that is read in one way has no other readings",
    arguments: [
      "Subject: a\r\n\r\nhi\r\n",
      "MIME-Version: 1.0\r\n" + multipart("--x--\r\n"),
      "MIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Type: text/plain\r\n\r\nhi",
    ])
  func unambiguous(bytes: String) {
    let message = Message(parsing: Array(bytes.utf8))
    #expect(defects(of: message).flatMap(message.readings).isEmpty)
    let union = message.union()
    #expect(union.isComplete)
    #expect(shown(union.leaves, in: message) == shown(message))
  }

  @Test("the union has our leaves first, then what others show", arguments: rows)
  func union(_ row: Row) {
    let message = Message(parsing: Array(row.message.utf8))
    let leaves = shown(message.union().leaves, in: message)
    #expect(Array(leaves.prefix(shown(message).count)) == shown(message))
    for leaf in shown(Message(parsing: Array(row.unambiguous.utf8))) { #expect(leaves.contains(leaf)) }
  }

  @Test("a thousand ambiguities are read a bounded number of times, and the union says that it is not complete")
  func allowance() {
    let lines = (0..<400).map { "--x\r\n\r\n\($0)\r\n --x\r\n" }.joined()
    let message = Message(parsing: Array((Self.multipart("") + lines).utf8))
    var allowance = ReadingAllowance(for: message)
    let readings = defects(of: message).flatMap { allowance.readings(of: $0) }
    #expect(readings.count <= 256)
    #expect(readings.reduce(0) { $0 + $1.place.count } <= 33 * message.bytes.count + 1_024)
    #expect(allowance.isSpent)
    #expect(!message.union().isComplete)
  }

  @Test("a defect of another message has no readings here")
  func foreign() {
    let message = Message(parsing: Array("Subject: a\r\n\r\n".utf8))
    #expect(message.readings(of: Defect(.nul, at: 900..<901)).isEmpty)
    #expect(message.readings(of: Defect(.nul, at: 0..<1, part: 7)).isEmpty)
  }

  @Test(
    "unseen is what no part shows",
    arguments: [
      (multipart("--x--\r\n"), []),
      (multipart("--x--\r\nbye\r\n"), ["bye\r\n"]),
      ("Content-Type: multipart/mixed; boundary=x\r\n\r\nhello\r\n--x\r\n\r\none\r\n--x--\r\n", ["hello"]),
      ("Subject: a\r\nno field\r\n\r\nhi", ["no field\r\n"]),
      ("Content-Transfer-Encoding: base64\r\n\r\nQQ==\r\nQkM=\r\n", ["QkM=\r\n"]),
    ] as [(String, [String])])
  func unseen(bytes: String, unseen: [String]) {
    let message = Message(parsing: Array(bytes.utf8))
    #expect(message.unseenBytes.map { String(decoding: message.bytes[$0], as: UTF8.self) } == unseen)
  }

  @Test("whatever the message, readings lie within it, are few, and show something else than we do")
  func property() {
    var generator = MailGenerator(seed: PropertyCases.seed &+ 7)
    for _ in 0..<PropertyCases.count(500) {
      let message = Message(parsing: generator.message(upTo: 20))
      let ours = message.union().leaves.prefix(message.parts.count(where: \.isLeaf))
      for defect in defects(of: message) {
        let readings = message.readings(of: defect)
        #expect(readings.count <= 16)
        for reading in readings {
          let ranges =
            [reading.place] + (reading.text.map { [$0] } ?? []) + reading.leaves.flatMap { [$0.header] + $0.body }
          #expect(ranges.allSatisfy { 0 <= $0.lowerBound && $0.upperBound <= message.bytes.count })
          #expect(
            reading.text != nil || !reading.leaves.allSatisfy(ours.contains) || reading.leaves.count < ours.count)
        }
      }
    }
  }
}
