import Foundation
import Testing
import WireBytes

@testable import SMTP

/// Whole sessions, as scripts that a person can read: `Fixtures/smtp/*.dialogue`.
///
/// `C: ` lines that follow each other go to the session as one segment, `S: ` lines are how each line of its output
/// begins; `# serve:` says with what settings. Each script is dissected as a transcript too.
@Suite struct DialogueTests {
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/smtp")

  static func scripts(in folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return names.filter { $0.hasSuffix(".dialogue") }.sorted()
  }

  static func lines(of name: String) throws -> [String] {
    let text = String(decoding: try Data(contentsOf: fixtures.appending(path: name)), as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
  }

  static func configuration(_ lines: [String]) -> SMTPServerConfiguration {
    var configuration = SMTPServerConfiguration.everything
    for line in lines where line.hasPrefix("# serve: ") {
      if line.contains("lmtp") { configuration = .lmtp }
      if line.contains("requiresTLS") { configuration.requiresTLS = true }
      if line.contains("requiresAuthentication") { configuration.requiresAuthentication = true }
    }
    return configuration
  }

  /// The bytes of a client's line: CR LF is added unless it ends in a backslash.
  static func bytes(_ line: String) -> [UInt8] {
    line.hasSuffix("\\") ? wire(String(line.dropLast())) : wire(line) + [ASCII.cr, ASCII.lf]
  }

  /// What the server says, line by line, when the client's segments come cut at `cuts`; a line of the script that it does
  /// not say is in the second list.
  static func play(
    _ lines: [String], cutting cuts: (_ segment: Int, _ count: Int) -> [Int] = { _, _ in [] }
  ) -> (said: [String], missing: [String]) {
    var runner = SessionRunner(configuration(lines))
    var segment: [UInt8] = []
    var number = 0
    var seen = 0
    var missing: [String] = []
    func said() -> [String] {
      String(decoding: runner.output, as: UTF8.self).split(separator: "\r\n").map(String.init)
    }
    // What is left at the end is sent, though nothing answers it.
    for line in lines + ["S: "] {
      if line.hasPrefix("C: ") {
        segment += bytes(String(line.dropFirst(3)))
      } else if line.hasPrefix("S: ") {
        if !segment.isEmpty {
          runner.feed(segment, cutting: cuts(number, segment.count))
          number += 1
          segment = []
        }
        let output = said()
        if line == "S: " { continue }
        let found = seen < output.count ? output[seen] : "nothing"
        if !found.hasPrefix(line.dropFirst(3)) { missing.append("\(line), but \(found)") }
        seen += 1
      }
    }
    if said().count != seen { missing.append("\(said().count - seen) lines more") }
    return (said(), missing)
  }

  /// Whole, byte by byte, and with each segment cut in two at each byte.
  @Test(arguments: scripts(in: fixtures))
  func scriptPlays(_ name: String) throws {
    let lines = try Self.lines(of: name)
    var counts: [Int] = []
    let whole = Self.play(lines) { _, count in
      counts.append(count)
      return []
    }
    #expect(whole.missing == [], "\(name)")
    #expect(Self.play(lines) { _, count in Array(1..<count) }.said == whole.said, "\(name), byte by byte")
    for (number, count) in counts.enumerated() {
      for cut in 1..<count {
        let split = Self.play(lines) { segment, _ in segment == number ? [cut] : [] }
        #expect(split.said == whole.said, "\(name), segment \(number) cut at \(cut)")
      }
    }
  }

  struct Dialect: Sendable {
    let name: String
    let mechanisms: String
    let size: UInt64?
    let extensions: SMTPExtensions
    let defects: [String]
  }

  static let dialects = [
    Dialect(
      name: "postfix", mechanisms: "DIGEST-MD5 PLAIN CRAM-MD5", size: 10_240_000,
      extensions: [
        .pipelining, .size, .vrfy, .etrn, .startTLS, .auth, .xforward, .enhancedStatusCodes, .eightBitMIME, .dsn,
      ], defects: []),
    Dialect(
      name: "exim", mechanisms: "", size: 52_428_800,
      extensions: [.size, .limits, .eightBitMIME, .pipelining, .chunking, .help], defects: []),
    Dialect(
      name: "groupwise", mechanisms: "LOGIN", size: nil, extensions: [.auth, .eightBitMIME, .size, .dsn], defects: []),
    Dialect(
      name: "domino", mechanisms: "", size: 20_480_000, extensions: [.etrn, .startTLS, .dsn, .size, .pipelining],
      defects: ["smtp-syntax", "smtp-syntax"]),
    Dialect(
      name: "exchange", mechanisms: "GSSAPI NTLM LOGIN", size: nil,
      extensions: [
        .atrn, .size, .etrn, .pipelining, .dsn, .enhancedStatusCodes, .eightBitMIME, .binaryMIME, .chunking, .vrfy,
        .auth,
      ], defects: ["smtp-syntax"]),
    Dialect(
      name: "gmail", mechanisms: "LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH", size: 35_882_577,
      extensions: [.size, .eightBitMIME, .auth, .enhancedStatusCodes, .pipelining, .chunking, .smtpUTF8],
      defects: []),
  ]

  /// What a passive reader makes of the dialects: replies, capabilities, commands, messages, and no defect that is
  /// not the dialect's own.
  @Test(arguments: dialects)
  func dialect(_ dialect: Dialect) throws {
    let name = dialect.name
    let text = try Data(contentsOf: Self.fixtures.appending(path: "dialects/\(name).dialogue"))
    let transcript = try SMTPTranscript(parsing: [UInt8](text).span)
    let replies = transcript.events.compactMap { event -> SMTPReply? in
      if case .reply(let reply) = event.kind { reply } else { nil }
    }
    #expect(replies.prefix(2).map(\.code) == [.ready, .ok])
    let capabilities = SMTPCapabilities(parsing: replies[1])
    #expect(capabilities.mechanisms.joined(separator: " ") == dialect.mechanisms)
    #expect(capabilities.sizeLimit == dialect.size)
    #expect(capabilities.extensions == dialect.extensions)
    #expect(replies.last?.code == .closing)
    let defects = transcript.events.flatMap(\.defects).map(\.kind.rawValue)
    #expect(defects == dialect.defects)
    let kinds = transcript.events.map(\.kind.name)
    #expect(kinds.contains("message") == (name != "gmail"))
    if name == "gmail" {
      #expect(kinds.filter { $0 == "auth" }.count == 1)
      #expect(replies.first { $0.code == .authenticationFailed }?.enhancedStatus == "5.7.8")
    }
    if name == "exim" { #expect(replies.contains { $0.lines.count == 3 && $0.code == .refused }) }
  }
}
