internal import WireBytes

/// What one line means to the reader of an mbox, judged by itself.
internal enum MboxLine {
  /// No byte but the line break.
  case empty
  /// `From …`, the bytes without the line break; whether it has the form of a separator.
  case from([UInt8], isSeparator: Bool)
  /// `>From …`, with this many `>`.
  case quotedFrom(depth: Int)
  /// `Content-Length: 123`
  case contentLength(Int)
  case other

  /// Judges a line of a body or a header section.
  ///
  /// - Parameters:
  ///   - line: the line without its LF; of a long line the beginning is enough.
  ///   - isFirst: whether it is the first of the mailbox, where a separator needs no date.
  init(_ line: Span<UInt8>, isFirst: Bool) {
    var line = line.extracting(first: MboxSeparator.longestLine)
    if line.count > 0, line.count < MboxSeparator.longestLine, line[line.count - 1] == ASCII.cr {
      line = line.extracting(droppingLast: 1)
    }
    guard line.count > 0 else {
      self = .empty
      return
    }
    switch line[0] {
    case 0x46 where MboxSeparator.begins(line):  // F
      let isSeparator = isFirst ? MboxSeparator.matchesAtStart(line) : MboxSeparator.matches(line)
      self = .from(line.array, isSeparator: isSeparator)
    case ASCII.greater:
      var cursor = ByteCursor(line)
      let depth = cursor.skip(while: Self.quoteMark).count
      let rest = line.extracting(depth..<line.count)
      self = MboxSeparator.begins(rest) ? .quotedFrom(depth: depth) : .other
    case 0x43, 0x63:  // C, c
      self = Self.contentLength(in: line).map { .contentLength($0) } ?? .other
    default:
      self = .other
    }
  }

  private static let quoteMark = ByteClass(">")

  /// The number in a field `Content-Length: 123`, or nil.
  private static func contentLength(in line: Span<UInt8>) -> Int? {
    let name = "content-length"
    guard line.count > name.utf8.count, line.extracting(first: name.utf8.count).equalsIgnoringCase(name) else {
      return nil
    }
    var cursor = ByteCursor(line)
    cursor.advance(to: name.utf8.count)
    cursor.skip(while: .wsp)
    guard cursor.skip(ASCII.colon) else { return nil }
    cursor.skip(while: .wsp)
    let digits = cursor.skip(while: .digit)
    cursor.skip(while: .wsp)
    // Fifteen digits are a petabyte, and cannot overflow an Int whatever is added to it.
    guard (1...15).contains(digits.count), cursor.isAtEnd else { return nil }
    return digits.reduce(0) { $0 * 10 + Int(line[$1] & 0x0F) }
  }
}
