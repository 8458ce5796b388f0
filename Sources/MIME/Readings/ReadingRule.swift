/// What a program does that reads an ambiguous place in another way than this library.
///
/// The raw value is the id that the command line and the JSON use; it never changes its meaning.
public enum ReadingRule: String, Sendable, Hashable, CaseIterable {
  /// Takes another field of the same name: of two Content-Type fields the second.
  case anotherField = "another-field"
  /// Takes another parameter of the same meaning: of two boundaries the second, `name` in place of `filename`.
  case anotherParameter = "another-parameter"
  /// Does not know the field.
  case withoutField = "without-field"
  /// Takes less or more of the text for a parameter's value, or none.
  case anotherValue = "another-value"
  /// Gives the lines of one multipart to the one around or inside it.
  case anotherNesting = "another-nesting"
  /// Takes another piece of the text for the address.
  case anotherAddress = "another-address"
  /// Takes a value as it stands, without decoding the words in it.
  case rawText = "raw-text"
  /// Takes a line for a delimiter that only begins like one, or is one but for blanks and case.
  case looseDelimiter = "loose-delimiter"
  /// Ends lines at a CR of its own.
  case carriageReturnEndsLines = "cr-ends-lines"
  /// Ends lines at CR LF and nowhere else.
  case onlyCRLFEndsLines = "only-crlf-ends-lines"
  /// Stops at a NUL.
  case stopsAtNUL = "stops-at-nul"
  /// Goes on behind the close delimiter.
  case goesOnBehindClose = "goes-on-behind-close"
  /// Goes on behind the padding of base64.
  case goesOnBehindPadding = "goes-on-behind-padding"
  /// Stops decoding at a byte that does not belong there.
  case stopsDecoding = "stops-decoding"
  /// Lets the body begin at a line that is no field.
  case bodyBegins = "body-begins"
  /// Takes lines of a body for a header section.
  case headerBegins = "header-begins"
  /// Sees no parts where we see some.
  case opaque = "opaque"
  /// Sees parts where we see none.
  case multipart = "multipart"
  /// Undoes another transfer encoding, or none.
  case anotherEncoding = "another-encoding"
  /// Takes a file out of a text.
  case embeddedFile = "embedded-file"

  /// What such a program does, for a sentence.
  public var summary: String {
    switch self {
    case .anotherField: "takes another field of the same name"
    case .anotherParameter: "takes another parameter"
    case .withoutField: "does not know the field"
    case .anotherAddress: "takes another piece for the address"
    case .anotherValue: "takes another value for the parameter"
    case .anotherNesting: "gives the delimiters to the other multipart"
    case .rawText: "takes the text without decoding it"
    case .looseDelimiter: "takes the line for a delimiter"
    case .carriageReturnEndsLines: "ends lines at a CR"
    case .onlyCRLFEndsLines: "ends lines at CR LF only"
    case .stopsAtNUL: "stops at the NUL"
    case .goesOnBehindClose: "goes on behind the close delimiter"
    case .goesOnBehindPadding: "goes on behind the padding"
    case .stopsDecoding: "stops decoding here"
    case .bodyBegins: "lets the body begin here"
    case .headerBegins: "takes the lines for a header section"
    case .opaque: "sees one body without parts"
    case .multipart: "sees a multipart"
    case .anotherEncoding: "undoes another encoding"
    case .embeddedFile: "takes the file out of the text"
    }
  }
}
