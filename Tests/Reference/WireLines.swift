/// A whole input cut into lines by LF: the only line end of a stored message is LF or CR LF, a CR alone is data.
///
///     a CR LF b CR c LF LF d        four lines: `a`, `b CR c`, empty, `d`
///
/// A byte order mark at the start is a line of its own without an end, so that the field behind it begins a line.
struct WireLines {
  /// One line; `contentEnd..<end` is its line break.
  struct Line {
    let start: Int
    let contentEnd: Int
    let end: Int
  }

  let bytes: [UInt8]
  private(set) var lines: [Line] = []
  let hasByteOrderMark: Bool

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var start = 0
    if hasByteOrderMark {
      lines.append(Line(start: 0, contentEnd: 3, end: 3))
      start = 3
    }
    while start < bytes.count {
      let lf = bytes[start...].firstIndex(of: 0x0A)
      var contentEnd = lf ?? bytes.count
      if lf != nil, contentEnd > start, bytes[contentEnd - 1] == 0x0D { contentEnd -= 1 }
      let end = lf.map { $0 + 1 } ?? bytes.count
      lines.append(Line(start: start, contentEnd: contentEnd, end: end))
      start = end
    }
  }

  /// How many lines there are.
  var count: Int { lines.count }

  /// Where a line begins; the end of the input for the line behind the last.
  func start(of line: Int) -> Int { line < lines.count ? lines[line].start : bytes.count }

  /// A line without its line break.
  func content(of line: Int) -> ArraySlice<UInt8> { bytes[lines[line].start..<lines[line].contentEnd] }

  /// Whether a line has no content.
  func isBlank(_ line: Int) -> Bool { content(of: line).isEmpty }

  /// Whether a line begins with white space, and so goes on with the line before it.
  func isContinuation(_ line: Int) -> Bool { content(of: line).first.map { $0 == 0x20 || $0 == 0x09 } ?? false }

  /// Line ends in a range, plus one for a last line without one.
  func lineCount(in range: Range<Int>) -> Int {
    let body = bytes[range]
    let open = body.last.map { $0 != 0x0A } ?? false
    return body.count { $0 == 0x0A } + (open ? 1 : 0)
  }
}
