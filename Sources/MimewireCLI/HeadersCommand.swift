import ArgumentParser
import Mimewire

/// `mimewire headers`: the header fields of each message in order.
struct HeadersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "headers", abstract: "Print the header fields in order.",
    discussion: """
      Decoded, each field is one line. Raw, a field is printed byte for byte, folds included; only on a terminal are \
      control characters escaped.
      """)

  enum Form: String, EnumerableFlag {
    case raw, decoded, both

    static func help(for value: Form) -> ArgumentHelp? {
      switch value {
      case .raw: "As they stand in the message."
      case .decoded: "Unfolded, with encoded words decoded (default)."
      case .both: "Each field as it stands, and its decoded text below."
      }
    }
  }

  @OptionGroup var input: InputOptions
  @OptionGroup var styling: StyleOptions

  @Flag var form = Form.decoded

  func run() async throws {
    let style = styling.style
    let form = form
    let heading = MessageHeading(input: input)
    let escapes = Terminal.showsOutput
    try await BulkRun(input: input) { stored in
      let message = Message(parsing: stored.bytes)
      var rendering = Rendering(lines: heading.lines(stored, style))
      for field in message.root.fields {
        if form != .decoded {
          let raw = stored.bytes[field.layout.start..<field.layout.end]
          rendering.output += escapes ? TerminalText.lines(Array(raw)) : Array(raw)
        }
        if form != .raw {
          let text = TerminalText.line(field.text())
          let name = form == .both ? style.dim("    = ") : style.bold(TerminalText.line(field.name) + ":") + " "
          rendering.output += (name + text + "\n").utf8
        }
      }
      rendering.isLimited = message.index.status == .limited
      return rendering
    }.run()
  }
}
