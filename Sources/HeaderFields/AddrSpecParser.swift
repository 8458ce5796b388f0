import Charsets
import WireBytes

/// Reads `local-part@domain` from tokens, obsolete and broken forms included.
///
/// Encoded words are never decoded here: `=?utf-8?q?a=40evil.test?=@example.org` is an address of example.org with
/// a strange local part, and nobody's at evil.test.
struct AddrSpecParser: ~Escapable {
  private let bytes: Span<UInt8>
  private let charsets: any CharsetDecoding
  private var local: [UInt8] = []
  private var domain: [UInt8] = []
  private var isQuoted = false

  @_lifetime(copy body)
  init(_ body: Span<UInt8>, charsets: any CharsetDecoding) {
    bytes = body
    self.charsets = charsets
  }

  // MARK: Entry points

  /// The address that begins at `start`, and the index of the first token behind it; nil if no `@` follows the
  /// words there.
  mutating func bareAddrSpec(
    _ tokens: ArraySlice<StructuredToken>, from start: Int, defects: inout DefectLog
  ) -> (addrSpec: AddrSpec, end: Int)? {
    let (_, at) = localPart(tokens, from: start)
    guard let at else { return nil }
    readLocalPart(tokens[start..<at], defects: &defects)
    let end = readDomain(tokens, at: at, defects: &defects)
    return (addrSpec(tokens[start..<end], at: at, route: nil, defects: &defects), end)
  }

  /// The index behind the words that begin at `start`; always moves on.
  func endOfWords(_ tokens: ArraySlice<StructuredToken>, from start: Int) -> Int {
    max(localPart(tokens, from: start).end, start + 1)
  }

  /// The local part that is all there is, or nil if there is more than one word.
  mutating func localPartAlone(_ tokens: ArraySlice<StructuredToken>, defects: inout DefectLog) -> AddrSpec? {
    guard let start = tokens.firstIndex(where: { !$0.isSkipped }) else { return nil }
    let end = localPart(tokens, from: start).end
    let rest = tokens[end...]
    // An open comment or quote leaves a mere word behind: "a (b" names nobody.
    let isPlain = tokens[start..<end].allSatisfy { $0.kind == .atom || $0.special == ASCII.dot }
    guard isPlain, end > start, rest.allSatisfy({ $0.kind == .comment }) else { return nil }
    readLocalPart(tokens[start..<end], defects: &defects)
    return addrSpec(tokens[start..<end], at: nil, route: nil, defects: &defects)
  }

  /// What stands between angle brackets; nil for nothing or mere words.
  mutating func angleAddrSpec(_ tokens: ArraySlice<StructuredToken>, defects: inout DefectLog) -> AddrSpec? {
    var start = tokens.firstIndex { !$0.isSkipped } ?? tokens.endIndex
    guard start < tokens.endIndex else {
      let place = tokens.first?.range.lowerBound ?? 0
      defects.report(.addressEmpty, at: place..<(tokens.last?.range.upperBound ?? place))
      return nil
    }
    for token in tokens[..<start] where token.kind == .comment {
      defects.report(.addressCommentInLocalPart, at: token.range)
    }
    let route = sourceRoute(tokens, start: &start, defects: &defects)
    skipMailto(tokens, start: &start, defects: &defects)

    let (end, at) = localPart(tokens, from: start)
    if let at {
      readLocalPart(tokens[start..<at], defects: &defects)
      let end = readDomain(tokens, at: at, defects: &defects)
      if let junk = tokens[end...].first(where: { !$0.isSkipped }) {
        defects.report(.addressInvalid, at: junk.range)
      }
      return addrSpec(tokens[start..<end], at: at, route: route, defects: &defects)
    }
    let range = start < tokens.endIndex ? span(tokens[start...]) : span(tokens)
    if let at = tokens[start...].firstIndex(where: { $0.special == ASCII.at }) {
      // <ann example@example.org>: the words are one local part, which needs quotes.
      defects.report(.addressInvalid, at: range)
      readWordsAsLocalPart(tokens[start..<at], defects: &defects)
      let end = readDomain(tokens, at: at, defects: &defects)
      return addrSpec(tokens[start..<end], at: at, route: route, defects: &defects)
    }
    defects.report(.addressNoDomain, at: range)
    guard start < tokens.endIndex, !tokens[end...].contains(where: { !$0.isSkipped }) else { return nil }
    readLocalPart(tokens[start..<end], defects: &defects)
    return addrSpec(tokens[start..<end], at: nil, route: route, defects: &defects)
  }

  // MARK: Source routes

  /// `obs-route = obs-domain-list ":"`, as in `<@a.example,@b.example:ann@example.org>` (RFC 5322 section 4.4).
  private func sourceRoute(
    _ tokens: ArraySlice<StructuredToken>, start: inout Int, defects: inout DefectLog
  ) -> String? {
    guard tokens[start].special == ASCII.at,
      let colon = tokens[start...].firstIndex(where: { $0.special == ASCII.colon })
    else { return nil }
    var route: [UInt8] = []
    for token in tokens[start..<colon] where !token.isSkipped { route.append(bytes.extracting(token.range)) }
    defects.report(.addressSourceRoute, at: span(tokens[start...colon]))
    start = tokens[(colon + 1)...].firstIndex { !$0.isSkipped } ?? tokens.endIndex
    return String(decoding: route, as: UTF8.self)
  }

  private func skipMailto(_ tokens: ArraySlice<StructuredToken>, start: inout Int, defects: inout DefectLog) {
    guard start + 1 < tokens.endIndex, tokens[start + 1].special == ASCII.colon,
      bytes.extracting(tokens[start].range).equalsIgnoringCase("mailto")
    else { return }
    defects.report(.addressInvalid, at: span(tokens[start...start + 1]), severity: .medium)
    start += 2
  }

  // MARK: Local part

  /// Where the local part that begins at `start` ends, and the index of the `@` behind it, if one is there.
  ///
  /// `obs-local-part = word *("." word)`. Specials that are glued into it stay in it as written.
  private func localPart(_ tokens: ArraySlice<StructuredToken>, from start: Int) -> (end: Int, at: Int?) {
    var end = start
    var wordMayFollow = true
    for i in start..<tokens.endIndex {
      let token = tokens[i]
      if token.isSkipped { continue }
      if token.special == ASCII.at { return (end, i) }
      if token.isWord {
        guard wordMayFollow else { break }
        wordMayFollow = false
      } else {
        guard token.special == ASCII.dot || isGluedJunk(token, isFirst: i == start) else { break }
        wordMayFollow = true
      }
      end = i + 1
    }
    return (end, nil)
  }

  private func isGluedJunk(_ token: StructuredToken, isFirst: Bool) -> Bool {
    let isJunk = token.kind == .domainLiteral || token.kind == .special && token.special != ASCII.closeParenthesis
    return isJunk && (isFirst || !token.spaceBefore)
  }

  private mutating func readLocalPart(_ tokens: ArraySlice<StructuredToken>, defects: inout DefectLog) {
    local.removeAll(keepingCapacity: true)
    var hasQuotes = false
    var hasBadDots = false
    var hasJunk = false
    var hasSpace = false
    var dotMayFollow = false
    var isFirst = true
    for token in tokens {
      if token.kind == .comment { defects.report(.addressCommentInLocalPart, at: token.range) }
      if token.isSkipped { continue }
      if token.spaceBefore, !isFirst { hasSpace = true }
      isFirst = false
      if token.kind == .quotedString {
        hasQuotes = true
        readQuotedString(token, defects: &defects)
        dotMayFollow = true
      } else {
        local.append(bytes.extracting(token.range))
        if token.special == ASCII.dot {
          hasBadDots = hasBadDots || !dotMayFollow
          dotMayFollow = false
        } else {
          hasJunk = hasJunk || token.kind != .atom
          dotMayFollow = true
        }
      }
    }
    guard !isFirst else {
      isQuoted = false
      return
    }
    let range = span(tokens)
    if hasBadDots || !dotMayFollow { defects.report(.addressDots, at: range) }
    if hasJunk { defects.report(.addressInvalid, at: range) }
    // Legal in the obsolete syntax; some programs join what stands around the blank, others cut there.
    if hasSpace { defects.report(.addressSpaceInAddrSpec, at: range, severity: .medium) }
    isQuoted = hasQuotes && !local.span.isDotAtom
  }

  /// Adds what stands between the quotes. Line breaks go, as folds are no part of a local part.
  private mutating func readQuotedString(_ token: StructuredToken, defects: inout DefectLog) {
    var isEscaped = false
    var hasFold = false
    var hasNUL = false
    var isObsolete = false
    for i in token.range.lowerBound + 1..<token.range.upperBound - 1 {
      let byte = bytes[i]
      if byte == ASCII.backslash, !isEscaped {
        isEscaped = true
        continue
      }
      if byte == ASCII.cr || byte == ASCII.lf {
        hasFold = true
      } else {
        hasNUL = hasNUL || byte == ASCII.nul && !isEscaped
        isObsolete = isObsolete || ByteClass.control.contains(byte)
        local.append(byte)
      }
      isEscaped = false
    }
    if hasFold { defects.report(.addressFoldInQuotes, at: token.range) }
    if hasNUL {
      defects.report(.nul, at: token.range)
    } else if isObsolete {
      defects.report(.addressObsoleteSyntax, at: token.range)
    }
  }

  private mutating func readWordsAsLocalPart(_ tokens: ArraySlice<StructuredToken>, defects: inout DefectLog) {
    local.removeAll(keepingCapacity: true)
    for token in tokens where !token.isSkipped {
      if token.spaceBefore, !local.isEmpty { local.append(ASCII.space) }
      if token.kind == .quotedString {
        readQuotedString(token, defects: &defects)
      } else {
        local.append(bytes.extracting(token.range))
      }
    }
    isQuoted = true
  }

  // MARK: Domain

  /// Reads the domain behind the `@` and answers the index of the first token behind it.
  ///
  /// `obs-domain = atom *("." atom)`, joined over blanks and comments around the dots. What is glued to a domain
  /// without being part of it (`b.test)c@d.test`, `b.test(x)c.test`) is skipped with a defect up to the next blank.
  private mutating func readDomain(
    _ tokens: ArraySlice<StructuredToken>, at: Int, defects: inout DefectLog
  ) -> Int {
    domain.removeAll(keepingCapacity: true)
    if tokens[at].spaceBefore { defects.report(.addressObsoleteSyntax, at: tokens[at].range) }
    var end = at + 1
    var comment: Range<Int>?
    var wordMayFollow = true
    var hasJoin = false
    var hasManyAts = false
    var i = at + 1
    while i < tokens.endIndex {
      let token = tokens[i]
      if token.isSkipped {
        if token.kind == .comment { comment = token.range }
        i += 1
        continue
      }
      let isDot = token.special == ASCII.dot
      let isAt = token.special == ASCII.at
      let isWord = token.kind == .atom || token.kind == .domainLiteral && domain.isEmpty
      guard isDot || isAt && !token.spaceBefore || isWord && wordMayFollow else { break }
      if token.spaceBefore {
        if domain.isEmpty {
          defects.report(.addressObsoleteSyntax, at: token.range)
        } else {
          hasJoin = true
        }
      }
      if let range = comment { defects.report(.addressCommentInDomain, at: range, severity: .medium) }
      comment = nil
      if token.kind == .domainLiteral {
        defects.report(token.isUnclosed ? .addressUnterminated : .addressDomainLiteral, at: token.range)
      }
      hasManyAts = hasManyAts || isAt
      wordMayFollow = isDot || isAt
      domain.append(bytes.extracting(token.range))
      i += 1
      end = i
    }
    let range = span(tokens[at..<end])
    if hasJoin { defects.report(.addressSpaceInAddrSpec, at: range) }
    if hasManyAts { defects.report(.addressMultipleAt, at: range) }
    if i < tokens.endIndex, !tokens[i].spaceBefore {
      return skipGlued(tokens, from: i, comment: comment, defects: &defects)
    }
    return end
  }

  private func skipGlued(
    _ tokens: ArraySlice<StructuredToken>, from start: Int, comment: Range<Int>?, defects: inout DefectLog
  ) -> Int {
    if let comment {
      defects.report(.addressCommentInDomain, at: comment)
    } else {
      let isSpecial = tokens[start].kind == .special
      defects.report(isSpecial ? .addressTrailingSpecial : .addressInvalid, at: tokens[start].range)
    }
    return tokens[(start + 1)...].firstIndex { $0.spaceBefore } ?? tokens.endIndex
  }

  // MARK: Result

  private func addrSpec(
    _ tokens: ArraySlice<StructuredToken>, at: Int?, route: String?, defects: inout DefectLog
  ) -> AddrSpec {
    let range = span(tokens)
    if at != nil {
      if domain.isEmpty { defects.report(.addressNoDomain, at: range) }
      if local.isEmpty, !isQuoted { defects.report(.addressNoLocalPart, at: range) }
      if domain.span.hasBadDots { defects.report(.addressDots, at: range) }
    }
    checkLengths(range, hasDomain: at != nil, defects: &defects)
    if !isQuoted, local.span.contains(anyOf: .percentOrBang) { defects.report(.addressPercentOrBang, at: range) }
    let hasControl = !isQuoted && local.span.contains(anyOf: .control)
    let hasDomainControl = at != nil && domain.first != ASCII.openBracket && domain.span.contains(anyOf: .control)
    if hasControl || hasDomainControl { defects.report(.addressInvalid, at: range) }
    checkEncodedWords(tokens, defects: &defects)
    let result = AddrSpec(local: local, isQuoted: isQuoted, domain: at == nil ? nil : domain, sourceRoute: route)
    checkNonASCII(result.text, range, defects: &defects)
    return result
  }

  /// RFC 5321 section 4.5.3.1 and RFC 1035 section 2.3.4. They bind the envelope, so a field is merely untidy.
  private func checkLengths(_ range: Range<Int>, hasDomain: Bool, defects: inout DefectLog) {
    var isTooLong = local.count > 64 || hasDomain && domain.count > 255
    if hasDomain, domain.first != ASCII.openBracket {
      var label = 0
      for byte in domain {
        label = byte == ASCII.dot ? 0 : label + 1
        isTooLong = isTooLong || label > 63
      }
    }
    if isTooLong { defects.report(.addressTooLong, at: range, severity: .lint) }
  }

  /// An encoded word in an address stays as it is. What decoding it would bring to light is reported all the same.
  private func checkEncodedWords(_ tokens: ArraySlice<StructuredToken>, defects: inout DefectLog) {
    for token in tokens where token.kind == .atom {
      let atom = bytes.extracting(token.range)
      guard EncodedWord.first(in: atom, from: 0)?.encoding != nil else { continue }
      defects.report(.addressEncodedWordInAddrSpec, at: token.range)
      var text = EncodedText(charsets: charsets)
      text.append(atom, at: token.range.lowerBound, defects: &defects)
      _ = text.finish(defects: &defects)
    }
  }

  private func checkNonASCII(_ text: String, _ range: Range<Int>, defects: inout DefectLog) {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return }
    if text.unicodeScalars.contains("\u{FFFD}") { defects.report(.addressInvalid, at: range) }
    if DeceptiveText.holdsConfusableSpecial(text) { defects.report(.addressConfusableSpecial, at: range) }
    if DeceptiveText.invisibles(in: text) != nil { defects.report(.addressBidiOrInvisible, at: range) }
  }

  /// What some tokens span, comments at the ends left out.
  private func span(_ tokens: ArraySlice<StructuredToken>) -> Range<Int> {
    guard let first = tokens.first, let last = tokens.last else { return 0..<0 }
    return first.range.lowerBound..<last.range.upperBound
  }
}

extension ByteClass {
  fileprivate static let percentOrBang = ByteClass("%!")
}

extension Span where Element == UInt8 {
  /// `dot-atom-text = 1*atext *("." 1*atext)` (RFC 5322 section 3.2.3, RFC 6532 section 3.2)
  var isDotAtom: Bool {
    guard count > 0, !hasBadDots else { return false }
    for i in 0..<count where self[i] != ASCII.dot && !ByteClass.atext8.contains(self[i]) { return false }
    return true
  }

  /// Whether a dot stands first, last or beside another one.
  fileprivate var hasBadDots: Bool {
    var dotMayFollow = false
    for i in 0..<count {
      if self[i] == ASCII.dot, !dotMayFollow { return true }
      dotMayFollow = self[i] != ASCII.dot
    }
    return count > 0 && !dotMayFollow
  }
}
