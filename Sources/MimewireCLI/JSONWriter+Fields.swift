import Mimewire

/// The members that a message has for its header fields; a message inside a part has them too.
extension JSONWriter {
  /// All header fields of a part as they stand and as they read.
  mutating func fields(_ name: String, of part: BodyPart, charsets: any CharsetDecoding) {
    key(name)
    array { json in
      for field in part.fields {
        json.object { json in
          json.bytes("name", field.rawName)
          json.bytes("raw", field.rawBody)
          json.member("value", field.text(using: charsets))
          json.member("start", field.layout.start)
          json.member("end", field.layout.end)
        }
      }
    }
  }

  /// A member for bytes that are text if they are valid UTF-8, and go as base64 under another name if not.
  mutating func bytes(_ name: String, _ bytes: Span<UInt8>) {
    if let text = try? UTF8Span(validating: bytes) {
      member(name, String(copying: text))
    } else {
      if name == "name" { member(name, String(decoding: bytes.array, as: UTF8.self)) }
      member(
        name + "Base64", String(decoding: TransferEncoder.base64(lineLength: nil).encode(whole: bytes), as: UTF8.self)
      )
    }
  }

  /// RFC 5322 sections 3.6.2 and 3.6.3. Of two From fields the first counts; the others add up when repeated.
  mutating func originatorAndDestination(of part: BodyPart, charsets: any CharsetDecoding) {
    addresses("from", Array(part.fields(.from).prefix(1)), .from, charsets)
    addresses("sender", Array(part.fields(.sender).prefix(1)), .sender, charsets)
    addresses("replyTo", part.fields(.replyTo), .replyTo, charsets)
    addresses("to", part.fields(.to), .to, charsets)
    addresses("cc", part.fields(.cc), .cc, charsets)
    addresses("bcc", part.fields(.bcc), .bcc, charsets)
  }

  /// RFC 5322 sections 3.6.1, 3.6.4 and 3.6.5, and what lists and servers add.
  mutating func identification(of part: BodyPart, charsets: any CharsetDecoding) {
    var unreported = DefectLog(capacity: 0)
    member("subject", ifPresent: part.field(.subject)?.text(using: charsets))
    if let field = part.field(.date) {
      member("date", ifPresent: DateTime(parsing: field.rawBody, defects: &unreported)?.rfc3339)
    }
    messageIDs("messageId", part.field(.messageID))
    messageIDs("inReplyTo", part.field(.inReplyTo))
    messageIDs("references", part.field(.references))
    if let field = part.field(.returnPath) {
      switch ReturnPath(parsing: field.rawBody, charsets: charsets, defects: &unreported) {
      case .mailbox(let address)?: member("returnPath", address.text)
      case .null?: member("returnPath", "")
      case nil: break
      }
    }
    if let field = part.field(.listID),
      let list = ListID(parsing: field.rawBody, charsets: charsets, defects: &unreported)
    {
      member("listId", list.identifier)
    }
  }

  private mutating func messageIDs(_ name: String, _ field: HeaderField?) {
    guard let field else { return }
    var unreported = DefectLog(capacity: 0)
    member(name, MessageID.list(parsing: field.rawBody, defects: &unreported).map(\.text))
  }

  private mutating func addresses(
    _ name: String, _ fields: [HeaderField], _ kind: FieldName, _ charsets: any CharsetDecoding
  ) {
    guard !fields.isEmpty else { return }
    key(name)
    array { json in
      for field in fields {
        var unreported = DefectLog(capacity: 0)
        let list = AddressList(parsing: field.rawBody, of: kind, charsets: charsets, defects: &unreported)
        for address in list.addresses { json.address(address) }
      }
    }
  }

  private mutating func address(_ address: Address) {
    switch address {
    case .mailbox(let mailbox): self.mailbox(mailbox)
    case .group(let group):
      object { json in
        json.member("group", group.name)
        json.key("members")
        json.array { json in for mailbox in group.members { json.mailbox(mailbox) } }
      }
    }
  }

  /// Name and address are both there, `null` when missing, so that a list reads like a table.
  private mutating func mailbox(_ mailbox: Mailbox) {
    object { json in
      json.key("name")
      json.valueOrNull(mailbox.displayName)
      json.key("address")
      json.valueOrNull(mailbox.addrSpec?.text)
    }
  }

  mutating func valueOrNull(_ text: String?) {
    if let text { value(text) } else { null() }
  }
}
