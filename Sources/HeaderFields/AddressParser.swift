import Charsets
import WireBytes

/// Reads an address list in one pass over its raw tokens.
///
/// The list level lives here: it gathers the tokens of one element until the `,`, `;` or `:` that ends it, and
/// hands them to `MailboxParser`. Groups are one level deep, and a token is looked at a fixed number of times.
///
///     Doe, John <j@example.org>, Friends: a@example.org;
///     ───┬───── ───────┬──────   ───┬─── ──────┬──────
///        │             │            │          one element, member of the group
///        │             │            a piece before ":" with a word in it: a group begins
///        │             a piece with "<": it takes the pieces held back before it as its name
///        a piece without "@": held back, as the comma may be one that should have been in quotes
struct AddressParser: ~Escapable {
  private var lexer: StructuredLexer
  private var parser: MailboxParser
  private let field: FieldName
  private let byteCount: Int

  private var element = AddressElement()
  private var addresses: [Address] = []
  private var group: (name: String, members: [Mailbox], start: Int)?
  private var count = 0
  /// The comma that ended the element before, if nothing has followed it.
  private var openComma: Range<Int>?
  private var isBehindGroup = false

  @_lifetime(copy body)
  init(_ body: Span<UInt8>, field: FieldName, charsets: any CharsetDecoding) {
    lexer = StructuredLexer(body)
    parser = MailboxParser(body, charsets: charsets)
    self.field = field
    byteCount = body.count
  }

  /// Reads the whole list.
  mutating func parse(defects: inout DefectLog) -> [Address] {
    let emptyBefore = defects.count(of: .addressEmpty)
    while count < AddressList.limit, let token = lexer.next() {
      read(token, defects: &defects)
    }
    if count >= AddressList.limit, !lexer.isAtEnd {
      defects.report(.limitAddresses, at: lexer.offset..<byteCount)
      element.removeAll()
      openComma = nil
    }
    endElement(defects: &defects)
    if let openComma {
      defects.report(.addressEmptyListElement, at: openComma)
    }
    if let group {
      // "undisclosed-recipients:" without the semicolon is common, and everybody reads it alike.
      defects.report(
        .addressUnterminated, at: group.start..<byteCount, severity: group.members.isEmpty ? .lint : .medium)
      endGroup()
    }
    let mayBeEmpty = field == .bcc || field == .resentBcc
    if addresses.isEmpty, !mayBeEmpty, defects.count(of: .addressEmpty) == emptyBefore {
      defects.report(.addressEmpty, at: 0..<byteCount)
    }
    return addresses
  }

  private mutating func read(_ token: StructuredToken, defects: inout DefectLog) {
    switch token.special {
    case ASCII.less: openAngle(token, defects: &defects)
    case ASCII.greater: closeAngle(token)
    case ASCII.comma: comma(token, defects: &defects)
    case ASCII.semicolon: semicolon(token, defects: &defects)
    case ASCII.colon: colon(token, defects: &defects)
    default:
      if token.isStrayOpener { defects.report(.addressUnterminated, at: token.range) }
      if token.isNested { defects.report(.addressNestedComment, at: token.range) }
      element.append(token)
    }
  }

  // MARK: Angle brackets

  private mutating func openAngle(_ token: StructuredToken, defects: inout DefectLog) {
    if element.isAngleOpen {
      if element.isAngleEmpty {
        // <<a@b.com>>
        defects.report(.addressAngleNested, at: token.range)
        element.nestedAngles += 1
      } else {
        // <a@b.com <c@d.com> ends the first mailbox, <Ann <a@b.com> ends nothing but a name.
        if element.hasAt {
          endElement(defects: &defects)
        } else {
          defects.report(.addressUnterminated, at: element.angleOpening)
        }
        element.openAngle(token)
      }
    } else {
      if element.isAngleClosed {
        // <a@b.com> B <c@d.com>: both are shown, so that no reader misses one.
        defects.report(.addressAngleTwice, at: token.range)
        let words = element.takeTail()
        endElement(defects: &defects)
        for word in words { element.append(word) }
      }
      element.openAngle(token)
    }
  }

  private mutating func closeAngle(_ token: StructuredToken) {
    if element.isAngleOpen {
      element.closeAngle()
    } else if element.nestedAngles > 0 {
      element.nestedAngles -= 1
    } else {
      element.append(token)
    }
  }

  // MARK: Separators

  private mutating func comma(_ token: StructuredToken, defects: inout DefectLog) {
    if element.isInSourceRoute {
      element.append(token)
    } else if element.hasAngle || element.hasAt {
      endElement(defects: &defects)
      openComma = token.range
    } else if element.isPieceEmpty {
      // RFC 5322 section 4.4 lets list elements be empty; the comma behind a group's semicolon ends the group.
      let isDue = isBehindGroup && element.isEmpty
      endElement(defects: &defects)
      isBehindGroup = false
      if !isDue { defects.report(.addressEmptyListElement, at: openComma ?? token.range) }
      openComma = token.range
    } else {
      element.holdBack(token)
      openComma = token.range
    }
  }

  private mutating func semicolon(_ token: StructuredToken, defects: inout DefectLog) {
    if let name = element.emptyGroupInAngle, lexer.nextByte == ASCII.greater || lexer.nextByte == ASCII.at {
      takeGroupInAngle(name, upTo: token, defects: &defects)
      return
    }
    endElement(defects: &defects)
    if group != nil {
      endGroup()
      isBehindGroup = true
    } else if lexer.isAtEnd {
      defects.report(.addressEmptyListElement, at: token.range)
    } else {
      // Outlook's users write a@b.com; c@d.com, others take what precedes the semicolon for a group.
      defects.report(.addressUnquotedSpecial, at: token.range)
    }
    openComma = nil
  }

  /// `<undisclosed-recipients:;>`, and `<undisclosed-recipients:;@example.org>` behind a relay that completes addresses:
  /// nobody's address.
  private mutating func takeGroupInAngle(
    _ name: ArraySlice<StructuredToken>, upTo semicolon: StructuredToken, defects: inout DefectLog
  ) {
    defects.report(
      .addressInvalid, at: element.angleOpening.lowerBound..<semicolon.range.upperBound, severity: .medium)
    if group == nil {
      addresses.append(.group(Group(name: parser.phrase(name, defects: &defects) ?? "", members: [])))
    }
    count += 1
    element.removeAll()
    openComma = nil
    while let token = lexer.next(), token.special != ASCII.greater {
      if token.special == ASCII.comma { return }
    }
    isBehindGroup = true
  }

  private mutating func colon(_ token: StructuredToken, defects: inout DefectLog) {
    guard !element.hasAngle, !element.hasAt, !element.isPieceEmpty else {
      element.append(token)
      return
    }
    let name = element.takePiece()
    endElement(defects: &defects)
    openComma = nil
    let range = name[0].range.lowerBound..<token.range.upperBound
    if parser.isMailtoScheme(name) {
      defects.report(.addressInvalid, at: range, severity: .medium)
    } else if group != nil {
      defects.report(.addressGroupNested, at: range)
    } else {
      if field == .from { defects.report(.addressGroupInFrom, at: range) }
      noteMissingComma(at: range, defects: &defects)
      group = (parser.phrase(name[...], defects: &defects) ?? "", [], range.lowerBound)
      count += 1
    }
  }

  // MARK: Results

  private mutating func endElement(defects: inout DefectLog) {
    if element.isAngleOpen {
      defects.report(.addressUnterminated, at: element.angleOpening)
      element.closeAngle()
    }
    guard !element.isEmpty else {
      element.removeAll()
      return
    }
    noteMissingComma(at: element.range, defects: &defects)
    openComma = nil
    for mailbox in parser.mailboxes(of: element, defects: &defects) {
      count += 1
      if group == nil {
        addresses.append(.mailbox(mailbox))
      } else {
        group?.members.append(mailbox)
      }
      if count == 2, field == .from, group == nil {
        defects.report(.addressMultipleFrom, at: element.range)
      }
    }
    element.removeAll()
  }

  private mutating func endGroup() {
    guard let group else { return }
    addresses.append(.group(Group(name: group.name, members: group.members)))
    self.group = nil
  }

  /// A group and what follows it need a comma between them, which `a: b@c; d: e@f;` lacks.
  private mutating func noteMissingComma(at range: Range<Int>, defects: inout DefectLog) {
    if isBehindGroup { defects.report(.addressObsoleteSyntax, at: range) }
    isBehindGroup = false
  }
}
