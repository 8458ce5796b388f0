import HeaderFields
import WireBytes

/// Looks at what the DKIM signatures of a message cover (RFC 6376), without verifying them.
///
/// A signature that verifies says something about the fields in `h=` and the bytes within `l=`, and nothing about the
/// rest, which is what an attacker replaces:
///
///     Subject: new              not covered: h= names one Subject, and that is the lowest
///     Subject: old              covered
///     DKIM-Signature: … h=from:subject; l=5; …
///
///     hello                     covered
///     and more                  not covered: dkim-partial-body
struct SignatureAudit {
  /// How many signatures are looked at; each may ask for a pass over the body. A verifier may stop as well (RFC 6376
  /// section 6.1).
  private static let mostSignatures = 16

  let part: BodyPart

  /// Reports into a log whose `part` is set and whose `origin` is 0.
  func report(into log: inout DefectLog) {
    let fields = part.fields
    let signatures = fields.filter { $0.knownName == .dkimSignature }.prefix(Self.mostSignatures)
    guard !signatures.isEmpty else { return }
    let places = Dictionary(grouping: fields.filter { $0.knownName?.isSingleton ?? false }, by: \.knownName)
    var uncovered: Set<FieldLayout> = []
    for field in signatures {
      let tags = DKIMTags(parsing: field.rawBody)
      let range = field.layout.start..<field.layout.end
      if tags.hasDuplicate { log.report(.dkimDuplicateTag, at: range) }
      uncovered.formUnion(uncoveredFields(places, by: tags))
      reportUnsignedBody(tags, range, into: &log)
      if places[.contentType] != nil, tags.signedCounts["content-type"] == nil {
        log.report(.dkimUnsignedContentType, at: range, severity: tags["l"] == nil ? .lint : .medium)
      }
    }
    for field in uncovered.sorted(by: { $0.start < $1.start }) {
      log.report(.dkimUncoveredField, at: field.start..<field.end)
    }
    reportLineEnds(into: &log)
  }

  /// Fields are signed from the last one up (RFC 6376 section 5.4.2); programs show the first one.
  private func uncoveredFields(_ places: [FieldName?: [HeaderField]], by tags: DKIMTags) -> [FieldLayout] {
    places.compactMap { name, fields in
      let signed = name.flatMap { tags.signedCounts[$0.rawValue.lowercased()] } ?? 0
      return signed > 0 && signed < fields.count ? fields[0].layout : nil
    }
  }

  private func reportUnsignedBody(_ tags: DKIMTags, _ range: Range<Int>, into log: inout DefectLog) {
    guard let length = tags.bodyLength else { return }
    let body = part.encodedBody
    if let unsigned = body.endOfSignedBody(length: length, isRelaxed: tags.relaxesBody) {
      log.report(.dkimPartialBody, at: part.place.bodyStart + unsigned..<part.place.bodyEnd)
    } else {
      log.report(.dkimPartialBody, at: range, severity: .lint)
    }
  }

  /// What the structure pass has found in the body counts here as well, for its hash depends on it.
  private func reportLineEnds(into log: inout DefectLog) {
    let body = part.place.bodyStart..<part.place.bodyEnd
    let lineEnd = part.message.index.defects.records.first {
      ($0.kind == .bareCR || $0.kind == .mixedLineEnds) && body.contains($0.range.lowerBound)
    }
    if let lineEnd { log.report(.dkimBareNewline, at: lineEnd.range) }
  }
}

/// The tags of a DKIM-Signature field, `tag-list = tag-spec *( ";" tag-spec ) [ ";" ]` (RFC 6376 section 3.2).
private struct DKIMTags {
  /// The values without white space, by name; the first of two.
  private var values: [String: [UInt8]] = [:]
  /// Whether a name is there twice.
  private(set) var hasDuplicate = false
  /// How many fields of each name are signed, names in lower case.
  private(set) var signedCounts: [String: Int] = [:]

  init(parsing body: Span<UInt8>) {
    let tags = body.array.filter { !ByteClass.fws.contains($0) }.split(separator: ASCII.semicolon)
    for tag in tags {
      let parts = tag.split(separator: ASCII.equals, maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      let name = String(decoding: parts[0], as: UTF8.self)
      if values.updateValue(values[name] ?? Array(parts[1]), forKey: name) != nil { hasDuplicate = true }
    }
    for name in (values["h"] ?? []).split(separator: ASCII.colon) {
      signedCounts[String(decoding: name.map(ASCII.lowercase), as: UTF8.self), default: 0] += 1
    }
  }

  subscript(name: String) -> [UInt8]? { values[name] }

  /// How many bytes of the body are signed; nil if all are. A number that no body can have means all as well.
  var bodyLength: Int? {
    self["l"].flatMap { Int(String(decoding: $0, as: UTF8.self)) }.flatMap { $0 >= 0 ? $0 : nil }
  }

  /// Whether white space in the body counts once (section 3.4.4), by the second word of `c=`.
  var relaxesBody: Bool { self["c"].map { String(decoding: $0, as: UTF8.self).hasSuffix("/relaxed") } ?? false }
}

extension Span where Element == UInt8 {
  /// Where the first byte stands behind the signed ones, white space and line ends not counted; nil without any.
  ///
  /// Counted is the canonical form: lines end in CR LF, empty lines at the end do not count, and if it is relaxed white
  /// space is one blank inside a line and nothing at its end.
  fileprivate func endOfSignedBody(length: Int, isRelaxed: Bool) -> Int? {
    var signed = 0
    var lineEnds = 0
    var hasSpace = false
    for i in 0..<count {
      switch self[i] {
      case ASCII.lf:
        lineEnds += 1
        hasSpace = false
      case ASCII.cr where i + 1 < count && self[i + 1] == ASCII.lf:
        break
      case ASCII.space where isRelaxed, ASCII.tab where isRelaxed:
        hasSpace = true
      default:
        signed += 2 * lineEnds + (hasSpace ? 1 : 0) + 1
        if signed > length { return i }
        lineEnds = 0
        hasSpace = false
      }
    }
    return nil
  }
}
