/// What a defect kind means for someone who found one in a message.
///
/// The texts stand in `Explanations/`, a chapter a file; the command line prints them, and `make docs` makes a page
/// of them.
public struct DefectExplanation: Sendable, Hashable {
  /// What is explained.
  public let kind: DefectKind
  /// One sentence: what departs.
  public let summary: String
  /// One paragraph: what programs do differently there, what this library does, and when it matters more or less.
  public let text: String

  init(_ kind: DefectKind, _ summary: String, _ text: String) {
    self.kind = kind
    self.summary = summary
    self.text = text
  }
}

/// The explanations of the kinds that belong together.
public struct DefectChapter: Sendable {
  /// The heading.
  public let title: String
  /// The explanations, in the order of the kinds.
  public let explanations: [DefectExplanation]

  /// All chapters, every kind in exactly one.
  public static let all = [
    lineEnds, headerSections, addresses, encodedWords, parameters, fileNames, multiparts, transferEncodings,
    charsets, limits, mailboxes, smtp,
  ]

  init(_ title: String, _ explanations: [DefectExplanation]) {
    self.title = title
    self.explanations = explanations
  }
}

extension DefectKind {
  /// What the kind means.
  public var explanation: DefectExplanation {
    Self.explanations[self] ?? DefectExplanation(self, rawValue, "")
  }

  private static let explanations = Dictionary(
    DefectChapter.all.flatMap(\.explanations).map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
}
