import Invariants
import MIMETestSupport
import MailTestSupport
import Testing

/// The library's index against a parser that was written from the documents alone.
struct ReferenceTests {
  @Test("parts, fields, gaps and status are those of the reference parser")
  func agreement() {
    var generator = MailGenerator(seed: PropertyCases.seed &+ 10)
    for number in 0..<PropertyCases.count(10_000) {
      let bytes = generator.message(upTo: 24)
      guard ReferenceInvariant.difference(bytes) != nil else { continue }
      let smallest = Shrinking.smallest(bytes) { ReferenceInvariant.difference($0) != nil }
      Issue.record(
        "seed \(PropertyCases.seed), case \(number): \(ReferenceInvariant.difference(smallest) ?? "") in \(smallest.escaped)"
      )
    }
  }
}
