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
  /// The boundary of the multipart that the part lies in directly; nil for a part that lies in none.
  let boundary: [UInt8]?

  /// Reports into a log whose `part` is set.
  func report(into log: inout DefectLog) {
    log.origin = part.place.bodyStart
    defer { log.origin = 0 }
    let body = part.encodedBody
    switch part.place.content {
    case .message: return
    case .multipart:
      if let line = body.mimeFieldLine { log.report(.entityInPreamble, at: line) }
    case .leaf:
      if hasEmptyHeaderSection, let line = body.mimeFieldLine {
        log.report(.headerLikeBodyStart, at: line)
      }
      if let boundary { reportHiddenDelimiters(boundary.span, in: body, into: &log) }
      if part.appliedEncoding.isIdentity, part.contentType().mediaType == "text", let line = body.uuencodeBegin {
        log.report(.uuencodeInText, at: line)
      }
    }
  }

  /// Whether there is only the blank line before the body.
  private var hasEmptyHeaderSection: Bool { part.place.bodyStart - part.place.start <= "\r\n".utf8.count }

  /// Reports delimiters behind white space or a bare CR, and those with white space behind their dashes.
  private func reportHiddenDelimiters(_ boundary: Span<UInt8>, in body: Span<UInt8>, into log: inout DefectLog) {
    var from = 0
    while let dashes = body.firstIndex(of: ASCII.hyphen, from: from) {
      from = dashes + 1
      while from < body.count, body[from] == ASCII.hyphen { from += 1 }
      guard from - dashes >= 2 else { continue }
      switch dashes > 0 ? body[dashes - 1] : ASCII.lf {
      case ASCII.cr:
        if let end = body.endOfDelimiter(boundary, at: dashes + 2) {
          log.report(.boundaryBareCR, at: dashes - 1..<end)
        }
      case ASCII.space, ASCII.tab:
        guard let end = body.endOfDelimiter(boundary, at: dashes + 2) else { continue }
        let start = body.startOfSpace(before: dashes)
        if start == 0 || body[start - 1] == ASCII.lf { log.report(.boundaryLeadingSpace, at: start..<end) }
      case ASCII.lf where from == dashes + 2:
        var name = from
        while name < body.count, ByteClass.wsp.contains(body[name]) { name += 1 }
        if name > from, let end = body.endOfDelimiter(boundary, at: name) {
          log.report(.boundaryLeadingSpace, at: dashes..<end)
        }
      default: continue
      }
    }
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
