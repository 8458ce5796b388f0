public import Charsets
public import HeaderFields
import WireBytes

/// One header field of a message, exactly as it stands there.
public struct HeaderField: Sendable {
  /// The message's bytes; the field needs nothing else of it.
  private let bytes: [UInt8]
  /// Where its pieces stand in the message.
  public let layout: FieldLayout

  init(bytes: [UInt8], layout: FieldLayout) {
    self.bytes = bytes
    self.layout = layout
  }

  /// The name as it was written; bytes that are no UTF-8 become U+FFFD.
  public var name: String { String(decoding: rawName.array, as: UTF8.self) }

  /// The name as a field that the library knows, or nil.
  public var knownName: FieldName? { FieldName(rawName) }

  /// The bytes of the name.
  public var rawName: Span<UInt8> {
    @_lifetime(borrow self) get { bytes.span.extracting(layout.start..<layout.nameEnd) }
  }

  /// Everything between the colon and the final line break.
  public var rawBody: Span<UInt8> {
    @_lifetime(borrow self) get { bytes.span.extracting(layout.bodyStart..<layout.bodyEnd) }
  }

  /// The body unfolded, with encoded words decoded (RFC 2047) and the one leading space gone.
  public func text(using charsets: any CharsetDecoding = BuiltinCharsets()) -> String {
    var unreported = DefectLog(capacity: 0)
    return Unstructured.text(of: rawBody, charsets: charsets, defects: &unreported)
  }

  /// Appends the same to a buffer as UTF-8.
  ///
  /// A buffer that is used again saves asking the system for memory for each field.
  public func appendText(to output: inout [UInt8], using charsets: any CharsetDecoding = BuiltinCharsets()) {
    Unstructured.appendText(of: rawBody, charsets: charsets, to: &output)
  }
}
