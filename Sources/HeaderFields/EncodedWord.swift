internal import WireBytes

/// One encoded word, as ranges of the bytes that it was found in (RFC 2047 section 2).
///
/// `encoded-word = "=?" charset "?" encoding "?" encoded-text "?="`
///
///     [x] =?utf-8*en?q?caf=C3=A9?= au lait
///         ^^                            `range` from here
///           ^^^^^                       `charset`, without the language (RFC 2231 section 5)
///                    ^                  `encoding`
///                      ^^^^^^^^^^       `text`
///
/// Real mail goes beyond the grammar: words are glued to text, hold blanks, folds and question marks, or exceed
/// 75 characters. All of these are found; what they are is for the caller to say.
struct EncodedWord {
  /// How the text stands for bytes.
  enum Encoding {
    /// Base64 (RFC 2047 section 4.1).
    case b
    /// Nearly quoted-printable (RFC 2047 section 4.2).
    case q
  }

  /// All of it, from `=?` to `?=`.
  let range: Range<Int>
  let charset: Range<Int>
  /// Nil when the letter is neither B nor Q: such a word is ordinary text.
  let encoding: Encoding?
  let text: Range<Int>
  /// Whether blanks or folds stand in the text.
  let hasInnerSpace: Bool

  /// The first word at or after `start`, or nil.
  ///
  /// An opening `=?` inside a word ends the attempt and begins the next one, so that an unfinished word hides no
  /// word behind it, and no byte is read more than twice however many openings there are.
  static func first(in bytes: Span<UInt8>, from start: Int) -> EncodedWord? {
    var next = start
    while let opening = bytes.firstIndex(of: ASCII.equals, from: next) {
      guard opening + 1 < bytes.count, bytes[opening + 1] == ASCII.question else {
        next = opening + 1
        continue
      }
      switch parse(bytes, at: opening) {
      case .word(let word): return word
      case .none(let resume): next = resume
      }
    }
    return nil
  }

  private enum Outcome {
    case word(EncodedWord)
    case none(resume: Int)
  }

  private static func parse(_ bytes: Span<UInt8>, at opening: Int) -> Outcome {
    var cursor = ByteCursor(bytes)
    cursor.advance(to: opening + 2)
    let charset = cursor.skip(while: .encodedWordToken)
    guard !charset.isEmpty, cursor.skip(ASCII.question) else { return .none(resume: cursor.offset) }
    let encoding = cursor.skip(while: .encodedWordToken)
    guard !encoding.isEmpty, cursor.skip(ASCII.question) else { return .none(resume: cursor.offset) }

    let textStart = cursor.offset
    var hasInnerSpace = false
    var i = textStart
    while i < bytes.count {
      let byte = bytes[i]
      let follower = i + 1 < bytes.count ? bytes[i + 1] : 0
      if byte == ASCII.question, follower == ASCII.equals { break }
      if byte == ASCII.equals, follower == ASCII.question {
        // The `=` of base64 padding before the closing `?=`, or another opening.
        guard i + 2 < bytes.count, bytes[i + 2] == ASCII.equals else { return .none(resume: i) }
      }
      if ByteClass.fws.contains(byte) { hasInnerSpace = true }
      i += 1
    }
    guard i < bytes.count else { return .none(resume: i) }

    var language = charset.lowerBound
    while language < charset.upperBound, bytes[language] != ASCII.asterisk { language += 1 }
    return .word(
      EncodedWord(
        range: opening..<i + 2,
        charset: charset.lowerBound..<language,
        encoding: Encoding(bytes.extracting(encoding)),
        text: textStart..<i,
        hasInnerSpace: hasInnerSpace))
  }
}

extension EncodedWord.Encoding {
  fileprivate init?(_ name: Span<UInt8>) {
    if name.equalsIgnoringCase("b") {
      self = .b
    } else if name.equalsIgnoringCase("q") {
      self = .q
    } else {
      return nil
    }
  }
}

extension ByteClass {
  /// What `charset` and `encoding` are read with: `token` of RFC 2047 section 2 and those of its especials that real
  /// labels hold (`iso_8859-1:1987`, `"utf-8"`), but never the bytes that a word begins and ends with.
  fileprivate static let encodedWordToken = vchar.subtracting(ByteClass("?="))
}
