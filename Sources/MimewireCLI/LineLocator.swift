import Mimewire

/// Where a range of bytes stands for someone with an editor.
struct LinePlace: Hashable {
  /// The number of the line that it begins in, from 1.
  let line: Int
  /// The character of the line that it begins at, from 1. A character is a Unicode scalar; what is no UTF-8 counts as
  /// one where it would be shown as one U+FFFD.
  let column: Int
  /// The character after the part that is shown.
  let endColumn: Int
  /// The bytes of the line, without its line end.
  let lineBytes: Range<Int>
  /// What is shown of the range: as much of it as stands in the line, and not more than anyone wants to see marked.
  let shown: Range<Int>
}

/// Finds lines and columns, for ranges that come in ascending order.
///
/// It only goes forward, so that a thousand defects in a single line of ten megabytes cost one pass over it.
///
///     "ab LF cd"    3..<4: line 2, column 1
struct LineLocator {
  private static let mostShown = 200

  private let bytes: [UInt8]
  private var line = 1
  private var lineBytes = 0..<0
  /// Where the next line begins, if this one has a line end.
  private var lineEnd = 0
  private var hasLineEnd = false
  /// A place in the line, and its column.
  private var offset = 0
  private var column = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    enterLine(at: 0)
  }

  /// The place of a range that does not begin before the last one.
  mutating func place(of range: Range<Int>) -> LinePlace {
    let start = min(range.lowerBound, bytes.count)
    while start >= lineEnd, hasLineEnd {
      line += 1
      enterLine(at: lineEnd)
    }
    column += scalarCount(of: offset..<max(offset, start))
    offset = max(offset, start)
    let end = min(range.upperBound, lineBytes.upperBound, start + Self.mostShown)
    let shown = start..<max(start, end)
    return LinePlace(
      line: line, column: column, endColumn: column + scalarCount(of: shown), lineBytes: lineBytes, shown: shown)
  }

  private mutating func enterLine(at start: Int) {
    let lineFeed = bytes.span.firstIndex(of: ASCII.lf, from: start)
    let end = lineFeed ?? bytes.count
    let hasCR = lineFeed != nil && end > start && bytes[end - 1] == ASCII.cr
    lineBytes = start..<(hasCR ? end - 1 : end)
    lineEnd = lineFeed.map { $0 + 1 } ?? bytes.count
    hasLineEnd = lineFeed != nil
    offset = start
    column = 1
  }

  private func scalarCount(of range: Range<Int>) -> Int {
    String(decoding: bytes[range], as: UTF8.self).unicodeScalars.count
  }
}
