public import Charsets
import HeaderFields
import TransferEncodings
public import WireBytes

// The structure pass reports what it meets on the way. What takes a second look at the header fields is found here,
// over the index, so that nobody pays for it who does not ask.

extension Message {
  /// Every defect of the structure and of the header fields, in the order of discovery.
  ///
  /// Defects inside transfer-encoded bodies and their charsets come with the decoding, from
  /// `BodyPart.decodedBody(defects:)` and `CharsetDecoding.text(of:declared:defects:)`.
  public func audit(using charsets: any CharsetDecoding = BuiltinCharsets()) -> DefectLog {
    var log = index.defects
    // For each part the boundaries that it lies in, its own first: the innermost few, of which the reader finds near
    // misses too. All of them would make depth times size of it.
    var enclosing: [[[UInt8]]] = []
    for part in parts {
      HeaderAudit(part: part, charsets: charsets).report(into: &log)
      var boundaries = part.place.parent.map { enclosing[$0] } ?? []
      if part.place.content == .multipart {
        if let own = part.contentType().boundary {
          if boundaries.contains(where: { $0 != own && ($0.starts(with: own) || own.starts(with: $0)) }) {
            log.report(.innerPrefixOfOuter, at: part.place.bodyStart..<part.place.bodyStart)
          }
          boundaries = [own] + boundaries.prefix(Boundaries.nearMissDepth - 1)
        }
        EncryptionAudit(part: part).report(into: &log)
      }
      enclosing.append(boundaries)
      BodyAudit(part: part, boundaries: boundaries).report(into: &log)
    }
    return log
  }
}

/// Looks at the header section of one part.
private struct HeaderAudit {
  let part: BodyPart
  let charsets: any CharsetDecoding

  func report(into log: inout DefectLog) {
    log.part = part.ordinal
    var first: [FieldName: HeaderField] = [:]
    for field in part.fields {
      auditBytes(field, into: &log)
      guard let name = field.knownName else {
        auditText(field, into: &log)
        continue
      }
      log.origin = field.layout.bodyStart
      audit(field, name, into: &log)
      if let earlier = first[name] {
        reportDuplicate(name, field, earlier, into: &log)
      } else {
        first[name] = field
      }
    }
    log.origin = 0
    if part.hasMessageHeader { SignatureAudit(part: part).report(into: &log) }
    reportMissing(first, into: &log)
    auditContent(first, into: &log)
  }

  /// Looks at the bytes of a field that may stand nowhere, whatever its syntax: the first of each kind.
  private func auditBytes(_ field: HeaderField, into log: inout DefectLog) {
    let body = field.rawBody
    log.origin = field.layout.bodyStart
    if let control = body.firstControl { log.report(.headerControl, at: control) }
    if let blank = body.firstBlankContinuation { log.report(.headerWhitespaceOnlyLine, at: blank) }
    log.origin = 0
    if let line = field.longestLine, line.count > 998 {
      log.report(.lineTooLong, at: line, severity: line.count > 8_192 ? .medium : .lint)
    }
    if field.layout.end == field.layout.bodyEnd {
      log.report(.headerTruncated, at: field.layout.start..<field.layout.end)
    }
  }

  /// Reads a field by its own syntax, for the defects.
  private func audit(_ field: HeaderField, _ name: FieldName, into log: inout DefectLog) {
    switch name.syntax {
    case .addressList:
      _ = AddressList(parsing: field.rawBody, of: name, charsets: charsets, defects: &log)
    case .dateTime:
      _ = DateTime(parsing: field.rawBody, defects: &log)
    case .messageIDs:
      _ = MessageID.list(parsing: field.rawBody, defects: &log)
    case .received:
      _ = Received(parsing: field.rawBody, defects: &log)
    case .mime:
      auditMIME(field, name, into: &log)
    case .unstructured:
      auditText(field, into: &log)
    case .returnPath, .list, .listID, .authenticationResults, .other:
      break
    }
  }

  private func auditText(_ field: HeaderField, into log: inout DefectLog) {
    log.origin = field.layout.bodyStart
    _ = Unstructured.text(of: field.rawBody, charsets: charsets, defects: &log)
  }

  private func auditMIME(_ field: HeaderField, _ name: FieldName, into log: inout DefectLog) {
    let limit = part.message.limits.parametersPerField
    switch name {
    case .contentType:
      _ = ContentType(parsing: field.rawBody, charsets: charsets, parameterLimit: limit, defects: &log)
    case .contentDisposition:
      _ = ContentDisposition(parsing: field.rawBody, charsets: charsets, parameterLimit: limit, defects: &log)
    case .contentTransferEncoding: _ = ContentTransferEncoding(parsing: field.rawBody, defects: &log)
    case .mimeVersion: _ = MIMEVersion(parsing: field.rawBody, defects: &log)
    default: break
    }
  }

  private func reportDuplicate(
    _ name: FieldName, _ field: HeaderField, _ earlier: HeaderField, into log: inout DefectLog
  ) {
    guard name.isSingleton else { return }
    let kind: DefectKind =
      switch name {
      case .from: .duplicateFrom
      case .to, .cc, .bcc: .duplicateDestination
      case .returnPath: .duplicateReturnPath
      case .contentType: .duplicateContentType
      case .contentTransferEncoding: .duplicateTransferEncoding
      case .mimeVersion, .contentDisposition, .contentID, .contentDescription, .contentLanguage, .contentLocation,
        .contentMD5:
        .duplicateMIMEField
      default: .duplicateSingleton
      }
    let isSame = field.rawBody.equals(earlier.rawBody) && kind != .duplicateFrom
    log.origin = 0
    log.report(kind, at: field.layout.start..<field.layout.end, severity: isSame ? .lint : nil)
  }

  private func reportMissing(_ fields: [FieldName: HeaderField], into log: inout DefectLog) {
    guard part.hasMessageHeader else { return }
    let place = part.place.bodyStart..<part.place.bodyStart
    if fields[.from] == nil { log.report(.missingFrom, at: place) }
    if fields[.date] == nil { log.report(.missingDate, at: place) }
    if fields[.mimeVersion] == nil, fields[.contentType] != nil { log.report(.mimeVersionMissing, at: place) }
  }

  /// What the fields say together about the body.
  private func auditContent(_ fields: [FieldName: HeaderField], into log: inout DefectLog) {
    let type = part.contentType(using: charsets)
    let place = part.place.bodyStart..<part.place.bodyStart
    let typeRange = fields[.contentType].map { $0.layout.start..<$0.layout.end } ?? place
    if type.isMultipart {
      auditMultipart(type, typeRange, into: &log)
    } else if type.isMessage, !part.transferEncoding.encoding.isIdentity {
      log.report(.messageEncoded, at: typeRange)
    }
    switch type.type {
    case "message/partial": log.report(.messagePartial, at: typeRange)
    case "message/external-body": log.report(.messageExternalBody, at: typeRange)
    case "application/ms-tnef", "application/vnd.ms-tnef": log.report(.opaqueContainer, at: typeRange)
    default: break
    }
    if fields[.contentType] == nil { log.report(part.isInDigest ? .digestDefaultType : .typeMissing, at: place) }
    let disposition = part.disposition(using: charsets)
    if let name = FileName(disposition, type) {
      if name.other != nil { log.report(.parameterNameAndFileName, at: typeRange) }
      let source = disposition?.fileName == nil ? nil : fields[.contentDisposition]
      let range = source.map { $0.layout.start..<$0.layout.end } ?? typeRange
      FileNameAudit(name: name).report(at: range, into: &log)
    }
    if part.isLeaf { HTMLAudit(part: part, type: type).report(into: &log) }
  }

  private func auditMultipart(_ type: ContentType, _ range: Range<Int>, into log: inout DefectLog) {
    if type.parameters["boundary"] == nil { log.report(.boundaryMissingParameter, at: range) }
    switch part.transferEncoding.encoding {
    case .base64, .uuencode, .yenc: log.report(.transferEncodingOnMultipart, at: range)
    case .quotedPrintable: log.report(.transferEncodingOnMultipart, at: range, severity: .medium)
    default: break
    }
  }
}

extension HeaderField {
  /// The longest of its lines, without line ends.
  fileprivate var longestLine: Range<Int>? {
    let body = rawBody
    var longest: Range<Int>?
    var start = layout.start
    while start < layout.bodyEnd {
      let lineFeed = body.firstIndex(of: ASCII.lf, from: max(0, start - layout.bodyStart))
      let end = lineFeed.map { layout.bodyStart + $0 } ?? layout.bodyEnd
      let isCRLF = end > layout.bodyStart && lineFeed != nil && body[end - layout.bodyStart - 1] == ASCII.cr
      let line = start..<(isCRLF ? end - 1 : end)
      if line.count > longest?.count ?? 0 { longest = line }
      start = end + 1
    }
    return longest
  }
}

extension Span where Element == UInt8 {
  /// The first continuation line that holds nothing but white space: some programs end the header section there.
  var firstBlankContinuation: Range<Int>? {
    var from = 0
    while let lineFeed = firstIndex(of: ASCII.lf, from: from) {
      let start = lineFeed + 1
      var end = start
      while end < count, ByteClass.wsp.contains(self[end]) { end += 1 }
      if end == count || self[end] == ASCII.lf || self[end] == ASCII.cr { return start..<end }
      from = end
    }
    return nil
  }

  /// The first control character but NUL, which has a defect of its own, and the CR and LF of folds.
  ///
  /// C1 and the line separators of Unicode count in UTF-8: programs that split text by Unicode's rules end a field
  /// there.
  fileprivate var firstControl: Range<Int>? {
    for i in 0..<count {
      switch self[i] {
      case 0x00, 0x20...0x7E: continue
      case 0xC2 where i + 1 < count && 0x80...0x9F ~= self[i + 1]: return i..<i + 2
      case 0xE2 where i + 2 < count && self[i + 1] == 0x80 && 0xA8...0xA9 ~= self[i + 2]: return i..<i + 3
      case let byte where ByteClass.control.contains(byte): return i..<i + 1
      default: continue
      }
    }
    return nil
  }
}
