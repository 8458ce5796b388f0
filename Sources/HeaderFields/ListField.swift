internal import WireBytes

/// The body of a List-Help, List-Subscribe, List-Unsubscribe, List-Post, List-Owner or List-Archive field.
///
///     List-Unsubscribe: <https://lists.example.org/u?l=x>, <mailto:x-leave@example.org> (by mail)
///     uris  https://lists.example.org/u?l=x · mailto:x-leave@example.org
///
/// RFC 2369 sections 2 and 3.
public struct ListField: Sendable, Hashable {
  /// The URIs in the list owner's order of preference, without angle brackets and the blanks that folding put in.
  public let uris: [String]
  /// Whether the body is `NO`: nobody may post to the list (RFC 2369 section 3.4).
  public let isNo: Bool

  /// Reads a field body. Without any angle brackets, words with a colon are taken.
  ///
  /// - Parameters:
  ///   - body: the field body, folds included.
  public init(parsing body: Span<UInt8>) {
    var cursor = ByteCursor(body)
    var comments = CommentScanner()
    var bracketed: [String] = []
    var words: [String] = []
    while true {
      cursor.skip(while: .betweenURIs)
      guard let byte = cursor.next else { break }
      let start = cursor.offset
      if byte == ASCII.openParenthesis, let end = comments.end(of: start, in: body)?.end {
        cursor.advance(to: end)
      } else if byte == ASCII.less {
        let stop = body.firstIndex(of: ASCII.greater, or: ASCII.less, from: start + 1) ?? body.count
        bracketed.append(body.extracting(start + 1..<stop).withoutBlanks)
        cursor.advance(to: stop < body.count && body[stop] == ASCII.greater ? stop + 1 : stop)
      } else {
        cursor.advance(to: start + 1)
        words.append(body.extracting(start..<cursor.skip(while: .uriWord).upperBound).withoutBlanks)
      }
    }
    bracketed.removeAll { $0.isEmpty }
    uris = bracketed.isEmpty ? words.filter { $0.utf8.contains(ASCII.colon) } : bracketed
    isNo = uris.isEmpty && words.first?.utf8.span.equalsIgnoringCase("no") == true
  }
}

extension ByteClass {
  fileprivate static let betweenURIs = fws.union(ByteClass(","))
  fileprivate static let uriWord = betweenURIs.union(ByteClass("<(")).inverted
}

extension Span where Element == UInt8 {
  /// The text without blanks and folds: a URI has none.
  fileprivate var withoutBlanks: String {
    String(decoding: array.filter { !ByteClass.fws.contains($0) }, as: UTF8.self)
  }
}
