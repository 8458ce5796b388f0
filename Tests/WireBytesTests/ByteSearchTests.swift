import MailTestSupport
import Testing

import WireBytes

struct ByteSearchTests {
  /// What was counted, and where a scan stopped.
  private struct Scan: Equatable {
    var stops: [Int] = []
    var counts: [Int] = []
  }

  private func scan(_ bytes: [UInt8]) -> Scan {
    var scan = Scan()
    var counts = BodyCounts()
    var from = 0
    while let stop = bytes.span.scanBody(from: from, counting: &counts) {
      scan.stops.append(stop)
      from = stop + 1
    }
    scan.counts = [
      counts.lineFeeds, counts.lineBreaks, counts.bareLineFeeds, counts.bareCarriageReturns, counts.nuls,
      counts.eightBit,
    ]
    return scan
  }

  @Test("a scan stops at each LF that a delimiter may follow, and counts line ends, NUL and 8-bit bytes")
  func scan() {
    let found = scan(Array("a\r\nb\r\n--x\n\r\0\u{E9}\n-y\n".utf8))
    #expect(found.stops == [5, 17])
    #expect(found.counts == [5, 2, 3, 1, 1, 2])
  }

  @Test("the first of one or two bytes is found at every place")
  func firstIndex() {
    for length in 0...70 {
      for place in 0..<length {
        var bytes = [UInt8](repeating: 0x61, count: length)
        bytes[place] = 0x3A
        #expect(bytes.span.firstIndex(of: 0x3A) == place)
        #expect(bytes.span.firstIndex(of: 0x00, or: 0x3A) == place)
        #expect(bytes.span.firstIndex(of: 0x3A, from: place + 1) == nil)
      }
    }
  }

  @Test("a line break that is taken back is counted no more")
  func forget() {
    let bytes = Array("a\r\n".utf8)
    var counts = BodyCounts()
    _ = bytes.span.scanBody(from: 0, counting: &counts)
    counts.forget(bytes.span.extracting(1..<3))
    #expect([counts.lineFeeds, counts.lineBreaks, counts.bareCarriageReturns] == [0, 0, 0])
  }
}
