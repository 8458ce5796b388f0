import MIMETestSupport
import MailTestSupport
import Testing

@testable import MIME

/// Statements that hold for every message (`HOSTILE.md` section 3: I-2, I-4, I-5, I-14 and the limits).
struct MessagePropertyTests {
  @Test("events, ranges and defects do not depend on the chunks")
  func chunks() {
    var generator = MailGenerator(seed: PropertyCases.seed)
    for _ in 0..<PropertyCases.count(2_000) {
      let bytes = generator.message(upTo: 14)
      let whole = Recording([bytes])
      for _ in 0..<3 {
        let chunks = generator.chunks(bytes)
        expectSame(Recording(chunks), whole, bytes, chunks)
      }
      expectSame(Recording(bytes.map { [$0] }), whole, bytes, bytes.map { [$0] })
    }
  }

  @Test("limits do not depend on the chunks")
  func limits() {
    var limits = MessageLimits()
    limits.depth = 2
    limits.parts = 4
    limits.fieldsPerPart = 2
    limits.headerSectionBytes = 60
    var generator = MailGenerator(seed: PropertyCases.seed &+ 1)
    for _ in 0..<PropertyCases.count(1_000) {
      let bytes = generator.message(upTo: 20)
      let whole = Recording([bytes], limits: limits)
      let chunks = generator.chunks(bytes)
      expectSame(Recording(chunks, limits: limits), whole, bytes, chunks)
    }
  }

  @Test("header sections, leaf bodies and gaps tile the message; fields, junk and the blank line each header section")
  func tiling() {
    var generator = MailGenerator(seed: PropertyCases.seed &+ 2)
    for _ in 0..<PropertyCases.count(4_000) {
      let bytes = generator.message(upTo: 20)
      let fault = Tiling.fault(in: MessageIndex(parsing: bytes.span), of: bytes)
      #expect(fault == nil, "\(describe(bytes))")
    }
  }

  private func expectSame(_ split: Recording, _ whole: Recording, _ bytes: [UInt8], _ chunks: [[UInt8]]) {
    let difference = split.difference(from: whole)
    #expect(
      difference == "none",
      "seed \(PropertyCases.seed): \(describe(bytes)) cut into \(chunks.map(\.count))")
  }

  private func describe(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).debugDescription
  }
}
