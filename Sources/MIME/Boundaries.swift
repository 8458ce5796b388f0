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
///
/// A multipart whose close delimiter has been seen is open no more, so its boundary counts last; a delimiter of it
/// is told apart from the epilogue all the same, for other programs show a part there.
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
  }

  private var entries: [Entry] = []
  private var newest: [UInt64: Int] = [:]
  /// The boundary of the innermost multipart if its close delimiter has been seen. No part can follow, so there is
  /// never more than one.
  private var closed: (bytes: [UInt8], frame: Int)?

  var isEmpty: Bool { entries.isEmpty && closed == nil }

  /// Whether a boundary is open already, in an enclosing multipart.
  func contains(_ boundary: [UInt8]) -> Bool {
    entry(boundary.span) != nil
  }

  mutating func open(_ boundary: [UInt8], frame: Int) {
    let hash = Self.hash(boundary.span)
    entries.append(Entry(bytes: boundary, frame: frame, shadowed: newest[hash]))
    newest[hash] = entries.count - 1
  }

  /// Notes the close delimiter of the innermost boundary, which belongs to `frame`.
  mutating func close(frame: Int) {
    guard let last = entries.last, last.frame == frame else { return }
    newest[Self.hash(last.bytes.span)] = last.shadowed
    entries.removeLast()
    closed = (last.bytes, frame)
  }

  /// Forgets the boundary of `frame`, closed or not, when its multipart ends.
  mutating func remove(frame: Int) {
    close(frame: frame)
    if closed?.frame == frame { closed = nil }
  }

  /// What a line is that begins with `--`, its line end not included.
  func match(_ line: Span<UInt8>) -> Match? {
    guard line.count > 2, line.count <= Self.longestLine, line[0] == ASCII.hyphen, line[1] == ASCII.hyphen
    else { return nil }
    var end = line.count
    while end > 2, ByteClass.wsp.contains(line[end - 1]) { end -= 1 }
    if let entry = entry(line.extracting(2..<end)) { return Match(frame: entry.frame, isClose: false) }
    if end > 4, line[end - 1] == ASCII.hyphen, line[end - 2] == ASCII.hyphen,
      let entry = entry(line.extracting(2..<end - 2))
    {
      return Match(frame: entry.frame, isClose: true)
    }
    if let closed, line.extracting(2..<end).equals(closed.bytes.span) {
      return Match(frame: closed.frame, isClose: false)
    }
    return nil
  }

  /// What a line nearly is, for a defect: other programs compare prefixes.
  func nearMiss(_ line: Span<UInt8>) -> DefectKind? {
    guard let innermost = closed?.bytes ?? entries.last?.bytes, line.count > innermost.count + 2 else { return nil }
    let end = innermost.count + 2
    guard line.extracting(2..<end).equals(innermost.span) else { return nil }
    if line.count >= end + 2, line[end] == ASCII.hyphen, line[end + 1] == ASCII.hyphen {
      var rest = line.count
      while rest > end + 2, ByteClass.wsp.contains(line[rest - 1]) { rest -= 1 }
      return rest > end + 2 ? .boundaryBadClose : nil  // nil: the close delimiter once more, in an epilogue
    }
    return ByteClass.wsp.contains(line[end]) ? .boundaryTrailingJunk : .boundaryPrefixMatch
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
