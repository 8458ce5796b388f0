public import WireBytes

/// The languages that the reader of an entity is expected to know (RFC 3282 section 2).
///
/// `Content-Language = "Content-Language" ":" 1#Language-tag`
///
///     da, mi (for the notes), en-GB   ->   da, mi, en-GB
public struct ContentLanguage: Sendable, Hashable {
  /// The tags in the order of the field, as written.
  public let tags: [String]

  /// Reads a field body: comments and empty elements go, whatever else stands between commas is a tag.
  ///
  /// - Parameters:
  ///   - body: everything behind the field's colon; the final line break may be there or not.
  ///   - defects: receives defects of comments, with ranges in `body`.
  public init(parsing body: Span<UInt8>, defects: inout DefectLog) {
    var cursor = ByteCursor(body)
    var tags: [String] = []
    while !cursor.isAtEnd {
      cursor.skipCFWS(defects: &defects)
      let tag = cursor.skip(while: .languageTag)
      if !tag.isEmpty { tags.append(body.extracting(tag).text) }
      cursor.skipCFWS(defects: &defects)
      _ = cursor.skip(ASCII.comma)
    }
    self.tags = tags
  }
}

extension ByteClass {
  fileprivate static let languageTag = ByteClass(" \t\r\n(,").inverted
}
