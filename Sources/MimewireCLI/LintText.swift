import Mimewire

/// Findings for a person, and for editors that understand the lines of compilers.
///
///     in.eml:5:44: critical: More than one boundary; part TEXT, bytes 178 to 188 [param-dup-boundary, RFC 2045 section 5.1]
///         Content-Type: multipart/mixed; boundary=a; boundary=b
///                                                    ^~~~~~~~~~
///         a program that takes another parameter shows text/plain (5 bytes at 201)
struct LintText {
  private static let shownText = 100
  private static let shownLeaves = 4

  let findings: Findings
  let style: TerminalStyle

  var lines: [String] {
    var lines: [String] = []
    for section in findings.sections {
      var locator = LineLocator(section.message.bytes)
      var allowance = ReadingAllowance(for: section.message)
      for defect in section.defects {
        let place = locator.place(of: defect.range)
        lines.append(heading(of: defect, at: place, in: section))
        // Where something is missing there is nothing to point at.
        if !defect.range.isEmpty { lines += excerpt(of: section.message.bytes, at: place, defect.severity) }
        lines += allowance.readings(of: defect).map { style.dim("    " + sentence(about: $0, in: section.message)) }
      }
    }
    if findings.unrecordedCount > 0 {
      lines.append("\(name(of: nil)): \(findings.unrecordedCount) more were counted and are not listed")
    }
    return lines
  }

  private func heading(of defect: Defect, at place: LinePlace, in section: DefectReport.Section) -> String {
    let position = "\(name(of: section.within)):\(place.line):\(place.column)"
    let severity = style.severity(defect.severity, defect.severity.name)
    let summary = defect.kind.explanation.summary.dropLast()
    let part = TerminalText.line(section.partIDs[defect.part])
    let id = style.dim("[\(defect.kind.rawValue), \(defect.kind.reference)]")
    return "\(style.bold(position)): \(severity): \(summary); part \(part), \(defect.range.words) \(id)"
  }

  private func excerpt(of bytes: [UInt8], at place: LinePlace, _ severity: Severity) -> [String] {
    let excerpt = LineExcerpt(of: bytes, at: place)
    return ["    " + excerpt.text, "    " + style.severity(severity, excerpt.caret)]
  }

  private func sentence(about reading: Reading, in message: Message) -> String {
    let shown =
      if let text = reading.text {
        "\"" + TerminalText.line(Array(message.bytes[text].prefix(Self.shownText)).trimmed) + "\""
      } else if reading.leaves.isEmpty {
        "nothing"
      } else {
        reading.leaves.prefix(Self.shownLeaves).map(Self.description).joined(separator: ", ")
      }
    let more = reading.leaves.count - Self.shownLeaves
    return "a program that \(reading.rule.summary) shows \(shown)" + (more > 0 ? " and \(more) more" : "")
  }

  /// `application/pdf "a.pdf" (base64, 5 bytes at 201)`
  private static func description(of leaf: MessageLeaf) -> String {
    let name = leaf.fileName.map { " \"" + TerminalText.line($0) + "\"" } ?? ""
    let encoding = leaf.encoding.isIdentity ? "" : leaf.encoding.name + ", "
    let count = leaf.body.reduce(0) { $0 + $1.count }
    return TerminalText.line(leaf.type) + name
      + " (\(encoding)\(count) byte\(count == 1 ? "" : "s") at \(leaf.body.first?.lowerBound ?? 0))"
  }

  /// The path; in a mailbox also where the message begins, for its lines count from there; in a decoded message also
  /// the part that was decoded.
  private func name(of within: String?) -> String {
    let message = findings.stored.mboxFormat == nil ? "" : "@\(findings.stored.offset)"
    let part = within.map { "(\($0))" } ?? ""
    return TerminalText.line(findings.stored.path + message + part)
  }
}

extension [UInt8] {
  /// The bytes without white space around them.
  fileprivate var trimmed: [UInt8] {
    var bytes = self[...]
    while let first = bytes.first, ByteClass.fws.contains(first) { bytes.removeFirst() }
    while let last = bytes.last, ByteClass.fws.contains(last) { bytes.removeLast() }
    return Array(bytes)
  }
}

extension Range<Int> {
  /// The range for a sentence.
  fileprivate var words: String { isEmpty ? "at byte \(lowerBound)" : "bytes \(lowerBound) to \(upperBound)" }
}
