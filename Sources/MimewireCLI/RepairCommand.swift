import ArgumentParser
import Mimewire

/// `mimewire repair`: a message that can be read in one way.
struct RepairCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair", abstract: "Write a message anew so that there is one way to read it.",
    discussion: """
      The message goes to standard output, what was changed to standard error: parts, texts and files stay those that \
      the other verbs show. A message without defects above lint is printed as it is. Signatures do not survive.
      """)

  @Argument(help: "A file with one message, or - for standard input.", completion: .file())
  var path: String

  func run() async throws {
    var input = InputOptions(paths: [path], reading: ReadingOptions())
    input.reading.eml = true
    input.reading.mbox = false
    input.reading.jobs = 1
    try await BulkRun(input: input) { stored in
      let message = Message(parsing: stored.bytes)
      let repair = MessageRepair(message, using: ICUCharsets())
      var rendering = Rendering(output: repair.bytes, isLimited: message.index.status == .limited)
      rendering.notes = repair.changes.map { change in
        "\(stored.path): \(change.action.rawValue), bytes \(change.range.lowerBound) to \(change.range.upperBound)"
      }
      return rendering
    }.run()
  }
}
