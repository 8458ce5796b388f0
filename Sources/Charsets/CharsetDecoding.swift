/// Something that can turn the bytes of many charsets into UTF-8: ICU, or the built-in ones.
///
/// UTF-8 that is well formed, and US-ASCII, may be taken as they stand without asking.
///
/// Charset conversion is handed to the parser where text is asked for, so that no converter library ever sits
/// under it.
public protocol CharsetDecoding: Sendable {
  /// A decoder in its initial state for a declared label, or nil when the charset is not known.
  func makeDecoder(for label: CharsetLabel) -> (any CharsetDecoder)?

  /// The likely charset of bytes that nothing was declared about, or nil without a confident candidate.
  ///
  /// Never a 7-bit charset with shift states (ISO-2022, HZ, UTF-7): text must not hide from a reader of ASCII.
  func detect(_ bytes: Span<UInt8>) -> CharsetGuess?
}

/// One conversion in progress: bytes of a charset in, UTF-8 out, state kept over chunks.
public protocol CharsetDecoder {
  /// The name of the charset that is really decoded, in lower case (`windows-1252` for a declared `iso-8859-1`).
  var charset: String { get }

  /// Decodes until the input is used up or the output cannot hold the next character.
  ///
  /// Malformed input becomes U+FFFD, one for each maximal subpart as the WHATWG Encoding standard counts them.
  ///
  /// A call has done all it can when every byte is consumed and 4 bytes of output are still free. If fewer are,
  /// some of the text may be waiting inside the decoder, even the rest of a character that the end of the output
  /// cut in two: call again, with what is left of the bytes or none. At the end of a text the decoder is used up.
  ///
  /// - Parameters:
  ///   - bytes: the next bytes.
  ///   - output: receives UTF-8; needs 4 free bytes for progress to be certain.
  ///   - atEnd: whether nothing follows `bytes`, so that an unfinished character is malformed.
  /// - Returns: the bytes consumed and the number of U+FFFD that stand for malformed input.
  mutating func decode(_ bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>, atEnd: Bool)
    -> (consumed: Int, malformed: Int)
}

/// What a detector makes of some bytes.
public struct CharsetGuess: Sendable, Hashable {
  /// The charset's name in lower case.
  public let charset: String
  /// How sure the detector is, 0...100.
  public let confidence: Int

  /// A guess of a detector.
  public init(charset: String, confidence: Int) {
    self.charset = charset
    self.confidence = confidence
  }
}

/// By which rule a charset was chosen.
public enum CharsetDecision: Sendable, Hashable {
  /// The label that was declared.
  case declared
  /// A UTF-8, UTF-16 or UTF-32 byte order mark, which wins over any label.
  case bom
  /// Nothing usable was declared, and the bytes are valid UTF-8 (pure ASCII included).
  case utf8
  /// Nothing usable was declared, and the detector was confident.
  case detected(confidence: Int)
  /// Nothing usable was declared, and windows-1252 never fails.
  case fallback
}

/// How a text came to be UTF-8, when the text itself is elsewhere.
public struct CharsetOutcome: Sendable, Hashable {
  /// The charset that decoded it, in lower case.
  public let charset: String
  /// By which rule that charset was chosen.
  public let decision: CharsetDecision
  /// How many U+FFFD stand for malformed input.
  public let malformed: Int
  /// Whether a charset was declared that no decoder knows.
  public let declaredIsUnknown: Bool
}

/// Decoded text and how it came about.
public struct DecodedText: Sendable, Hashable {
  /// The text.
  public let text: String
  /// The charset that decoded it, in lower case.
  public let charset: String
  /// By which rule that charset was chosen.
  public let decision: CharsetDecision
  /// How many U+FFFD stand for malformed input.
  public let malformed: Int
  /// Whether a charset was declared that no decoder knows.
  public let declaredIsUnknown: Bool

  /// Text that was decoded elsewhere, as a `CharsetDecoding` of your own may do.
  public init(text: String, charset: String, decision: CharsetDecision, malformed: Int, declaredIsUnknown: Bool) {
    self.text = text
    self.charset = charset
    self.decision = decision
    self.malformed = malformed
    self.declaredIsUnknown = declaredIsUnknown
  }

  init(_ text: String, _ outcome: CharsetOutcome) {
    self.init(
      text: text, charset: outcome.charset, decision: outcome.decision, malformed: outcome.malformed,
      declaredIsUnknown: outcome.declaredIsUnknown)
  }
}
