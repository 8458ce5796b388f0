import Testing
import WireBytes

struct DefectTests {
  @Test("ids are kebab-case, and each kind has a section")
  func registry() {
    for kind in DefectKind.allCases {
      #expect(kind.rawValue.utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2D }, "\(kind)")
      #expect(!kind.reference.isEmpty, "\(kind)")
    }
  }

  @Test("a log keeps the first records and counts the others, in the message's own offsets")
  func log() {
    var log = DefectLog(capacity: 2)
    log.origin = 10
    log.part = 3
    for start in 0..<4 { log.report(.bareLF, at: start..<start + 1) }
    #expect(log.records == [Defect(.bareLF, at: 10..<11, part: 3), Defect(.bareLF, at: 11..<12, part: 3)])
    #expect(log.count(of: .bareLF) == 4)
    #expect(log.count(of: .bareCR) == 0)
    #expect(log.isCapped)
  }

  @Test("severities are ordered from lint to critical")
  func severities() {
    #expect(Severity.allCases.sorted() == [.lint, .medium, .high, .critical])
  }
}
