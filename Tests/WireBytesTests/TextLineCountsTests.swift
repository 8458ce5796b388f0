import MailTestSupport
import Testing

@_spi(Instrumentation) import WireBytes

struct TextLineCountsTests {
  /// What was counted, and where scans stopped.
  private struct Scan: Equatable {
    var stops: [Int] = []
    var counts: [Int] = []
    var endsInCR = false
    var isAtLineStart = false
  }

  /// Scans chunks one after the other.
  private func scan(_ chunks: [[UInt8]], byKernel kernel: Int = 0) -> Scan {
    var scan = Scan()
    var counts = TextLineCounts()
    var before = 0
    for chunk in chunks {
      var from = 0
      while let stop = chunk.span.scanTextLines(from: from, counting: &counts, byKernel: kernel) {
        scan.stops.append(before + stop)
        from = stop
      }
      before += chunk.count
    }
    scan.counts = [
      counts.bareLineFeeds, counts.bareCarriageReturns, counts.settledBareLineBreaks, counts.nuls, counts.eightBit,
      counts.longestLine,
    ]
    scan.endsInCR = counts.endsInCR
    scan.isAtLineStart = counts.isAtLineStart
    return scan
  }

  @Test("a scan stops at each dot behind a CR LF, and counts bare line breaks, NUL, 8-bit bytes and line lengths")
  func scan() {
    let found = scan([Array(".a\r\n.b.\r\n\n.\r.\0\u{E9}\r\n\r\n..\r".utf8)])
    #expect(found.stops == [4, 20])
    #expect(found.counts == [1, 2, 2, 1, 2, 7])
    #expect(found.endsInCR)
    #expect(!found.isAtLineStart)
  }

  @Test("of a line break in two chunks nothing is bare, and a dot behind it is for the caller to know")
  func cutLineBreak() {
    let found = scan([Array("abc\r".utf8), Array("\n".utf8), Array(".d\r\n".utf8)])
    #expect(found == Scan(stops: [], counts: [0, 0, 0, 0, 0, 3], endsInCR: false, isAtLineStart: true))
  }

  @Test("a CR that has gone by before makes an LF a line end")
  func heldCR() {
    var counts = TextLineCounts(endsInCR: true)
    #expect(Array("\n.".utf8).span.scanTextLines(from: 0, counting: &counts) == 1)
    #expect(counts.bareLineFeeds == 0)
    #expect(counts.longestLine == 0)
  }

  @Test("every kernel finds and counts what the portable one does in every short string, at every place in a block")
  func everyShortString() {
    let alphabet: [UInt8] = [ASCII.cr, ASCII.lf, ASCII.dot, ASCII.nul, 0xFF, 0x61]
    for number in 0..<6 * 6 * 6 * 6 {
      let short = [number % 6, number / 6 % 6, number / 36 % 6, number / 216].map { alphabet[$0] }
      for offset in [0, 60, 61, 62, 63] {
        let bytes = [UInt8](repeating: 0x61, count: offset) + short + [ASCII.dot]
        let expected = scan([bytes])
        for kernel in TextLineCounts.kernels.dropFirst() where scan([bytes], byKernel: kernel) != expected {
          Issue.record("kernel \(kernel): \(bytes)")
        }
      }
    }
  }

  @Test("every kernel finds and counts what the portable one does in random lines, however they are cut")
  func randomLines() {
    var random = SeededRandom(seed: PropertyCases.seed)
    let pieces = [Array("\r\n".utf8), Array("\r\n.".utf8), [ASCII.cr], [ASCII.lf], [ASCII.nul], [0xE9], [ASCII.dot]]
    for round in 0..<PropertyCases.count(400) {
      var bytes: [UInt8] = []
      while bytes.count < 300 {
        // Mostly whole lines, short ones and such as are longer than a block.
        let isOdd = Int.random(in: 0..<8, using: &random) == 0
        bytes += [UInt8](repeating: 0x61, count: Int.random(in: 0...(round % 100), using: &random))
        bytes += isOdd ? pieces.randomElement(using: &random) ?? [] : pieces[round % 2]
      }
      let chunks = Splits.random(bytes, longest: 200, using: &random)
      let expected = scan(chunks)
      for kernel in TextLineCounts.kernels.dropFirst() {
        #expect(scan(chunks, byKernel: kernel) == expected, "kernel \(kernel): \(chunks)")
      }
    }
  }
}
