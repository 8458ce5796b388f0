import Testing
import WireBytes

struct DefectExplanationTests {
  @Test("every kind is explained once, in one chapter")
  func complete() {
    let explained = DefectChapter.all.flatMap(\.explanations).map(\.kind)
    #expect(explained.count == DefectKind.allCases.count)
    #expect(Set(explained) == Set(DefectKind.allCases))
  }

  @Test("an explanation is a sentence and a paragraph of sentences", arguments: DefectKind.allCases)
  func sentences(kind: DefectKind) {
    let explanation = kind.explanation
    for text in [explanation.summary, explanation.text] {
      #expect(text.hasSuffix("."))
      #expect(!text.contains("\n"))
      #expect(!text.contains("  "))
    }
  }
}
