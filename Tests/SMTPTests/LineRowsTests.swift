import Testing
import WireBytes

@testable import SMTP

/// Sections 1 and 2 of the acceptance table: command lines, EHLO, and the order of commands.
@Suite struct LineRowsTests {
  static let ready = ["EHLO client.example"]

  @Test(arguments: [
    SessionRow("L1", #"NOOP\r\n"#, gives: ["NOOP"]),
    SessionRow("L2", #"NOOP\n"#, gives: ["500 5.5.2 bareLF", "closed"]),
    SessionRow("L2 wait", #"NOOP\nx\r\nNOOP\r\n"#, gives: ["500 5.5.2 bareLFInLine", "NOOP"]) {
      $0.leniency.insert(.bareLFInLine)
    },
    SessionRow("L2 take", #"NOOP\n"#, gives: ["NOOP bareLFEndsLine"]) { $0.leniency.insert(.bareLFEndsLine) },
    SessionRow("L22", #"NOOP\nQUIT\r\n"#, gives: ["500 5.5.2 bareLF", "closed"]),
    SessionRow("L22 wait", #"NOOP\nQUIT\r\n"#, gives: ["500 5.5.2 bareLFInLine"]) {
      $0.leniency.insert(.bareLFInLine)
    },
    SessionRow("L22 take", #"NOOP\nQUIT\r\n"#, gives: ["NOOP bareLFEndsLine", "QUIT", "closed"]) {
      $0.leniency.insert(.bareLFEndsLine)
    },
    SessionRow("L3", #"NOOP\rQUIT\r\n"#, gives: ["500 5.5.2 bareCR"]),
    SessionRow("L4", #"M\rAIL FROM:<a@b.c>\r\n"#, gives: ["500 5.5.2 bareCR"]),
    SessionRow("L5", #"RSET\r¦\nQUIT\r\n"#, gives: ["RSET", "QUIT", "closed"]),
    SessionRow("L6", #"RSET\r\nQUIT\r\n"#, gives: ["RSET", "QUIT", "closed"]),
    SessionRow("L7", #"\r\n"#, gives: ["500 5.5.2 emptyCommand"]),
    SessionRow(
      "L7 state", #"MAIL FROM:<>\r\n\r\nRCPT TO:<a@b.c>\r\n"#,
      gives: ["MAIL", "500 5.5.2 emptyCommand", "RCPT"], after: ready),
    SessionRow("L8", #" NOOP\r\n"#, gives: ["500 5.5.2 unknownCommand"]),
    SessionRow("L8 lenient", #"  NOOP\r\n"#, gives: ["NOOP leadingSpace"]) { $0.leniency.insert(.leadingSpace) },
    SessionRow("L9", #"NOOP \r\n"#, gives: ["NOOP"]),
    SessionRow("L10", #"noop\r\nnOoP\r\n"#, gives: ["NOOP", "NOOP"]),
    SessionRow("L11", #"\xC5\xBFTARTTLS\r\n"#, gives: ["500 5.5.2 unknownCommand"]),
    SessionRow("L12", #"STARTTLSX\r\n"#, gives: ["500 5.5.2 unknownCommand"]),
    SessionRow("L13", #"MAIL\tFROM:<a@b.c>\r\n"#, gives: ["500 5.5.2 unknownCommand"], after: ready),
    SessionRow("L13 lenient", #"MAIL\tFROM:<a@b.c>\r\n"#, gives: ["MAIL tabAfterVerb"], after: ready) {
      $0.leniency.insert(.tabAfterVerb)
    },
    SessionRow("L14", "NOOP " + String(repeating: "A", count: 505) + #"\r\n"#, gives: ["NOOP"]),
    SessionRow("L14 one more", "NOOP " + String(repeating: "A", count: 506) + #"\r\n"#, gives: ["NOOP"]),
    SessionRow(
      "L14 limit", "NOOP " + String(repeating: "A", count: 506) + #"\r\nNOOP\r\n"#,
      gives: ["500 5.5.2 lineTooLong", "NOOP"]
    ) {
      $0.extensions = []
      $0.limits.commandLine = 512
    },
    SessionRow(
      "L15", String(repeating: "A", count: 5_000) + #"\r\nNOOP\r\n"#,
      gives: ["500 5.5.2 lineTooLong", "NOOP"]),
    // Memory: `manySlowSessionsStaySmall`.
    SessionRow("L16", String(repeating: "A", count: 1 << 20), gives: ["500 5.5.2 lineUnterminated", "closed"]),
    SessionRow("L17", #"NOOP a\0b\r\n"#, gives: ["500 5.5.2 nul"]),
    SessionRow("L17 after verb", #"NOOP\0\r\n"#, gives: ["500 5.5.2 nul"]),
    SessionRow(
      "L18", #"RSET foo\r\nDATA x\r\nQUIT x\r\n"#,
      gives: [
        "501 5.5.4 unexpectedArgument", "501 5.5.4 unexpectedArgument", "501 5.5.4 unexpectedArgument",
      ], after: ready),
    SessionRow("L18 lenient", #"QUIT x\r\n"#, gives: ["QUIT argumentOfQuit", "closed"]) {
      $0.leniency.insert(.argumentOfQuit)
    },
    SessionRow("L19", #"STARTTLS foo\r\n"#, gives: ["501 5.5.4 unexpectedArgument"], after: ready),
    SessionRow("L20", #"GET / HTTP/1.1\r\nHost: x\r\n"#, gives: ["500 5.5.2 crossProtocol", "closed"]),
    SessionRow(
      "L20 502", #"GET / HTTP/1.1\r\nHost: x\r\n"#, gives: ["500 5.5.2 crossProtocol, said 502", "closed"],
      answering: SessionRunner.Answers(refusal: SMTPReply(.notImplemented))),
    SessionRow("L20 lenient", #"POST / HTTP/1.1\r\n"#, gives: ["500 5.5.2 unknownCommand"]) {
      $0.leniency.insert(.crossProtocol)
    },
    SessionRow("L21", #"\x16\x03\x01\x02\0\x01"#, gives: ["500 5.5.2 tlsHello", "closed"]),
    SessionRow(
      "L21 554", #"\x16\x03\x01\x02\0\x01"#, gives: ["500 5.5.2 tlsHello, said 554", "closed"],
      answering: SessionRunner.Answers(refusal: SMTPReply(.failed))),
    SessionRow("L21 lenient", #"\x16\x03\x01\r\n"#, gives: ["500 5.5.2 unknownCommand"]) {
      $0.leniency.insert(.tlsHello)
    },
    SessionRow(
      "L23", #"VRFY\r\nEXPN\r\nHELP\r\nHELP MAIL\r\n"#,
      gives: ["501 5.5.4 missingArgument", "501 5.5.4 missingArgument", "HELP", "HELP"]),
    SessionRow("L24", #"RCPT TO:<a@b.c> \r\n"#, gives: ["RCPT"], after: ready + ["MAIL FROM:<>"]),
  ])
  func lines(_ row: SessionRow) { check(row) }

  @Test(arguments: [
    SessionRow("E1", #"EHLO\r\nEHLO \r\n"#, gives: ["501 5.5.4 missingArgument", "501 5.5.4 missingArgument"]),
    SessionRow("E2", #"EHLO a b\r\n"#, gives: ["501 5.5.4 unexpectedArgument"]),
    SessionRow("E2 lenient", #"EHLO a b\r\n"#, gives: ["EHLO anyHelloArgument"]) {
      $0.leniency.insert(.anyHelloArgument)
    },
    SessionRow("E3", #"EHLO [127.0.0.1]\r\n"#, gives: ["EHLO"]),
    SessionRow("E4", #"EHLO [IPv6:::1]\r\n"#, #"EHLO [ipv6:2001:db8::25]\r\n"#, gives: ["EHLO", "EHLO"]),
    SessionRow(
      "E5", #"EHLO [1.2.3.999]\r\nEHLO [1.2.3]\r\n"#,
      gives: ["501 5.5.4 malformedDomain", "501 5.5.4 malformedDomain"]),
    SessionRow("E6", #"EHLO 127.0.0.1\r\n"#, #"EHLO [::1]\r\n"#, gives: ["EHLO", "501 5.5.4 malformedDomain"]),
    SessionRow("E6 refuse", #"EHLO 127.0.0.1\r\n"#, gives: ["501 5.5.4 malformedDomain"]) {
      $0.leniency.remove(.numericDomain)
    },
    SessionRow("E6 any", #"EHLO [::1]\r\n"#, gives: ["EHLO anyHelloArgument"]) {
      $0.leniency.insert(.anyHelloArgument)
    },
    SessionRow("E7", #"EHLO host_name\r\n"#, gives: ["501 5.5.4 malformedDomain"]),
    SessionRow("E7 lenient", #"EHLO host_name\r\n"#, gives: ["EHLO underscoreInDomain"]) {
      $0.leniency.insert(.underscoreInDomain)
    },
    SessionRow(
      "E8", #"EHLO x\r\n"#, #"RCPT TO:<a@b.c>\r\nMAIL FROM:<a@b.c>\r\n"#,
      gives: ["EHLO", "503 5.5.1 badSequence", "MAIL"], after: ready + ["MAIL FROM:<a@b.c>"]),
    SessionRow("E9", #"LHLO x\r\n"#, gives: ["500 5.5.2 unknownCommand"]),
    SessionRow(
      "E9 LMTP", #"EHLO x\r\nHELO x\r\n"#,
      gives: ["500 5.5.2 unknownCommand", "500 5.5.2 unknownCommand"], configuration: .lmtp),
    SessionRow(
      "E10", #"HELO x\r\n"#, #"MAIL FROM:<a@b.c> SIZE=1\r\n"#,
      gives: ["HELO", "555 5.5.4 parameterNotRecognized"]),
    SessionRow("E10 lenient", #"HELO x\r\n"#, #"MAIL FROM:<a@b.c> SIZE=1\r\n"#, gives: ["HELO", "MAIL"]) {
      $0.leniency.insert(.parametersAfterHELO)
    },
    SessionRow("E11", #"MAIL FROM:<a@b.c>\r\n"#, gives: ["503 5.5.1 badSequence"]),
    SessionRow("E11 RCPT", #"RCPT TO:<a@b.c>\r\n"#, gives: ["503 5.5.1 badSequence"], after: ready),
    SessionRow(
      "E11 554", #"MAIL FROM:<a@b.c>\r\nDATA\r\nNOOP\r\n"#,
      gives: ["MAIL", "503 5.5.1 badSequence, said 554", "NOOP"], after: ready,
      answering: SessionRunner.Answers(refusal: SMTPReply(.failed, SMTPReply.Detail(5, 1), "No recipient"))),
    SessionRow(
      "E11 DATA", #"MAIL FROM:<a@b.c>\r\nDATA\r\n"#, gives: ["MAIL", "503 5.5.1 badSequence"], after: ready),
  ])
  func hello(_ row: SessionRow) { check(row) }

  @Test func numericDomainIsNoted() throws {
    let line = Array("EHLO 127.0.0.1".utf8)
    #expect(try SMTPCommand(parsing: line.span).deviations == .numericDomain)
  }

  /// Found by fuzzing: the line before, or what a chunk had brought of this one, was given for it.
  @Test(arguments: [#"RSET\r\nab\n"#, #"RSET\r\nabcdefghijkl\r\n"#, #"RSET\r\nabcdefghijklmnopq"#])
  func aLineThatIsNoneIsEmpty(_ stream: String) {
    var limits = SMTPLimits()
    limits.commandLine = 10
    limits.drainedLine = 16
    let bytes = wire(stream)
    for cuts in [[], Array(1..<bytes.count)] {
      var reader = SMTPLineReader(limits: limits)
      var lines: [[UInt8]] = []
      for (start, end) in zip([0] + cuts, cuts + [bytes.count]) {
        let chunk = Array(bytes[start..<end])
        let span = chunk.span
        var input = ByteCursor(span)
        while reader.next(from: &input) != nil { lines.append(reader.line(in: input).array) }
      }
      #expect(lines == [Array("RSET".utf8), []], "\(stream) cut at \(cuts)")
    }
  }

  /// Found by fuzzing: octets of the chunk were given for the line.
  @Test func aRefusedChunkHasNoLine() {
    let bytes = wire(#"BDAT 3\r\nabcNOOP\r\n"#)
    for cuts in [[], Array(1..<bytes.count)] {
      var session = SMTPServerSession(.everything)
      var output: [UInt8] = []
      try? session.send(SMTPReply(.ready), into: &output)
      var lines: [[UInt8]] = []
      for (start, end) in zip([0] + cuts, cuts + [bytes.count]) {
        let chunk = Array(bytes[start..<end])
        let span = chunk.span
        var input = ByteCursor(span)
        while session.next(from: &input) != nil {
          let current = session
          lines.append(current.line(in: input).array)
          try? session.send(SMTPReply(.badSequence), into: &output)
        }
      }
      #expect(lines == [[], Array("NOOP".utf8)], "cut at \(cuts)")
    }
  }
}
