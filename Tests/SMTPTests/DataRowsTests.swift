import Testing
import WireBytes

@testable import SMTP

/// Sections 5 and 6 of the acceptance table: what comes after 354, and BDAT.
@Suite struct DataRowsTests {
  static let data = ["EHLO x", "MAIL FROM:<a@b.c>", "RCPT TO:<a@b.c>", "DATA"]
  static let refused = "refused 550 5.6.0 bareLineBreakInMessage"

  /// A row under the keep-with-a-note policy, after 354.
  static func keep(_ id: String, _ input: String, _ expected: String...) -> SessionRow {
    SessionRow(id, input, gives: expected, after: data) { $0.policy.bareLineBreaks = .keep }
  }

  @Test(arguments: [
    keep("D1", #".\r\n"#, "ended"),
    keep("D2", #"a\r\n.\r\nQUIT\r\n"#, #"bytes a\r\n"#, "ended", "QUIT", "closed"),
    keep("D3", #"..\r\n.\r\n"#, #"bytes .\r\n"#, "ended"),
    keep("D4", #"..¦\r\nQUIT\r\n.\r\n"#, #"bytes .\r\nQUIT\r\n"#, "ended"),
    keep("D5", #".a\r\n.\r\n"#, #"bytes a\r\n"#, "ended"),
    keep("D6", #"a\r\n..b\r\n.\r\n"#, #"bytes a\r\n.b\r\n"#, "ended"),
    keep("D7", #"a\r\n...\r\n.\r\n"#, #"bytes a\r\n..\r\n"#, "ended"),
    keep("D8", #"\r\n.\r\n"#, #"bytes \r\n"#, "ended"),
    keep("D9", #"a\r¦\n¦.¦\r¦\nNOOP\r\n"#, #"bytes a\r\n"#, "ended", "NOOP"),
    keep("D10", #"a\n.\nNOOP\r\n.\r\n"#, #"bytes a\n.\nNOOP\r\n"#, "ended with 2 LF"),
    keep("D11", #"a\n.\r\nNOOP\r\n.\r\n"#, #"bytes a\n.\r\nNOOP\r\n"#, "ended with 1 LF"),
    keep("D12", #"a\r\n.\nNOOP\r\n.\r\n"#, #"bytes a\r\n\nNOOP\r\n"#, "ended with 1 LF"),
    keep("D13", #"a\r.\rNOOP\r\n.\r\n"#, #"bytes a\r.\rNOOP\r\n"#, "ended with 2 CR"),
    keep("D14", #"a\r.\r\nNOOP\r\n.\r\n"#, #"bytes a\r.\r\nNOOP\r\n"#, "ended with 1 CR"),
    keep("D15", #"a\n.\rNOOP\r\n.\r\n"#, #"bytes a\n.\rNOOP\r\n"#, "ended with 1 CR, 1 LF"),
    keep("D15", #"a\r.\nNOOP\r\n.\r\n"#, #"bytes a\r.\nNOOP\r\n"#, "ended with 1 CR, 1 LF"),
    keep("D16", #"a\r\n.\rx\r\n.\r\n"#, #"bytes a\r\n\rx\r\n"#, "ended with 1 CR"),
    keep("D17", #"a\r\n.\r\r\nb\r\n.\r\n"#, #"bytes a\r\n\r\r\nb\r\n"#, "ended with 1 CR"),
    keep("D18", #"a\r\r\n.\r\n"#, #"bytes a\r\r\n"#, "ended with 1 CR"),
    keep("D19", #"a\r\r\n.\r\r\nb\r\n.\r\n"#, #"bytes a\r\r\n\r\r\nb\r\n"#, "ended with 2 CR"),
    keep("D20", #"a\r\n\0.\r\n.\r\n"#, #"bytes a\r\n\0.\r\n"#, "ended with 1 NUL"),
    keep("D21", #"a\r\n.\0\r\n.\r\n"#, #"bytes a\r\n\0\r\n"#, "ended with 1 NUL"),
    keep("D22", #"a\r\n. \r\n.\t\r\n.\r\n"#, #"bytes a\r\n \r\n\t\r\n"#, "ended"),
    keep("D23", #"a\r\n.\r\n.\r\n"#, #"bytes a\r\n"#, "ended", "500 5.5.2 unknownCommand"),
    keep("D27", #"a\r\nb"#, #"bytes a\r\nb"#),
  ])
  func framing(_ row: SessionRow) { check(row) }

  @Test(arguments: [
    SessionRow("D10", #"a\n.\nNOOP\r\n.\r\n"#, gives: [#"bytes a\n"#, refused], after: data),
    SessionRow(
      "D10 normalize", #"a\n.\nNOOP\r\n.\r\n"#, gives: [#"bytes a\r\n.\r\nNOOP\r\n"#, "ended with 2 LF"], after: data
    ) {
      $0.policy.bareLineBreaks = .normalize
    },
    SessionRow("D16", #"a\r\n.\rx\r\n.\r\n"#, gives: [#"bytes a\r\n\r"#, refused], after: data),
    SessionRow(
      "D16 normalize", #"a\r\n.\rx\r\n.\r\n"#, gives: [#"bytes a\r\n\r\nx\r\n"#, "ended with 1 CR"], after: data
    ) {
      $0.policy.bareLineBreaks = .normalize
    },
    SessionRow("D24 LF", #"a\nb\r\n.\r\nNOOP\r\n"#, gives: [#"bytes a\n"#, refused, "NOOP"], after: data),
    SessionRow("D24 CR", #"a\rb\r\n.\r\n"#, gives: [#"bytes a\r"#, refused], after: data),
    SessionRow(
      "D24 normalize", #"a\rb\nc\r\r\n\n\r\n.\r\n"#,
      gives: [#"bytes a\r\nb\r\nc\r\n\r\n\r\n\r\n"#, "ended with 2 CR, 2 LF"], after: data
    ) {
      $0.policy.bareLineBreaks = .normalize
    },
    SessionRow(
      "D25", String(repeating: "a", count: 998) + #"\r\n.\r\n"#,
      gives: ["bytes " + String(repeating: "a", count: 998) + #"\r\n"#, "ended"], after: data
    ) {
      $0.policy.refusesLongLines = true
    },
    SessionRow(
      "D25 stuffed", ".." + String(repeating: "a", count: 997) + #"\r\n.\r\n"#,
      gives: ["bytes ." + String(repeating: "a", count: 997) + #"\r\n"#, "ended"], after: data
    ) {
      $0.policy.refusesLongLines = true
    },
    SessionRow(
      "D25 over", String(repeating: "a", count: 999) + #"\r\n.\r\n"#,
      gives: ["bytes " + String(repeating: "a", count: 999) + #"\r\n"#, "ended with line of 999"], after: data),
    SessionRow(
      "D25 over, refused", String(repeating: "a", count: 999) + #"\r\n.\r\n"#,
      gives: ["bytes " + String(repeating: "a", count: 999) + #"\r\n"#, "refused 554 5.6.0 textLineTooLong"],
      after: data
    ) {
      $0.policy.refusesLongLines = true
    },
    SessionRow(
      "D26", #"abcdefgh\r\nNOOP\r\n.\r\nNOOP\r\n"#,
      gives: ["bytes abcd", "refused 552 5.3.4 messageTooLarge", "NOOP"], after: data
    ) { $0.limits.message = 4 },
    SessionRow("D26 exact", #"ab\r\n.\r\n"#, gives: [#"bytes ab\r\n"#, "ended"], after: data) {
      $0.limits.message = 4
    },
    SessionRow("D28", #"\xE9\r\n.\r\n"#, gives: [#"bytes \xE9\r\n"#, "ended with 1 8-bit"], after: data),
    SessionRow(
      "D28 refused", #"\xE9\r\n.\r\n"#, gives: [#"bytes \xE9\r\n"#, "refused 554 5.6.1 eightBitMessage"],
      after: data
    ) { $0.policy.refusesEightBit = true },
    SessionRow(
      "D28 announced", #"\xE9\r\n.\r\n"#, gives: [#"bytes \xE9\r\n"#, "ended with 1 8-bit"],
      after: ["EHLO x", "MAIL FROM:<a@b.c> BODY=8BITMIME", "RCPT TO:<a@b.c>", "DATA"]
    ) {
      $0.policy.refusesEightBit = true
    },
    SessionRow(
      "D20", #"a\r\n\0.\r\nNOOP\r\n.\r\n"#,
      gives: [#"bytes a\r\n\0.\r\nNOOP\r\n"#, "refused 550 5.6.0 disguisedEndOfData"], after: data),
    SessionRow(
      "D21", #"a\r\n.\0\r\nNOOP\r\n.\r\n"#,
      gives: [#"bytes a\r\n\0\r\nNOOP\r\n"#, "refused 550 5.6.0 disguisedEndOfData"], after: data),
    SessionRow("D29", #"a\0b\r\n.\r\n"#, gives: [#"bytes a\0b\r\n"#, "ended with 1 NUL"], after: data),
    SessionRow(
      "D29 refused", #"a\0b\r\n.\r\n"#, gives: [#"bytes a\0b\r\n"#, "refused 554 5.6.0 nulInMessage"],
      after: data
    ) { $0.policy.refusesNUL = true },
  ])
  func policy(_ row: SessionRow) { check(row) }

  @Test func anUnfinishedMessageIsDiscarded() {
    var runner = SessionRunner(.everything)
    for line in Self.data { runner.feed(wire(line + #"\r\n"#)) }
    runner.feed(wire(#"a\r\n"#))
    let wasCutShort = runner.session.inputEnded()
    #expect(wasCutShort)
    #expect(runner.session.isClosed)
  }

  static let rcpt = ["EHLO x", "MAIL FROM:<a@b.c>", "RCPT TO:<a@b.c>"]
  static let bad = ["EHLO x", "MAIL FROM:<a@b.c>", "RCPT TO:<bad@b.c>"]
  static let sequence = "503 5.5.1 badSequence"
  static let size = "501 5.5.4 chunkSize"

  @Test(arguments: [
    SessionRow(
      "B1", #"BDAT 5 LAST\r\nab\r\n\0"#, gives: ["BDAT", #"bytes ab\r\n\0"#, "ended with 1 NUL"], after: rcpt),
    SessionRow(
      "B2", #"BDAT 2\r\nabBDAT 0 LAST\r\n"#, gives: ["BDAT", "bytes ab", "chunk", "BDAT", "ended"], after: rcpt),
    SessionRow("B2 only", #"BDAT 0 LAST\r\n"#, gives: ["BDAT", "ended"], after: rcpt),
    SessionRow("B3", #"BDAT 0\r\n"#, gives: ["BDAT", "chunk"], after: rcpt),
    SessionRow("B3 refuse", #"BDAT 0\r\nNOOP\r\n"#, gives: ["551 5.5.4 emptyChunk", "NOOP"], after: rcpt) {
      $0.leniency.remove(.emptyChunk)
    },
    SessionRow("B4", #"BDAT 3\r\n.\r\nNOOP\r\n"#, gives: ["BDAT", #"bytes .\r\n"#, "chunk", "NOOP"], after: rcpt),
    SessionRow("B5", #"BDAT 6 LAST\r\nNOOP\r\nRSET\r\n"#, gives: [sequence, "RSET"], after: ["EHLO x"]),
    SessionRow(
      "B6", #"BDAT 6 LAST\r\nNOOP\r\nRSET\r\n"#, gives: ["554 5.5.1 noValidRecipients", "RSET"], after: bad),
    SessionRow(
      "B7", #"BDAT 6\r\nabcdefBDAT 1\r\nxBDAT 1 LAST\r\ny"#, #"MAIL FROM:<>\r\n"#,
      gives: [
        "BDAT", "bytes abcd", "552 5.3.4 messageTooLarge", "BDAT", "552 5.3.4 messageTooLarge", "BDAT",
        "refused 552 5.3.4 messageTooLarge", "MAIL",
      ], after: rcpt
    ) { $0.limits.message = 4 },
    SessionRow(
      "B7 RSET", #"BDAT 6\r\nabcdefBDAT 6\r\nNOOP\r\nRSET\r\nMAIL FROM:<>\r\n"#,
      gives: [
        "BDAT", "bytes abcd", "552 5.3.4 messageTooLarge", "BDAT", "552 5.3.4 messageTooLarge", "RSET", "MAIL",
      ],
      after: rcpt
    ) { $0.limits.message = 4 },
    SessionRow(
      "B8 521", #"BDAT 18446744073709551616\r\nNOOP\r\n"#, gives: [size + ", said 521", "closed"], after: rcpt,
      answering: SessionRunner.Answers(refusal: SMTPReply.Code(521).map { SMTPReply($0, nil, "No mail here") })),
    SessionRow("B8", #"BDAT 18446744073709551616\r\nNOOP\r\n"#, gives: [size, "closed"], after: rcpt),
    SessionRow("B8", #"BDAT 99999999999999999999999\r\n"#, gives: [size, "closed"], after: rcpt),
    SessionRow("B9", #"BDAT -1\r\n"#, gives: [size, "closed"], after: rcpt),
    SessionRow("B9", #"BDAT 0x10\r\n"#, gives: [size, "closed"], after: rcpt),
    SessionRow("B9", #"BDAT\r\n"#, gives: [size, "closed"], after: rcpt),
    SessionRow("B9", #"BDAT LAST\r\n"#, gives: [size, "closed"], after: rcpt),
    SessionRow("B9", #"BDAT 5LAST\r\n"#, gives: [size, "closed"], after: rcpt),
    SessionRow("B9", #"BDAT 5 XXXX\r\nNOOP\r\n"#, gives: [size, "closed"], after: rcpt),
    SessionRow("B9", #"BDAT 1 LAST x\r\n"#, gives: [size, "closed"], after: rcpt),
    SessionRow(
      "B9 lenient", #"BDAT 6 XXXX\r\nNOOP\r\nRSET\r\n"#, gives: ["501 5.5.4 unexpectedArgument", "RSET"],
      after: rcpt
    ) { $0.leniency.insert(.chunkArgument) },
    SessionRow(
      "B9 lenient", #"BDAT 1 LAST x\r\naRSET\r\n"#, gives: ["501 5.5.4 unexpectedArgument", "RSET"],
      after: rcpt
    ) { $0.leniency.insert(.chunkArgument) },
    SessionRow("B10", #"BDAT 5 last\r\nabcde"#, gives: ["BDAT", "bytes abcde", "ended"], after: rcpt),
    SessionRow(
      "B11", #"BDAT 3\r\nabcDATA\r\nBDAT 6\r\nNOOP\r\nDATA\r\nRSET\r\nMAIL FROM:<>\r\n"#,
      gives: ["BDAT", "bytes abc", "chunk", sequence, sequence, sequence, "RSET", "MAIL"], after: rcpt),
    SessionRow(
      "B11 BDAT", #"BDAT 3\r\nabcDATA\r\nBDAT 6 LAST\r\nNOOP\r\nEHLO x\r\n"#, #"MAIL FROM:<>\r\n"#,
      gives: ["BDAT", "bytes abc", "chunk", sequence, sequence, "EHLO", "MAIL"], after: rcpt),
    SessionRow(
      "B11 lenient", #"BDAT 3\r\nabcDATA\r\nBDAT 3 LAST\r\ndef"#,
      gives: ["BDAT", "bytes abc", "chunk", sequence, "BDAT", "bytes def", "ended"], after: rcpt
    ) { $0.leniency.insert(.chunksOutliveData) },
    SessionRow(
      "B12", #"BDAT 3\r\nabcRSET\r\nNOOP\r\n"#, gives: ["BDAT", "bytes abc", "chunk", "RSET", "NOOP"],
      after: rcpt),
    SessionRow(
      "B13", #"BDAT 3 LAST\r\nabcBDAT 1 LAST\r\nx"#, gives: ["BDAT", "bytes abc", "ended", sequence],
      after: rcpt),
    SessionRow("B14", #"BDAT 1¦0\r\n0123456789"#, gives: ["BDAT", "bytes 0123456789", "chunk"], after: rcpt),
    SessionRow(
      "B15", #"BDAT 1\r\naBDAT 1 LAST\r\nb"#, gives: ["BDAT", "bytes a", "chunk", "BDAT", "bytes b", "ended"],
      after: rcpt),
    SessionRow(
      "B15 refused", #"BDAT 1\r\naBDAT 1 LAST\r\nb"#,
      gives: ["BDAT", "bytes a", "chunk", "BDAT", "bytes b", "refused 554 5.6.0 unfinishedLine"], after: rcpt
    ) { $0.policy.refusesUnfinishedLine = true },
    SessionRow(
      "B15 finished", #"BDAT 2\r\na\rBDAT 1\r\n\nBDAT 0 LAST\r\n"#,
      gives: ["BDAT", #"bytes a\r"#, "chunk", "BDAT", #"bytes \n"#, "chunk", "BDAT", "ended"], after: rcpt
    ) { $0.policy.refusesUnfinishedLine = true },
    SessionRow("B15 empty", #"BDAT 0 LAST\r\n"#, gives: ["BDAT", "ended"], after: rcpt) {
      $0.policy.refusesUnfinishedLine = true
    },
    SessionRow(
      "B15 binary", #"BDAT 1 LAST\r\nb"#, gives: ["BDAT", "bytes b", "ended"],
      after: ["EHLO x", "MAIL FROM:<a@b.c> BODY=BINARYMIME", "RCPT TO:<a@b.c>"]
    ) { $0.policy.refusesUnfinishedLine = true },
    SessionRow("B16", #"BDAT 4\r\nQUITNOOP\r\n"#, gives: ["BDAT", "bytes QUIT", "chunk", "NOOP"], after: rcpt),
    SessionRow(
      "B17", #"BDAT 1\r\naBDAT 1 LAST\r\nb"#,
      gives: ["BDAT", "bytes a", "chunk", "BDAT", "bytes b", "ended x2"],
      after: ["LHLO x", "MAIL FROM:<a@b.c>", "RCPT TO:<a@b.c>", "RCPT TO:<a@b.c>"], configuration: .lmtp),
    SessionRow(
      "B17 none", #"BDAT 6 LAST\r\nNOOP\r\nRSET\r\n"#,
      gives: ["refused 554 5.5.1 noValidRecipients x0", "RSET"],
      after: ["LHLO x", "MAIL FROM:<a@b.c>", "RCPT TO:<bad@b.c>"], configuration: .lmtp),
    SessionRow("B18", #"BDAT 4 LAST\r\na\nb\r"#, gives: ["BDAT", #"bytes a\n"#, refused], after: rcpt),
    SessionRow(
      "B18 keep", #"BDAT 4 LAST\r\na\nb\r"#, gives: ["BDAT", #"bytes a\nb\r"#, "ended with 1 CR, 1 LF"], after: rcpt
    ) { $0.policy.bareLineBreaks = .keep },
    SessionRow(
      "B18 a dot among NULs", #"BDAT 2 LAST\r\n\0."#,
      gives: ["BDAT", #"bytes \0."#, "refused 550 5.6.0 disguisedEndOfData"],
      after: rcpt),
    SessionRow("B18 last CR", #"BDAT 2 LAST\r\nb\r"#, gives: ["BDAT", #"bytes b\r"#, refused], after: rcpt),
    SessionRow(
      "B18 normalize", #"BDAT 4 LAST\r\na\nb\r"#, gives: ["BDAT", #"bytes a\r\nb\r\n"#, "ended with 1 CR, 1 LF"],
      after: rcpt
    ) {
      $0.policy.bareLineBreaks = .normalize
    },
    SessionRow(
      "B18 binary", #"BDAT 4 LAST\r\na\nb\r"#, gives: ["BDAT", #"bytes a\nb\r"#, "ended with 1 CR, 1 LF"],
      after: ["EHLO x", "MAIL FROM:<a@b.c> BODY=BINARYMIME", "RCPT TO:<a@b.c>"]),
    SessionRow(
      "B18 shared", #"BDAT 2\r\na\rBDAT 2 LAST\r\n\nb"#,
      gives: ["BDAT", #"bytes a\r"#, "chunk", "BDAT", #"bytes \nb"#, "ended"], after: rcpt),
    SessionRow(
      "B19", #"BDAT 3\r\nabcMAIL FROM:<a@b.c>\r\nRCPT TO:<a@b.c>\r\nBDAT 0 LAST\r\n"#,
      gives: ["BDAT", "bytes abc", "chunk", sequence, sequence, "BDAT", "ended"], after: rcpt),
  ])
  func chunks(_ row: SessionRow) { check(row) }
}
