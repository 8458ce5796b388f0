internal import WireBytes

/// One lexical token of a structured field body (RFC 5322 section 3.2), as a range of it.
struct StructuredToken {
  enum Kind: UInt8 {
    /// A run of anything that is neither blank nor special; an encoded word is one atom, whatever it holds.
    case atom
    /// `"…"`, with its quotes.
    case quotedString
    /// `(…)`, with its parentheses and all comments inside.
    case comment
    /// `[…]`, with its brackets.
    case domainLiteral
    /// One of the `specials` on its own. A `"` or `(` is one only where nothing closes it.
    case special
  }

  let kind: Kind
  /// Whether blanks or folds stand before it.
  let spaceBefore: Bool
  /// Whether a comment has comments inside.
  var isNested = false
  /// Whether a domain literal lacks its `]`.
  var isUnclosed = false
  /// The byte of a special, else 0.
  var special: UInt8 = 0
  /// Where it stands in the field body.
  let range: Range<Int>

  /// Whether it is a word in the sense of the RFC: an atom or a quoted string.
  var isWord: Bool { kind == .atom || kind == .quotedString }

  /// Whether it is an opening quote or parenthesis that is never closed.
  var isStrayOpener: Bool { special == ASCII.quote || special == ASCII.openParenthesis }

  /// Whether it adds nothing to names and addresses.
  var isSkipped: Bool { kind == .comment || isStrayOpener }
}

/// Cuts a structured field body into tokens, in one pass, raw: nothing is decoded before it is cut.
///
///     Ann (x) <a."b c"@[::1]>
///     atom Ann · comment (x) · special < · atom a · special . · quotedString "b c" · special @ · domainLiteral
///     [::1] · special >
///
/// Every byte belongs to a token or to the blanks before one. What is opened and never closed does not swallow the
/// rest: its first byte is a token of its own and the text behind it is cut like any other (RFC 7103 section 7.1).
struct StructuredLexer: ~Escapable {
  private var cursor: ByteCursor
  private var comments = CommentScanner()
  private var noQuoteCloses = false
  /// As for comments: `[\[\[\` is full of literals without an end.
  private var literalFailuresLeft = 4

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    cursor = ByteCursor(bytes)
  }

  /// Whether nothing but blanks is left.
  var isAtEnd: Bool {
    var ahead = cursor
    ahead.skip(while: .fws)
    return ahead.isAtEnd
  }

  /// The next byte that is not blank.
  var nextByte: UInt8? {
    var ahead = cursor
    ahead.skip(while: .fws)
    return ahead.next
  }

  /// The offset behind the last token.
  var offset: Int { cursor.offset }

  /// The next token, or nil at the end.
  mutating func next() -> StructuredToken? {
    let space = !cursor.skip(while: .fws).isEmpty
    guard let byte = cursor.next else { return nil }
    let start = cursor.offset
    switch byte {
    case ASCII.quote:
      if let end = endOfQuotedString(start) {
        return token(.quotedString, space, start..<end)
      }
    case ASCII.openParenthesis:
      if let (end, depth) = comments.end(of: start, in: cursor.bytes) {
        cursor.advance(to: end)
        return StructuredToken(kind: .comment, spaceBefore: space, isNested: depth > 1, range: start..<end)
      }
    case ASCII.openBracket:
      return domainLiteral(start, space)
    default:
      if !ByteClass.specials.contains(byte) {
        return token(.atom, space, start..<endOfAtom(start))
      }
    }
    cursor.advance(to: start + 1)
    return StructuredToken(kind: .special, spaceBefore: space, special: byte, range: start..<start + 1)
  }

  private mutating func token(_ kind: StructuredToken.Kind, _ space: Bool, _ range: Range<Int>) -> StructuredToken {
    cursor.advance(to: range.upperBound)
    return StructuredToken(kind: kind, spaceBefore: space, range: range)
  }

  /// The end of the quoted string that begins at `start`, or nil. One failure settles all quotes behind it.
  private mutating func endOfQuotedString(_ start: Int) -> Int? {
    guard !noQuoteCloses else { return nil }
    let bytes = cursor.bytes
    var i = start + 1
    while let found = bytes.firstIndex(of: ASCII.quote, or: ASCII.backslash, from: i) {
      if bytes[found] == ASCII.quote { return found + 1 }
      i = found + 2
    }
    noQuoteCloses = true
    return nil
  }

  /// `domain-literal = [CFWS] "[" *([FWS] dtext) [FWS] "]" [CFWS]` with the quoted pairs of `obs-dtext`
  /// (RFC 5322 sections 3.4.1 and 4.4). One without an end goes as far as an address can.
  private mutating func domainLiteral(_ start: Int, _ space: Bool) -> StructuredToken {
    let bytes = cursor.bytes
    var i = literalFailuresLeft > 0 ? start + 1 : bytes.count
    while i < bytes.count, bytes[i] != ASCII.openBracket {
      if bytes[i] == ASCII.closeBracket { return token(.domainLiteral, space, start..<i + 1) }
      i += bytes[i] == ASCII.backslash ? 2 : 1
    }
    if i >= bytes.count { literalFailuresLeft -= 1 }
    cursor.advance(to: start + 1)
    let end = cursor.skip(while: .unclosedLiteral).upperBound
    return StructuredToken(kind: .domainLiteral, spaceBefore: space, isUnclosed: true, range: start..<end)
  }

  private func endOfAtom(_ start: Int) -> Int {
    let bytes = cursor.bytes
    var i = start
    while i < bytes.count, !ByteClass.atomEnd.contains(bytes[i]) {
      if bytes[i] == ASCII.equals, let end = endOfEncodedWord(i) {
        i = end
      } else {
        i += 1
      }
    }
    return i
  }

  /// The end of `=?charset?encoding?text?=` at `start`, or nil.
  ///
  /// Mailers leave commas, colons and parentheses bare in encoded words, where RFC 2047 section 5 (3) wants them
  /// encoded; readers see through that. Quotes and angle brackets keep their meaning, so that no address hides.
  /// Each search ends at a `?`, which the next word needs to begin, so that all searches together are linear.
  private func endOfEncodedWord(_ start: Int) -> Int? {
    let bytes = cursor.bytes
    guard start + 1 < bytes.count, bytes[start + 1] == ASCII.question else { return nil }
    var ahead = cursor
    ahead.advance(to: start + 2)
    ahead.skip(while: .encodedWordText)
    guard ahead.skip(ASCII.question) else { return nil }
    ahead.skip(while: .alpha)
    guard ahead.skip(ASCII.question) else { return nil }
    ahead.skip(while: .encodedWordText)
    guard ahead.skip(ASCII.question), ahead.skip(ASCII.equals) else { return nil }
    return ahead.offset
  }
}

extension ByteClass {
  fileprivate static let atomEnd = specials.union(fws)
  fileprivate static let encodedWordText = fws.union(ByteClass("?<>\"")).inverted
  fileprivate static let unclosedLiteral = fws.union(ByteClass(",;<>@\"()[]")).inverted
}

/// Finds the ends of comments, which nest, with a counter instead of recursion.
///
/// A comment that never ends costs a look at everything behind it, and `((((` is full of them, so after a few
/// failures no more comments are looked for: the work stays linear.
struct CommentScanner {
  private var failuresLeft = 4

  /// Where the comment that begins at `start` ends, and how deep comments nest in it; nil if it never ends.
  mutating func end(of start: Int, in bytes: Span<UInt8>) -> (end: Int, depth: Int)? {
    guard failuresLeft > 0 else { return nil }
    var depth = 0
    var deepest = 0
    var i = start
    while i < bytes.count {
      switch bytes[i] {
      case ASCII.backslash:
        i += 1
      case ASCII.openParenthesis:
        depth += 1
        deepest = max(deepest, depth)
      case ASCII.closeParenthesis:
        depth -= 1
        if depth == 0 { return (i + 1, deepest) }
      default:
        break
      }
      i += 1
    }
    failuresLeft -= 1
    return nil
  }
}
