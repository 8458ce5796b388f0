import Mimewire

/// Every field to the value that its syntax has, text where it has none of its own.
enum FieldWork {
  /// Decodes the field, and gives a number that depends on the value.
  static func decode(_ field: HeaderField, _ charsets: ICUCharsets) -> Int {
    guard let name = field.knownName else { return field.text(using: charsets).utf8.count }
    let body = field.rawBody
    var defects = DefectLog(capacity: 0)
    switch name.syntax {
    case .addressList:
      return AddressList(parsing: body, of: name, charsets: charsets, defects: &defects).addresses.count
    case .dateTime: return DateTime(parsing: body, defects: &defects)?.hour ?? 0
    case .messageIDs: return MessageID.list(parsing: body, defects: &defects).count
    case .received: return Received(parsing: body, defects: &defects).by?.utf8.count ?? 0
    case .returnPath: return ReturnPath(parsing: body, charsets: charsets, defects: &defects) == nil ? 0 : 1
    case .list: return ListField(parsing: body).uris.count
    case .listID: return ListID(parsing: body, charsets: charsets, defects: &defects)?.identifier.utf8.count ?? 0
    case .authenticationResults: return AuthenticationResults(parsing: body, defects: &defects).results.count
    case .mime: return decodeMIME(name, body, charsets)
    case .unstructured, .other: return field.text(using: charsets).utf8.count
    }
  }

  private static func decodeMIME(_ name: FieldName, _ body: Span<UInt8>, _ charsets: ICUCharsets) -> Int {
    var defects = DefectLog(capacity: 0)
    switch name {
    case .contentType: return ContentType(parsing: body, charsets: charsets, defects: &defects).type.utf8.count
    case .contentDisposition:
      return ContentDisposition(parsing: body, charsets: charsets, defects: &defects).fileName?.utf8.count ?? 0
    case .contentTransferEncoding:
      return ContentTransferEncoding(parsing: body, defects: &defects).encoding.isIdentity ? 1 : 0
    case .contentID: return MessageID.list(parsing: body, defects: &defects).count
    case .contentLanguage: return ContentLanguage(parsing: body, defects: &defects).tags.count
    case .mimeVersion: return MIMEVersion(parsing: body, defects: &defects)?.major ?? 0
    default: return Unstructured.text(of: body, charsets: charsets, defects: &defects).utf8.count
    }
  }
}
