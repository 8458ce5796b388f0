import ArgumentParser
import Mimewire

/// `mimewire tree`: the parts of each message.
struct TreeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tree", abstract: "Print the part tree.",
    discussion: """
      The columns: part id (RFC 9051), type, transfer encoding, charset, size as it stands, size decoded, file name.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var styling: StyleOptions

  func run() async throws {
    let style = styling.style
    let heads = MessageHeading(input: input)
    try await BulkRun(input: input) { stored in
      let message = Message(parsing: stored.bytes)
      let lines = heads.lines(stored, style) + PartTree(of: stored, message).lines(style)
      return Rendering(lines: lines, isLimited: message.index.status == .limited)
    }.run()
  }
}
