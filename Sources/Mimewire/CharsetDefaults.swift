import CharsetsICU
public import Charsets
public import HeaderFields
public import MIME
public import WireBytes

// MIME itself knows four charsets, so that no converter library is under the parser. Under `import Mimewire` the same
// calls know all that ICU knows.

extension Message {
  /// Sorts the parts into text bodies and attachments (RFC 8621 section 4.1.4), with ICU's charsets.
  public func bodyLists() -> BodyLists { bodyLists(using: ICUCharsets()) }

  /// Every defect of the structure and of the header fields, with ICU's charsets.
  public func audit() -> DefectLog { audit(using: ICUCharsets()) }
}

extension HeaderField {
  /// The body unfolded and decoded, with ICU's charsets.
  public func text() -> String { text(using: ICUCharsets()) }
}

extension BodyPart {
  /// The media type, its parameters decoded with ICU's charsets.
  public func contentType() -> ContentType { contentType(using: ICUCharsets()) }

  /// The disposition, its parameters decoded with ICU's charsets; nil where none is declared.
  public func disposition() -> ContentDisposition? { disposition(using: ICUCharsets()) }

  /// The file name as it was declared, decoded with ICU's charsets. Text from a stranger, never a path.
  public func fileName() -> String? { fileName(using: ICUCharsets()) }

  /// The text of a text/* part as UTF-8, with ICU's charsets; nil for other types.
  public func text() -> DecodedText? { text(using: ICUCharsets()) }

  /// The text of a `format=flowed` part with its soft line breaks undone (RFC 3676), with ICU's charsets.
  public func flowedText() -> FlowedText? { flowedText(using: ICUCharsets()) }
}
