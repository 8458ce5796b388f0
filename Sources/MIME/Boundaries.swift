import WireBytes

/// The boundaries of the multiparts that are open, for the one question that each line starting with `--` asks.
///
/// An inner part also ends at an outer delimiter (RFC 2046 section 5.1.2), so every open boundary counts, but
/// comparing each line with each of them would cost depth times size. The boundaries are looked up by hash instead,
/// and only equal hashes are compared. A line is compared whole: boundaries are exact, not prefixes.
///
///     open: 0 "outer", 1 "inner"
///     --inner          delimiter of 1
///     --inner--  SP    close of 1
///     --outer          delimiter of 0: the inner multipart ends too
///     --innermost      no delimiter
struct Boundaries: Sendable {
  /// What a line is.
  struct Match: Sendable, Hashable {
    /// The multipart that the boundary belongs to.
    let frame: Int
    let isClose: Bool
  }

  /// Lines longer than this are never delimiters: RFC 5322 section 2.1.1 allows 998 bytes in a line, and a bound on
  /// what must be seen before deciding is a bound on memory.
  static let longestLine = 1_000

  private struct Entry: Sendable {
    let bytes: [UInt8]
    let frame: Int
    /// The entry that the same hash meant before this one was opened.
    let shadowed: Int?
    /// Whether the close delimiter was met.
    var isClosed = false
  }

  private var entries: [Entry] = []
  private var newest: [UInt64: Int] = [:]

  var isEmpty: Bool { entries.isEmpty }

  /// Whether a boundary is open already, in an enclosing multipart.
  func contains(_ boundary: [UInt8]) -> Bool {
    entry(boundary.span) != nil
  }

  mutating func open(_ boundary: [UInt8], frame: Int) {
    let hash = Self.hash(boundary.span)
    entries.append(Entry(bytes: boundary, frame: frame, shadowed: newest[hash]))
    newest[hash] = entries.count - 1
  }

  /// Closes the innermost boundary if it belongs to `frame`.
  mutating func close(frame: Int) {
    guard let last = entries.last, last.frame == frame else { return }
    newest[Self.hash(last.bytes.span)] = last.shadowed
    entries.removeLast()
  }

  /// Notes the close delimiter of a multipart, the innermost one that is open.
  ///
  /// Behind it the line of an enclosing multipart counts first, also where that has the same boundary.
  mutating func noteClose(frame: Int) {
    guard let last = entries.last, last.frame == frame else { return }
    entries[entries.count - 1].isClosed = true
    if let outer = last.shadowed, entries[outer].bytes == last.bytes { close(frame: frame) }
  }

  /// The length of a line without its line end: LF or CR LF. A CR that no LF follows is data.
  static func contentLength(_ line: Span<UInt8>) -> Int {
    guard line.count > 0, line[line.count - 1] == ASCII.lf else { return line.count }
    return line.count > 1 && line[line.count - 2] == ASCII.cr ? line.count - 2 : line.count - 1
  }

  /// What a line is that begins with `--`, its line end not included.
  func match(_ line: Span<UInt8>) -> Match? {
    guard line.count > 2, line.count <= Self.longestLine, line[0] == ASCII.hyphen, line[1] == ASCII.hyphen
    else { return nil }
    var end = line.count
    while end > 2, ByteClass.wsp.contains(line[end - 1]) { end -= 1 }
    let whole = entry(line.extracting(2..<end))
    var closing: Entry?
    if end > 4, line[end - 1] == ASCII.hyphen, line[end - 2] == ASCII.hyphen {
      closing = entry(line.extracting(2..<end - 2))
    }
    // `--b--` may close `b` or be the delimiter of a multipart whose boundary is `b--`: the innermost wins.
    if let closing, !closing.isClosed, whole.map({ $0.isClosed || $0.frame < closing.frame }) ?? true {
      return Match(frame: closing.frame, isClose: true)
    }
    // A second close delimiter is epilogue like any other line; a delimiter behind the close delimiter may hide a part.
    return whole.map { Match(frame: $0.frame, isClose: false) }
  }

  /// What a line nearly is, for a defect: other programs compare prefixes, fold case, or end lines at a CR.
  ///
  /// Of the boundaries that are open only the innermost few are compared: each costs the length of the line.
  func nearMiss(_ line: Span<UInt8>) -> DefectKind? {
    for entry in entries.suffix(Self.nearMissDepth).reversed() {
      if let kind = Self.nearMiss(line, of: entry.bytes.span) { return kind }
    }
    return nil
  }

  /// How many of the boundaries around a line are compared, the innermost ones.
  static let nearMissDepth = 4

  private static func nearMiss(_ line: Span<UInt8>, of boundary: Span<UInt8>) -> DefectKind? {
    guard line.count >= boundary.count + 2 else { return nil }
    let end = boundary.count + 2
    let next = end < line.count ? line[end] : nil
    guard line.extracting(2..<end).equals(boundary) else {
      let isWhole = next.map { ByteClass.wsp.contains($0) || $0 == ASCII.hyphen } ?? true
      return isWhole && equalsInAnyCase(line.extracting(2..<end), boundary) ? .boundaryCase : nil
    }
    switch next {
    case ASCII.hyphen? where line.count == end + 1 || line[end + 1] == ASCII.hyphen: return .boundaryBadClose
    case ASCII.space?, ASCII.tab?: return .boundaryTrailingJunk
    case ASCII.cr?: return .boundaryBareCR
    default: return .boundaryPrefixMatch
    }
  }

  private static func equalsInAnyCase(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
    for i in 0..<a.count where ASCII.lowercase(a[i]) != ASCII.lowercase(b[i]) { return false }
    return true
  }

  private func entry(_ boundary: Span<UInt8>) -> Entry? {
    var candidate = newest[Self.hash(boundary)]
    while let index = candidate {
      let entry = entries[index]
      if boundary.equals(entry.bytes.span) { return entry }
      candidate = entry.shadowed
    }
    return nil
  }

  /// FNV-1a. A sender who makes boundaries collide only gets the comparison with each that we save.
  private static func hash(_ bytes: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for i in 0..<bytes.count { hash = (hash ^ UInt64(bytes[i])) &* 0x100_0000_01B3 }
    return hash
  }
}
