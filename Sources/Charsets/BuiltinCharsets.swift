/// The charsets that need no converter library: UTF-8, US-ASCII, windows-1252 (which is also ISO-8859-1, as the
/// WHATWG Encoding standard has it) and ISO-8859-16.
///
/// With these the core reads most mail of today on a machine without ICU. Every other ``CharsetDecoding`` should
/// ask this one first, so that the charsets nearly all mail is in never leave Swift.
public struct BuiltinCharsets: CharsetDecoding {
  /// The four charsets.
  public init() {}

  public func makeDecoder(for label: CharsetLabel) -> (any CharsetDecoder)? {
    switch label.charset {
    case "utf-8": UTF8Decoder()
    case "us-ascii": SingleByteDecoder(.usASCII)
    case "windows-1252": SingleByteDecoder(.windows1252)
    case "iso-8859-16": SingleByteDecoder(.iso8859Part16)
    default: nil
    }
  }

  /// Never a guess: telling charsets apart takes the statistics of a library.
  public func detect(_ bytes: Span<UInt8>) -> CharsetGuess? { nil }
}
