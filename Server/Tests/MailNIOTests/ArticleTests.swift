import Foundation
import Testing

@Suite struct ArticleTests {
  /// What the article shows is compiled: each line of its code stands in the example, in this order.
  @Test func theArticleShowsTheExample() throws {
    let server = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
      .standardized
    func lines(_ path: String) throws -> [Substring] {
      try String(contentsOf: server.appendingPathComponent(path), encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false)
    }
    var isCode = false
    var shown: [Substring] = []
    for line in try lines("Sources/MailNIO/MailNIO.docc/MailNIO.md") {
      if line.hasPrefix("```") { isCode = line == "```swift" } else if isCode, !line.isEmpty { shown.append(line) }
    }
    var rest = try lines("Examples/ReceiveMail/main.swift")[...]
    #expect(shown.count > 20)
    for line in shown {
      guard let place = rest.firstIndex(of: line) else {
        Issue.record("the example has no line like: \(line)")
        continue
      }
      rest = rest[(place + 1)...]
    }
  }
}
