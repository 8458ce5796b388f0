import Mimewire

/// The `parts` of a message, one object a part.
struct PartReport {
  let options: MessageReport.Options
  let charsets: any CharsetDecoding

  /// Writes the part that the walk has come to, and leaves in the walk what departs in the body.
  func write(_ step: PartWalk.Step, of walk: inout PartWalk, to json: inout JSONWriter) {
    let part = step.part
    let place = part.place
    json.object { json in
      json.member("partId", step.partID)
      json.key("parent")
      json.valueOrNull(step.parentID)
      json.member("depth", step.depth)
      json.member("within", ifPresent: step.within)
      writeDeclarations(of: part, type: step.type, to: &json)
      json.member("start", place.start)
      json.member("bodyStart", place.bodyStart)
      json.member("bodyEnd", place.bodyEnd)
      json.member("end", place.end)
      switch (place.content, step.decodedMessage) {
      case (.multipart, _):
        break
      case (.message, _):
        writeMessage(part.encodedBody, root: part.children.first, of: part, to: &json)
      case (.leaf, let message?):
        writeMessage(message.bytes.span, root: message.root, of: part, to: &json)
      case (.leaf, nil):
        walk.report { writeContent(of: step, defects: &$0, to: &json) }
      }
      if options.partHeaders { json.fields("headers", of: part, charsets: charsets) }
    }
  }

  // MARK: - Members

  private func writeDeclarations(of part: BodyPart, type: ContentType, to json: inout JSONWriter) {
    json.member("type", type.type)
    if part.field(.contentType) != nil { json.parameters("parameters", type.parameters) }
    json.member("charset", ifPresent: type.parameters["charset"]?.squeezed)
    if part.field(.contentTransferEncoding) != nil {
      json.member("transferEncoding", part.transferEncoding.name)
    }
    let disposition = part.disposition(using: charsets)
    if let disposition {
      json.member("disposition", disposition.type)
      json.parameters("dispositionParameters", disposition.parameters)
    }
    json.member("fileName", ifPresent: FileName(disposition, type)?.name)
    writeIdentity(of: part, to: &json)
  }

  /// Content-ID, Content-Description, Content-Language and Content-Location.
  private func writeIdentity(of part: BodyPart, to json: inout JSONWriter) {
    var unreported = DefectLog(capacity: 0)
    if let field = part.field(.contentID) {
      json.member(
        "contentId", ifPresent: MessageID.list(parsing: field.rawBody, defects: &unreported).first?.text)
    }
    json.member("description", ifPresent: part.field(.contentDescription)?.text(using: charsets))
    if let field = part.field(.contentLanguage) {
      json.member("language", ContentLanguage(parsing: field.rawBody, defects: &unreported).tags)
    }
    if let field = part.field(.contentLocation) {
      json.member(
        "location", ContentLocation.uri(of: field.rawBody, charsets: charsets, defects: &unreported))
    }
  }

  /// What a message/rfc822 part has: the size and hash of the message inside it, and what identifies that.
  private func writeMessage(
    _ bytes: Span<UInt8>, root: BodyPart?, of part: BodyPart, to json: inout JSONWriter
  ) {
    writeSizes(of: part, decodedSize: bytes.count, to: &json)
    if options.hashes { json.member("sha256", SHA256Digest.hex(of: bytes)) }
    guard let root else { return }
    json.originatorAndDestination(of: root, charsets: charsets)
    json.identification(of: root, charsets: charsets)
  }

  private func writeContent(of step: PartWalk.Step, defects: inout DefectLog, to json: inout JSONWriter) {
    let content = LeafContent(of: step, options: options, charsets: charsets, defects: &defects)
    writeSizes(of: step.part, decodedSize: content.decodedSize, to: &json)
    if let text = content.text {
      json.member("charsetUsed", text.charset)
      json.member("charsetDecision", text.decision.name)
      if case .detected(let confidence) = text.decision { json.member("charsetConfidence", confidence) }
    }
    json.member("sha256", ifPresent: content.sha256)
    json.member("textSha256", ifPresent: content.text?.sha256)
    json.member("text", ifPresent: content.text?.text)
  }

  private func writeSizes(of part: BodyPart, decodedSize: Int, to json: inout JSONWriter) {
    json.member("encodedSize", part.place.bodyEnd - part.place.bodyStart)
    json.member("lines", part.isLeaf ? part.place.lines : part.encodedBody.lineCount)
    json.member("decodedSize", decodedSize)
  }
}

extension CharsetDecision {
  /// The word for it in the JSON.
  var name: String {
    switch self {
    case .declared: "declared"
    case .bom: "bom"
    case .utf8: "utf8"
    case .detected: "detected"
    case .fallback: "fallback"
    }
  }
}

extension JSONWriter {
  /// The parameters of a field; the first of those with one name.
  fileprivate mutating func parameters(_ name: String, _ parameters: Parameters) {
    key(name)
    object { json in
      var seen: Set<String> = []
      for parameter in parameters where seen.insert(parameter.name).inserted {
        json.member(parameter.name, parameter.value)
      }
    }
  }
}

extension String {
  /// The text in lower case (ASCII letters only) without blanks.
  fileprivate var squeezed: String {
    String(decoding: utf8.filter { !ByteClass.fws.contains($0) }.map(ASCII.lowercase), as: UTF8.self)
  }
}

extension Span where Element == UInt8 {
  /// How many lines there are, an unterminated last one included.
  fileprivate var lineCount: Int {
    var lines = 0
    var from = 0
    while let lf = firstIndex(of: ASCII.lf, from: from) {
      lines += 1
      from = lf + 1
    }
    return from < count ? lines + 1 : lines
  }
}
