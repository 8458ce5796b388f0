import Foundation
import Testing

/// The command against the messages of other projects, which are not in this one: `../shared/corpora` of the checkout
/// that the founders work in. Elsewhere these tests are skipped.
@Suite(
  .enabled(if: SharedCorpora.areThere, "\(SharedCorpora.folder) is not there"),
  .enabled(if: CommandRun.isAvailable, "the command is not built beside the tests"))
struct SharedCorporaTests {
  @Test("what other programs expect of their messages is found in at least 98.5 % of the checks")
  func expectations() throws {
    let tool = Process()
    tool.executableURL = URL(filePath: "/usr/bin/env")
    tool.arguments =
      ["python3", SharedCorpora.checker, "--cli", CommandRun.executable.path(), "--corpora", SharedCorpora.folder]
      + ["--only", "stalwart,mime4j,zbateson,isemail", "--fail-under", "98.5"]
    let table = Pipe()
    tool.standardOutput = table
    try tool.run()
    let printed = try table.fileHandleForReading.readToEnd() ?? Data()
    tool.waitUntilExit()
    #expect(tool.terminationStatus == 0, "\(String(decoding: printed, as: UTF8.self))")
  }

  @Test("every message of the whole tree gives JSON that fits the schema")
  func schema() throws {
    let run = try CommandRun(["json", SharedCorpora.folder])
    #expect([0, 3].contains(run.status))
    let schema = try JSONSchema.published("message.schema.json")
    for line in run.output.utf8.split(separator: UInt8(ascii: "\n")) {
      let message = try JSONValue(parsing: Array(line))
      let violations = schema.violations(in: message)
      if !violations.isEmpty { Issue.record("\(message["source"] ?? .null): \(violations.prefix(3))") }
    }
  }
}

/// Where the messages and the program that compares are.
private enum SharedCorpora {
  private static let shared = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared").standardizedFileURL.resolvingSymlinksInPath()

  static let folder = shared.appending(path: "corpora").path()
  static let checker = shared.appending(path: "tools/check_corpora.py").path()
  static let areThere = FileManager.default.fileExists(atPath: checker)
}
