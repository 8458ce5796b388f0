import Charsets
import HeaderFields
import TransferEncodings
import WireBytes

/// The header section of a part as it is written anew.
///
/// Fields without trouble stay as they are. The MIME fields are always written from what was read in them, behind the
/// others.
struct RepairedHeader {
  private(set) var bytes: [UInt8] = []
  private(set) var changes: [RepairedPlace] = []

  private let part: BodyPart
  private let body: RepairedBody
  private let findings: RepairFindings
  private let charsets: any CharsetDecoding

  init(
    of part: BodyPart, _ body: RepairedBody, boundary: String?, _ findings: RepairFindings,
    _ charsets: any CharsetDecoding
  ) {
    self.part = part
    self.body = body
    self.findings = findings
    self.charsets = charsets
    let fields = part.fields
    var met: Set<FieldName> = []
    for field in fields {
      if let name = field.knownName {
        writeKnown(field, name, isFirst: met.insert(name).inserted)
      } else {
        writeUnknown(field)
      }
    }
    if part.hasMessageHeader {
      if !met.contains(.from) { add("From", AddressRepair.nobody) }
      if !met.contains(.mimeVersion) { add("MIME-Version", "1.0") }
    }
    writeContent(boundary)
    bytes += Array("\r\n".utf8)
  }

  // MARK: - Fields

  private mutating func writeKnown(_ field: HeaderField, _ name: FieldName, isFirst: Bool) {
    switch name {
    case _ where !isFirst && name.isSingleton, .dkimSignature:
      note(.droppedField, field)
    case .contentType, .contentTransferEncoding, .contentDisposition:
      if isTroubled(field) { note(.rewroteField, field) }
    case .mimeVersion:
      bytes += FieldWriter.field(name.rawValue, ["1.0"])
    case .to, .cc, .bcc:
      let fields = part.fields(name)
      guard fields.count > 1 || isTroubled(field) else { return keep(field) }
      rewrite(field, AddressRepair(fields, name, charsets).pieces)
    case _ where !isTroubled(field):
      keep(field)
    case _ where name.syntax == .addressList:
      rewrite(field, AddressRepair([field], name, charsets).pieces)
    case _ where name.syntax == .unstructured:
      rewrite(field, FieldWriter.text(field.text(using: charsets)))
    default:
      rewrite(field, words(of: field))
    }
  }

  private mutating func writeUnknown(_ field: HeaderField) {
    let name = field.rawName
    guard (0..<name.count).allSatisfy({ ByteClass.ftext.contains(name[$0]) }) else {
      return note(.droppedField, field)
    }
    if isTroubled(field) { rewrite(field, FieldWriter.text(field.text(using: charsets))) } else { keep(field) }
  }

  /// Whether a field has a defect above lint, or bytes of which only the first in a header section is reported.
  private func isTroubled(_ field: HeaderField) -> Bool {
    findings.contains(in: field.layout.start..<field.layout.end) || field.rawBody.hasOddBytes
  }

  private mutating func keep(_ field: HeaderField) {
    bytes += field.rawName.array + [ASCII.colon]
    let body = field.rawBody
    for i in 0..<body.count where body[i] != ASCII.cr {
      if body[i] == ASCII.lf { bytes.append(ASCII.cr) }
      bytes.append(body[i])
    }
    bytes += [ASCII.cr, ASCII.lf]
  }

  private mutating func rewrite(_ field: HeaderField, _ pieces: [String]) {
    note(.rewroteField, field)
    if !pieces.isEmpty { bytes += FieldWriter.field(field.name, pieces) }
  }

  /// The words of a field as they stand, but for what is not printable ASCII.
  private func words(of field: HeaderField) -> [String] {
    let printable = field.rawBody.array.map { 0x21..<0x7F ~= $0 ? $0 : ASCII.space }
    return printable.split(separator: ASCII.space).map { String(decoding: $0, as: UTF8.self) }
  }

  // MARK: - What the body is

  private mutating func writeContent(_ boundary: String?) {
    let declared = part.contentType(using: charsets)
    let disposition = part.disposition(using: charsets)
    // One of two names counts, and the other goes.
    let hasOther = FileName(disposition, declared)?.other != nil
    var pieces: [String] = []
    for parameter in declared.parameters {
      switch parameter.name {
      case "boundary": continue
      case "charset" where body.charset != nil: continue
      case "name" where hasOther: continue
      default: pieces += FieldWriter.parameter(parameter.name, cleaned(parameter))
      }
    }
    if let charset = body.charset { pieces.append("charset=\(charset)") }
    if let boundary { pieces.append("boundary=\"\(boundary)\"") }
    append("Content-Type", body.type, pieces)
    if let encoding = body.encoding { append("Content-Transfer-Encoding", encoding.name, []) }
    guard let disposition else { return }
    append(
      "Content-Disposition", disposition.type,
      disposition.parameters.flatMap { FieldWriter.parameter($0.name, cleaned($0)) })
  }

  /// The value without what deceives in the name of a file, and with single blanks.
  private func cleaned(_ parameter: Parameter) -> String {
    FieldWriter.printable(parameter.value).split { $0.isWhitespace }.joined(separator: " ")
  }

  private mutating func append(_ name: String, _ value: String, _ parameters: [String]) {
    let pieces = [value] + parameters
    bytes += FieldWriter.field(name, pieces.dropLast().map { $0 + ";" } + pieces.suffix(1))
  }

  private mutating func add(_ name: String, _ value: String) {
    bytes += FieldWriter.field(name, [value])
    let place = part.place.bodyStart..<part.place.bodyStart
    changes.append(RepairedPlace(action: .addedField, range: place))
  }

  private mutating func note(_ action: RepairedPlace.Action, _ field: HeaderField) {
    changes.append(RepairedPlace(action: action, range: field.layout.start..<field.layout.end))
  }
}

extension Span where Element == UInt8 {
  /// Whether there is a control character, a CR or LF that folds nothing, or a continuation line of blanks.
  fileprivate var hasOddBytes: Bool {
    if firstBlankContinuation != nil { return true }
    for i in 0..<count {
      switch self[i] {
      case ASCII.tab, ASCII.lf: break
      case ASCII.cr where i + 1 < count && self[i + 1] == ASCII.lf: break
      case 0x00..<0x20, 0x7F: return true
      default: break
      }
    }
    return false
  }
}
