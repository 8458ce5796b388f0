public import Charsets
public import WireBytes

/// The Content-Type of an entity: what its body is (RFC 2045 section 5).
///
/// `content := "Content-Type" ":" type "/" subtype *(";" parameter)`
///
///     multipart/mixed; boundary="=_1"     type multipart/mixed, boundary =_1
///     Text/HTML; charset=UTF-8            type text/html, charset utf-8
///     text                                type text/plain, not well formed
///
/// A value that is no media type stands for plain text (RFC 2045 section 5.2); its parameters are read all the same.
public struct ContentType: Sendable, Hashable {
  /// The media type in lower case, `text/plain`.
  public let type: String
  /// Whether the field named a media type; if not, `type` is `text/plain` by default.
  public let isWellFormed: Bool
  /// The parameters, decoded.
  public let parameters: Parameters
  /// The bytes that delimiter lines of a multipart hold behind `--`, without the white space that no boundary may
  /// end with; nil if there is none or it is empty, and for all other types (RFC 2046 section 5.1.1).
  public let boundary: [UInt8]?

  /// What an entity without the field is (RFC 2045 section 5.2).
  public static let textPlain = ContentType("text/plain")
  /// What a part of a multipart/digest without the field is (RFC 2046 section 5.1.5).
  public static let messageRFC822 = ContentType("message/rfc822")

  private init(_ type: String) {
    self.type = type
    isWellFormed = true
    parameters = Parameters()
    boundary = nil
  }

  /// The part of `type` before the slash.
  public var mediaType: String { type.utf8.span.extracting(0..<slash).text }

  /// The part of `type` behind the slash.
  public var subtype: String { type.utf8.span.extracting(slash + 1..<type.utf8.count).text }

  private var slash: Int { type.utf8.span.firstIndex(of: ASCII.slash) ?? type.utf8.count - 1 }

  /// Whether the body is made of parts.
  public var isMultipart: Bool { type.hasPrefix("multipart/") }

  /// Whether the body is a message (RFC 2046 section 5.2.1, RFC 6532 section 3.7).
  public var isMessage: Bool { type == "message/rfc822" || type == "message/global" }

  /// The declared charset, or nil.
  public var charset: CharsetLabel? {
    parameters["charset"].flatMap { $0.isEmpty ? nil : CharsetLabel($0) }
  }
}

extension ContentType {
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
    let type = Self.mediaType(&cursor, defects: &defects)
    isWellFormed = type != nil
    self.type = type ?? "text/plain"
    let isMultipart = self.type.hasPrefix("multipart/")
    parameters = Parameters(
      parsing: cursor, of: isMultipart ? .multipart : .contentType, limit: parameterLimit, charsets: charsets,
      defects: &defects)
    boundary = Self.boundary(of: parameters, isMultipart: isMultipart, defects: &defects)
  }

  /// Reads `type "/" subtype` in lower case; nil if it is no media type, and then the first `;` or the end is next.
  private static func mediaType(_ cursor: inout ByteCursor, defects: inout DefectLog) -> String? {
    let before = cursor.skipCFWS(defects: &defects)
    if before.hasFold { defects.report(.headerFoldBeforeValue, at: before.range) }
    let bytes = cursor.bytes
    let type = cursor.skip(while: .token)
    let gap = cursor.skipCFWS(defects: &defects)
    let hasSlash = cursor.skip(ASCII.slash)
    let secondGap = cursor.skipCFWS(defects: &defects)
    let subtype = cursor.skip(while: .token)
    let range = type.lowerBound..<subtype.upperBound

    guard !type.isEmpty, hasSlash, !subtype.isEmpty, cursor.next.map(ByteClass.afterMediaType.contains) ?? true else {
      cursor.advance(to: before.range.upperBound)
      cursor.skipToSemicolon()
      let value = type.lowerBound..<cursor.offset
      // Programs that read such a value leniently see parts where others see text.
      let written = bytes.extracting(value)
      let hidesStructure = written.contains("multipart") || written.contains("message")
      defects.report(.typeMalformed, at: value, severity: hidesStructure ? .critical : .medium)
      return nil
    }
    if before.hasComment || !gap.isEmpty || !secondGap.isEmpty { defects.report(.typeComment, at: range) }
    guard !gap.isEmpty || !secondGap.isEmpty else { return bytes.extracting(range).lowercasedText }
    return bytes.extracting(type).lowercasedText + "/" + bytes.extracting(subtype).lowercasedText
  }

  private static func boundary(
    of parameters: Parameters, isMultipart: Bool, defects: inout DefectLog
  ) -> [UInt8]? {
    guard var boundary = parameters.boundary,
      let range = parameters.first(where: { $0.name == "boundary" })?.range
    else {
      if isMultipart { reportWrongName(parameters, defects: &defects) }
      return nil
    }
    guard isMultipart else {
      defects.report(.parameterOnWrongType, at: range)
      return nil
    }
    if let last = boundary.last, ByteClass.wsp.contains(last) {
      defects.report(.boundaryParameterTrailingSpace, at: range)
      while let last = boundary.last, ByteClass.wsp.contains(last) { boundary.removeLast() }
    }
    if boundary.count > 70 { defects.report(.boundaryTooLong, at: range) }
    if boundary.isEmpty { defects.report(.boundaryEmpty, at: range) }
    return boundary.isEmpty ? nil : boundary
  }

  /// Some programs look for delimiters when a multipart has no boundary, or take what is nearly one.
  private static func reportWrongName(_ parameters: Parameters, defects: inout DefectLog) {
    if let wrong = parameters.first(where: { $0.name.utf8.span.contains("bound") }) {
      defects.report(.parameterWrongName, at: wrong.range)
    }
  }
}

extension ByteClass {
  /// What may follow a subtype: parameters, white space, a comment, or a second value.
  fileprivate static let afterMediaType = ByteClass(" \t\r\n(;,")
}

extension Span where Element == UInt8 {
  /// The end of a field body without its final line break.
  var contentEnd: Int {
    guard count > 0, self[count - 1] == ASCII.lf else { return count }
    return count > 1 && self[count - 2] == ASCII.cr ? count - 2 : count - 1
  }

  /// Whether a word in lower case is among the bytes when `A-Z` are folded.
  func contains(_ word: String) -> Bool {
    let length = word.utf8.count
    guard count >= length else { return false }
    for i in 0...count - length where extracting(i..<i + length).equalsIgnoringCase(word) { return true }
    return false
  }
}
