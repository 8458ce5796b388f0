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
    let range = content(of: body)
    let content = body.extracting(range)
    if !content.beginsEncodedWord, let text = String(unfoldingASCII: content) { return text }
    var text = EncodedText(charsets: charsets)
    text.append(content, at: range.lowerBound, defects: &defects)
    return text.finish(defects: &defects)
  }

  /// Appends the text of a field body to a buffer, as UTF-8 and without a report of what is wrong.
  public static func appendText(of body: Span<UInt8>, charsets: any CharsetDecoding, to output: inout [UInt8]) {
    let content = body.extracting(content(of: body))
    let start = output.count
    var isPlain = false
    if !content.beginsEncodedWord {
      output.append(addingCapacity: content.count) { isPlain = $0.append(unfoldingASCII: content) }
    }
    if isPlain { return }
    output.removeSubrange(start...)
    var unreported = DefectLog(capacity: 0)
    var text = EncodedText(charsets: charsets)
    text.append(content, at: 0, defects: &unreported)
    text.finish(into: &output, defects: &unreported)
  }

  /// A field body without the line breaks around it and the one blank that follows the colon.
  private static func content(of body: Span<UInt8>) -> Range<Int> {
    var start = 0
    while start < body.count, body.isLineBreak(at: start) { start += 1 }
    if start < body.count, ByteClass.wsp.contains(body[start]) { start += 1 }
    var end = body.count
    if end > start, body[end - 1] == ASCII.lf { end -= 1 }
    if end > start, end < body.count, body[end - 1] == ASCII.cr { end -= 1 }
    return start..<end
  }
}

extension Span where Element == UInt8 {
  fileprivate var beginsEncodedWord: Bool { count > 1 && self[0] == ASCII.equals && self[1] == ASCII.question }
}
