internal import WireBytes

/// A reverse-path or forward-path (RFC 5321 section 4.1.2): its kind, and where its pieces stand in the line.
///
///     <>   <Postmaster>   <a@b.c>   <"a b"@c.d>   <@x.test,@y.test:a@[192.0.2.1]>
public struct SMTPPath: Sendable, Hashable {
  /// What the path names.
  public enum Kind: UInt8, Sendable, Hashable {
    /// `<>`: the sender of delivery notices, to whom no notice may be sent
    case null
    /// `<Postmaster>` without a domain, in any case (RFC 5321 section 4.5.1)
    case postmaster
    /// A mailbox
    case mailbox
  }

  /// What the path names.
  public let kind: Kind
  /// Whether it holds bytes above 0x7F, and so needs SMTPUTF8 (RFC 6531).
  public let isInternationalized: Bool
  /// The domain of a mailbox.
  public let domain: SMTPDomain?
  private let shortRange: ShortRange
  private let shortRoute: ShortRange
  private let shortLocalPart: ShortRange

  init(
    kind: Kind, range: Range<Int>, route: Range<Int>, localPart: Range<Int>, domain: SMTPDomain?,
    isInternationalized: Bool
  ) {
    self.kind = kind
    self.isInternationalized = isInternationalized
    self.domain = domain
    self.shortRange = ShortRange(range)
    self.shortRoute = ShortRange(route)
    self.shortLocalPart = ShortRange(localPart)
  }

  /// The whole path with its brackets.
  public var range: Range<Int> { shortRange.range }
  /// The source route without its colon, `@x.test,@y.test`: to be accepted and ignored (RFC 5321 appendix C).
  public var route: Range<Int> { shortRoute.range }
  /// The local part as sent, quotes included. Its case matters (RFC 5321 section 2.4).
  public var localPart: Range<Int> { shortLocalPart.range }

  /// Nothing in the path is longer than it may be.
  @inline(__always)
  func check(_ limits: SMTPLimits) throws(SMTPSyntaxError) {
    guard range.count <= limits.path else { throw SMTPSyntaxError(.pathTooLong, at: range) }
    guard localPart.count <= limits.localPart else { throw SMTPSyntaxError(.localPartTooLong, at: localPart) }
    if let domain, domain.range.count > limits.domain { throw SMTPSyntaxError(.pathTooLong, at: domain.range) }
  }

  /// The mailbox as a value of its own, or nil for `<>` and `<Postmaster>`.
  public func mailbox(in line: Span<UInt8>) -> SMTPMailbox? {
    guard kind == .mailbox, let domain else { return nil }
    return SMTPMailbox(
      encodedLocalPart: String(bytes: line, localPart), domain: String(bytes: line, domain.range),
      isInternationalized: isInternationalized)
  }
}

/// Reads a path. `isForward` for RCPT, whose path must name someone.
struct SMTPPathParser {
  let isForward: Bool
  let leniency: SMTPLeniency
  var deviations: SMTPLeniency = []

  @inline(__always)
  mutating func parse(_ cursor: inout ByteCursor) throws(SMTPSyntaxError) -> SMTPPath {
    let start = cursor.offset
    let isBracketed = cursor.skip(ASCII.less)
    if !isBracketed {
      guard leniency.contains(.pathWithoutBrackets), let next = cursor.next, next != ASCII.space else {
        throw SMTPSyntaxError(.pathBracket, at: start)
      }
      deviations.insert(.pathWithoutBrackets)
    } else if cursor.skip(ASCII.greater) {
      guard !isForward else { throw SMTPSyntaxError(.nullForwardPath, at: start..<cursor.offset) }
      return SMTPPath(
        kind: .null, range: start..<cursor.offset, route: start..<start, localPart: start..<start, domain: nil,
        isInternationalized: false)
    }
    let hasRoute = isBracketed && cursor.next == ASCII.at
    let route = hasRoute ? try sourceRoute(&cursor) : cursor.offset..<cursor.offset
    return try mailbox(&cursor, start: start, route: route, isBracketed: isBracketed)
  }

  /// `A-d-l ":"`, `A-d-l = At-domain *( "," At-domain )`, `At-domain = "@" Domain`
  private mutating func sourceRoute(_ cursor: inout ByteCursor) throws(SMTPSyntaxError) -> Range<Int> {
    let start = cursor.offset
    repeat {
      guard cursor.skip(ASCII.at) else { throw SMTPSyntaxError(.sourceRoute, at: cursor.offset) }
      _ = try SMTPDomain.parse(&cursor, leniency: leniency, deviations: &deviations)
    } while cursor.skip(ASCII.comma)
    let end = cursor.offset
    guard cursor.skip(ASCII.colon) else { throw SMTPSyntaxError(.sourceRoute, at: end) }
    return start..<end
  }

  /// `Mailbox = Local-part "@" ( Domain / address-literal )`, or `Postmaster`, and the closing bracket.
  @inline(__always)
  private mutating func mailbox(
    _ cursor: inout ByteCursor, start: Int, route: Range<Int>, isBracketed: Bool
  ) throws(SMTPSyntaxError) -> SMTPPath {
    let (local, localHasUTF8) = try localPart(&cursor)
    var domain: SMTPDomain?
    if cursor.skip(ASCII.at) {
      domain = try SMTPDomain.parse(&cursor, leniency: leniency, deviations: &deviations)
    } else {
      try checkPostmaster(cursor, local, isBracketed: isBracketed)
    }
    if isBracketed, !cursor.skip(ASCII.greater) {
      throw SMTPSyntaxError(.pathUnterminated, at: cursor.offset)
    }
    return SMTPPath(
      kind: domain == nil ? .postmaster : .mailbox, range: start..<cursor.offset, route: route, localPart: local,
      domain: domain, isInternationalized: localHasUTF8 || domain?.isInternationalized == true)
  }

  /// A local part alone is only `Postmaster`, and only of RCPT (RFC 5321 section 4.1.1.3).
  private mutating func checkPostmaster(
    _ cursor: ByteCursor, _ local: Range<Int>, isBracketed: Bool
  ) throws(SMTPSyntaxError) {
    guard isBracketed, cursor.bytes.extracting(local).equalsIgnoringCase("postmaster"),
      isForward || leniency.contains(.postmasterReversePath)
    else {
      // `<a` has lost its bracket, `<a>` its domain.
      throw SMTPSyntaxError(cursor.next == ASCII.greater ? .domain : .pathUnterminated, at: cursor.offset)
    }
    if !isForward { deviations.insert(.postmasterReversePath) }
  }

  /// `Local-part = Dot-string / Quoted-string`
  @inline(__always)
  private mutating func localPart(
    _ cursor: inout ByteCursor
  ) throws(SMTPSyntaxError) -> (range: Range<Int>, hasUTF8: Bool) {
    if cursor.next == ASCII.quote {
      let quoted = try quotedString(&cursor)
      return (quoted, try hasUTF8(cursor.bytes, quoted))
    }
    let start = cursor.offset
    let bytes = cursor.bytes
    var index = start
    var previous = ASCII.dot
    var hasStrayDot = false
    var highest: UInt8 = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == ASCII.dot {
        hasStrayDot = hasStrayDot || previous == ASCII.dot
      } else if !ASCII.isLetter(byte), !ByteClass.atext8.contains(byte) {
        break
      }
      previous = byte
      highest |= byte
      index += 1
    }
    guard index > start else { throw SMTPSyntaxError(.localPart, at: start) }
    if hasStrayDot || previous == ASCII.dot {
      guard leniency.contains(.dotsInLocalPart) else { throw SMTPSyntaxError(.localPart, at: start..<index) }
      deviations.insert(.dotsInLocalPart)
    }
    cursor.advance(to: index)
    return (start..<index, highest < 0x80 ? false : try hasUTF8(bytes, start..<index))
  }

  /// `Quoted-string = DQUOTE *QcontentSMTP DQUOTE`, `QcontentSMTP = qtextSMTP / quoted-pairSMTP`:
  /// %d32-126 without quote and backslash, or a backslash and one of %d32-126. No TAB, no CR LF.
  private mutating func quotedString(_ cursor: inout ByteCursor) throws(SMTPSyntaxError) -> Range<Int> {
    let start = cursor.offset
    let bytes = cursor.bytes
    var index = start + 1
    while index < bytes.count {
      switch bytes[index] {
      case ASCII.quote:
        if index == start + 1 {
          guard leniency.contains(.emptyLocalPart) else { throw SMTPSyntaxError(.localPart, at: start..<index) }
          deviations.insert(.emptyLocalPart)
        }
        cursor.advance(to: index + 1)
        return start..<index + 1
      case ASCII.backslash:
        guard index + 1 < bytes.count, 32...126 ~= bytes[index + 1] else {
          throw SMTPSyntaxError(.localPart, at: index)
        }
        index += 2
      case 32...126, 0x80...0xFF: index += 1
      default: throw SMTPSyntaxError(.localPart, at: index)
      }
    }
    throw SMTPSyntaxError(.pathUnterminated, at: start..<bytes.count)
  }

  private func hasUTF8(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(SMTPSyntaxError) -> Bool {
    for i in range where bytes[i] >= 0x80 {
      guard isUTF8(bytes, range) else { throw SMTPSyntaxError(.invalidUTF8, at: i) }
      return true
    }
    return false
  }
}

extension String {
  /// Bytes that have been checked as text.
  init(bytes: Span<UInt8>, _ range: Range<Int>) {
    self = String(decoding: bytes.extracting(range).array, as: UTF8.self)
  }
}
