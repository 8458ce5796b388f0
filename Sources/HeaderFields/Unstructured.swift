public import Charsets
public import WireBytes

/// Field bodies that are text for people: Subject, Comments, Content-Description and every field that nobody
/// has defined.
///
/// `unstructured = (*([FWS] VCHAR) *WSP) / obs-unstruct` (RFC 5322 section 3.2.5), with encoded words
/// (RFC 2047 section 5 (1)) and raw UTF-8 (RFC 6532 section 3.2).
public enum Unstructured {
  /// The text of a field body: unfolded and decoded.
  ///
  ///     ␠Re:␠=?utf-8?q?caf=C3=A9?=␠=?utf-8?q?_au?= CR LF ␠lait CR LF   ->   Re: café au lait
  ///
  /// A fold loses its line break and keeps its blanks. The one space or tab that follows the colon belongs to the
  /// layout and goes, as does a final line break; all other white space stays, at the end too.
  ///
  /// - Parameters:
  ///   - body: everything behind the field's colon; the final line break may be there or not.
  ///   - charsets: what converts encoded words and raw 8-bit text.
  ///   - defects: receives defects with ranges in `body`.
  public static func text(
    of body: Span<UInt8>, charsets: any CharsetDecoding, defects: inout DefectLog
  ) -> String {
    var start = 0
    while start < body.count, body.isLineBreak(at: start) { start += 1 }
    if start < body.count, ByteClass.wsp.contains(body[start]) { start += 1 }
    var end = body.count
    if end > start, body[end - 1] == ASCII.lf { end -= 1 }
    if end > start, end < body.count, body[end - 1] == ASCII.cr { end -= 1 }

    let content = body.extracting(start..<end)
    if content.isPlainText, let text = try? UTF8Span(validating: content) { return String(copying: text) }
    var text = EncodedText(charsets: charsets)
    text.append(content, at: start, defects: &defects)
    return text.finish(defects: &defects)
  }
}

extension Span where Element == UInt8 {
  /// Whether the bytes are ASCII without folds and without the mark of an encoded word: text as it stands.
  var isPlainText: Bool {
    guard firstIndex(of: ASCII.lf) == nil, firstIndexOfEightBit() == nil else { return false }
    var from = 0
    while let mark = firstIndex(of: ASCII.equals, from: from) {
      if mark + 1 < count, self[mark + 1] == ASCII.question { return false }
      from = mark + 1
    }
    return true
  }
}
