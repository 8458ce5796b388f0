internal import WireBytes

/// What a ``TextDecoder`` notices on the way, and the defects that come of it.
///
/// Offsets count from the text's first byte. Where a converter does not tell the place, a defect has the range of
/// the whole text.
struct CharsetFindings {
  /// How many U+FFFD stand for malformed input.
  private(set) var malformed = 0

  private let declared: CharsetLabel?
  private let isKnown: Bool
  private var count = 0
  private var endsInside = false
  private var lastByte: UInt8?
  private var firstEightBit: Int?
  private var firstEscape: Int?
  private var firstC1: Int?
  private var firstPlus: Int?
  private var firstOverlong: Range<Int>?

  init(declared: CharsetLabel?, isKnown: Bool) {
    self.declared = declared
    self.isKnown = isKnown
  }

  /// Whether a charset was declared whose text a decoder of `charset` reads: the same, or UTF-16 of no byte
  /// order, to which the mark belongs (RFC 2781 section 4.3).
  func declares(_ charset: String) -> Bool {
    guard isKnown, let declared else { return false }
    return declared.charset == charset
      || charset.hasPrefix("utf-16") && declared.isUTF16OfNoByteOrder
      || charset.hasPrefix("utf-32") && declared.charset == "utf-32"
  }

  /// Counts bytes that are no part of the text, as a byte order mark.
  mutating func skip(_ length: Int) {
    count += length
  }

  /// Notes what stands in the next bytes.
  ///
  /// - Parameters:
  ///   - bytes: bytes that follow the ones before.
  ///   - malformed: how many U+FFFD they became.
  ///   - atEnd: whether the text ends, so that `malformed` counts what it lacks.
  ///   - charset: what decoded them, or nil for US-ASCII in a text that is still undecided.
  mutating func examine(_ bytes: Span<UInt8>, malformed: Int = 0, atEnd: Bool = false, charset: String? = nil) {
    if lacksLabel {
      note(&firstEscape, bytes.firstIndex(of: 0x1B))
      if charset != nil { note(&firstEightBit, bytes.firstIndexOfEightBit()) }
    } else if charset == "utf-7" {
      note(&firstPlus, bytes.firstIndex(of: ASCII.plus))
    } else if hidesWindowsCharset(charset) {
      if firstC1 == nil { note(&firstC1, bytes.firstIndexOfC1()) }
    }
    if charset == "utf-8" {
      if malformed > 0, firstOverlong == nil { firstOverlong = overlong(in: bytes) }
      if bytes.count > 0 { lastByte = bytes[bytes.count - 1] }
    }
    if atEnd, malformed > 0 { endsInside = true }
    self.malformed += malformed
    count += bytes.count
  }

  private func note(_ first: inout Int?, _ index: Int?) {
    if first == nil, let index { first = count + index }
  }

  /// Whether the text is one about which nothing usable was declared, or US-ASCII.
  private var lacksLabel: Bool { !isKnown || declared?.charset == "us-ascii" }

  /// Whether an ISO 8859 label stands for a Windows code page, which has characters where ISO has controls.
  private func hidesWindowsCharset(_ charset: String?) -> Bool {
    guard let charset, let declared, charset.hasPrefix("windows-") else { return false }
    return !declared.name.hasSuffix(charset.dropFirst("windows-".count))
  }

  /// The first character that is longer than it need be, by its first two bytes (RFC 3629 section 3).
  private func overlong(in bytes: Span<UInt8>) -> Range<Int>? {
    var lead = lastByte
    for i in 0..<bytes.count {
      let byte = bytes[i]
      switch (lead, byte) {
      case (0xC0, 0x80...0xBF), (0xC1, 0x80...0xBF), (0xE0, 0x80...0x9F), (0xF0, 0x80...0x8F):
        return count + i - 1..<count + i + 1
      default: lead = byte
      }
    }
    return nil
  }

  /// Reports the defects of a text that has ended.
  func report(
    charset: String, decision: CharsetDecision, charsets: any CharsetDecoding, into defects: inout DefectLog
  ) {
    func report(_ kind: DefectKind, _ start: Int?) {
      if let start { defects.report(kind, at: start..<start + 1) }
    }
    if declared != nil, !isKnown {
      defects.report(.charsetUnknown, at: 0..<count)
    } else {
      report(.charsetUndeclared, firstEightBit)
    }
    if decision == .bom, isKnown { defects.report(.charsetBOMOverLabel, at: 0..<min(count, markLength(charset))) }
    report(.charsetEscapeInASCII, firstEscape)
    report(.charsetAlias, firstC1)
    report(.charsetUTF7, firstPlus)
    if charset.hasPrefix("utf-16") || charset.hasPrefix("utf-32") {
      defects.report(.charsetUTF16, at: 0..<count)
    } else if count > 0, isUnlikeUSASCII(charsets) {
      defects.report(.charsetNotASCII, at: 0..<count)
    }
    if let firstOverlong { defects.report(.charsetOverlong, at: firstOverlong) }
    if malformed > (endsInside ? 1 : 0) { defects.report(.charsetMalformedText, at: 0..<count) }
    if endsInside { defects.report(.charsetTruncatedText, at: max(0, count - 1)..<count) }
  }

  private func markLength(_ charset: String) -> Int {
    charset == "utf-8" ? 3 : charset.hasPrefix("utf-16") ? 2 : 4
  }

  /// Whether a charset gives the bytes of syntax another meaning than US-ASCII does, as EBCDIC does.
  ///
  /// Found by trying, since only the converter knows; the charsets of the standard all keep US-ASCII.
  private func isUnlikeUSASCII(_ charsets: any CharsetDecoding) -> Bool {
    guard isKnown, let declared, !declared.isListed, var decoder = charsets.makeDecoder(for: declared) else {
      return false
    }
    let probe = "<a href=http://example.org/>\r\n"
    let decoded = [UInt8](capacity: 4 * probe.utf8.count) { output in
      _ = decoder.decode(probe.utf8.span, into: &output, atEnd: true)
    }
    return !decoded.span.equals(probe)
  }
}

extension CharsetLabel {
  /// `utf-16` and its like, to which a mark of either order belongs.
  fileprivate var isUTF16OfNoByteOrder: Bool {
    charset == "utf-16le" && !name.hasSuffix("le")
  }
}

extension Span where Element == UInt8 {
  fileprivate func firstIndexOfC1() -> Int? {
    var from = 0
    while let index = firstIndexOfEightBit(from: from) {
      if self[index] <= 0x9F { return index }
      from = index + 1
    }
    return nil
  }
}
