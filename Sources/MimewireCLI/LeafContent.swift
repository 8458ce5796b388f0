import Mimewire

/// What comes out when a part's transfer encoding and charset are undone: sizes, digests, and the text if wanted.
///
/// The body goes through in chunks, so that an attachment of any size takes no memory.
struct LeafContent {
  /// What a text part read.
  struct Text {
    let charset: String
    let decision: CharsetDecision
    let sha256: String?
    let text: String?
  }

  /// How many bytes the decoded body has.
  private(set) var decodedSize = 0
  /// SHA-256 of the decoded body.
  private(set) var sha256: String?
  /// What a text/* part read; nil for other types.
  private(set) var text: Text?

  /// Decodes a part's body.
  ///
  /// - Parameters:
  ///   - step: a part without parts inside.
  ///   - defects: receives what departs in the body, with ranges in the message.
  init(
    of step: PartWalk.Step, options: MessageReport.Options, charsets: any CharsetDecoding, defects: inout DefectLog
  ) {
    let isText = step.type.mediaType == "text"
    var sink = Sink(
      reader: isText ? TextDecoder(charsets: charsets, declared: step.type.charset) : nil, options: options)
    step.part.decode(mboxFormat: step.mboxFormat, defects: &defects) { sink.take($0) }
    decodedSize = sink.size
    if options.hashes { sha256 = sink.digest.hex }
    text = sink.finishText(of: step.part, defects: &defects)
  }
}

/// Where decoded bytes go: counted, hashed, and read as text.
private struct Sink: ~Copyable {
  private var reader: TextDecoder?
  private let options: MessageReport.Options
  private(set) var size = 0
  private(set) var digest = SHA256Digest()
  private var textDigest = SHA256Digest()
  private var utf8: [UInt8] = []

  init(reader: consuming TextDecoder?, options: MessageReport.Options) {
    self.reader = reader
    self.options = options
  }

  mutating func take(_ bytes: Span<UInt8>) {
    size += bytes.count
    if options.hashes { digest.update(bytes) }
    var piece: [UInt8] = []
    reader?.decode(bytes, into: &piece)
    takeText(piece)
  }

  private mutating func takeText(_ piece: [UInt8]) {
    if options.hashes { textDigest.update(piece.span) }
    if options.text { utf8 += piece }
  }

  mutating func finishText(of part: BodyPart, defects: inout DefectLog) -> LeafContent.Text? {
    guard reader != nil else { return nil }
    var found = DefectLog(capacity: defects.capacity)
    var piece: [UInt8] = []
    reader?.finish(into: &piece, defects: &found)
    takeText(piece)
    report(found, of: part, to: &defects)
    guard let charset = reader?.charset, let decision = reader?.decision else { return nil }
    return LeafContent.Text(
      charset: charset, decision: decision, sha256: options.hashes ? textDigest.hex : nil,
      text: options.text ? String(decoding: utf8, as: UTF8.self) : nil)
  }

  /// Places what was found in decoded text: where an encoding was undone, that is somewhere in the body.
  private func report(_ found: borrowing DefectLog, of part: BodyPart, to defects: inout DefectLog) {
    let body = part.place.bodyStart..<part.place.bodyEnd
    for defect in found.records {
      let range =
        part.appliedEncoding.isIdentity
        ? body.lowerBound + defect.range.lowerBound..<body.lowerBound + defect.range.upperBound : body
      defects.record(Defect(defect.kind, at: range, part: part.ordinal, severity: defect.severity))
    }
  }
}
