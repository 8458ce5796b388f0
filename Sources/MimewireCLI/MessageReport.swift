import Mimewire

/// A message as one JSON object of schema version 1 (`message.schema.json` beside this file).
///
/// What a message does not have is left out; what it has empty is there and empty.
struct MessageReport {
  /// What is in the object beyond the fixed members.
  struct Options: Sendable {
    /// The text of text parts.
    var text = false
    /// SHA-256 of decoded parts: they cost more than the parse.
    var hashes = true
    /// The header fields of every part.
    var partHeaders = false
  }

  let stored: StoredMessage
  let message: Message
  let options: Options
  let charsets: any CharsetDecoding

  /// Parses a message that was read from a file.
  init(of stored: StoredMessage, options: Options, charsets: any CharsetDecoding = ICUCharsets()) {
    self.stored = stored
    self.options = options
    self.charsets = charsets
    message = Message(parsing: stored.bytes)
  }

  /// Writes the object, and says how complete it is.
  func write(to json: inout JSONWriter) -> MessageIndex.Status {
    var walk = PartWalk(message, mboxFormat: stored.mboxFormat, log: defects, charsets: charsets)
    let parts = PartReport(options: options, charsets: charsets)
    var status = MessageIndex.Status.complete
    json.object { json in
      json.member("schema", "mimewire.message")
      json.member("schemaVersion", 1)
      writeSource(to: &json)
      json.fields("headers", of: message.root, charsets: charsets)
      json.originatorAndDestination(of: message.root, charsets: charsets)
      json.identification(of: message.root, charsets: charsets)
      writeTrace(of: message.root, to: &json)
      json.key("parts")
      json.array { json in
        while let step = walk.nextPart() { parts.write(step, of: &walk, to: &json) }
      }
      writeGaps(to: &json)
      writeBodyLists(to: &json)
      DefectReport(walk.sections).write(to: &json)
      status = self.status(isLimited: walk.isLimited)
      json.member("status", status.rawValue)
    }
    return status
  }

  private func status(isLimited: Bool) -> MessageIndex.Status {
    if isLimited { return .limited }
    return stored.isTruncated ? .truncated : message.index.status
  }

  /// What departs in the message and in the container around it.
  private var defects: DefectLog {
    var log = message.audit(using: charsets)
    log.append(stored.defects)
    return log
  }

  private func writeSource(to json: inout JSONWriter) {
    json.key("source")
    json.object { json in
      json.member("path", stored.path)
      json.member("offset", stored.offset)
      json.member("length", stored.length)
      if options.hashes { json.member("sha256", SHA256Digest.hex(of: message.bytes.span)) }
      json.member("mboxFormat", ifPresent: stored.mboxFormat?.rawValue)
      if let line = stored.envelopeLine { json.bytes("envelopeLine", line.span) }
      json.member("maildirFlags", ifPresent: stored.maildirFlags)
    }
  }

  private func writeTrace(of root: BodyPart, to json: inout JSONWriter) {
    let fields = root.fields(.received)
    guard !fields.isEmpty else { return }
    json.key("received")
    json.array { json in
      for field in fields {
        var unreported = DefectLog(capacity: 0)
        let received = Received(parsing: field.rawBody, defects: &unreported)
        json.object { json in
          json.member("from", ifPresent: received.from)
          json.member("fromDomain", ifPresent: received.fromDomain)
          json.member("fromAddress", ifPresent: received.fromAddress)
          json.member("by", ifPresent: received.by)
          json.member("via", ifPresent: received.via)
          json.member("with", ifPresent: received.with)
          json.member("id", ifPresent: received.id)
          json.member("for", ifPresent: received.for)
          json.member("date", ifPresent: received.date?.rfc3339)
          json.member("start", field.layout.start)
          json.member("end", field.layout.end)
        }
      }
    }
  }

  private func writeBodyLists(to json: inout JSONWriter) {
    let lists = message.bodyLists(using: charsets)
    json.member("textBody", lists.textBody.map(\.partID))
    json.member("htmlBody", lists.htmlBody.map(\.partID))
    json.member("attachments", lists.attachments.map(\.partID))
  }

  private func writeGaps(to json: inout JSONWriter) {
    json.key("gaps")
    json.array { json in
      for gap in message.index.gaps {
        json.object { json in
          json.member("kind", gap.kind.rawValue)
          json.member("start", gap.range.lowerBound)
          json.member("end", gap.range.upperBound)
        }
      }
    }
  }
}
