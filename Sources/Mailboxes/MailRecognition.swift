internal import WireBytes

/// Tells by the first bytes of a file what it is, since names tell little: `inbox`, `1389.M2P5.host:2,S`, `a.txt`.
internal enum MailRecognition {
  /// How many bytes are looked at.
  static let headBytes = 4_096
  /// How many lines are looked at.
  private static let headLines = 10

  /// Whether a file is a gzip member (RFC 1952 section 2.3.1).
  static func isGzip(_ head: Span<UInt8>) -> Bool {
    head.count >= 2 && head[0] == 0x1F && head[1] == 0x8B
  }

  /// Whether a file is an mbox: its first line separates messages.
  static func isMbox(_ head: Span<UInt8>) -> Bool {
    var cursor = ByteCursor(head)
    return MboxSeparator.matchesAtStart(takeLine(&cursor))
  }

  /// Whether a file found in a directory counts as mail: it begins with `From `, or one of its first lines looks
  /// like a header field.
  static func isMail(_ head: Span<UInt8>) -> Bool {
    if MboxSeparator.begins(head) { return true }
    var cursor = ByteCursor(head)
    if head.count >= 3, head.extracting(0..<3).equals("\u{FEFF}") { cursor.advance(to: 3) }
    for _ in 0..<headLines where !cursor.isAtEnd {
      if looksLikeField(takeLine(&cursor)) { return true }
    }
    return false
  }

  /// Field names of real mail are of letters, digits, `-`, `_` and `.`; `ftext` would take JSON for a header.
  private static let nameStart = ByteClass.alpha.union(.digit)
  private static let name = nameStart.union(ByteClass("-_."))

  private static func looksLikeField(_ line: Span<UInt8>) -> Bool {
    guard line.count > 0, nameStart.contains(line[0]) else { return false }
    var cursor = ByteCursor(line)
    cursor.skip(while: name)
    cursor.skip(while: .wsp)
    return cursor.skip(ASCII.colon)
  }

  @_lifetime(copy cursor)
  private static func takeLine(_ cursor: inout ByteCursor) -> Span<UInt8> {
    let start = cursor.offset
    let end = cursor.bytes.firstIndex(of: ASCII.lf, from: start) ?? cursor.bytes.count
    cursor.advance(to: min(end + 1, cursor.bytes.count))
    let line = cursor.bytes.extracting(start..<end)
    return line.count > 0 && line[line.count - 1] == ASCII.cr ? line.extracting(droppingLast: 1) : line
  }
}
