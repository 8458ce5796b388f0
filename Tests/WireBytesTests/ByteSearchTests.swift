import MailTestSupport
import Testing

@_spi(Instrumentation) import WireBytes

struct ByteSearchTests {
  /// What a scan of the whole span says, by either kernel.
  private struct Scan: Equatable {
    var stops: [Int] = []
    var counts: [Int] = []

    init(_ bytes: Span<UInt8>, portably: Bool) {
      var counter = BodyCounts()
      var from = 0
      while let stop = portably
        ? bytes.scanBodyPortably(from: from, counting: &counter) : bytes.scanBody(from: from, counting: &counter)
      {
        stops.append(stop)
        from = stop + 1
      }
      counts = [
        counter.lineFeeds, counter.bareLineFeeds, counter.bareCarriageReturns, counter.lineBreaks, counter.nuls,
        counter.eightBit,
      ]
    }
  }

  @Test("the scan stops at each LF that a delimiter may follow, and counts up to there")
  func scan() {
    let bytes = Array("a\r\nb\n--x\r\n-\u{E9}\0\r\n".utf8)
    let scan = Scan(bytes.span, portably: false)
    // The last LF may be followed by "--" in the next chunk.
    #expect(scan.stops == [4, 15])
    #expect(scan.counts == [4, 1, 0, 3, 1, 2])
  }

  @Test("the vector kernel and its portable twin agree, whatever the length and the place of what counts")
  func kernels() {
    var random = SeededRandom(seed: PropertyCases.seed)
    let alphabet: [UInt8] = [0x0A, 0x0A, 0x0D, 0x0D, 0x2D, 0x2D, 0x2D, 0x00, 0x41, 0x80, 0xFF]
    for _ in 0..<PropertyCases.count(2_000) {
      let rare = Bool.random(using: &random)
      let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ -> UInt8 in
        rare && Int.random(in: 0..<8, using: &random) > 0 ? 0x41 : alphabet.randomElement(using: &random) ?? 0
      }
      #expect(Scan(bytes.span, portably: false) == Scan(bytes.span, portably: true), "\(bytes)")
    }
  }

  @Test("a search for one byte or two finds the first at or after the start, and nothing behind the end")
  func search() {
    for length in 0..<70 {
      for place in 0..<length {
        var bytes = [UInt8](repeating: 0x41, count: length)
        bytes[place] = 0x0D
        let span = bytes.span
        #expect(span.firstIndex(of: 0x0D) == place)
        #expect(span.firstIndex(of: 0x0A, or: 0x0D) == place)
        #expect(span.firstIndex(of: 0x0D, from: place + 1) == nil)
        #expect(span.extracting(0..<place).firstIndex(of: 0x0D, or: 0x0A) == nil)
      }
    }
  }
}
