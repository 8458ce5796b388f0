import HeaderFields
import TransferEncodings
import WireBytes

/// Looks at a body for what other programs take for structure, or for an attachment, and this library does not.
///
///     SP --b CRLF                    a delimiter to those who strip white space
///     text CR --b CRLF               a delimiter to those who end lines at a CR
///     begin 644 a.exe CRLF           an attachment to those who know uuencode
///
/// Lines that begin with `--` and are nearly delimiters are found by the reader on its way (`Boundaries.nearMiss`).
struct BodyAudit {
  let part: BodyPart
  /// The boundaries of the multiparts that the body lies in, innermost first.
  let boundaries: [[UInt8]]

  /// Reports into a log whose `part` is set.
  func report(into log: inout DefectLog) {
    log.origin = part.place.bodyStart
    defer { log.origin = 0 }
    let body = part.encodedBody
    switch part.place.content {
    case .message: return
    case .multipart:
      if let line = body.mimeFieldLine { log.report(.entityInPreamble, at: line) }
      let (start, end) = (part.place.bodyStart, part.place.bodyEnd)
      reportHiddenDelimiters(in: start..<(part.children.first?.place.start ?? end), into: &log)
      // The line break that ends the last part may be that of an outer delimiter, which is no epilogue.
      if let last = part.children.last, last.place.end < end {
        reportHiddenDelimiters(in: last.place.end..<end, into: &log)
      }
    case .leaf:
      if hasEmptyHeaderSection, let line = body.mimeFieldLine {
        log.report(.headerLikeBodyStart, at: line)
      }
      reportHiddenDelimiters(in: part.place.bodyStart..<part.place.bodyEnd, into: &log)
      if part.appliedEncoding.isIdentity, part.contentType().mediaType == "text", let line = body.uuencodeBegin {
        log.report(.uuencodeInText, at: line)
      }
    }
  }

  /// Whether there is only the blank line before the body.
  private var hasEmptyHeaderSection: Bool { part.place.bodyStart - part.place.start <= "\r\n".utf8.count }

  /// Reports delimiters behind white space or a bare CR, and those with white space behind their dashes.
  private func reportHiddenDelimiters(in range: Range<Int>, into log: inout DefectLog) {
    guard !boundaries.isEmpty else { return }
    log.origin = range.lowerBound
    let text = part.message.bytes.span.extracting(range)
    var from = 0
    while let dashes = text.firstIndex(of: ASCII.hyphen, from: from) {
      from = dashes + 1
      while from < text.count, text[from] == ASCII.hyphen { from += 1 }
      if from - dashes >= 2 { reportHiddenDelimiter(at: dashes, upTo: from, in: text, into: &log) }
    }
  }

  /// Looks at a run of dashes.
  private func reportHiddenDelimiter(at dashes: Int, upTo end: Int, in text: Span<UInt8>, into log: inout DefectLog) {
    switch dashes > 0 ? text[dashes - 1] : ASCII.lf {
    case ASCII.cr:
      if let end = endOfDelimiter(at: dashes + 2, in: text) { log.report(.boundaryBareCR, at: dashes - 1..<end) }
    case ASCII.space, ASCII.tab:
      guard let end = endOfDelimiter(at: dashes + 2, in: text) else { return }
      let start = text.startOfSpace(before: dashes)
      if start == 0 || text[start - 1] == ASCII.lf { log.report(.boundaryLeadingSpace, at: start..<end) }
    case ASCII.lf where end == dashes + 2:
      var name = end
      while name < text.count, ByteClass.wsp.contains(text[name]) { name += 1 }
      if name > end, let end = endOfDelimiter(at: name, in: text) {
        log.report(.boundaryLeadingSpace, at: dashes..<end)
      }
    default: return
    }
  }

  private func endOfDelimiter(at start: Int, in text: Span<UInt8>) -> Int? {
    for boundary in boundaries {
      if let end = text.endOfDelimiter(boundary.span, at: start) { return end }
    }
    return nil
  }
}

extension Span where Element == UInt8 {
  /// The first line, without its line end, if it is a field of MIME: a blank line too many may stand before it.
  fileprivate var mimeFieldLine: Range<Int>? {
    guard let colon = extracting(0..<Swift.min(count, 40)).firstIndex(of: ASCII.colon) else { return nil }
    let name = extracting(0..<colon)
    let isContent = colon > 8 && name.extracting(0..<8).equalsIgnoringCase("content-")
    guard isContent || name.equalsIgnoringCase("mime-version") else { return nil }
    for i in 0..<colon where !ByteClass.ftext.contains(self[i]) { return nil }
    return 0..<endOfLine(from: colon)
  }

  /// The first line that begins a uuencoded file, `begin 644 name`.
  fileprivate var uuencodeBegin: Range<Int>? {
    var start = 0
    while start < count {
      let length = "begin 644 x".utf8.count
      if self[start] == 0x62, start + length <= count, extracting(start..<start + 6).equals("begin "),
        (6..<9).allSatisfy({ 0x30...0x37 ~= self[start + $0] }), self[start + 9] == ASCII.space
      {
        return start..<endOfLine(from: start)
      }
      guard let lineFeed = firstIndex(of: ASCII.lf, from: start) else { return nil }
      start = lineFeed + 1
    }
    return nil
  }

  /// The end of the boundary at `start` if a program that looks for a delimiter there would be content with it.
  fileprivate func endOfDelimiter(_ boundary: Span<UInt8>, at start: Int) -> Int? {
    let end = start + boundary.count
    guard end <= count, extracting(start..<end).equals(boundary) else { return nil }
    guard end < count else { return end }
    switch self[end] {
    case ASCII.cr, ASCII.lf, ASCII.space, ASCII.tab, ASCII.hyphen: return end
    default: return nil
    }
  }

  fileprivate func startOfSpace(before end: Int) -> Int {
    var start = end
    while start > 0, ByteClass.wsp.contains(self[start - 1]) { start -= 1 }
    return start
  }

  private func endOfLine(from start: Int) -> Int {
    guard let lineFeed = firstIndex(of: ASCII.lf, from: start) else { return count }
    return lineFeed > start && self[lineFeed - 1] == ASCII.cr ? lineFeed - 1 : lineFeed
  }
}
