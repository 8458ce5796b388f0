import Foundation
import Testing

@testable import MimewireCLI

/// What `mimewire smtp` says to those who call it.
@Suite(.enabled(if: CommandRun.isAvailable, "the command is not built beside the tests"))
struct SMTPTranscriptCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(
    "what is no transcript is one line with the number of the line",
    arguments: [
      ("", 1), ("\n\n", 2), ("# only a comment\n", 1), ("hello\n", 1), ("S: 220 mx\nC: EHLO x\n\nhello\n", 4),
      ("From: ann@example.org\n\nbody\n", 1), ("S: 220 mx\nS 250\n", 2), ("\u{1B}[2J\n", 1), ("\0\0\0", 1),
    ])
  func noTranscript(text: String, line: Int) throws {
    let path = try folder.write("dialogue", text)
    for arguments in [["smtp", path], ["smtp", "--json", path]] {
      let run = try CommandRun(arguments)
      #expect(run.status == 2)
      #expect(run.output.isEmpty)
      #expect(run.errors.count == 1)
      #expect(run.errors.first?.hasPrefix("mimewire: \(path): line \(line): ") == true, "\(run.errors)")
    }
  }

  @Test("a missing transcript is one line that names it")
  func missing() throws {
    let run = try CommandRun(["smtp", folder.path("missing")])
    #expect(run.status == 2)
    #expect(run.errors == ["mimewire: \(folder.path("missing")): No such file or directory"])
  }

  /// The end of data in the ten ways that public scanners try, as transcripts write it.
  private static let endVariants = [
    #"\n.\n"#, #"\n.\r\n"#, #"\r\n.\n"#, #"\r.\r"#, #"\r.\r\n"#, #"\r\n.\r"#, #"\n.\r"#, #"\r.\n"#, #"\r\n\0.\r\n"#,
    #"\r\n.\0\r\n"#,
  ]

  @Test(
    "an end of data that only some servers see is told, and what follows it is no command", arguments: endVariants)
  func smuggling(end: String) throws {
    let dialogue = "S: 220 mx\nC: DATA\nS: 354 go\nC: x\(end)MAIL FROM:<evil@x.test>\nC: .\nS: 250 ok\n"
    let text = try CommandRun(["smtp", "-"], input: dialogue)
    #expect(text.status == 0)
    #expect(text.output.contains("critical  smtp-eod-variant"))
    #expect(!text.output.contains("C  MAIL"))

    let events = try CommandRun(["smtp", "--json", "-"], input: dialogue).output.split(separator: "\n").map {
      try JSONValue(parsing: Array($0.utf8))
    }
    let message = events.filter { $0["event"] == .string("message") }
    #expect(message.count == 1)
    #expect(message.first?["endOfData"] == .string("CRLF.CRLF"))
    let defects = message.first?["defects"]?.elements ?? []
    #expect(defects.contains { $0["id"] == .string("smtp-eod-variant") && $0["severity"] == .string("critical") })
    #expect(events.filter { $0["event"] == .string("command") }.count == 1)
  }

  @Test("text that was injected after STARTTLS is told, in a text and in captured streams")
  func injection() throws {
    let text = try CommandRun(["smtp", "-"], input: "S: 220\nC: STARTTLS\nC: MAIL FROM:<x@y.test>\nS: 220 go\n")
    #expect(text.output.contains("critical  plaintext-after-starttls"))
    let client = try folder.write("client", "STARTTLS\r\nMAIL FROM:<x@y.test>\r\n\u{16}\u{3}\u{1}")
    let server = try folder.write("server", "220 mx\r\n220 go\r\n")
    let captured = try CommandRun(["smtp", "--raw", client, "--server", server])
    #expect(captured.output.contains("critical  plaintext-after-starttls"))
  }

  @Test("a side of a capture may be silent")
  func silence() throws {
    let client = try folder.write("client", "NOOP\r\n")
    let run = try CommandRun(["smtp", "--raw", client, "--server", try folder.write("server", "")])
    #expect(run.status == 0)
    #expect(run.output == "C  NOOP\n")
  }
}
