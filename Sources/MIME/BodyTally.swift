import WireBytes

/// Counts the bytes of one body (or of one header section) and remembers where the first oddities stand.
///
/// The first places are kept here and reported when the part ends, so that the order of defects does not depend on
/// how the input was cut.
struct BodyTally: Sendable {
  private(set) var counts = BodyCounts()
  private(set) var firstBareLF: Int?
  private(set) var firstBareCR: Int?
  private(set) var firstNUL: Int?
  private(set) var firstEightBit: Int?
  /// The last byte counted.
  private(set) var last: UInt8?
  /// The offset of a CR that was the last byte so far, which an LF may still complete.
  private var pendingCR: Int?

  var lineFeeds: Int { counts.lineFeeds }

  /// Whether a line has begun that no line end has finished.
  var hasOpenLine: Bool { last != nil && last != ASCII.lf }

  /// Adds `bytes`, which stand at `offset` in the message.
  mutating func add(_ bytes: Span<UInt8>, at offset: Int) {
    var from = 0
    while let stop = scan(bytes, from: from, at: offset) { from = stop + 1 }
  }

  /// Adds bytes up to the next LF that a delimiter may follow; nil when all were added.
  mutating func scan(_ bytes: Span<UInt8>, from start: Int, at offset: Int) -> Int? {
    guard start < bytes.count else { return nil }
    let before = counts
    let stop = bytes.scanBody(from: start, counting: &counts)
    let end = stop.map { $0 + 1 } ?? bytes.count
    let scanned = bytes.extracting(start..<end)
    noteFirsts(scanned, at: offset + start, before: before)
    last = scanned[scanned.count - 1]
    return stop
  }

  /// Takes back a line break (LF, CR LF, or a CR that waits for its LF) that was counted last and stands at `offset`:
  /// it belongs to a delimiter, or may.
  mutating func takeBack(_ lineBreak: Span<UInt8>, at offset: Int, precededBy previous: UInt8?) {
    counts.forget(lineBreak)
    last = previous
    if let place = firstBareLF, place >= offset { firstBareLF = nil }
    if let place = pendingCR, place >= offset { pendingCR = nil }
  }

  private mutating func noteFirsts(_ bytes: Span<UInt8>, at offset: Int, before: BodyCounts) {
    if let place = pendingCR {
      if bytes[0] != ASCII.lf, firstBareCR == nil { firstBareCR = place }
      pendingCR = nil
    }
    if firstNUL == nil, counts.nuls > before.nuls { firstNUL = bytes.firstIndex(of: ASCII.nul).map { offset + $0 } }
    if firstEightBit == nil, counts.eightBit > before.eightBit {
      firstEightBit = bytes.firstIndexOfEightBit().map { offset + $0 }
    }
    if firstBareLF == nil, counts.bareLineFeeds > before.bareLineFeeds {
      firstBareLF = Self.firstBareLF(bytes, after: last).map { offset + $0 }
    }
    if bytes[bytes.count - 1] == ASCII.cr { pendingCR = offset + bytes.count - 1 }
    if firstBareCR == nil, counts.bareCarriageReturns > (pendingCR == nil ? 0 : 1) {
      firstBareCR = Self.firstBareCR(bytes).map { offset + $0 }
    }
  }

  private static func firstBareLF(_ bytes: Span<UInt8>, after last: UInt8?) -> Int? {
    var from = 0
    while let lf = bytes.firstIndex(of: ASCII.lf, from: from) {
      if (lf == 0 ? last : bytes[lf - 1]) != ASCII.cr { return lf }
      from = lf + 1
    }
    return nil
  }

  private static func firstBareCR(_ bytes: Span<UInt8>) -> Int? {
    var from = 0
    while let cr = bytes.firstIndex(of: ASCII.cr, from: from) {
      if cr + 1 < bytes.count, bytes[cr + 1] != ASCII.lf { return cr }
      from = cr + 1
    }
    return nil
  }

  /// Counts a CR that was the last byte as bare: what follows is no part of the body.
  mutating func finish() {
    counts.endRun()
    if firstBareCR == nil { firstBareCR = pendingCR }
    pendingCR = nil
  }
}
