import Testing
import WireBytes

@testable import SMTP

/// Every command of RFC 5321 and of its extensions is typed: a verb, and what stands where in the line.
@Suite struct CommandFormsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let line: String
    let verb: SMTPVerb
    /// The arguments, as far as the line tells them apart.
    let arguments: [String]
    var testDescription: String { line }

    init(_ line: String, _ verb: SMTPVerb, _ arguments: String...) {
      self.line = line
      self.verb = verb
      self.arguments = arguments
    }
  }

  static let rows = [
    Row("EHLO client.example", .ehlo, "client.example"),
    Row("EHLO [192.0.2.1]", .ehlo, "[192.0.2.1]"),
    Row("HELO client.example", .helo, "client.example"),
    Row("LHLO client.example", .lhlo, "client.example"),
    Row("MAIL FROM:<ann@example.org> SIZE=10 X-FOO", .mail, "ann@example.org", "SIZE", "10", "X-FOO"),
    Row("MAIL FROM:<>", .mail, "null"),
    Row("RCPT TO:<bob@example.com> NOTIFY=NEVER", .rcpt, "bob@example.com", "NOTIFY", "NEVER"),
    Row("RCPT TO:<Postmaster>", .rcpt, "postmaster"),
    Row("DATA", .data),
    Row("BDAT 86 LAST", .bdat, "86", "LAST"),
    Row("BDAT 0086", .bdat, "86"),
    Row("RSET", .rset),
    Row("NOOP", .noop, ""),
    Row("NOOP what is said", .noop, "what is said"),
    Row("VRFY Ann Example", .vrfy, "Ann Example"),
    Row("EXPN list", .expn, "list"),
    Row("HELP", .help, ""),
    Row("HELP MAIL", .help, "MAIL"),
    Row("QUIT", .quit),
    Row("AUTH SCRAM-SHA-256 biws", .auth, "SCRAM-SHA-256", "biws"),
    Row("AUTH PLAIN =", .auth, "PLAIN", ""),
    Row("AUTH LOGIN", .auth, "LOGIN"),
    Row("STARTTLS", .startTLS),
    Row(
      "BURL imap://ann@mail.example.org/Drafts;uid=20 LAST", .burl, "imap://ann@mail.example.org/Drafts;uid=20",
      "LAST"),
    Row("BURL imap://mail.example.org/x", .burl, "imap://mail.example.org/x"),
    Row("ETRN mail.example.org", .etrn, "host", "mail.example.org"),
    Row("ETRN @example.org", .etrn, "subdomains", "example.org"),
    Row("ETRN #uucp", .etrn, "queue", "uucp"),
    Row("ATRN", .atrn, ""),
    Row("ATRN example.org,example.com", .atrn, "example.org,example.com"),
    Row("XCLIENT NAME=spike.example.net ADDR=192.0.2.2", .xclient, "NAME", "spike.example.net", "ADDR", "192.0.2.2"),
    Row("XFORWARD PROTO=ESMTP HELO=[UNAVAILABLE]", .xforward, "PROTO", "ESMTP", "HELO", "[UNAVAILABLE]"),
  ]

  @Test(arguments: rows)
  func typed(_ row: Row) throws {
    let line = Array(row.line.utf8)
    let command = try SMTPCommand(parsing: line.span)
    #expect(command.verb == row.verb)
    #expect(Self.arguments(of: command, line) == row.arguments)
    #expect(command.deviations.isEmpty)
    // A verb is the same in any case (RFC 5321 section 2.4).
    let word = row.line.prefix { $0 != " " }
    let lowered = Array((word.lowercased() + row.line.dropFirst(word.count)).utf8)
    #expect(try SMTPCommand(parsing: lowered.span) == command)
  }

  @Test(arguments: SMTPVerb.allCases)
  func everyVerbHasARow(_ verb: SMTPVerb) {
    #expect(Self.rows.contains { $0.verb == verb && $0.line.hasPrefix(verb.name) })
  }

  /// What stands for nothing that the command could mean.
  @Test(arguments: [
    "EXPN", "VRFY ", "BURL", "BURL nothing", "BURL imap://h/x FIRST", "BURL imap://h/x  LAST", "ETRN", "ETRN @",
    "ETRN a b",
    "ATRN example.org,", "ATRN a b", "XFORWARD", "XFORWARD NAME", "XCLIENT NAME=a=b", "XCLIENT NAME=+", "AUTH",
    "AUTH @",
    "AUTH ABCDEFGHIJKLMNOPQRSTU", "BDAT", "DATA now", "RSET all", "STARTTLS now", "LHLO", "HELO a b", "TURN",
    "SEND FROM:<a@b.c>",
  ])
  func refused(_ text: String) {
    let line = Array(text.utf8)
    #expect(throws: SMTPSyntaxError.self) { try SMTPCommand(parsing: line.span) }
  }

  static func arguments(of command: SMTPCommand, _ line: [UInt8]) -> [String] {
    func text(_ range: Range<Int>) -> String { String(bytes: line.span, range) }
    func path(_ path: SMTPPath) -> String {
      switch path.kind {
      case .null: "null"
      case .postmaster: "postmaster"
      case .mailbox: path.mailbox(in: line.span)?.description ?? "none"
      }
    }
    func words(_ parameters: SMTPParameters) -> [String] {
      var words: [String] = []
      var iterator = parameters.makeIterator()
      while let parameter = iterator.next(in: line.span) {
        words.append(text(parameter.keywordRange))
        if let value = parameter.valueRange { words.append(text(value)) }
      }
      return words
    }
    switch command.form {
    case .ehlo(let domain), .helo(let domain), .lhlo(let domain): return [text(domain.range)]
    case .mail(let from, let parameters): return [path(from)] + words(parameters)
    case .rcpt(let to, let parameters): return [path(to)] + words(parameters)
    case .bdat(let size, let isLast, _): return ["\(size)"] + (isLast ? ["LAST"] : [])
    case .noop(let range), .vrfy(let range), .expn(let range), .help(let range), .atrn(let range):
      return [text(range)]
    case .auth(let mechanism, let initial): return [text(mechanism)] + (initial.map { [text($0)] } ?? [])
    case .burl(let url, let isLast): return [text(url)] + (isLast ? ["LAST"] : [])
    case .etrn(let option, let range): return ["\(option)", text(range)]
    case .xclient(let attributes), .xforward(let attributes): return words(attributes)
    case .data, .rset, .quit, .startTLS: return []
    }
  }
}
