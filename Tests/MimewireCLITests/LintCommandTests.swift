import Foundation
import Testing
import WireBytes

@testable import MimewireCLI

/// What `mimewire lint` promises to a pipeline.
@Suite(.enabled(if: CommandRun.isAvailable, "the command is not built beside the tests"))
struct LintCommandTests {
  private static let fields = "From: ann@example.org\r\nDate: Sun, 1 Mar 2026 10:00:00 +0100\r\n"
  private static let clean = fields + "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nhi\r\n"
  /// Two Subject fields: high.
  private static let ambiguous = fields + "Subject: a\r\nSubject: b\r\n\r\nhi\r\n"
  /// Two To fields: medium.
  private static let untidy = fields + "To: a@example.org\r\nTo: b@example.org\r\n\r\nhi\r\n"

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(
    "the exit code says whether something was found that matters",
    arguments: [
      (clean, [], 0), (untidy, [], 0), (ambiguous, [], 1), (untidy, ["--fail-on", "medium"], 1),
      (ambiguous, ["--fail-on", "critical"], 0), (clean, ["--fail-on", "lint"], 0),
      (untidy, ["--fail-on", "bogus"], 2),
    ] as [(String, [String], Int32)])
  func exitCodes(message: String, options: [String], status: Int32) throws {
    #expect(try CommandRun(["lint"] + options + ["-"], input: message).status == status)
  }

  @Test("a limit ends with 3 whatever was found, an unreadable input with 2 even then")
  func otherCodes() throws {
    let deep = (0...120).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }.joined()
    let path = try folder.write("deep.eml", "Subject: a\nSubject: b\n" + deep + "\nx\n")
    #expect(try CommandRun(["lint", path]).status == 3)
    #expect(try CommandRun(["lint", path, folder.path("missing")]).status == 2)
  }

  @Test("defects that are only counted count for the exit code")
  func uncounted() throws {
    let flood = String(repeating: "X: =?utf-8?q?a?=b\r\n", count: 1_100)
    let run = try CommandRun(["lint", "-"], input: Self.fields + flood + "Subject: a\r\nSubject: b\r\n\r\n")
    #expect(run.status == 1)
    #expect(run.output.contains(" more were counted and are not listed"))
  }

  @Test("a finding is a line for compilers, the line of the message, and a caret")
  func text() throws {
    let run = try CommandRun(["lint", "--color", "never", "-"], input: Self.untidy)
    let lines = run.output.split(separator: "\n")
    let index = try #require(lines.firstIndex { $0.contains("hdr-dup-destination") })
    #expect(
      lines[index...].prefix(3) == [
        "-:4:1: medium: More than one To, Cc or Bcc; part 1, bytes 80 to 99 [hdr-dup-destination, RFC 5322 section 3.6]",
        "    To: b@example.org",
        "    ^~~~~~~~~~~~~~~~~",
      ])
  }

  @Test("what stands in a decoded message is found, and says so")
  func decoded() throws {
    let inner = Data(Self.ambiguous.utf8).base64EncodedString()
    let message =
      Self.fields + "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n\(inner)\r\n"
    let run = try CommandRun(["lint", "-"], input: message)
    #expect(run.output.contains("-(1):4:1: high: "))
  }

  @Test("in a mailbox a finding says which message its lines count from")
  func mailbox() throws {
    let from = "From ann@example.org Sun Mar  1 10:00:00 2026\n"
    let message = Self.untidy.replacingOccurrences(of: "\r", with: "")
    let path = try folder.write("in.mbox", from + "Subject: a\n\nb\n\n" + from + message)
    let run = try CommandRun(["lint", path])
    #expect(run.output.contains("\(path)@107:4:1: medium: "))
  }

  @Test("the SARIF log of many inputs is one log, also where some have no results")
  func sarif() throws {
    let paths = try [Self.clean, Self.ambiguous, Self.clean, Self.untidy].enumerated().map {
      try folder.write("\($0.offset) é.eml", $0.element)
    }
    let run = try CommandRun(["lint", "--format", "sarif"] + paths)
    let results = try JSONValue(parsing: Array(run.output.utf8))["runs"]?.elements.first?["results"]?.elements ?? []
    #expect(results.count > 1)
    #expect(run.output.contains("/1%20%C3%A9.eml"))
    let empty = try CommandRun(["lint", "--format", "sarif", paths[0]])
    #expect(try JSONValue(parsing: Array(empty.output.utf8))["runs"]?.elements.first?["results"]?.elements == [])
  }

  @Test("the field for a message says what was found, in lines that fit")
  func header() throws {
    let run = try CommandRun(["lint", "--format", "header", "-"], input: Self.ambiguous)
    #expect(run.status == 1)
    #expect(
      run.output
        == "MIME-Ambiguity-Results: mimewire/0.1.0; worst=high; high=hdr-dup-singleton;\r\n lint=type-missing\r\n")
    let clean = try CommandRun(["lint", "--format", "header", "-"], input: Self.clean)
    #expect(clean.output == "MIME-Ambiguity-Results: mimewire/0.1.0; worst=none\r\n")
  }

  @Test("an explanation says what a kind is, how bad, and by which section")
  func explanation() throws {
    let run = try CommandRun(["lint", "--explain", "hdr-dup-from"])
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("hdr-dup-from  critical  RFC 5322 section 3.6\n\nMore than one From.\n\n"))
    let all = try CommandRun(["lint", "--explain", "all"]).output
    for kind in DefectKind.allCases { #expect(all.contains("\n### \(kind.rawValue)\n"), "\(kind)") }
  }

  @Test(
    "wrong usage ends with 2",
    arguments: [["lint"], ["lint", "--explain", "bogus"], ["lint", "--format", "xml", "-"]])
  func usage(arguments: [String]) throws {
    let run = try CommandRun(arguments)
    #expect(run.status == 2)
    #expect(run.errors.first?.hasPrefix("mimewire: ") == true)
  }
}
