internal import WireBytes

/// Looks for an end of data in disguise: a line of one dot and NULs, which is content here and the end of the message to
/// a reader that drops NUL. What follows would be commands there (CVE-2023-51764 and its kin).
///
///     CR LF NUL . CR LF        as sent, or to the next server
///     CR LF . NUL CR LF        as sent, before the dot is deleted
///
/// Goes by the octets of a message as they are framed, in slices. A slice without NUL costs its first and last octets.
struct DisguisedEnd: Sendable {
  /// A line, as far as it has been seen.
  private enum Line: Sendable {
    case start, nuls, dot, disguise, other
  }

  private var line = Line.start
  private var wasFound = false
  private var nuls = 0

  /// Whether there was such a line, the last one included.
  var isFound: Bool { wasFound || line == .disguise }

  /// A dot at the beginning of a line was deleted.
  mutating func dotDeleted() {
    line = .dot
  }

  /// Sees a slice; `nuls` is how many NULs the message holds with it.
  mutating func see(_ bytes: Span<UInt8>, _ range: Range<Int>, nuls: Int) {
    let hasNUL = nuls != self.nuls
    self.nuls = nuls
    var index = range.lowerBound
    while index < range.upperBound, hasNUL || line != .other {
      let byte = bytes[index]
      see(byte)
      index += 1
      if isBreak(byte), !hasNUL { break }
    }
    guard index < range.upperBound else { return }
    // No NUL in the rest: what matters is how its last line begins.
    let last = range.upperBound - 1
    if last > index { line = isBreak(bytes[last - 1]) ? .start : .other }
    see(bytes[last])
  }

  /// Sees one octet.
  mutating func see(_ byte: UInt8) {
    if isBreak(byte) {
      wasFound = isFound
      line = .start
      return
    }
    line =
      switch (line, byte) {
      case (.start, ASCII.nul), (.nuls, ASCII.nul): .nuls
      case (.start, ASCII.dot): .dot
      case (.nuls, ASCII.dot), (.dot, ASCII.nul), (.disguise, ASCII.nul): .disguise
      default: .other
      }
  }

  private func isBreak(_ byte: UInt8) -> Bool { byte == ASCII.cr || byte == ASCII.lf }
}
