import Charsets
import WireBytes

/// Makes mailboxes of the tokens of one list element.
///
///     Ann (x) <ann@example.org>     name, angle brackets
///     ann@example.org (Ann)         a bare address, named by a comment
///     Ann ann@example.org           brackets forgotten: the last word holds the "@", the words before it are a name
///     a@example.org b@example.org   comma forgotten: two mailboxes
///     postmaster                    a local part without a domain
///     Undisclosed Recipients        a name without an address
struct MailboxParser: ~Escapable {
  private let bytes: Span<UInt8>
  private let charsets: any CharsetDecoding
  private var addrSpecs: AddrSpecParser
  private var found: [Mailbox] = []

  @_lifetime(copy body)
  init(_ body: Span<UInt8>, charsets: any CharsetDecoding) {
    bytes = body
    self.charsets = charsets
    addrSpecs = AddrSpecParser(body, charsets: charsets)
  }

  /// The mailboxes of an element, usually one; none where nothing can be shown.
  mutating func mailboxes(of element: AddressElement, defects: inout DefectLog) -> [Mailbox] {
    found.removeAll(keepingCapacity: true)
    let tokens = element.tokens
    if let start = element.angleStart, let end = element.angleEnd {
      readAngle(tokens[..<start], tokens[start..<end], tokens[end...], element.range, defects: &defects)
    } else {
      var start = 0
      for i in tokens.indices.prefix(element.pieceStart) where tokens[i].special == ASCII.comma {
        readBare(tokens[start..<i], defects: &defects)
        start = i + 1
      }
      readBare(tokens[element.pieceStart...], defects: &defects)
    }
    return found
  }

  /// Whether tokens before a colon are the scheme of a URI that was put in place of an address.
  func isMailtoScheme(_ tokens: [StructuredToken]) -> Bool {
    tokens.count == 1 && bytes.extracting(tokens[0].range).equalsIgnoringCase("mailto")
  }

  // MARK: name <address>

  private mutating func readAngle(
    _ name: ArraySlice<StructuredToken>, _ address: ArraySlice<StructuredToken>, _ tail: ArraySlice<StructuredToken>,
    _ range: Range<Int>, defects: inout DefectLog
  ) {
    let addrSpec = addrSpecs.angleAddrSpec(address, defects: &defects)
    let trailing = tail.filter { !$0.isSkipped }
    let tailHasAt = trailing.contains { $0.special == ASCII.at }
    if let first = trailing.first, let last = trailing.last {
      defects.report(.addressTextAfterAngle, at: first.range.lowerBound..<last.range.upperBound)
    }

    var displayName = phrase(name, defects: &defects)
    if displayName == nil, !tailHasAt { displayName = phrase(tail, defects: &defects) }
    if displayName == nil { displayName = comments(name, defects: &defects) }
    if displayName == nil { displayName = comments(tail, defects: &defects) }
    if addrSpec == nil, let words = phrase(address, defects: &defects) {
      // Ann <ann at example.org> is nobody's address, but a reader sees all of it.
      displayName = displayName.map { "\($0) <\(words)>" } ?? words
    }

    if name.contains(where: { $0.special == ASCII.at }), let first = name.first, let last = name.last {
      checkUnquotedAddress(name, addrSpec, first.range.lowerBound..<last.range.upperBound, defects: &defects)
    } else {
      check(displayName, addrSpec, range, defects: &defects)
    }
    emit(displayName, addrSpec, range, defects: &defects)

    // <a@b.com> c@d.com: a comma was forgotten; <a@b.com>@c.com is nothing but junk behind an address.
    if tailHasAt, let first = trailing.first, first.spaceBefore, first.isWord {
      readBare(tail, defects: &defects)
    }
  }

  /// An address as a name that is not in quotes: some programs take it for the mailbox.
  private mutating func checkUnquotedAddress(
    _ name: ArraySlice<StructuredToken>, _ addrSpec: AddrSpec?, _ range: Range<Int>, defects: inout DefectLog
  ) {
    var ignored = DefectLog(capacity: 0)
    let start = name.firstIndex { !$0.isSkipped } ?? name.startIndex
    guard let named = addrSpecs.bareAddrSpec(name, from: start, defects: &ignored),
      ignored.count(of: .addressNoDomain) + ignored.count(of: .addressNoLocalPart) == 0
    else {
      defects.report(.addressUnquotedSpecial, at: range)
      return
    }
    let isAll = named.end == name.endIndex
    let isSame = addrSpec.map { DeceptiveText.isSame($0.text, named.addrSpec.text) } ?? false
    defects.report(.addressUnquotedAddressName, at: range, severity: isAll && isSame ? .lint : nil)
  }

  // MARK: Bare addresses

  private mutating func readBare(_ tokens: ArraySlice<StructuredToken>, defects: inout DefectLog) {
    let countBefore = found.count
    var wordsStart = tokens.startIndex
    var i = tokens.startIndex
    while i < tokens.endIndex {
      if tokens[i].isSkipped {
        i += 1
      } else if let (addrSpec, end) = addrSpecs.bareAddrSpec(tokens, from: i, defects: &defects) {
        let words = tokens[wordsStart..<i]
        let range = tokens[i].range.lowerBound..<tokens[end - 1].range.upperBound
        let next = tokens[end...].firstIndex { !$0.isSkipped } ?? tokens.endIndex
        if found.count > countBefore { defects.report(.addressMultipleAt, at: range) }
        var displayName = phrase(words, defects: &defects)
        if displayName != nil { defects.report(.addressInvalid, at: words[wordsStart].range) }
        if displayName == nil { displayName = comments(tokens[end..<next], defects: &defects) }
        if displayName == nil { displayName = comments(words, defects: &defects) }
        if displayName == nil, next < tokens.endIndex, !tokens[next...].contains(where: { $0.special == ASCII.at }) {
          displayName = phrase(tokens[next...], defects: &defects)
        }
        check(displayName, addrSpec, range, defects: &defects)
        emit(displayName, addrSpec, range, defects: &defects)
        i = next
        wordsStart = next
      } else {
        i = addrSpecs.endOfWords(tokens, from: i)
      }
    }
    let words = tokens[wordsStart...].filter { !$0.isSkipped }
    guard let first = words.first, let last = words.last else { return }
    let range = first.range.lowerBound..<last.range.upperBound
    if found.count > countBefore {
      defects.report(.addressInvalid, at: range)
    } else {
      readWords(tokens, range, defects: &defects)
    }
  }

  /// Words without an `@`: one word is a local part, several are a name.
  private mutating func readWords(
    _ tokens: ArraySlice<StructuredToken>, _ range: Range<Int>, defects: inout DefectLog
  ) {
    defects.report(.addressNoDomain, at: range)
    if let addrSpec = addrSpecs.localPartAlone(tokens, defects: &defects) {
      emit(comments(tokens, defects: &defects), addrSpec, range, defects: &defects)
    } else {
      let displayName = phrase(tokens, defects: &defects)
      check(displayName, nil, range, defects: &defects)
      emit(displayName, nil, range, defects: &defects)
    }
  }

  private mutating func emit(
    _ displayName: String?, _ addrSpec: AddrSpec?, _ range: Range<Int>, defects: inout DefectLog
  ) {
    if displayName != nil || addrSpec != nil {
      found.append(Mailbox(displayName: displayName, addrSpec: addrSpec))
    }
  }

  // MARK: Names

  /// A display name: words, quoted strings and whatever stands between them, decoded; nil if nothing does.
  ///
  /// Text between quoted strings is handed on as it stands, so that an encoded word with a bare comma in it is
  /// still whole.
  func phrase(_ tokens: ArraySlice<StructuredToken>, defects: inout DefectLog) -> String? {
    var text = EncodedText(charsets: charsets)
    var isEmpty = true
    var needsSpace = false
    var hasDots = false
    var hasAt = false
    var i = tokens.startIndex
    while i < tokens.endIndex {
      let token = tokens[i]
      needsSpace = needsSpace || token.spaceBefore || token.kind == .comment
      if token.isSkipped {
        i += 1
        continue
      }
      if needsSpace, !isEmpty { text.append(" ".utf8.span, at: token.range.lowerBound, defects: &defects) }
      isEmpty = false
      needsSpace = false
      if token.kind == .quotedString {
        appendQuoted(token, to: &text, defects: &defects)
        i += 1
      } else {
        while i < tokens.endIndex, !tokens[i].isSkipped, tokens[i].kind != .quotedString {
          hasDots = hasDots || tokens[i].special == ASCII.dot
          hasAt = hasAt || tokens[i].special == ASCII.at
          checkInPhrase(tokens[i], defects: &defects)
          i += 1
        }
        let range = token.range.lowerBound..<tokens[i - 1].range.upperBound
        // John Q. Public: an obs-phrase. An address in the name has defects of its own.
        if hasDots, !hasAt { defects.report(.addressObsoleteSyntax, at: range) }
        hasDots = false
        text.append(bytes.extracting(range), at: range.lowerBound, defects: &defects)
      }
    }
    let result = text.finish(defects: &defects)
    return result.isEmpty ? nil : result
  }

  /// Specials that should have been in quotes. Dots are allowed in an `obs-phrase`, `@` has defects of its own.
  private func checkInPhrase(_ token: StructuredToken, defects: inout DefectLog) {
    switch token.special {
    case 0:
      // An atom has specials inside only if it is an encoded word, whose dots harm nobody.
      let hasSpecial = token.kind == .domainLiteral || bytes.extracting(token.range).contains(anyOf: .specialsButDot)
      if hasSpecial { defects.report(.addressUnquotedSpecial, at: token.range) }
    case ASCII.dot, ASCII.at:
      break
    case ASCII.closeParenthesis:
      defects.report(.addressTrailingSpecial, at: token.range)
    default:
      defects.report(.addressUnquotedSpecial, at: token.range)
    }
  }

  private func appendQuoted(_ token: StructuredToken, to text: inout EncodedText, defects: inout DefectLog) {
    let start = token.range.lowerBound + 1
    let content = bytes.extracting(start..<token.range.upperBound - 1)
    if content.firstIndex(of: ASCII.backslash) == nil {
      text.append(content, at: start, quoted: true, defects: &defects)
    } else {
      text.append(content.withoutQuotedPairs.span, at: start, quoted: true, defects: &defects)
    }
  }

  /// The text of the comments among some tokens, with a blank between two; nil without any text.
  private func comments(_ tokens: ArraySlice<StructuredToken>, defects: inout DefectLog) -> String? {
    var result: String?
    for token in tokens where token.kind == .comment {
      var text = EncodedText(charsets: charsets)
      let start = token.range.lowerBound + 1
      let content = bytes.extracting(start..<token.range.upperBound - 1)
      text.append(content.withoutQuotedPairs.span, at: start, defects: &defects)
      let comment = text.finish(defects: &defects)
      if comment.utf8.allSatisfy({ ByteClass.fws.contains($0) }) { continue }
      if result == nil { result = comment } else { result? += " " + comment }
    }
    return result
  }

  /// What a display name must not hide.
  private func check(
    _ displayName: String?, _ addrSpec: AddrSpec?, _ range: Range<Int>, defects: inout DefectLog
  ) {
    guard let displayName else { return }
    if DeceptiveText.holdsAddress(displayName, otherThan: addrSpec?.text) {
      defects.report(.addressDisplayLooksLikeAddress, at: range)
    }
    if let severity = DeceptiveText.invisibles(in: displayName) {
      defects.report(.addressBidiOrInvisible, at: range, severity: severity)
    }
  }
}

extension ByteClass {
  fileprivate static let specialsButDot = specials.subtracting(ByteClass("."))
}

extension Span where Element == UInt8 {
  /// Whether any byte is of a class.
  func contains(anyOf byteClass: ByteClass) -> Bool {
    for i in 0..<count where byteClass.contains(self[i]) { return true }
    return false
  }

  /// The bytes with each `quoted-pair` replaced by what it stands for (RFC 5322 section 3.2.1).
  var withoutQuotedPairs: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count)
    var i = 0
    while i < count {
      if self[i] == ASCII.backslash, i + 1 < count { i += 1 }
      result.append(self[i])
      i += 1
    }
    return result
  }
}
