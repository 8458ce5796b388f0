internal import WireBytes

/// A domain or an address literal in a command line (RFC 5321 sections 4.1.2 and 4.1.3): what kind, and where.
///
///     mail.example.org   [192.0.2.1]   [IPv6:2001:db8::25]   [x-tag:foo]
public struct SMTPDomain: Sendable, Hashable {
  /// What stands there.
  public enum Kind: UInt8, Sendable, Hashable {
    /// `Domain = sub-domain *("." sub-domain)`
    case name
    /// `[192.0.2.1]`
    case ipv4Literal
    /// `[IPv6:2001:db8::25]`
    case ipv6Literal
    /// `General-address-literal = Standardized-tag ":" 1*dcontent`
    case generalLiteral
    /// An EHLO argument that is none of these, taken by `anyHelloArgument`
    case other
  }

  /// What it is.
  public let kind: Kind
  /// Whether it holds bytes above 0x7F (RFC 6531).
  public let isInternationalized: Bool
  private let shortRange: ShortRange

  init(kind: Kind, range: Range<Int>, isInternationalized: Bool = false) {
    self.kind = kind
    self.isInternationalized = isInternationalized
    self.shortRange = ShortRange(range)
  }

  /// The bytes in the line, brackets included.
  public var range: Range<Int> { shortRange.range }

  /// The address of an IPv4 or IPv6 literal.
  public func address(in line: Span<UInt8>) -> IPAddress? {
    let inside = range.dropFirst().dropLast()
    switch kind {
    case .ipv4Literal: return IPAddress.v4(parsing: line, inside)
    case .ipv6Literal:
      var deviations: SMTPLeniency = []
      return IPAddress.v6(
        parsing: line, inside.dropFirst("IPv6:".utf8.count), leniency: .everything, deviations: &deviations)
    case .name, .generalLiteral, .other: return nil
    }
  }

  /// The tag and the value of a General-address-literal.
  public func generalLiteral(in line: Span<UInt8>) -> (tag: Range<Int>, value: Range<Int>)? {
    let inside = range.dropFirst().dropLast()
    guard kind == .generalLiteral, let tagLength = line.extracting(inside).firstIndex(of: ASCII.colon) else {
      return nil
    }
    let tag = inside.prefix(tagLength)
    return (tag, tag.upperBound + 1..<inside.upperBound)
  }

  /// Reads a domain or literal at the cursor, up to the first byte that cannot belong to it.
  ///
  /// `Domain = sub-domain *("." sub-domain)`, `sub-domain = Let-dig [Ldh-str]`, and with SMTPUTF8
  /// `sub-domain =/ U-label`.
  static func parse(
    _ cursor: inout ByteCursor, leniency: SMTPLeniency, deviations: inout SMTPLeniency
  ) throws(SMTPSyntaxError) -> SMTPDomain {
    if cursor.next == ASCII.openBracket {
      return try literal(&cursor, leniency: leniency, deviations: &deviations)
    }
    func tolerate(_ departure: SMTPLeniency, at offset: Int) throws(SMTPSyntaxError) {
      guard leniency.contains(departure) else { throw SMTPSyntaxError(.domain, at: offset) }
      deviations.insert(departure)
    }
    let start = cursor.offset
    let bytes = cursor.bytes
    var index = start
    var label = start
    var isInternationalized = false
    loop: while true {
      while index < bytes.count, ASCII.isLetter(bytes[index]) { index += 1 }
      guard index < bytes.count else { break }
      switch bytes[index] {
      case 0x30...0x39: break
      case ASCII.hyphen:
        if index == label { try tolerate(.hyphenAtLabelEdge, at: index) }
      case ASCII.dot:
        if index == label { throw SMTPSyntaxError(.domain, at: index) }
        if bytes[index - 1] == ASCII.hyphen { try tolerate(.hyphenAtLabelEdge, at: index - 1) }
        label = index + 1
      case ASCII.underscore: try tolerate(.underscoreInDomain, at: index)
      case 0x80...0xFF: isInternationalized = true
      default: break loop
      }
      index += 1
    }
    cursor.advance(to: index)
    if index == label {
      guard index > start else { throw SMTPSyntaxError(.domain, at: index) }
      try tolerate(.trailingDot, at: index)
    } else if bytes[index - 1] == ASCII.hyphen {
      try tolerate(.hyphenAtLabelEdge, at: index - 1)
    } else if isNumeric(bytes, label..<index) {
      try tolerate(.numericDomain, at: start)
    }
    if isInternationalized, !isUTF8(bytes, start..<index) { throw SMTPSyntaxError(.invalidUTF8, at: start) }
    return SMTPDomain(kind: .name, range: start..<index, isInternationalized: isInternationalized)
  }

  private static func isNumeric(_ bytes: Span<UInt8>, _ label: Range<Int>) -> Bool {
    for i in label where bytes[i] &- 0x30 > 9 { return false }
    return true
  }

  /// `address-literal = "[" ( IPv4-address-literal / IPv6-address-literal / General-address-literal ) "]"`
  private static func literal(
    _ cursor: inout ByteCursor, leniency: SMTPLeniency, deviations: inout SMTPLeniency
  ) throws(SMTPSyntaxError) -> SMTPDomain {
    let start = cursor.offset
    let bytes = cursor.bytes
    guard let close = bytes.firstIndex(of: ASCII.closeBracket, from: start) else {
      throw SMTPSyntaxError(.addressLiteral, at: start)
    }
    let inside = start + 1..<close
    let range = start..<close + 1
    cursor.advance(to: close + 1)
    guard let tagLength = bytes.extracting(inside).firstIndex(of: ASCII.colon) else {
      guard IPAddress.v4(parsing: bytes, inside) != nil else {
        throw SMTPSyntaxError(.addressLiteral, at: start)
      }
      return SMTPDomain(kind: .ipv4Literal, range: range)
    }
    let tag = inside.lowerBound..<inside.lowerBound + tagLength
    let value = tag.upperBound + 1..<close
    if bytes.extracting(tag).equalsIgnoringCase("ipv6") {
      guard IPAddress.v6(parsing: bytes, value, leniency: leniency, deviations: &deviations) != nil else {
        throw SMTPSyntaxError(.addressLiteral, at: value.lowerBound)
      }
      return SMTPDomain(kind: .ipv6Literal, range: range)
    }
    guard leniency.contains(.unregisteredLiteral), isTag(bytes, tag), !value.isEmpty else {
      throw SMTPSyntaxError(.addressLiteral, at: start)
    }
    for i in value {
      // dcontent = %d33-90 / %d94-126
      guard 33...90 ~= bytes[i] || 94...126 ~= bytes[i] else { throw SMTPSyntaxError(.addressLiteral, at: i) }
    }
    deviations.insert(.unregisteredLiteral)
    return SMTPDomain(kind: .generalLiteral, range: range)
  }

  /// `Standardized-tag = Ldh-str`, `Ldh-str = *( ALPHA / DIGIT / "-" ) Let-dig`
  private static func isTag(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let last = range.last, bytes[last] != ASCII.hyphen else { return false }
    for i in range {
      switch bytes[i] {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, ASCII.hyphen: continue
      default: return false
      }
    }
    // A tag of digits alone is what "[::1]" without its tag looks like.
    return range.contains { !(0x30...0x39 ~= bytes[$0]) }
  }
}

/// Whether the bytes are well-formed UTF-8, without overlong forms or surrogates (RFC 3629).
func isUTF8(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
  do {
    _ = try UTF8Span(validating: bytes.extracting(range))
    return true
  } catch {
    return false
  }
}
