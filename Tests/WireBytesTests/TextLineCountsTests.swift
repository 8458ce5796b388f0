import Testing
import WireBytes

struct TextLineCountsTests {
  /// What was counted, and where scans stopped.
  private struct Scan: Equatable {
    var stops: [Int] = []
    var counts: [Int] = []
    var endsInCR = false
    var isAtLineStart = false
  }

  /// Scans chunks one after the other.
  private func scan(_ chunks: [[UInt8]]) -> Scan {
    var scan = Scan()
    var counts = TextLineCounts()
    var before = 0
    for chunk in chunks {
      var from = 0
      while let stop = chunk.span.scanTextLines(from: from, counting: &counts) {
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
}
