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

  let message: Message
  let source: MessageSource
  let options: Options
  let charsets: any CharsetDecoding

  /// Writes the object.
  func write(to json: inout JSONWriter) {
    let root = message.root
    json.object { json in
      json.member("schema", "mimewire.message")
      json.member("schemaVersion", 1)
      writeSource(to: &json)
      json.fields("headers", of: root, charsets: charsets)
      json.originatorAndDestination(of: root, charsets: charsets)
      json.identification(of: root, charsets: charsets)
      writeTrace(of: root, to: &json)
      var parts = PartReport(options: options, charsets: charsets)
      parts.write(message, log: message.index.defects, to: &json)
      writeGaps(to: &json)
      parts.defects.write(to: &json)
      json.member("status", parts.isLimited ? MessageIndex.Status.limited.rawValue : message.index.status.rawValue)
    }
  }

  private func writeSource(to json: inout JSONWriter) {
    json.key("source")
    json.object { json in
      json.member("path", source.path)
      json.member("offset", source.offset)
      json.member("length", message.bytes.count)
      if options.hashes { json.member("sha256", SHA256Digest.hex(of: message.bytes.span)) }
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
