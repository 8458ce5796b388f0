import ArgumentParser
import Mimewire

/// `mimewire json`: one object a message, one a line.
struct JSONCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "json", abstract: "Print one JSON object a message, one a line.")

  @OptionGroup var input: InputOptions

  @Flag(help: "Add the text of text parts.")
  var text = false

  @Flag(name: .customLong("no-hash"), help: "Leave out the hashes, which cost more than the parse.")
  var omitsHashes = false

  @Flag(help: "Give every part its header fields.")
  var partHeaders = false

  func run() async throws {
    let options = MessageReport.Options(text: text, hashes: !omitsHashes, partHeaders: partHeaders)
    try await BulkRun(input: input) { stored in
      let report = MessageReport(of: stored, options: options)
      var json = JSONWriter()
      let isLimited = report.write(to: &json) == .limited
      return Rendering(output: json.takeLine(), isLimited: isLimited)
    }.run()
  }
}
