import Charsets
import HeaderFields
import TransferEncodings
import WireBytes

/// Looks at HTML for what it does together with other parts, or with another reading of its own bytes.
///
///     <img src="http://h.example/      the part ends inside the value: joined with the next part, that is the address
///     <meta charset=utf-7>             a browser goes by this, a filter by Content-Type
struct HTMLAudit {
  let part: BodyPart
  let type: ContentType

  /// Reports into a log whose `part` is set and whose `origin` is 0.
  func report(into log: inout DefectLog) {
    guard type.type == "text/html" else { return }
    // No more than a browser looks at (WHATWG HTML section 13.2.3.2 says 1024 bytes), and some for the encoding.
    let head = part.decodedBody(prefix: 4_096)
    let meta = head.span.extracting(0..<min(head.count, 1_024)).metaCharset
    let isJoinable = hasNextSibling
    guard isJoinable || meta != nil else { return }
    let body = part.decodedBody()
    if let meta, readsDifferently(body, as: meta) { log.report(.charsetMetaMismatch, at: range(in: body, from: 0)) }
    if isJoinable, let quote = body.span.openQuote {
      log.report(.htmlUnclosedAttribute, at: range(in: body, from: quote))
    }
  }

  /// Whether a part stands behind it that a program could join to it.
  private var hasNextSibling: Bool {
    guard let parent = part.parent, parent.place.content == .multipart else { return false }
    return parent.place.children.last != part.ordinal
  }

  /// Whether the label inside names another charset, and that makes a difference for this text.
  private func readsDifferently(_ body: [UInt8], as meta: CharsetLabel) -> Bool {
    guard let declared = type.charset, declared != meta else { return false }
    let isASCII = body.allSatisfy { $0 < 0x80 && $0 != 0x1B }
    return !isASCII || meta.isUTF7 || declared.isUTF7
  }

  /// Where decoded bytes stand in the message: exactly without an encoding, else somewhere in the body.
  private func range(in body: [UInt8], from offset: Int) -> Range<Int> {
    let start = part.place.bodyStart
    return (part.appliedEncoding.isIdentity ? start + offset : start)..<part.place.bodyEnd
  }
}

/// Looks at the parts of a multipart for HTML beside an encrypted part (EFAIL, CVE-2017-17688).
struct EncryptionAudit {
  let part: BodyPart

  func report(into log: inout DefectLog) {
    var html: BodyPart?
    var isEncrypted = false
    for child in part.children {
      let type = child.contentType()
      if type.type == "text/html" { html = html ?? child }
      if type.isEncrypted { isEncrypted = true }
    }
    if let html, isEncrypted {
      log.report(.encryptedSiblingHTML, at: html.place.start..<html.place.bodyEnd)
    }
  }
}

extension ContentType {
  /// Whether a reader's program decrypts the part (RFC 1847 section 2.2, RFC 8551 section 3.2).
  fileprivate var isEncrypted: Bool {
    switch type {
    case "multipart/encrypted": true
    case "application/pkcs7-mime", "application/x-pkcs7-mime":
      parameters["smime-type"].map { $0 != "signed-data" && $0 != "certs-only" } ?? true
    default: false
    }
  }
}

extension CharsetLabel {
  fileprivate var isUTF7: Bool { name == "utf-7" || name == "utf7" || name == "unicode-1-1-utf-7" }
}

extension BodyPart {
  /// What the first bytes of the encoded body decode to.
  fileprivate func decodedBody(prefix: Int) -> [UInt8] {
    var unreported = DefectLog(capacity: 0)
    let encoded = encodedBody
    return TransferDecoder.decode(
      encoded.extracting(0..<min(encoded.count, prefix)), as: appliedEncoding, defects: &unreported)
  }
}

extension Span where Element == UInt8 {
  /// The charset of the first `<meta` that names one, in either of its forms.
  fileprivate var metaCharset: CharsetLabel? {
    var from = 0
    while let open = firstIndex(of: ASCII.less, from: from) {
      from = open + 1
      guard from + 4 < count, extracting(from..<from + 4).equalsIgnoringCase("meta") else { continue }
      let end = firstIndex(of: ASCII.greater, from: from) ?? count
      if let label = extracting(from..<end).charsetValue { return label }
    }
    return nil
  }

  /// What stands behind `charset=` in a tag.
  private var charsetValue: CharsetLabel? {
    let name = "charset"
    var from = 0
    while let equals = firstIndex(of: ASCII.equals, from: from) {
      from = equals + 1
      var nameEnd = equals
      while nameEnd > 0, ByteClass.fws.contains(self[nameEnd - 1]) { nameEnd -= 1 }
      let nameStart = nameEnd - name.utf8.count
      guard nameStart >= 0, extracting(nameStart..<nameEnd).equalsIgnoringCase(name) else { continue }
      var start = from
      while start < count, ByteClass.fws.contains(self[start]) { start += 1 }
      if start < count, self[start] == ASCII.quote || self[start] == ASCII.apostrophe { start += 1 }
      var end = start
      while end < count, ByteClass.label.contains(self[end]) { end += 1 }
      if end > start { return CharsetLabel(extracting(start..<end)) }
    }
    return nil
  }

  /// The quote that opens the attribute's value in which the text ends; nil if it ends elsewhere.
  fileprivate var openQuote: Int? {
    var i = 0
    while let open = firstIndex(of: ASCII.less, from: i) {
      i = open + 1
      guard i < count else { return nil }
      if self[i] == 0x21 {  // a comment or a declaration: no attributes
        guard let end = firstIndex(of: ASCII.greater, from: i) else { return nil }
        i = end + 1
        continue
      }
      guard ByteClass.alpha.contains(self[i]) else { continue }
      while i < count, self[i] != ASCII.greater {
        defer { i += 1 }
        guard self[i] == ASCII.quote || self[i] == ASCII.apostrophe, isBehindEquals(i) else { continue }
        guard let close = firstIndex(of: self[i], from: i + 1) else { return i }
        i = close
      }
    }
    return nil
  }

  private func isBehindEquals(_ place: Int) -> Bool {
    var before = place
    while before > 0, ByteClass.fws.contains(self[before - 1]) { before -= 1 }
    return before > 0 && self[before - 1] == ASCII.equals
  }
}

extension ByteClass {
  fileprivate static let label = alpha.union(digit).union(ByteClass("-_.:+"))
}
