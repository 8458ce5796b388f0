import ArgumentParser
import Mimewire

/// `mimewire body`: what a message says, in UTF-8.
struct BodyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "body", abstract: "Print a body, decoded to UTF-8.",
    discussion: """
      Without --part, the text parts that RFC 8621 section 4.1.4 calls the body are printed one after the other. A \
      part that is no text is printed as its decoded bytes. On a terminal, control characters are escaped.
      """)

  enum Form: String, EnumerableFlag {
    case text, html

    static func help(for value: Form) -> ArgumentHelp? {
      value == .text ? "The body for a reader of plain text (default)." : "The body for a reader of HTML."
    }
  }

  @OptionGroup var input: InputOptions

  @Flag var form = Form.text

  @Option(help: ArgumentHelp("Print this part (RFC 9051 section number).", valueName: "id"))
  var part: String?

  @Flag(help: "Join the lines of format=flowed text (RFC 3676).")
  var reflow = false

  func run() async throws {
    let printer = BodyPrinter(
      form: form, partID: part, reflows: reflow, escapes: Terminal.showsOutput,
      endsLines: input.mayHoldSeveral)
    try await BulkRun(input: input) { printer.print($0) }.run()
  }
}

/// Finds the parts that are asked for and decodes them.
private struct BodyPrinter: Sendable {
  let form: BodyCommand.Form
  let partID: String?
  let reflows: Bool
  let escapes: Bool
  let endsLines: Bool

  func print(_ stored: StoredMessage) -> Rendering {
    let message = Message(parsing: stored.bytes)
    let steps = steps(of: message, stored)
    var rendering = Rendering(isLimited: message.index.status == .limited)
    if let partID, steps.isEmpty { rendering.errors.append("\(stored.path): no part \(partID)") }
    for step in steps {
      rendering.output.endLine()
      rendering.output += body(of: step)
    }
    // A lone body that is piped away stays as it is, to the byte.
    if escapes || endsLines || stored.mboxFormat != nil { rendering.output.endLine() }
    if escapes { rendering.output = TerminalText.lines(rendering.output) }
    return rendering
  }

  private func steps(of message: Message, _ stored: StoredMessage) -> [PartWalk.Step] {
    var walk = PartWalk(
      message, mboxFormat: stored.mboxFormat, log: DefectLog(capacity: 0), charsets: ICUCharsets())
    let lists = message.bodyLists()
    let wanted = Set(partID.map { [$0] } ?? (form == .text ? lists.textBody : lists.htmlBody).map(\.partID))
    var steps: [PartWalk.Step] = []
    while let step = walk.nextPart() {
      // Pictures between the texts are in the list too; they are no use in a stream of text.
      let isShown = partID != nil || step.type.mediaType == "text"
      if wanted.contains(step.partID), isShown { steps.append(step) }
    }
    return steps
  }

  private func body(of step: PartWalk.Step) -> [UInt8] {
    guard step.type.mediaType == "text", step.part.isLeaf else {
      var unreported = DefectLog(capacity: 0)
      return step.part.decodedBody(mboxFormat: step.mboxFormat, defects: &unreported)
    }
    var unreported = DefectLog(capacity: 0)
    let content = LeafContent(
      of: step, options: MessageReport.Options(text: true, hashes: false), charsets: ICUCharsets(),
      defects: &unreported)
    let text = content.text?.text ?? ""
    if reflows, let format = FlowedText.Format(step.type) {
      return Array(FlowedText(parsing: text.utf8.span, format).text.utf8)
    }
    return Array(text.utf8)
  }
}

extension [UInt8] {
  /// Ends the last line, so that nothing runs into the next one.
  fileprivate mutating func endLine() {
    if let last, last != ASCII.lf { append(ASCII.lf) }
  }
}
