import Mimewire

/// The `parts` of a message in pre-order, those of transfer-encoded messages inside it included.
struct PartReport {
  let options: MessageReport.Options
  /// How the mailbox quotes bodies; nil for a message that is not in one.
  let mboxFormat: MboxFormat?
  let charsets: any CharsetDecoding
  /// What was found on the way.
  private(set) var defects = DefectReport()
  /// Whether a limit kept parts from being listed.
  private(set) var isLimited = false

  init(options: MessageReport.Options, mboxFormat: MboxFormat?, charsets: any CharsetDecoding) {
    self.options = options
    self.mboxFormat = mboxFormat
    self.charsets = charsets
  }

  /// A message whose parts are being written: the message itself, or one that was decoded from a part of the one
  /// before it.
  private struct Level {
    let parts: [BodyPart]
    var log: DefectLog
    /// The id of the part that the message was decoded from.
    let within: String?
    /// How the bytes are quoted; what was decoded is not.
    let mboxFormat: MboxFormat?
    let depth: Int
    /// The ids of the parts that are written.
    var partIDs: [String] = []

    /// The id of a part, which goes on from the id of the part that the message was decoded from.
    func partID(of part: BodyPart) -> String {
      within.map { $0 + "." + part.partID } ?? part.partID
    }
  }

  mutating func write(_ message: Message, log: DefectLog, to json: inout JSONWriter) {
    var levels = [Level(parts: message.parts, log: log, within: nil, mboxFormat: mboxFormat, depth: 0)]
    json.key("parts")
    json.array { json in
      while var level = levels.popLast() {
        guard level.partIDs.count < level.parts.count else {
          defects.add(DefectReport.Section(within: level.within, partIDs: level.partIDs, log: level.log))
          continue
        }
        let part = level.parts[level.partIDs.count]
        level.partIDs.append(level.partID(of: part))
        let inner = write(part, in: &level, depthLeft: message.limits.encodedMessageDepth - levels.count, to: &json)
        levels.append(level)
        if let inner { levels.append(inner) }
      }
    }
  }

  /// Writes one part and returns the message that was decoded from it, if there is one.
  private mutating func write(_ part: BodyPart, in level: inout Level, depthLeft: Int, to json: inout JSONWriter)
    -> Level?
  {
    let place = part.place
    let type = part.contentType(using: charsets)
    let partID = level.partIDs[part.ordinal]
    let decoded = decodedMessage(of: part, type: type, level: &level)
    json.object { json in
      json.member("partId", partID)
      json.key("parent")
      if let parent = place.parent.map({ level.partIDs[$0] }) ?? level.within {
        json.value(parent)
      } else {
        json.null()
      }
      json.member("depth", level.depth + place.depth)
      json.member("within", ifPresent: level.within)
      writeDeclarations(of: part, type: type, to: &json)
      json.member("start", place.start)
      json.member("bodyStart", place.bodyStart)
      json.member("bodyEnd", place.bodyEnd)
      json.member("end", place.end)
      switch (place.content, decoded) {
      case (.multipart, _): break
      case (.message, _):
        writeSizes(of: part, decodedSize: place.bodyEnd - place.bodyStart, to: &json)
        if options.hashes { json.member("sha256", SHA256Digest.hex(of: part.encodedBody)) }
        if let root = part.children.first { writeSummary(of: root, to: &json) }
      case (.leaf, let decoded?):
        writeSizes(of: part, decodedSize: decoded.bytes.count, to: &json)
        if options.hashes { json.member("sha256", SHA256Digest.hex(of: decoded.bytes.span)) }
        writeSummary(of: decoded.root, to: &json)
      case (.leaf, nil):
        writeContent(of: part, type: type, level: &level, to: &json)
      }
      if options.partHeaders { json.fields("headers", of: part, charsets: charsets) }
    }
    guard let decoded else { return nil }
    guard depthLeft > 0 else {
      level.log.record(Defect(.limitEncodedMessages, at: place.bodyStart..<place.bodyEnd, part: part.ordinal))
      isLimited = true
      return nil
    }
    return Level(
      parts: decoded.parts, log: decoded.audit(using: charsets), within: partID, mboxFormat: nil,
      depth: level.depth + place.depth + 1)
  }

  private func decodedMessage(of part: BodyPart, type: ContentType, level: inout Level) -> Message? {
    guard part.isLeaf, type.isMessage, !part.appliedEncoding.isIdentity else { return nil }
    return Message(
      parsing: part.decodedBody(mboxFormat: level.mboxFormat, defects: &level.log), limits: part.message.limits)
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

  /// What identifies the message inside a part.
  private func writeSummary(of root: BodyPart, to json: inout JSONWriter) {
    json.originatorAndDestination(of: root, charsets: charsets)
    json.identification(of: root, charsets: charsets)
  }

  private func writeSizes(of part: BodyPart, decodedSize: Int, to json: inout JSONWriter) {
    json.member("encodedSize", part.place.bodyEnd - part.place.bodyStart)
    json.member("lines", part.isLeaf ? part.place.lines : part.encodedBody.lineCount)
    json.member("decodedSize", decodedSize)
  }

  private func writeContent(of part: BodyPart, type: ContentType, level: inout Level, to json: inout JSONWriter) {
    let content = LeafContent(
      of: part, type: type, mboxFormat: level.mboxFormat, options: options, charsets: charsets,
      defects: &level.log)
    writeSizes(of: part, decodedSize: content.decodedSize, to: &json)
    if let text = content.text {
      json.member("charsetUsed", text.charset)
      json.member("charsetDecision", text.decision.name)
      if case .detected(let confidence) = text.decision { json.member("charsetConfidence", confidence) }
    }
    json.member("sha256", ifPresent: content.sha256)
    json.member("textSha256", ifPresent: content.text?.sha256)
    json.member("text", ifPresent: content.text?.text)
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
