import MIME
import MIMETestSupport
import MailTestSupport
import Testing

/// Statements that hold for every fixture, and for what random damage makes of them (`HOSTILE.md` section 3).
struct FixturePropertyTests {
  @Test("I-2: every cut in two, and byte by byte, gives the same events", arguments: Fixture.all)
  func splits(_ fixture: Fixture) {
    guard fixture.bytes.count <= 4_096 else { return }
    let whole = Recording([fixture.bytes])
    for chunks in Splits.every(fixture.bytes) {
      let difference = Recording(chunks).difference(from: whole)
      #expect(difference == "none", "cut into \(chunks.map(\.count))")
    }
  }

  @Test("I-5: the ranges tile the message", arguments: Fixture.all)
  func tiling(_ fixture: Fixture) {
    #expect(Tiling.fault(in: MessageIndex(parsing: fixture.bytes.span), of: fixture.bytes) == nil)
  }

  @Test("I-11: CRLF and LF forms say the same", arguments: Fixture.all)
  func lineEnds(_ fixture: Fixture) throws {
    try expectSameInBothForms(fixture.bytes)
  }

  @Test("I-15: fields that nobody knows change nothing else", arguments: Fixture.all)
  func unknownFields(_ fixture: Fixture) throws {
    var random = SeededRandom(seed: PropertyCases.seed)
    let changed = Metamorphosis.insertingFields(fixture.bytes, using: &random)
    let before = try Fixture.json(of: fixture.bytes).withoutPlaces
    let after = try Fixture.json(of: changed).withoutPlaces
    #expect(before.difference(from: after) == nil, "seed \(PropertyCases.seed)")
  }

  @Test("damaged messages tile, and do not depend on the chunks")
  func mutations() {
    var random = SeededRandom(seed: PropertyCases.seed)
    for bytes in mutants(2_000, using: &random) {
      #expect(Tiling.fault(in: MessageIndex(parsing: bytes.span), of: bytes) == nil, "\(describe(bytes))")
      let whole = Recording([bytes])
      for longest in [7, 200] {
        let chunks = Splits.random(bytes, longest: longest, using: &random)
        let difference = Recording(chunks).difference(from: whole)
        #expect(difference == "none", "\(describe(bytes)) cut into \(chunks.map(\.count))")
      }
    }
  }

  @Test("damaged messages say the same in CRLF and LF form")
  func mutationsOfLineEnds() throws {
    var random = SeededRandom(seed: PropertyCases.seed &+ 1)
    for bytes in mutants(300, using: &random) { try expectSameInBothForms(bytes) }
  }

  private func expectSameInBothForms(_ bytes: [UInt8]) throws {
    guard !Metamorphosis.hasBareCR(bytes) else { return }
    let lf = try Fixture.json(of: Metamorphosis.lineFeeds(bytes)).withoutPlaces
    let crlf = try Fixture.json(of: Metamorphosis.carriageReturns(bytes)).withoutPlaces
    // The defect of LF line ends takes the place of another one when all places are taken.
    guard crlf["defectCount"] == nil else { return }
    #expect(lf.difference(from: crlf) == nil, "\(describe(bytes))")
  }

  /// Fixtures with damage; the big ones would take the time of all others.
  private func mutants(_ count: Int, using random: inout SeededRandom) -> [[UInt8]] {
    let small = Fixture.all.map(\.bytes).filter { $0.count <= 4_096 }
    return (0..<PropertyCases.count(count)).compactMap { _ in
      guard let bytes = small.randomElement(using: &random), let donor = small.randomElement(using: &random) else {
        return nil
      }
      return Mutations.mutate(bytes, with: donor, using: &random)
    }
  }

  private func describe(_ bytes: [UInt8]) -> String {
    "seed \(PropertyCases.seed): \(String(decoding: bytes, as: UTF8.self).debugDescription)"
  }
}
