import Mimewire

/// The part tree as lines of text.
///
///     TEXT  multipart/mixed                                         5.0 kB
///     1     ├─ text/plain     quoted-printable  iso-8859-1   560 B  512 B
///     2     └─ image/png      base64                        12.0 kB 9.0 kB  photo.png
struct PartTree {
  /// One part.
  private struct Row {
    let partID: String
    var branch = ""
    let depth: Int
    let type: String
    let transferEncoding: String
    let charset: String
    let encodedSize: String
    let decodedSize: String
    let fileName: String
  }

  private var rows: [Row] = []

  /// The tree of a message as it was read, and parsed.
  init(of stored: StoredMessage, _ message: Message) {
    let charsets = ICUCharsets()
    var walk = PartWalk(message, mboxFormat: stored.mboxFormat, log: DefectLog(capacity: 0), charsets: charsets)
    while let step = walk.nextPart() { rows.append(Self.row(of: step, charsets)) }
    drawBranches()
  }

  private static func row(of step: PartWalk.Step, _ charsets: ICUCharsets) -> Row {
    let part = step.part
    var charset = ""
    var decodedSize = step.decodedMessage?.bytes.count
    if step.isLeaf {
      var unreported = DefectLog(capacity: 0)
      let content = LeafContent(
        of: step, options: MessageReport.Options(hashes: false), charsets: charsets, defects: &unreported)
      decodedSize = content.decodedSize
      charset = content.text?.charset ?? ""
    }
    return Row(
      partID: step.partID, depth: step.depth, type: step.type.type,
      transferEncoding: part.field(.contentTransferEncoding) == nil ? "" : part.transferEncoding.name,
      charset: charset, encodedSize: (part.place.bodyEnd - part.place.bodyStart).asSize,
      decodedSize: decodedSize?.asSize ?? "", fileName: part.fileName() ?? "")
  }

  /// Works out the lines of the tree from the depths, last row first: a part has a line going on below it if a later
  /// one of the same depth comes before any of a lesser depth.
  private mutating func drawBranches() {
    var goesOn: [Bool] = []
    for index in rows.indices.reversed() {
      let depth = rows[index].depth
      while goesOn.count <= depth { goesOn.append(false) }
      if depth > 0 {
        rows[index].branch = (1..<depth).map { goesOn[$0] ? "│  " : "   " }.joined() + (goesOn[depth] ? "├─ " : "└─ ")
      }
      goesOn[depth] = true
      goesOn.removeSubrange((depth + 1)...)
    }
  }

  /// The lines, at most `limit` of them and one that tells how many there are more.
  func lines(_ style: TerminalStyle, limit: Int = .max) -> [String] {
    let shown = rows.prefix(limit)
    func width(_ limit: Int, _ text: (Row) -> String) -> Int {
      min(limit, shown.map { text($0).unicodeScalars.count }.max() ?? 0)
    }
    let idWidth = width(20) { $0.partID }
    let typeWidth = width(60) { $0.branch + $0.type }
    let encodingWidth = width(20) { $0.transferEncoding }
    let charsetWidth = width(20) { $0.charset }
    var lines = shown.map { row in
      let columns = [
        style.bold(row.partID.column(idWidth)),
        style.dim(row.branch) + row.type.column(max(12, typeWidth - row.branch.unicodeScalars.count)),
        row.transferEncoding.column(encodingWidth), row.charset.column(charsetWidth),
        Self.right(row.encodedSize), Self.right(row.decodedSize), style.cyan(TerminalText.line(row.fileName)),
      ]
      return columns.joined(separator: "  ").trimmingBlanks
    }
    if rows.count > limit { lines.append(style.dim("… \(rows.count - limit) more parts")) }
    return lines
  }

  private static func right(_ text: String) -> String {
    String(repeating: " ", count: max(0, 7 - text.utf8.count)) + text
  }
}

extension String {
  /// The text without blanks at its end.
  fileprivate var trimmingBlanks: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
