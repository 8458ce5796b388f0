import Foundation
import Testing

@testable import MimewireCLI

/// What the command promises to those who call it: exit codes, one-line errors, order, and that nothing stops it.
@Suite(.enabled(if: CommandRun.isAvailable, "the command is not built beside the tests"))
struct CommandLineTests {
  private static let message = "From: ann@example.org\r\nSubject: one\r\n\r\nhi\r\n"
  private static let verbs = ["show", "tree", "headers", "body", "extract", "json", "lint", "hex"]

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func ids(_ run: CommandRun) throws -> [String] {
    try run.output.split(separator: "\n").map { line in
      guard case .string(let subject)? = try JSONValue(parsing: Array(line.utf8))["subject"] else { return "" }
      return subject
    }
  }

  @Test("a good message ends with 0 and no word on standard error", arguments: verbs)
  func success(verb: String) throws {
    let run = try CommandRun([verb, "-"], input: Self.message)
    #expect(run.status == 0)
    #expect(run.errors == [])
    #expect(!run.output.isEmpty)
  }

  @Test("a missing path is one line that names it, and the other inputs are done", arguments: verbs)
  func missing(verb: String) throws {
    let path = try folder.write("a.eml", Self.message)
    let run = try CommandRun([verb, folder.path("missing.eml"), path])
    #expect(run.status == 2)
    #expect(run.errors.count == 2)
    #expect(run.errors.first == "mimewire: \(folder.path("missing.eml")): No such file or directory")
    #expect(run.errors.last?.contains("1 error") == true)
    #expect(!run.output.isEmpty)
  }

  @Test("what holds no mail is an error", arguments: ["", String(repeating: "\0", count: 4096)])
  func noMail(content: String) throws {
    let run = try CommandRun(["json", try folder.write("a.eml", content)])
    #expect(run.status == 2)
    #expect(run.errors.count == 1)
    #expect(run.errors.first?.hasPrefix("mimewire: \(folder.path("a.eml")): ") == true)
  }

  @Test("a full disk is one line and ends the run", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDisk() throws {
    for verb in Self.verbs {
      let run = try CommandRun([verb, "-"], input: Self.message, output: "/dev/full")
      #expect(run.status == 2)
      #expect(run.errors == ["mimewire: standard output: No space left on device"])
    }
  }

  @Test(
    "wrong usage ends with 2",
    arguments: [
      ["json"], ["json", "--bogus", "x"], ["json", "--eml", "--mbox", "-"], ["json", "-j", "0", "-"],
      ["body", "--text", "--html", "-"], ["smtp"],
    ])
  func usage(arguments: [String]) throws {
    let run = try CommandRun(arguments)
    #expect(run.status == 2)
    #expect(run.errors.first?.hasPrefix("mimewire: ") == true)
    #expect(run.output.isEmpty)
  }

  @Test("every verb has help", arguments: verbs + ["smtp"])
  func help(verb: String) throws {
    let run = try CommandRun([verb, "--help"])
    #expect(run.status == 0)
    #expect(run.output.contains("USAGE: mimewire \(verb)"))
  }

  @Test("input order is output order, whatever the number of workers", arguments: ["1", "2", "7"])
  func order(jobs: String) throws {
    // The first is the largest, so that it is done last.
    var mbox = ""
    for number in 0..<300 {
      let body = String(repeating: "line\n", count: number == 0 ? 100_000 : 1)
      mbox += "From ann@example.org Sun Mar  1 10:00:00 2026\nSubject: \(number)\n\n\(body)\n"
    }
    let run = try CommandRun(["json", "--no-hash", "-j", jobs, try folder.write("in.mbox", mbox)])
    #expect(run.status == 0)
    #expect(try ids(run) == (0..<300).map(String.init))
  }

  @Test("a limit that was hit ends with 3, an unreadable input with 2 even then")
  func limits() throws {
    let deep = (0...120).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }.joined()
    let path = try folder.write("deep.eml", "Subject: deep\n" + deep + "\nx\n")
    #expect(try CommandRun(["json", path]).status == 3)
    #expect(try CommandRun(["json", path, folder.path("missing")]).status == 2)
  }

  @Test("what is extracted is listed, and only listed without a directory")
  func extract() throws {
    let path = try folder.write(
      "a.eml",
      """
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: application/octet-stream; name="../../evil.bin"
      Content-Transfer-Encoding: base64

      aGVsbG8=
      --b
      Content-Disposition: attachment; filename=evil.bin

      again
      --b--
      """)
    let listed = try CommandRun(["extract", path])
    #expect(listed.output.split(separator: "\n").map { $0.split(separator: "\t").first } == ["evil.bin", "evil.bin"])
    #expect(try folder.names(in: ".") == ["a.eml"])

    let run = try CommandRun(["extract", "-o", folder.path("out"), path])
    #expect(run.status == 0)
    #expect(try folder.names(in: "out") == ["evil (2).bin", "evil.bin"])
    #expect(try folder.read("out/evil.bin") == "hello")
    #expect(try folder.read("out/evil (2).bin") == "again")
    // The SHA-256 of "hello".
    let hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    #expect(run.output.contains("\(folder.path("out"))/evil.bin\t1\tapplication/octet-stream\t5\t\(hash)\n"))
  }

  @Test("a part that is not there is an error", arguments: ["body", "extract", "hex"])
  func missingPart(verb: String) throws {
    let run = try CommandRun([verb, "--part", "9", "-"], input: Self.message)
    #expect(run.status == 2)
    #expect(run.errors == ["mimewire: -: no part 9"])
  }

  @Test("the body that is piped away is the body, to the byte")
  func body() throws {
    #expect(try CommandRun(["body", "-"], input: Self.message).output == "hi\r\n")
    let flowed = "Content-Type: text/plain; format=flowed\n\na \nb\n"
    #expect(try CommandRun(["body", "-"], input: flowed).output == "a \nb\n")
    #expect(try CommandRun(["body", "--reflow", "-"], input: flowed).output == "a b\n")
  }

  @Test("header fields are shown as they stand, decoded, or both")
  func headers() throws {
    let message = "Subject: =?utf-8?q?caf=C3=A9?=\r\n =?utf-8?q?_x?=\r\n\r\n"
    #expect(try CommandRun(["headers", "-"], input: message).output == "Subject: café x\n")
    #expect(try CommandRun(["headers", "--raw", "-"], input: message).output == String(message.dropLast()))
    let both = try CommandRun(["headers", "--both", "-"], input: message).output
    #expect(both == message.dropLast() + "    = café x\n")
  }

  @Test("nothing of a message controls the terminal", arguments: ["show", "tree", "headers", "lint", "hex"])
  func escaping(verb: String) throws {
    let message = "From: x\u{1B}[2J <a@example.org>\nSubject: \u{9B}2J gpj.\u{202E}exe\n\nx"
    let run = try CommandRun([verb, "--color", "never", "-"], input: message)
    #expect(run.output.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isUnsafeToShow })
  }
}
