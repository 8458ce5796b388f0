import ArgumentParser
import Mimewire

/// `mimewire show`: what a person wants to know of a message, on one screen.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print each message on one screen: who, when, what, parts, defects.")

  @OptionGroup var input: InputOptions
  @OptionGroup var styling: StyleOptions

  func run() async throws {
    let style = styling.style
    let heading = MessageHeading(input: input)
    try await BulkRun(input: input) { stored in
      let message = Message(parsing: stored.bytes)
      let screen = MessageScreen(of: stored, message, style)
      return Rendering(lines: heading.lines(stored, style) + screen.lines, isLimited: screen.defects.hasHitLimit)
    }.run()
  }
}

/// The screen.
private struct MessageScreen {
  private static let shownAddresses = 4
  private static let shownParts = 30
  private static let shownDefects = 10

  private let stored: StoredMessage
  private let message: Message
  private let style: TerminalStyle
  /// What is wrong with the message and with how it is stored.
  let defects: DefectLog

  init(of stored: StoredMessage, _ message: Message, _ style: TerminalStyle) {
    self.stored = stored
    self.message = message
    self.style = style
    var defects = message.audit()
    defects.append(stored.defects)
    self.defects = defects
  }

  var lines: [String] {
    fieldLines + [""] + PartTree(of: stored, message).lines(style, limit: Self.shownParts) + defectLines
  }

  // MARK: - Header fields

  private var fieldLines: [String] {
    let root = message.root
    var date: String?
    if let field = root.field(.date) {
      var unreported = DefectLog(capacity: 0)
      date = DateTime(parsing: field.rawBody, defects: &unreported)?.rfc3339 ?? field.text() + "  (no date)"
    }
    let rows = [
      ("From", addresses(.from)), ("To", addresses(.to)), ("Cc", addresses(.cc)), ("Date", date),
      ("Subject", root.field(.subject)?.text()),
    ]
    return rows.compactMap { name, text in
      text.map { style.bold(name.column(9)) + TerminalText.line($0) }
    }
  }

  private func addresses(_ name: FieldName) -> String? {
    let fields = message.root.fields(name)
    guard !fields.isEmpty else { return nil }
    var texts: [String] = []
    for field in fields {
      var unreported = DefectLog(capacity: 0)
      let list = AddressList(parsing: field.rawBody, of: name, charsets: ICUCharsets(), defects: &unreported)
      texts += list.addresses.map(\.shown)
    }
    let more = texts.count - Self.shownAddresses
    return texts.prefix(Self.shownAddresses).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }

  // MARK: - Defects

  private var defectLines: [String] {
    guard defects.total > 0 else { return [] }
    let parts = message.parts
    let worstFirst = defects.records.sorted {
      ($1.severity, $0.range.lowerBound) < ($0.severity, $1.range.lowerBound)
    }
    var lines = ["", counts]
    for defect in worstFirst.prefix(Self.shownDefects) {
      let place = "part \(parts[defect.part].partID) at \(defect.range.lowerBound)"
      lines.append(
        [
          "  " + style.severity(defect.severity, defect.severity.name.column(8)), defect.kind.rawValue.column(30),
          place.column(24), style.dim(defect.kind.reference),
        ].joined(separator: "  "))
    }
    let more = defects.total - min(defects.total, Self.shownDefects)
    if more > 0 { lines.append(style.dim("  … \(more) more")) }
    return lines
  }

  /// `3 defects: 1 high, 2 lint`
  private var counts: String {
    let counts = Severity.allCases.reversed().compactMap { severity in
      let count = defects.records.count { $0.severity == severity }
      return count > 0 ? style.severity(severity, "\(count) \(severity.name)") : nil
    }
    return style.bold("\(defects.total) defect\(defects.total == 1 ? "" : "s"): ") + counts.joined(separator: ", ")
  }
}

extension Address {
  /// The address as a reader of mail sees it.
  fileprivate var shown: String {
    switch self {
    case .mailbox(let mailbox): mailbox.shown
    case .group(let group): group.name + ": " + group.members.map(\.shown).joined(separator: ", ") + ";"
    }
  }
}

extension Mailbox {
  fileprivate var shown: String {
    switch (displayName, addrSpec) {
    case (let name?, let address?): "\(name) <\(address.text)>"
    case (nil, let address?): address.text
    case (let name, nil): name ?? ""
    }
  }
}
