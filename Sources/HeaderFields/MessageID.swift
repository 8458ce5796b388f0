public import WireBytes

/// The identifier of a message, as Message-ID, In-Reply-To and References hold it, without angle brackets.
///
///     <1234@local.example> <(x) a . b @c.example>     1234@local.example · a.b@c.example
///
/// Two identifiers are the same when their bytes are: no case is folded, nothing is unquoted. What does not have the
/// form `left@right` is kept as written. RFC 5322 section 3.6.4.
public struct MessageID: Sendable, Hashable, CustomStringConvertible {
  /// The identifier.
  public let text: String

  public var description: String { text }

  /// Reads the body of a Message-ID, In-Reply-To or References field.
  ///
  /// Where anything stands in angle brackets, only that counts: old mailers wrote
  /// `In-Reply-To: Your message of Tuesday <id>`. Without any, the words with an `@` are taken, or the only word.
  ///
  /// - Parameters:
  ///   - body: the field body, folds included.
  ///   - defects: receives defects with ranges in `body`.
  public static func list(parsing body: Span<UInt8>, defects: inout DefectLog) -> [MessageID] {
    var parser = MessageIDParser(body)
    parser.parse(defects: &defects)
    return parser.identifiers
  }
}

private struct MessageIDParser: ~Escapable {
  private let bytes: Span<UInt8>
  private var comments = CommentScanner()
  private var words: [Range<Int>] = []
  private(set) var identifiers: [MessageID] = []

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
  }

  mutating func parse(defects: inout DefectLog) {
    var cursor = ByteCursor(bytes)
    while true {
      cursor.skip(while: .betweenIdentifiers)
      guard let byte = cursor.next else { break }
      let start = cursor.offset
      if byte == ASCII.less {
        cursor.advance(to: readBracketed(start, defects: &defects))
      } else if byte == ASCII.openParenthesis, let end = comments.end(of: start, in: bytes)?.end {
        cursor.advance(to: end)
      } else {
        cursor.advance(to: start + 1)
        words.append(start..<cursor.skip(while: .word).upperBound)
      }
    }
    guard let first = words.first else { return }
    if identifiers.isEmpty {
      for word in words where words.count == 1 || bytes.extracting(word).firstIndex(of: ASCII.at) != nil {
        identifiers.append(MessageID(text: text(word)))
      }
    }
    defects.report(.messageIDMalformed, at: first)
  }

  /// Reads from `<` to `>`, or to where the next `<` shows that the `>` is missing; answers the offset behind it.
  private mutating func readBracketed(_ start: Int, defects: inout DefectLog) -> Int {
    let from = endOfQuotedLeft(start + 1)
    let stop = bytes.firstIndex(of: ASCII.greater, or: ASCII.less, from: from) ?? bytes.count
    let isClosed = stop < bytes.count && bytes[stop] == ASCII.greater
    let end = isClosed ? stop + 1 : stop
    let (identifier, isAsWritten) = self.identifier(in: start + 1..<stop)
    if !isClosed || !isAsWritten || !identifier.span.isMessageID {
      defects.report(.messageIDMalformed, at: start..<end)
    }
    if !identifier.isEmpty { identifiers.append(MessageID(text: String(decoding: identifier, as: UTF8.self))) }
    return end
  }

  /// Where the search for `>` begins: behind the quotes of `<"a>b"@c>`, an `obs-id-left`.
  private func endOfQuotedLeft(_ start: Int) -> Int {
    guard start < bytes.count, bytes[start] == ASCII.quote else { return start }
    var i = start + 1
    while i < bytes.count, bytes[i] != ASCII.quote, bytes[i] != ASCII.less {
      i += bytes[i] == ASCII.backslash ? 2 : 1
    }
    return i + 1 < bytes.count && bytes[i] == ASCII.quote && bytes[i + 1] == ASCII.at ? i + 1 : start
  }

  /// The identifier between brackets, and whether it is what stands there byte for byte.
  ///
  /// Blanks and comments beside dots and the `@` are obsolete syntax and no part of the identifier, nor are the
  /// folds that some mailers put into long ones. Other blanks stay.
  private func identifier(in range: Range<Int>) -> (bytes: [UInt8], isAsWritten: Bool) {
    let content = bytes.extracting(range)
    var comments = CommentScanner()
    var tight: [UInt8] = []
    var isObsolete = true
    var written: [UInt8] = []
    var hasGap = false
    var isInQuotes = false
    var i = 0
    while i < content.count {
      let byte = content[i]
      if ByteClass.fws.contains(byte) {
        var end = i
        var hasFold = false
        while end < content.count, ByteClass.fws.contains(content[end]) {
          hasFold = hasFold || content[end] == ASCII.lf
          end += 1
        }
        if !hasFold, !written.isEmpty, end < content.count {
          for blank in i..<end { written.append(content[blank]) }
        }
        if hasFold, isInQuotes { isObsolete = false }
        hasGap = true
        i = end
        continue
      }
      if byte == ASCII.openParenthesis, !isInQuotes, let end = comments.end(of: i, in: content)?.end {
        for offset in i..<end { written.append(content[offset]) }
        hasGap = true
        i = end
        continue
      }
      if hasGap, let last = tight.last, !ByteClass.joint.contains(last), !ByteClass.joint.contains(byte) {
        isObsolete = false
      }
      hasGap = false
      if byte == ASCII.quote { isInQuotes.toggle() }
      tight.append(byte)
      written.append(byte)
      i += 1
    }
    let result = isObsolete ? tight : written
    return (result, result.count == range.count)
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes.extracting(range).array, as: UTF8.self)
  }
}

extension ByteClass {
  fileprivate static let betweenIdentifiers = fws.union(ByteClass(","))
  fileprivate static let word = betweenIdentifiers.union(ByteClass("<(")).inverted
  fileprivate static let joint = ByteClass("@.")
}

extension Span where Element == UInt8 {
  /// `id-left "@" id-right`, with the quoted left side of the obsolete syntax (RFC 5322 sections 3.6.4 and 4.5.4).
  fileprivate var isMessageID: Bool {
    var at = firstIndex(of: ASCII.at)
    if count > 0, self[0] == ASCII.quote {
      var i = 1
      while i < count, self[i] != ASCII.quote { i += self[i] == ASCII.backslash ? 2 : 1 }
      at = i + 1 < count && self[i + 1] == ASCII.at ? i + 1 : nil
    } else if let at, !extracting(0..<at).isDotAtom {
      return false
    }
    guard let at else { return false }
    let right = extracting(at + 1..<count)
    if right.isDotAtom { return true }
    guard right.count > 2, right[0] == ASCII.openBracket else { return false }
    return right.firstIndex(of: ASCII.closeBracket) == right.count - 1
  }
}
