public import Charsets
public import WireBytes

/// The URI that an entity had where it was taken from (RFC 2557 section 4).
///
///     Content-Location: http://example.org/a/ CR LF ␠long/path.html   ->   http://example.org/a/long/path.html
public enum ContentLocation {
  /// The URI: encoded words decoded, white space and folds taken out, for a URI holds none (RFC 2557 section 4.4.2).
  ///
  /// - Parameters:
  ///   - body: everything behind the field's colon; the final line break may be there or not.
  ///   - charsets: what converts encoded words and raw 8-bit text.
  ///   - defects: receives defects with ranges in `body`.
  public static func uri(
    of body: Span<UInt8>, charsets: any CharsetDecoding, defects: inout DefectLog
  ) -> String {
    let text = Unstructured.text(of: body, charsets: charsets, defects: &defects)
    return String(decoding: text.utf8.filter { !ByteClass.fws.contains($0) }, as: UTF8.self)
  }
}
