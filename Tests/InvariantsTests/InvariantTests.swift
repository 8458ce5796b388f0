import Invariants
import MailTestSupport
import Synchronization
import Testing

/// What has to hold for every input, over inputs made of the pieces that fuzzing uses too.
struct InvariantTests {
  @Test("holds for generated inputs", arguments: Invariant.all)
  func holds(_ invariant: Invariant) {
    var random = SeededRandom(seed: PropertyCases.seed)
    for _ in 0..<PropertyCases.count(300) {
      let length = Int.random(in: 0...60, using: &random)
      let input = (0..<length + 5).map { _ in UInt8.random(in: 0...255, using: &random) }
      // Mapped, nearly always: random bytes hardly ever look like mail.
      let encoded = [random.next() % 16 == 0 ? input[0] : input[0] | 1] + input.dropFirst()
      guard invariant.fault(in: encoded) != nil else { continue }
      let smallest = Shrinking.smallest(encoded) { invariant.fault(in: $0) != nil }
      Issue.record("seed \(PropertyCases.seed), input \(smallest): \(invariant.fault(in: smallest) ?? "")")
      return
    }
  }

  @Test("holds for generated messages, and for whatever cutting", arguments: Invariant.all.filter(\.isOfMessages))
  func holdsForMail(_ invariant: Invariant) {
    var generator = MailGenerator(seed: PropertyCases.seed &+ 30)
    var random = SeededRandom(seed: PropertyCases.seed)
    for _ in 0..<PropertyCases.count(300) {
      let head =
        [UInt8(Int.random(in: 0..<64, using: &random) << 2)]
        + (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }
      let encoded = head + generator.message(upTo: 20)
      let fault = invariant.fault(in: encoded)
      #expect(fault == nil, "seed \(PropertyCases.seed), input \(encoded)")
    }
  }

  @Test("an invariant that is broken is told")
  func broken() {
    let meter = WorkMeter(now: CountingClock().read)
    let fault = Invariant.all[0].fault(in: [0, 0, 0, 0, 0] + Array("Subject: a\r\n\r\nb".utf8), meter: meter)
    #expect(fault?.contains("steps for 15 bytes") == true)
  }
}

/// A count of work that leaps each time it is read.
private final class CountingClock: Sendable {
  private let count = Mutex<UInt64>(0)

  @Sendable func read() -> UInt64 {
    count.withLock {
      $0 += 1_000_000
      return $0
    }
  }
}

extension Invariant {
  fileprivate var isOfMessages: Bool { name.hasPrefix("message-") }
}
