internal import WireBytes

/// A charset's name as somebody declared it, folded so that it can be looked up.
public struct CharsetLabel: Sendable, Hashable {
  /// The label in lower case without quotes, blanks and a `*language` suffix.
  public let name: String

  /// Folds a label as it stands in a message.
  public init(_ bytes: Span<UInt8>) {
    name = String(decoding: bytes.array.map(ASCII.lowercase), as: UTF8.self)
  }

  /// Folds a label given as text.
  public init(_ text: String) {
    self.init(text.utf8.span)
  }
}
