import Foundation

/// One run of the built command, as a user would see it.
struct CommandRun {
  let status: Int32
  let output: String
  let errors: [String]

  /// Whether the command was built beside the tests; `swift test` does so.
  static let isAvailable = FileManager.default.isExecutableFile(atPath: executable.path())

  /// The command that was built beside the tests.
  static let executable: URL = {
    var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    // On macOS the tests are inside a bundle, the command beside it.
    while folder.path().contains(".xctest") { folder.deleteLastPathComponent() }
    return folder.appending(path: "mimewire")
  }()

  /// Runs the command with arguments and bytes on standard input.
  init(_ arguments: [String], input: String = "", output file: String? = nil) throws {
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    let standardInput = Pipe()
    let standardOutput = Pipe()
    let standardError = Pipe()
    process.standardInput = standardInput
    process.standardOutput = try file.map { try FileHandle(forWritingTo: URL(filePath: $0)) } ?? standardOutput
    process.standardError = standardError
    try process.run()
    try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    let printed = file == nil ? try standardOutput.fileHandleForReading.readToEnd() : nil
    let reported = try standardError.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    status = process.terminationStatus
    output = String(decoding: printed ?? Data(), as: UTF8.self)
    errors = String(decoding: reported ?? Data(), as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
