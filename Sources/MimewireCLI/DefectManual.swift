import Mimewire

/// The explanations of defect kinds, for `lint --explain` and for the page that `make docs` makes.
enum DefectManual {
  /// One explanation for a terminal.
  static func entry(of kind: DefectKind, _ style: TerminalStyle) -> [String] {
    let explanation = kind.explanation
    let heading = [
      style.bold(kind.rawValue), style.severity(kind.severity, kind.severity.name), style.dim(kind.reference),
    ]
    return [heading.joined(separator: "  "), "", explanation.summary, ""] + explanation.text.wrapped(at: 78)
  }

  /// All explanations as a page of Markdown.
  static var page: [String] {
    var lines = [
      "# Defects", "", "What each id means, what programs do differently there, and what this library does.",
    ]
    for chapter in DefectChapter.all {
      lines += ["", "## \(chapter.title)"]
      for explanation in chapter.explanations {
        let kind = explanation.kind
        lines += [
          "", "### \(kind.rawValue)", "", "\(kind.severity.name), \(kind.reference)", "",
          explanation.summary + " " + explanation.text.asMarkdown,
        ]
      }
    }
    return lines
  }
}

extension String {
  /// Lines of at most so many characters, broken at blanks.
  fileprivate func wrapped(at width: Int) -> [String] {
    var lines: [String] = []
    for word in split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// The text with the characters escaped that Markdown would take for markup.
  fileprivate var asMarkdown: String {
    String(flatMap { "*_<`[".contains($0) ? ["\\", $0] : [$0] })
  }
}
