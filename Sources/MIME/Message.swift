import WireBytes

/// A message: its bytes, and where everything stands in them.
///
/// Parsing never fails and copies nothing; what is asked for is decoded when it is asked for.
///
///     let message = Message(parsing: bytes)
///     for part in message.parts where part.isLeaf {
///       print(part.partID, part.contentType().type, part.decodedBody().count)
///     }
public struct Message: Sendable {
  /// The bytes as they were handed in.
  public let bytes: [UInt8]
  /// Where everything stands.
  public var index: MessageIndex { parse.index }
  /// The limits that it was parsed with.
  public var limits: MessageLimits { parse.limits }

  private let parse: Parse

  /// Parses a whole message. Never fails.
  public init(parsing bytes: [UInt8], limits: MessageLimits = MessageLimits()) {
    self.bytes = bytes
    parse = Parse(bytes, limits)
  }

  /// What the parse made of the bytes. Behind one reference, because every part holds its message, and copying a part
  /// would otherwise count a reference to each array of the index.
  private final class Parse: Sendable {
    let index: MessageIndex
    let limits: MessageLimits

    init(_ bytes: [UInt8], _ limits: MessageLimits) {
      self.limits = limits
      index = MessageIndex(parsing: bytes.span, limits: limits)
    }
  }

  /// The message's outermost part, whose header fields are the message's.
  public var root: BodyPart { BodyPart(message: self, ordinal: 0) }

  /// All parts in pre-order.
  public var parts: [BodyPart] { index.parts.indices.map { BodyPart(message: self, ordinal: $0) } }

  /// The part with an IMAP section number (RFC 9051 section 6.4.5), or nil.
  ///
  ///     message.part("2.1")     // the first part inside the second
  public func part(_ partID: String) -> BodyPart? {
    parts.first { $0.partID == partID }
  }
}
