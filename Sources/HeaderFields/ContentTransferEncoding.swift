public import TransferEncodings
public import WireBytes

/// The Content-Transfer-Encoding of an entity: how its body was encoded (RFC 2045 section 6).
///
/// `encoding := "Content-Transfer-Encoding" ":" mechanism`
///
///     BASE64               base64
///     base64 (x)           base64, and a defect, for programs differ on comments here
///     "base64"             unknown: no quoted string is a mechanism
///     base64 8bit          unknown
///
/// Nothing is guessed: a body decoded by one program and left alone by another carries what a filter does not see.
/// So whatever is not exactly a mechanism leaves the bytes alone and is reported, the more severely if a mechanism
/// that decodes is in it.
public struct ContentTransferEncoding: Sendable, Hashable {
  /// What the field says, in lower case, without comments and white space around it; one blank for white space
  /// inside.
  public let name: String
  /// What to undo.
  public let encoding: TransferEncoding

  /// Reads a field body, whatever it holds.
  ///
  /// - Parameters:
  ///   - body: everything behind the field's colon; the final line break may be there or not.
  ///   - defects: receives defects with ranges in `body`.
  public init(parsing body: Span<UInt8>, defects: inout DefectLog) {
    var cursor = ByteCursor(body.extracting(0..<body.contentEnd))
    let before = cursor.skipCFWS(defects: &defects)
    if before.hasFold { defects.report(.headerFoldBeforeValue, at: before.range) }
    let mechanism = cursor.skip(while: .mechanism)
    let after = cursor.skipCFWS(defects: &defects)
    let bytes = cursor.bytes
    let isGlued = after.hasComment && bytes[after.range.lowerBound] == ASCII.openParenthesis
    let rest = cursor.offset..<bytes.count

    if let encoding = TransferEncoding(bytes.extracting(mechanism)), rest.isEmpty || cursor.next == ASCII.semicolon {
      // Parameters are not of this field, but some programs write the `;` of other fields here.
      if !rest.isEmpty {
        defects.report(.transferEncodingQuoted, at: rest)
      } else if before.hasComment || after.hasComment {
        defects.report(.transferEncodingComment, at: after.hasComment ? after.range : before.range)
      }
      name = bytes.extracting(mechanism).lowercasedText
      self.encoding = encoding
      return
    }
    let value = mechanism.lowerBound..<(rest.isEmpty ? mechanism.upperBound : bytes.count)
    name = Self.squeezed(bytes.extracting(value))
    encoding = .unknown
    let kind: DefectKind =
      if rest.isEmpty {
        .transferEncodingUnknown
      } else if isGlued {
        .transferEncodingComment
      } else if after.hasFold {
        .headerFoldInToken
      } else {
        .transferEncodingNearMiss
      }
    report(kind, bytes.extracting(value), at: value, defects: &defects)
  }

  /// What a field body says to undo, which for a mechanism and nothing else takes no more than a comparison.
  public static func encoding(parsing body: Span<UInt8>) -> TransferEncoding {
    var cursor = ByteCursor(body.extracting(0..<body.contentEnd))
    cursor.skip(while: .wsp)
    if let encoding = TransferEncoding(body.extracting(cursor.offset..<cursor.bytes.count)) { return encoding }
    var unreported = DefectLog(capacity: 0)
    return ContentTransferEncoding(parsing: body, defects: &unreported).encoding
  }

  /// Reports an unusable value by what it looks like.
  private func report(_ kind: DefectKind, _ value: Span<UInt8>, at range: Range<Int>, defects: inout DefectLog) {
    guard kind == .transferEncodingUnknown else {
      defects.report(kind, at: range)
      return
    }
    if value.count > 0, value[0] == ASCII.quote {
      defects.report(.transferEncodingQuoted, at: range)
    } else if EncodedWord.first(in: value, from: 0) != nil {
      defects.report(.encodedWordInToken, at: range)
    } else {
      let isNearMiss = ["base64", "quoted-printable", "uuencode", "yenc"].contains { value.contains($0) }
      defects.report(.transferEncodingUnknown, at: range, severity: isNearMiss ? .high : nil)
    }
  }

  /// The text in lower case, with one blank for each run of white space.
  private static func squeezed(_ value: Span<UInt8>) -> String {
    var bytes: [UInt8] = []
    for i in 0..<value.count {
      if !ByteClass.fws.contains(value[i]) {
        bytes.append(ASCII.lowercase(value[i]))
      } else if bytes.last != ASCII.space {
        bytes.append(ASCII.space)
      }
    }
    if bytes.last == ASCII.space { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension ByteClass {
  /// What a mechanism is read with: everything up to white space, a comment or a semicolon.
  fileprivate static let mechanism = ByteClass(" \t\r\n(;").inverted
}
