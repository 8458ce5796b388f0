import ArgumentParser
import Mimewire

/// `mimewire hex`: every byte, and what it is.
struct HexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hex", abstract: "Print each message as a hex dump that says what every range is.",
    discussion: """
      Defects stand below the range that they begin in. Offsets count from the message's first byte.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var styling: StyleOptions

  @Option(help: ArgumentHelp("Print this part only, with the parts inside it (RFC 9051).", valueName: "id"))
  var part: String?

  @Option(help: ArgumentHelp("Print the header fields of this name only.", valueName: "name"))
  var header: String?

  func run() async throws {
    let (style, partID, name) = (styling.style, part, header)
    let heading = MessageHeading(input: input)
    try await BulkRun(input: input) { stored in
      let message = Message(parsing: stored.bytes)
      var ranges = [0..<message.bytes.count]
      if let partID {
        guard let part = message.part(partID) else {
          return Rendering(errors: ["\(stored.path): no part \(partID)"])
        }
        ranges = [part.place.start..<part.place.end]
      }
      if let name { ranges = Self.fields(named: name, of: message, in: ranges) }
      let defects = message.audit().records.sorted { $0.range.lowerBound < $1.range.lowerBound }
      let dump = HexDump(of: message).lines(in: ranges, defects: defects, style)
      return Rendering(
        lines: heading.lines(stored, style) + dump, isLimited: message.index.status == .limited)
    }.run()
  }

  /// The fields of a name, of any case, that begin in the ranges.
  private static func fields(named name: String, of message: Message, in ranges: [Range<Int>]) -> [Range<Int>] {
    message.index.fields.filter { field in
      message.bytes.span.extracting(field.start..<field.nameEnd).equalsIgnoringCase(name.lowercased())
        && ranges.contains { $0.contains(field.start) }
    }.map { $0.start..<$0.end }
  }
}
