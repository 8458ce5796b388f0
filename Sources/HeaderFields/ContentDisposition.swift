public import Charsets
public import WireBytes

/// The Content-Disposition of an entity: whether it is shown with the message or offered as a file (RFC 2183).
///
/// `disposition := "Content-Disposition" ":" disposition-type *(";" disposition-parm)`
///
///     attachment; filename="a b.pdf"; size=10    type attachment, fileName a b.pdf
///     inline                                     type inline
///     ; filename=a.pdf                           type attachment, and a defect
public struct ContentDisposition: Sendable, Hashable {
  /// The disposition type in lower case: `inline`, `attachment`, or what the field says.
  ///
  /// A value that names none counts as `attachment`, as do types that nobody knows (RFC 2183 section 2.8); an empty
  /// field says nothing and is `inline`.
  public let type: String
  /// The parameters, decoded.
  public let parameters: Parameters

  /// Whether the entity is to be shown where it stands. All other types count as attachments.
  public var isInline: Bool { type == "inline" }

  /// The name that the sender suggests for a file, as it stands: not safe to use as a path.
  public var fileName: String? { parameters["filename"] }

  /// Reads a field body, whatever it holds.
  ///
  /// - Parameters:
  ///   - body: everything behind the field's colon; the final line break may be there or not.
  ///   - charsets: what converts parameters.
  ///   - parameterLimit: how many parameters are read.
  ///   - defects: receives defects with ranges in `body`.
  public init(
    parsing body: Span<UInt8>, charsets: any CharsetDecoding, parameterLimit: Int = 128,
    defects: inout DefectLog
  ) {
    var cursor = ByteCursor(body.extracting(0..<body.contentEnd))
    type = Self.dispositionType(&cursor, defects: &defects)
    parameters = Parameters(
      parsing: cursor, of: .disposition, limit: parameterLimit, charsets: charsets, defects: &defects)
  }

  /// Reads the type; if there is none, the cursor goes to where parameters may begin.
  private static func dispositionType(_ cursor: inout ByteCursor, defects: inout DefectLog) -> String {
    let before = cursor.skipCFWS(defects: &defects)
    if before.hasFold { defects.report(.headerFoldBeforeValue, at: before.range) }
    let start = cursor.offset
    if cursor.isAtEnd {
      defects.report(.dispositionMalformed, at: start..<start)
      return "inline"
    }
    let token = cursor.skip(while: .token)
    if !token.isEmpty, cursor.next.map(ByteClass.afterDisposition.contains) ?? true {
      return cursor.bytes.extracting(token).lowercasedText
    }
    // `filename=a.pdf` with nothing before it is a parameter.
    if cursor.next == ASCII.equals {
      cursor.advance(to: start)
    } else {
      cursor.skipToSemicolon()
    }
    defects.report(.dispositionMalformed, at: start..<cursor.offset)
    return "attachment"
  }
}

extension ByteClass {
  /// What may follow a disposition type.
  fileprivate static let afterDisposition = ByteClass(" \t\r\n(;,")
}
