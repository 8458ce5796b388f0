public import Charsets
public import WireBytes

/// What a mailing list is called: a name for programs that stays the same, and a phrase for people.
///
///     List-ID: Friends of the Example <friends.lists.example.org>
///     identifier friends.lists.example.org · phrase Friends of the Example
///
/// RFC 2919.
public struct ListID: Sendable, Hashable {
  /// The list identifier. Compare it without regard to ASCII case (RFC 2919 section 6).
  public let identifier: String
  /// The description before it, decoded; nil without one.
  public let phrase: String?

  /// Reads a field body; nil if it holds no identifier.
  ///
  /// - Parameters:
  ///   - body: the field body, folds included.
  ///   - charsets: decodes the phrase.
  ///   - defects: receives defects of encoded words with ranges in `body`.
  public init?(parsing body: Span<UInt8>, charsets: any CharsetDecoding, defects: inout DefectLog) {
    var lexer = StructuredLexer(body)
    var words: [StructuredToken] = []
    var identifier: [UInt8] = []
    var isInBrackets = false
    while let token = lexer.next(), token.special != ASCII.greater {
      if token.special == ASCII.less {
        isInBrackets = true
        identifier.removeAll()
      } else if !isInBrackets {
        words.append(token)
      } else if !token.isSkipped {
        identifier += body.extracting(token.range).array
      }
    }
    if !isInBrackets {
      // The identifier alone; a program that forgets the brackets writes no phrase either.
      for token in words where !token.isSkipped { identifier += body.extracting(token.range).array }
      words.removeAll()
    }
    guard !identifier.isEmpty else { return nil }
    self.identifier = String(decoding: identifier, as: UTF8.self)
    phrase = MailboxParser(body, charsets: charsets).phrase(words[...], defects: &defects)
  }
}
