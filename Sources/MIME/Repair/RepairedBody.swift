import Charsets
import HeaderFields
import TransferEncodings
import WireBytes

/// The body of a part as it is written anew, and what the header section has to say about it.
struct RepairedBody {
  /// The media type to declare.
  let type: String
  /// The charset to declare, if not the old one.
  private(set) var charset: String?
  /// The transfer encoding to declare; nil where the old field stays true, or none is needed.
  private(set) var encoding: TransferEncoding?
  /// The bytes; none for a part with parts inside.
  private(set) var bytes: [UInt8] = []
  private(set) var changes: [RepairedPlace] = []

  /// Whether parts follow between delimiters.
  var isMultipart: Bool { type.hasPrefix("multipart/") }

  /// - Parameters:
  ///   - stem: what the fresh boundaries begin with: it must not occur in the body.
  ///   - depth: how many encoded messages are around.
  init(
    of part: BodyPart, _ findings: RepairFindings, _ charsets: any CharsetDecoding, stem: String, depth: Int
  ) {
    let declared = part.contentType(using: charsets).type
    let place = part.place.bodyStart..<part.place.bodyEnd
    switch part.place.content {
    case .multipart where !part.children.isEmpty, .message:
      type = declared
      return
    case .multipart:
      // Nobody has shown what stands between no delimiters.
      type = "text/plain"
      changes.append(RepairedPlace(action: .changedType, range: place))
      return
    case .leaf:
      if depth < part.message.limits.encodedMessageDepth, let inner = part.encodedMessage() {
        let repair = MessageRepair(inner, charsets, stem: stem + "m", depth: depth + 1)
        if repair.bytes.firstRange(of: Array((stem + "1").utf8)) == nil {
          type = declared
          bytes = repair.bytes
          changes = [RepairedPlace(action: .encodedBody, range: place)]
          return
        }
      }
      type = Self.leafType(declared)
    }
    if type != declared { changes.append(RepairedPlace(action: .changedType, range: place)) }
    if findings.isTextAmbiguous(part), let text = part.text(using: charsets) {
      charset = "utf-8"
      encode(Array(text.text.utf8))
      changes.append(RepairedPlace(action: .convertedText, range: place))
    } else if findings.isBodyAmbiguous(part) || part.transferEncoding.encoding == .unknown || type != declared {
      encode(part.decodedBody())
      changes.append(RepairedPlace(action: .encodedBody, range: place))
    } else {
      encoding = part.field(.contentTransferEncoding) == nil ? nil : part.transferEncoding.encoding
      bytes = part.appliedEncoding == .binary ? part.encodedBody.array : part.encodedBody.linesInCRLF
    }
  }

  /// What a part can be declared as that has no parts for us: a type of parts, or of a message that is fetched or put
  /// together elsewhere, would be read by others.
  private static func leafType(_ declared: String) -> String {
    declared.hasPrefix("multipart/")
      || declared.hasPrefix("message/") && !declared.hasSuffix("-status")
        && declared != "message/disposition-notification"
      ? "application/octet-stream" : declared
  }

  private mutating func encode(_ decoded: [UInt8]) {
    encoding = .base64
    bytes = TransferEncoder.base64().encode(whole: decoded.span)
  }
}

extension Span where Element == UInt8 {
  /// The bytes with CR LF at every line end.
  fileprivate var linesInCRLF: [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(count)
    for i in 0..<count {
      if self[i] == ASCII.lf, lines.last != ASCII.cr { lines.append(ASCII.cr) }
      lines.append(self[i])
    }
    return lines
  }
}
