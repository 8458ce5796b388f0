import Testing
import WireBytes

@testable import SMTP

/// Section 4 of the acceptance table: ESMTP parameters.
@Suite struct ParameterRowsTests {
  static func mail(
    _ id: String, _ parameters: String..., gives expected: String = "MAIL", secure: Bool = false,
    without missing: SMTPExtensions = [], saying refusal: SMTPReply? = nil,
    _ adjust: @escaping (inout SMTPServerConfiguration) -> Void = { _ in }
  ) -> [SessionRow] {
    parameters.map { parameter in
      let line = parameter.hasPrefix("<") ? parameter : "<a@b.c> \(parameter)"
      // The session goes on whatever was said.
      return SessionRow(
        id, "MAIL FROM:\(line)" + #"\r\nNOOP\r\n"#,
        gives: [expected + (refusal.map { ", said \($0.code.value)" } ?? ""), "NOOP"], after: ["EHLO client.example"],
        answering: SessionRunner.Answers(refusal: refusal)
      ) {
        $0.isSecure = secure
        $0.extensions.subtract(missing)
        adjust(&$0)
      }
    }
  }

  static func rcpt(
    _ id: String, _ parameters: String..., gives expected: String = "RCPT", utf8: Bool = false
  ) -> [SessionRow] {
    parameters.map { parameter in
      let line = parameter.hasPrefix("<") ? parameter : "<a@b.c> \(parameter)"
      return SessionRow(
        id, "RCPT TO:\(line)" + #"\r\n"#, gives: [expected],
        after: ["EHLO client.example", utf8 ? "MAIL FROM:<a@b.c> SMTPUTF8" : "MAIL FROM:<a@b.c>"])
    }
  }

  static let value = "501 5.5.4 parameterValue"
  static let syntax = "501 5.5.4 parameterSyntax"
  static let repeated = "501 5.5.4 parameterRepeated"
  static let unknown = "555 5.5.4 parameterNotRecognized"

  static let numbers: [SessionRow] =
    mail("A1", "SIZE=18446744073709551616", "SIZE=99999999999999999999", gives: "552 5.3.4 sizeTooLarge")
    + mail("A1", "SIZE=18446744073709551615")
    + mail("A1", "SIZE=000000000000000000001", gives: value)
    + mail("A2", "SIZE=", "SIZE", "SIZE=-1", "SIZE=0x10", "SIZE=1e3", gives: value)
    + mail("A3", "SIZE=0")
    + mail("A3 refuse", "SIZE=0", gives: value) { $0.leniency.remove(.zeroSize) }
    + mail("A4", "SIZE=1 SIZE=2", "SIZE=1 SIZE=1", "SMTPUTF8 SMTPUTF8", "RET=FULL RET=FULL", gives: repeated)
    + mail("A4 lenient", "SIZE=1 SIZE=1", "SMTPUTF8 SMTPUTF8", gives: "MAIL repeatedParameter") {
      $0.leniency.insert(.repeatedParameter)
    }
    + mail("A4 lenient still", "SIZE=1 SIZE=2", "RET=FULL RET=FULL", gives: repeated) {
      $0.leniency.insert(.repeatedParameter)
    }
    + rcpt("A4", "NOTIFY=NEVER NOTIFY=NEVER", gives: repeated)
    + mail("A5", "<a@b.c>SIZE=1", gives: syntax)
    + mail("A6", "<a@b.c>  BODY=7BIT", #"<a@b.c>\tBODY=7BIT"#, gives: syntax)
    + mail("A6 lenient", "<a@b.c>  BODY=7BIT", #"<a@b.c>\tBODY=7BIT"#, gives: "MAIL spaceBetweenParameters") {
      $0.leniency.insert(.spaceBetweenParameters)
    }
    + mail("A7", "FOO=1", "X-FOO", gives: unknown)
    + mail("A8", "FOO=a=b", gives: value)
    + mail("A9", "-FOO=1", "=1", gives: syntax)
    + mail("A10", "body=8bitmime")
    + mail("A11", "BODY=9BIT", gives: value)
    + mail("A12", "BODY=BINARYMIME", gives: unknown, without: .binaryMIME)
    + mail(
      "A12 504", "BODY=BINARYMIME", gives: unknown, without: .binaryMIME,
      saying: SMTPReply(.parameterNotImplemented, SMTPReply.Detail(5, 4), "No BINARYMIME"))
    + mail(
      "A12 501", "BODY=BINARYMIME", gives: unknown, without: .binaryMIME,
      saying: SMTPReply(.argumentError, SMTPReply.Detail(5, 4), "No BINARYMIME"))
    + mail("A12 no CHUNKING", "BODY=BINARYMIME", gives: unknown, without: .chunking)
    + mail("A12 lenient", "BODY=BINARYMIME", without: .binaryMIME) { $0.leniency.insert(.unadvertisedBinaryMIME) }
    + [
      SessionRow(
        "A13", #"DATA\r\n"#, #"DATA\r\nRSET\r\nMAIL FROM:<a@b.c>\r\n"#,
        gives: ["503 5.5.1 badSequence", "503 5.5.1 badSequence", "RSET", "MAIL"],
        after: ["EHLO x", "MAIL FROM:<a@b.c> BODY=BINARYMIME", "RCPT TO:<a@b.c>"])
    ]
    + mail("SIZE over the limit", "SIZE=11", gives: "552 5.3.4 sizeTooLarge") { $0.limits.message = 10 }

  static let others: [SessionRow] =
    mail("A14", "ENVID=a+2Bb")
    + mail("A14", "ENVID=a+2bb", gives: value)
    + mail("A15", "ENVID=a+", "ENVID=a+2", "ENVID=a+ZZb", gives: value)
    + mail("A16", "ENVID=" + String(repeating: "a", count: 100))
    + mail("A16", "ENVID=" + String(repeating: "a", count: 101), gives: value)
    + mail("A16 limit", "ENVID=" + String(repeating: "a", count: 101)) { $0.limits.envelopeIdentifier = 101 }
    + rcpt("A17", "NOTIFY=NEVER,SUCCESS", "NOTIFY=SUCCESS,NEVER", gives: value)
    + rcpt("A18", "NOTIFY=", "NOTIFY=SUCCESS,,DELAY", "NOTIFY=SUCCESS,", "NOTIFY=MAYBE", gives: value)
    + rcpt("A18", "NOTIFY=success", "NOTIFY=SUCCESS,FAILURE,DELAY", "NOTIFY=Never")
    + mail("A19", "RET=HDRS", "ret=full")
    + mail("A19", "RET=BODY", gives: value)
    + rcpt("A20", "ORCPT=rfc822;Bob+40ex.com")
    + rcpt("A20", "ORCPT=rfc822", "ORCPT=;x", "ORCPT=rfc822;", gives: value)
    + rcpt("A21", #"ORCPT=utf-8;\x{E9}@ex.com"#)
    + rcpt("A21", #"ORCPT=utf-8;\xC3\xA9@ex.com"#, utf8: true)
    + rcpt(
      "A21", #"ORCPT=utf-8;\xC3\xA9@ex.com"#, #"ORCPT=utf-8;\x{41}"#, #"ORCPT=utf-8;\x{D800}"#,
      #"ORCPT=utf-8;\x{}"#, #"ORCPT=utf-8;\x{0E9}"#, #"ORCPT=utf-8;\x{110000}"#, gives: value)
    + rcpt("A22", "ORCPT=x400;/C+3DUS/S+3Dx/")
    + mail("A23", "NOTIFY=NEVER", "ORCPT=rfc822;a", gives: unknown)
    + rcpt("A23", "RET=FULL", "SIZE=1", gives: unknown)
    + mail("A24", "AUTH=<>", "AUTH=e+3Dmc2@example.com")
    + mail("A24", "AUTH=bad+", gives: value)
    + mail("A25", "SMTPUTF8")
    + mail("A25", "SMTPUTF8=1", gives: value)
    + rcpt("A26", #"<\xC3\xA9@b.c>"#, gives: "553 5.6.7 utf8Required")
    + rcpt("A26", #"<\xC3\xA9@b.c>"#, #"<a@\xC3\xA9.c>"#, utf8: true)
    + mail("A26", #"<\xC3\xA9@b.c>"#, gives: "550 5.6.7 utf8Required")
    + mail("A26", #"<\xC3\xA9@b.c> SMTPUTF8"#)
    + mail(
      "A27", #"<\xFF@b.c> SMTPUTF8"#, #"<\xC0\x80@b.c> SMTPUTF8"#, #"<a@\xED\xA0\x80.c> SMTPUTF8"#,
      gives: "501 5.5.2 invalidUTF8")
    + mail("A28", "BY=120;R", "BY=-10;N", "BY=+5;NT", "BY=0;N")
    + mail("A28", "BY=0;R", "BY=-5;R", "BY=1234567890;N", "BY=5", "BY=;R", "BY=5;X", "BY=5;RX", gives: value)
    + mail("A29", "MT-PRIORITY=-9", "MT-PRIORITY=0", "MT-PRIORITY=9")
    + mail("A29", "MT-PRIORITY=10", "MT-PRIORITY=+3", "MT-PRIORITY=-0", "MT-PRIORITY=03", gives: value)
    + mail("A30", "HOLDFOR=86400", "HOLDUNTIL=2005-09-23T12:00:00Z", "HOLDUNTIL=2005-09-23T12:00:00.5+02:00")
    + mail("A30", "HOLDFOR=1 HOLDUNTIL=2005-09-23T12:00:00Z", gives: "501 5.5.4 parameterConflict")
    + mail("A30", "HOLDUNTIL=2005-09-23T12:00:00", "HOLDUNTIL=2005-13-23T12:00:00Z", "HOLDFOR=x", gives: value)
    + mail("A31", "REQUIRETLS", gives: unknown)
    + mail(
      "A31 530", "REQUIRETLS", gives: unknown,
      saying: SMTPReply(.accessDenied, SMTPReply.Detail(7, 10), "Encryption needed"))
    + mail("A31 TLS, not offered", "REQUIRETLS", gives: unknown, secure: true, without: .requireTLS)
    + mail("A31 TLS", "REQUIRETLS", secure: true)
    + mail("A31", "REQUIRETLS=1", gives: value)
    + rcpt("A32", "RRVS=2014-04-03T23:01:00Z;C", "RRVS=2014-04-03T23:01:00Z", "RRVS=2014-04-03T23:01:00.5+01:00;R")
    + rcpt("A32", "RRVS=;R", "RRVS=2014-04-03T23:01:00Z;X", gives: value)
    + mail("A33", "TRANSID=<12@x>", "SOLICIT=org.ex:ADV", "MTRK=c:3600", "CONPERM", "SUBMITTER=a+2Bb@x")

  @Test(arguments: numbers + others)
  func parameters(_ row: SessionRow) { check(row) }

  /// The typed values, and where the text of each stands.
  @Test(arguments: [
    ("MAIL FROM:<> SIZE=1000", SMTPParameter.Value.size(1_000)),
    ("MAIL FROM:<> body=8bitmime", .body(.eightBitMIME)),
    ("MAIL FROM:<> RET=HDRS", .ret(.headers)),
    ("MAIL FROM:<> ENVID=a+2Bb", .envid(19..<24)),
    ("MAIL FROM:<> AUTH=<>", .auth(20..<20)),
    ("MAIL FROM:<> BY=-10;N", .by(seconds: -10, returns: false, traces: false)),
    ("MAIL FROM:<> BY=+5;NT", .by(seconds: 5, returns: false, traces: true)),
    ("MAIL FROM:<> MT-PRIORITY=-9", .mtPriority(-9)),
    ("MAIL FROM:<> HOLDFOR=86400", .holdFor(86_400)),
    ("MAIL FROM:<> HOLDUNTIL=2005-09-23T12:00:00Z", .holdUntil(23..<43)),
    ("MAIL FROM:<> REQUIRETLS", .requireTLS),
    ("MAIL FROM:<> SMTPUTF8", .smtpUTF8),
    ("MAIL FROM:<> TRANSID=<12@x>", .transID(21..<27)),
    ("MAIL FROM:<> SOLICIT=org.ex:ADV", .solicit(21..<31)),
    ("MAIL FROM:<> MTRK=c:3600", .mtrk(certifier: 18..<19, timeout: 3_600)),
    ("MAIL FROM:<> CONPERM", .conPerm),
    ("MAIL FROM:<> SUBMITTER=a+2Bb@x", .submitter(23..<30)),
    ("MAIL FROM:<> MTRK=c", .mtrk(certifier: 18..<19, timeout: nil)),
    ("MAIL FROM:<> X-FOO=1", .other),
    ("RCPT TO:<a@b> CONNEG", .conNeg(20..<20)),
    ("RCPT TO:<a@b> CONNEG=(x)", .conNeg(21..<24)),
    ("RCPT TO:<a@b> NOTIFY=SUCCESS,DELAY", .notify([.success, .delay])),
    ("RCPT TO:<a@b> ORCPT=x400;/C+3DUS/", .orcpt(type: 20..<24, address: 25..<33)),
    ("RCPT TO:<a@b> RRVS=2014-04-03T23:01:00Z;C", .rrvs(time: 19..<39, continues: true)),
  ])
  func typed(_ text: String, _ value: SMTPParameter.Value) throws {
    let line = Array(text.utf8)
    let parameters: SMTPParameters
    switch try SMTPCommand(parsing: line.span).form {
    case .mail(_, let found), .rcpt(_, let found): parameters = found
    default:
      Issue.record("neither MAIL nor RCPT")
      return
    }
    var iterator = parameters.makeIterator()
    let parameter = iterator.next(in: line.span)
    let second = iterator.next(in: line.span)
    #expect(parameter?.value == value)
    #expect(second == nil)
    #expect(parameters.count == 1)
  }

  /// An extension raises the line limit by at least what its longest parameter takes, with the SP before it: a server
  /// must take the commands of the extensions that it offers (RFC 5321 section 4.1.1.11).
  @Test(arguments: [
    (SMTPExtensions.size, ["SIZE=18446744073709551615"]),
    (.eightBitMIME, ["BODY=8BITMIME"]),
    (.binaryMIME, ["BODY=BINARYMIME"]),
    (.smtpUTF8, ["SMTPUTF8"]),
    (.auth, ["AUTH=" + String(repeating: "a", count: 494)]),
    (.dsn, ["ORCPT=" + String(repeating: "a", count: 494), "NOTIFY=SUCCESS,FAILURE,DELAY"]),
    (.dsn, ["RET=FULL", "ENVID=" + String(repeating: "a", count: 100)]),
    (.deliverBy, ["BY=-999999999;NT"]),
    (.mtPriority, ["MT-PRIORITY=-9"]),
    (.futureRelease, ["HOLDUNTIL=2005-09-23T12:00:00+02:00"]),
    (.requireTLS, ["REQUIRETLS"]),
    (.rrvs, ["RRVS=2014-04-03T23:01:00+01:00;C"]),
    (.checkpoint, ["TRANSID=<" + String(repeating: "a", count: 78) + ">"]),
    (.noSoliciting, ["SOLICIT=" + String(repeating: "a", count: 1_000)]),
    (.messageTracking, ["MTRK=" + String(repeating: "a", count: 28) + ":999999999"]),
    (.contentConversion, ["CONPERM"]),
    (.submitter, ["SUBMITTER=" + String(repeating: "a", count: 252) + "@x"]),
  ])
  func linesHaveRoomForThem(_ added: SMTPExtensions, _ parameters: [String]) {
    let limits = SMTPLimits()
    let room = limits.commandLine(with: added) - limits.commandLine
    #expect(parameters.reduce(0) { $0 + 1 + $1.utf8.count } <= room)
    #expect(limits.commandLine(with: []) == limits.commandLine)
  }

  @Test func parametersKeepTheirOrder() throws {
    let line = Array("MAIL FROM:<a@b.c> X-B=2 SIZE=5 X-A".utf8)
    guard case .mail(_, let parameters) = try SMTPCommand(parsing: line.span).form else { return }
    var keywords: [String] = []
    var iterator = parameters.makeIterator()
    while let parameter = iterator.next(in: line.span) {
      keywords.append(String(bytes: line.span, parameter.keywordRange))
    }
    #expect(keywords == ["X-B", "SIZE", "X-A"])
  }

  /// A31: what is offered depends on the transport, and is what is allowed.
  @Test func offersFitTheTransport() {
    var configuration = SMTPServerConfiguration.everything
    configuration.limits.message = 1_000
    configuration.limits.recipients = 20
    #expect(configuration.offeredExtensions == SMTPExtensions.all.subtracting(.requireTLS))
    configuration.isSecure = true
    #expect(configuration.offeredExtensions == SMTPExtensions.all.subtracting(.startTLS))
    let offer = configuration.capabilities(domain: "mx.example.org")
    #expect(offer.extensions == configuration.offeredExtensions && offer.mechanisms == ["PLAIN", "LOGIN"])
    #expect(offer.sizeLimit == 1_000 && offer.limits.recipientMax == 20)
    configuration.mechanisms = []
    configuration.extensions.remove(.chunking)
    #expect(configuration.offeredExtensions.isDisjoint(with: [.auth, .chunking, .binaryMIME, .startTLS]))
  }

  @Test func unknownParameterIsNamed() throws {
    let line = Array("MAIL FROM:<a@b.c> NOTIFY=NEVER".utf8)
    #expect {
      try SMTPCommand(parsing: line.span)
    } throws: {
      ($0 as? SMTPSyntaxError)?.range == 18..<24
    }
  }

  @Test(arguments: [
    ("Bob+40ex.com", "Bob@ex.com", false), ("a+2Bb", "a+b", false), (#"\x{E9}@ex.com"#, "é@ex.com", true),
    ("é@ex.com", "é@ex.com", true), (#"\x{5C}\x{2B}\x{1F600}"#, "\\+😀", true), ("a+2bb", nil, false),
    ("é", nil, false),
  ])
  func xtext(_ encoded: String, _ decoded: String?, _ unicode: Bool) {
    let bytes = Array(encoded.utf8)
    let found = XText.decode(bytes.span, unicode: unicode)
    #expect(found.map { String(decoding: $0, as: UTF8.self) } == decoded)
    if let found, !unicode { #expect(XText.decode(XText.encode(found.span).span) == found) }
  }
}
