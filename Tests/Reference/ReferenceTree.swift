/// What the reference parser finds: the same facts as the library's index, in types of its own, so that no mistake
/// of the library's types can hide in them.
public struct ReferenceTree: Sendable {
  /// What a part contains.
  public enum Content: String, Sendable, Hashable {
    case leaf, multipart, message
  }

  /// What bytes outside header fields and bodies are; the names are those of the command line's JSON.
  public enum GapKind: String, Sendable, Hashable {
    case preamble, delimiter, epilogue, afterClose, junk
  }

  /// One part; offsets count from the message's first byte.
  public struct Part: Sendable, Hashable {
    public let parent: Int?
    public let start: Int
    public internal(set) var content = Content.leaf
    public internal(set) var bodyStart = 0
    public internal(set) var bodyEnd = 0
    public internal(set) var end = 0
    /// Line ends in a leaf's body, plus one for a last line without one.
    public internal(set) var lines = 0
    public internal(set) var fields: [Field] = []
  }

  /// One header field: `start` and `end` take in the whole of it, line ends included.
  public struct Field: Sendable, Hashable {
    public let start: Int
    /// After the name, without white space before the colon.
    public let nameEnd: Int
    /// After the colon.
    public let bodyStart: Int
    public internal(set) var end: Int
  }

  /// Bytes that belong to no field and no body.
  public struct Gap: Sendable, Hashable {
    public let kind: GapKind
    public internal(set) var range: Range<Int>
  }

  /// The parts in pre-order.
  public internal(set) var parts: [Part] = []
  /// The gaps in order; adjacent ones of one kind are one.
  public internal(set) var gaps: [Gap] = []
  /// Whether the input ended before the close delimiter of a multipart.
  public internal(set) var isTruncated = false
}
