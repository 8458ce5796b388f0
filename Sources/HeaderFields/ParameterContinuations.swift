internal import Charsets
internal import WireBytes

/// A value that was joined from its pieces.
struct JoinedParameter {
  let parameter: Parameter
  /// The value as bytes, percent signs undone, charset not.
  let bytes: [UInt8]
}

/// The parameters of one field that are written in the ways of RFC 2231: percent-encoded, in pieces, or both.
///
///     title*1*=%C3%A4; title*0*=utf-8'de'%C3; title*2=" b"
///
///     section 0   utf-8'de'%C3   charset utf-8, language de   C3
///     section 1   %C3%A4                                      C3 A4
///     section 2   " b"           not extended                 20 62
///
/// Pieces come in any order, are joined from 0 up to the first number that is missing, as bytes, and only then
/// converted. Of two pieces with one number the first counts, as of two parameters with one name.
struct ContinuedParameters {
  private let owner: ParameterOwner
  private var groups: [Group] = []
  private var places = PlaceIndex<Group, String> { $0.name }

  /// All that was said about one name.
  private struct Group {
    let name: String
    /// `name*=`
    var whole: RawParameter?
    /// `name*0=` and so on, in the order of the field.
    var sections: [Section] = []
    var places = PlaceIndex<Section, Int> { $0.index }
  }

  private typealias Section = (index: Int, raw: RawParameter)

  init(owner: ParameterOwner) {
    self.owner = owner
  }

  var isEmpty: Bool { groups.isEmpty }

  /// The names are numbered in the order in which they first appear.
  var indices: Range<Int> { groups.indices }

  mutating func append(_ raw: RawParameter, of body: Span<UInt8>, defects: inout DefectLog) {
    let name = body.extracting(raw.name).lowercasedText
    let at = places.place(of: name, in: groups) ?? groups.count
    if at == groups.count { groups.append(Group(name: name)) }
    if case .section(let index, _) = raw.form {
      if groups[at].places.place(of: index, in: groups[at].sections) != nil {
        // Equal ones are no better: some programs join both.
        defects.report(.parameterDuplicateSection, at: raw.range)
      } else {
        groups[at].sections.append((index, raw))
      }
    } else if let earlier = groups[at].whole {
      let isEqual = earlier.valueBytes(of: body) == raw.valueBytes(of: body)
      defects.report(duplicateKind(of: name), at: raw.range, severity: isEqual ? .lint : nil)
    } else {
      groups[at].whole = raw
    }
  }

  /// The value of the name with a number, or nil if its pieces do not begin with section 0.
  func value(
    at number: Int, in body: Span<UInt8>, charsets: any CharsetDecoding, defects: inout DefectLog
  ) -> JoinedParameter? {
    let group = groups[number]
    let name = group.name
    let pieces = pieces(of: group, defects: &defects)
    guard let first = pieces.first else { return nil }
    if owner == .multipart, name == "boundary" { defects.report(.parameterContinuedBoundary, at: first.range) }

    var value = ExtendedValue(at: first.range)
    for piece in pieces { value.append(piece.valueBytes(of: body), isExtended: piece.isExtended) }
    let text = value.text(using: charsets, decodingWords: name != "boundary", defects: &defects)
    let parameter = Parameter(
      name: name, value: text, range: first.range, moreRanges: pieces.dropFirst().map(\.range))
    return JoinedParameter(parameter: parameter, bytes: value.bytes)
  }

  /// The pieces that make the value: the whole one, else the sections from 0 without a gap.
  private func pieces(of group: Group, defects: inout DefectLog) -> [RawParameter] {
    if let whole = group.whole {
      if let other = group.sections.first {
        defects.report(duplicateKind(of: group.name), at: other.raw.range)
      }
      return [whole]
    }
    let sorted = group.sections.sorted { $0.index < $1.index }
    if let late = zip(sorted, group.sections).first(where: { $0.index != $1.index })?.1 {
      defects.report(.parameterOrder, at: late.raw.range)
    }
    let joined = zip(0..., sorted).prefix { $0 == $1.index }.map(\.1.raw)
    if joined.count < sorted.count {
      defects.report(.parameterGap, at: sorted[joined.count].raw.range)
    }
    return joined
  }

  private func duplicateKind(of name: String) -> DefectKind {
    switch name {
    case "boundary" where owner == .multipart: .parameterDuplicateBoundary
    case "filename", "name": .parameterDuplicateFileName
    default: .parameterDuplicate
    }
  }
}

extension RawParameter {
  fileprivate var isExtended: Bool {
    switch form {
    case .extended, .section(_, isExtended: true): true
    default: false
    }
  }
}

/// A value while its pieces are joined.
///
/// `extended-initial-value = [charset] "'" [language] "'" extended-other-values` (RFC 2231 section 7)
private struct ExtendedValue {
  private let range: Range<Int>
  private(set) var bytes: [UInt8] = []

  /// What the first piece says before its first apostrophe, if it is extended.
  private var charset: ArraySlice<UInt8>?
  private var pieces = 0
  private var hasExtendedPiece = false
  private var hasBadPercent = false
  private var lacksCharset = false
  private var repeatsCharset = false

  init(at range: Range<Int>) {
    self.range = range
  }

  mutating func append(_ piece: [UInt8], isExtended: Bool) {
    defer { pieces += 1 }
    guard isExtended else {
      bytes += piece
      return
    }
    hasExtendedPiece = true
    var text = piece[...]
    if pieces == 0 {
      // Without charset and language nobody says that percent signs are more than that.
      guard let prefix = Self.prefix(of: piece) else {
        lacksCharset = true
        bytes += piece
        return
      }
      charset = prefix.charset
      text = prefix.rest
    } else if let charset, !charset.isEmpty, let rest = Self.strip(charset, from: piece) {
      repeatsCharset = true
      text = rest
    }
    appendPercentDecoded(text)
  }

  /// The value as text, with defects for all pieces together.
  func text(using charsets: any CharsetDecoding, decodingWords: Bool, defects: inout DefectLog) -> String {
    if lacksCharset { defects.report(.parameterPercentWithoutCharset, at: range) }
    if repeatsCharset { defects.report(.parameterCharsetAgain, at: range) }
    if hasBadPercent { defects.report(.parameterBadPercent, at: range) }
    // Some mailers put an encoded word where charset and language belong: filename*="=?utf-8?Q?caf=C3=A9?="
    if !hasExtendedPiece || lacksCharset, decodingWords {
      var text = EncodedText(charsets: charsets, in: .parameterValue)
      text.append(bytes.span, at: range.lowerBound, defects: &defects)
      return text.finish(defects: &defects)
    }
    let label = charset.flatMap { $0.isEmpty ? nil : CharsetLabel($0.span) }
    let decoded = charsets.text(of: bytes.span, declared: label)
    if decoded.declaredIsUnknown { defects.report(.charsetUnknown, at: range) }
    if decoded.charset == "utf-7" { defects.report(.charsetUTF7, at: range) }
    if decoded.malformed > 0 { defects.report(.charsetMalformedText, at: range) }
    // What percent signs hid: it truncates names in C and splits fields when it is written out again.
    if bytes.contains(ASCII.nul) { defects.report(.parameterNUL, at: range, severity: .high) }
    if bytes.contains(ASCII.lf) || bytes.contains(ASCII.cr) {
      defects.report(.headerControl, at: range, severity: .high)
    }
    return decoded.text
  }

  private mutating func appendPercentDecoded(_ text: ArraySlice<UInt8>) {
    var i = text.startIndex
    while i < text.endIndex {
      if text[i] == ASCII.percent {
        if i + 2 < text.endIndex, let high = ASCII.hexValue(text[i + 1]), let low = ASCII.hexValue(text[i + 2]) {
          bytes.append(high << 4 | low)
          i += 3
          continue
        }
        hasBadPercent = true
      }
      bytes.append(text[i])
      i += 1
    }
  }

  /// The charset and what follows the second apostrophe, or nil.
  private static func prefix(of piece: [UInt8]) -> (charset: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)? {
    guard let first = piece.firstIndex(of: ASCII.apostrophe),
      let second = piece[(first + 1)...].firstIndex(of: ASCII.apostrophe)
    else { return nil }
    return (piece[..<first], piece[(second + 1)...])
  }

  /// What follows a `charset'` or `charset''` that a later piece repeats though only the first may have it, or nil.
  private static func strip(_ charset: ArraySlice<UInt8>, from piece: [UInt8]) -> ArraySlice<UInt8>? {
    guard piece.count > charset.count, piece[charset.count] == ASCII.apostrophe,
      piece.span.extracting(0..<charset.count).lowercasedText == charset.span.lowercasedText
    else { return nil }
    let rest = piece[(charset.count + 1)...]
    return rest.first == ASCII.apostrophe ? rest.dropFirst() : rest
  }
}
