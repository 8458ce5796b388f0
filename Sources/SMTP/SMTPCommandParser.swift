internal import WireBytes

/// Reads one command line, verb first, then the arguments that the verb asks for.
///
/// The line is whole and without its CR LF, so there is no "incomplete" here. White space before the CR LF is
/// tolerated (RFC 5321 section 4.1.1) by not looking at it.
///
/// What every command goes through is inlined into one function: a form is eight words, which each function on the way
/// would copy before they have left the store buffer, and the cursor would stand in memory and not in registers. That
/// was a quarter of the time of a command.
struct SMTPCommandParser: ~Escapable {
  private var cursor: ByteCursor
  private let leniency: SMTPLeniency
  /// What was tolerated.
  private(set) var deviations: SMTPLeniency = []

  @_lifetime(copy line)
  init(_ line: Span<UInt8>, leniency: SMTPLeniency) {
    var end = line.count
    while end > 0, line[end - 1] == ASCII.space || line[end - 1] == ASCII.tab { end -= 1 }
    self.cursor = ByteCursor(line.extracting(0..<end))
    self.leniency = leniency
  }

  @inline(__always)
  mutating func parse(_ limits: SMTPLimits) throws(SMTPSyntaxError) -> SMTPCommand.Form {
    if cursor.next == ASCII.space, leniency.contains(.leadingSpace) {
      cursor.skip(while: .wsp)
      deviations.insert(.leadingSpace)
    }
    let verb = try takeVerb()
    do {
      return try arguments(of: verb, limits)
    } catch {
      throw SMTPSyntaxError(error.kind, at: error.range, verb: verb)
    }
  }

  /// The verb and the one SP after it, if anything follows.
  @inline(__always)
  private mutating func takeVerb() throws(SMTPSyntaxError) -> SMTPVerb {
    let letters = skipLetters()
    guard !letters.isEmpty else {
      let isEmpty = cursor.isAtEnd
      throw SMTPSyntaxError(isEmpty ? .emptyCommand : .unknownCommand, at: letters.lowerBound)
    }
    guard let verb = SMTPVerb(cursor.bytes, letters) else {
      throw SMTPSyntaxError(kindOfUnknown(letters), at: letters)
    }
    switch cursor.next {
    case nil: break
    case ASCII.space: cursor.advance(to: cursor.offset + 1)
    case ASCII.tab where leniency.contains(.tabAfterVerb):
      deviations.insert(.tabAfterVerb)
      cursor.advance(to: cursor.offset + 1)
    // NUL is named as such: C programs see the line end here, and logs then show another line than was run.
    case ASCII.nul: throw SMTPSyntaxError(.nul, at: cursor.offset)
    default: throw SMTPSyntaxError(.unknownCommand, at: letters.lowerBound..<cursor.offset + 1)
    }
    return verb
  }

  @inline(__always)
  private mutating func skipLetters() -> Range<Int> {
    let bytes = cursor.bytes
    let start = cursor.offset
    var end = start
    while end < bytes.count, ASCII.isLetter(bytes[end]) { end += 1 }
    cursor.advance(to: end)
    return start..<end
  }

  /// A browser that was led to an SMTP port sends its request as commands (the ALPACA attack), and a load balancer
  /// its PROXY line.
  private func kindOfUnknown(_ letters: Range<Int>) -> SMTPSyntaxError.Kind {
    let word = cursor.bytes.extracting(letters)
    if word.equals("PROXY") { return .unexpectedProxy }
    let isMethod =
      word.equals("GET") || word.equals("POST") || word.equals("CONNECT") || word.equals("PUT")
      || word.equals("HEAD") || word.equals("OPTIONS") || word.equals("DELETE") || word.equals("PATCH")
      || word.equals("TRACE")
    guard isMethod, !leniency.contains(.crossProtocol) else { return .unknownCommand }
    let rest = cursor.bytes.extracting(letters.upperBound..<cursor.bytes.count)
    return containsHTTP(rest) ? .crossProtocol : .unknownCommand
  }

  private func containsHTTP(_ rest: Span<UInt8>) -> Bool {
    guard let slash = rest.firstIndex(of: ASCII.slash) else { return false }
    var index: Int? = slash
    while let found = index {
      if found >= 4, rest.extracting(found - 4..<found).equals("HTTP") { return true }
      index = rest.firstIndex(of: ASCII.slash, from: found + 1)
    }
    return false
  }

  @inline(__always)
  private mutating func arguments(of verb: SMTPVerb, _ limits: SMTPLimits) throws(SMTPSyntaxError) -> SMTPCommand.Form
  {
    switch verb {
    case .ehlo: return .ehlo(try helloArgument(limits))
    case .helo: return .helo(try helloArgument(limits))
    case .lhlo: return .lhlo(try helloArgument(limits))
    case .mail: return try mail(limits)
    case .rcpt: return try rcpt(limits)
    case .data: return try alone(.data)
    case .rset: return try alone(.rset)
    case .startTLS: return try alone(.startTLS)
    case .quit:
      if leniency.contains(.argumentOfQuit), !cursor.isAtEnd {
        deviations.insert(.argumentOfQuit)
        return .quit
      }
      return try alone(.quit)
    case .noop: return .noop(try string(isRequired: false))
    case .help: return .help(try string(isRequired: false))
    case .vrfy: return .vrfy(try string(isRequired: true))
    case .expn: return .expn(try string(isRequired: true))
    case .bdat: return try bdat()
    case .auth: return try auth()
    case .burl: return try burl()
    case .etrn: return try etrn()
    case .atrn: return .atrn(try atrn())
    case .xclient: return .xclient(try attributes(limits))
    case .xforward: return .xforward(try attributes(limits))
    }
  }

  private func alone(_ form: SMTPCommand.Form) throws(SMTPSyntaxError) -> SMTPCommand.Form {
    guard cursor.isAtEnd else {
      throw SMTPSyntaxError(.unexpectedArgument, at: cursor.offset..<cursor.bytes.count)
    }
    return form
  }

  /// `( Domain / address-literal )`; HELO takes a literal too, as every server does.
  @inline(__always)
  private mutating func helloArgument(_ limits: SMTPLimits) throws(SMTPSyntaxError) -> SMTPDomain {
    guard !cursor.isAtEnd else { throw SMTPSyntaxError(.missingArgument, at: cursor.offset) }
    let range = cursor.offset..<cursor.bytes.count
    let found = try helloDomain()
    if let domain = found, cursor.isAtEnd, domain.range.count <= limits.domain { return domain }
    guard leniency.contains(.anyHelloArgument) else {
      throw SMTPSyntaxError(found == nil || cursor.isAtEnd ? .malformedDomain : .unexpectedArgument, at: range)
    }
    try check(range)
    deviations.insert(.anyHelloArgument)
    cursor.skipToEnd()
    return SMTPDomain(kind: .other, range: range)
  }

  @inline(__always)
  private mutating func helloDomain() throws(SMTPSyntaxError) -> SMTPDomain? {
    do {
      return try SMTPDomain.parse(&cursor, leniency: leniency, deviations: &deviations)
    } catch {
      if error.kind == .invalidUTF8 { throw error }
      return nil
    }
  }

  /// `"MAIL FROM:" Reverse-path [SP Mail-parameters]`
  @inline(__always)
  private mutating func mail(_ limits: SMTPLimits) throws(SMTPSyntaxError) -> SMTPCommand.Form {
    try keyword("from:")
    let path = try path(isForward: false, limits)
    let parameters = try SMTPParameters.parse(
      &cursor, owner: .mail, limits: limits, leniency: leniency, deviations: &deviations)
    if path.isInternationalized && !parameters.contains(.smtpUTF8) {
      throw SMTPSyntaxError(.utf8Required, at: path.range)
    }
    return .mail(from: path, parameters: parameters)
  }

  /// `"RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ) [SP Rcpt-parameters]`
  @inline(__always)
  private mutating func rcpt(_ limits: SMTPLimits) throws(SMTPSyntaxError) -> SMTPCommand.Form {
    try keyword("to:")
    let path = try path(isForward: true, limits)
    let parameters = try SMTPParameters.parse(
      &cursor, owner: .rcpt, limits: limits, leniency: leniency, deviations: &deviations)
    return .rcpt(to: path, parameters: parameters)
  }

  /// "FROM:" or "TO:" and no space on either side of the colon (RFC 5321 section 3.3).
  @inline(__always)
  private mutating func keyword(_ keyword: FoldedWord) throws(SMTPSyntaxError) {
    let end = cursor.offset + keyword.count
    guard end <= cursor.bytes.count, FoldedWord(cursor.bytes, cursor.offset..<end) == keyword else {
      throw SMTPSyntaxError(.pathKeyword, at: cursor.offset)
    }
    cursor.advance(to: end)
    if cursor.next == ASCII.space, leniency.contains(.spaceAfterColon) {
      cursor.skip(while: .wsp)
      deviations.insert(.spaceAfterColon)
    }
  }

  @inline(__always)
  private mutating func path(isForward: Bool, _ limits: SMTPLimits) throws(SMTPSyntaxError) -> SMTPPath {
    var parser = SMTPPathParser(isForward: isForward, leniency: leniency)
    let path = try parser.parse(&cursor)
    try path.check(limits)
    deviations.formUnion(parser.deviations)
    guard cursor.isAtEnd || ByteClass.wsp.contains(cursor.bytes[cursor.offset]) else {
      throw SMTPSyntaxError(.parameterSyntax, at: cursor.offset)
    }
    return path
  }

  /// `String = Atom / Quoted-string` and what people send there: printable text.
  private mutating func string(isRequired: Bool) throws(SMTPSyntaxError) -> Range<Int> {
    let range = cursor.offset..<cursor.bytes.count
    guard !range.isEmpty || !isRequired else { throw SMTPSyntaxError(.missingArgument, at: range) }
    try check(range)
    cursor.skipToEnd()
    return range
  }

  /// No NUL, no other control byte: text ends up in logs and replies.
  private func check(_ range: Range<Int>) throws(SMTPSyntaxError) {
    var isEightBit = false
    for i in range {
      let byte = cursor.bytes[i]
      if byte == ASCII.nul { throw SMTPSyntaxError(.nul, at: i) }
      if byte < ASCII.space && byte != ASCII.tab || byte == 0x7F { throw SMTPSyntaxError(.control, at: i) }
      isEightBit = isEightBit || byte >= 0x80
    }
    if isEightBit, !isUTF8(cursor.bytes, range) { throw SMTPSyntaxError(.invalidUTF8, at: range) }
  }

  /// `"BDAT" SP chunk-size [ SP end-marker ]`, `chunk-size = 1*DIGIT`, `end-marker = "LAST"` (RFC 3030 section 2).
  ///
  /// Without a usable size nobody knows where the next command begins, so those errors close the connection.
  private mutating func bdat() throws(SMTPSyntaxError) -> SMTPCommand.Form {
    let digits = cursor.skip(while: .digit)
    guard !digits.isEmpty, cursor.isAtEnd || cursor.next == ASCII.space else {
      throw SMTPSyntaxError(.chunkSize, at: digits.lowerBound..<cursor.bytes.count)
    }
    var size: UInt64 = 0
    for i in digits {
      let (product, wrapped) = size.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.addingReportingOverflow(UInt64(cursor.bytes[i] &- 0x30))
      guard !wrapped, !carried else { throw SMTPSyntaxError(.chunkSize, at: digits) }
      size = sum
    }
    guard cursor.skip(ASCII.space) else { return .bdat(size: size, isLast: false, isWellFormed: true) }
    let marker = cursor.offset..<cursor.bytes.count
    cursor.skipToEnd()
    if cursor.bytes.extracting(marker).equalsIgnoringCase("last") {
      return .bdat(size: size, isLast: true, isWellFormed: true)
    }
    guard leniency.contains(.chunkArgument) else { throw SMTPSyntaxError(.chunkSize, at: marker) }
    deviations.insert(.chunkArgument)
    return .bdat(size: size, isLast: false, isWellFormed: false)
  }

  /// `"AUTH" SP sasl-mech [SP initial-response]`, `initial-response = base64 / "="`,
  /// `sasl-mech = 1*20 upper-alpha / DIGIT / "-" / "_"` (RFC 4954 section 8, RFC 4422 section 3.1)
  private mutating func auth() throws(SMTPSyntaxError) -> SMTPCommand.Form {
    guard !cursor.isAtEnd else { throw SMTPSyntaxError(.missingArgument, at: cursor.offset) }
    let mechanism = cursor.skip(while: SMTPCommandParser.mechanism)
    guard 1...20 ~= mechanism.count, cursor.isAtEnd || cursor.next == ASCII.space else {
      throw SMTPSyntaxError(.malformedArgument, at: mechanism.lowerBound..<cursor.bytes.count)
    }
    guard cursor.skip(ASCII.space) else { return .auth(mechanism: mechanism, initialResponse: nil) }
    let response = cursor.offset..<cursor.bytes.count
    cursor.skipToEnd()
    if cursor.bytes.extracting(response).equals("=") {
      return .auth(mechanism: mechanism, initialResponse: response.upperBound..<response.upperBound)
    }
    if let space = cursor.bytes.firstIndex(of: ASCII.space, from: response.lowerBound) {
      throw SMTPSyntaxError(.unexpectedArgument, at: space..<response.upperBound)
    }
    guard StrictBase64.isValid(cursor.bytes.extracting(response)) else {
      throw SMTPSyntaxError(.malformedBase64, at: response)
    }
    return .auth(mechanism: mechanism, initialResponse: response)
  }

  private static let mechanism = ByteClass.alpha.union(.digit).union(ByteClass("-_"))

  /// `"BURL" SP absolute-URI [SP "LAST"]` (RFC 4468 section 5)
  private mutating func burl() throws(SMTPSyntaxError) -> SMTPCommand.Form {
    let url = cursor.skip(while: .vchar)
    guard !url.isEmpty else { throw SMTPSyntaxError(.missingArgument, at: url) }
    guard cursor.bytes.extracting(url).firstIndex(of: ASCII.colon) != nil else {
      throw SMTPSyntaxError(.malformedArgument, at: url)
    }
    if cursor.isAtEnd { return .burl(url: url, isLast: false) }
    let start = cursor.offset
    guard cursor.skip(ASCII.space),
      cursor.bytes.extracting(cursor.offset..<cursor.bytes.count).equalsIgnoringCase("last")
    else { throw SMTPSyntaxError(.malformedArgument, at: start..<cursor.bytes.count) }
    return .burl(url: url, isLast: true)
  }

  /// `"ETRN" SP [ "@" / "#" ] node-name` (RFC 1985 section 5.1)
  private mutating func etrn() throws(SMTPSyntaxError) -> SMTPCommand.Form {
    let option: SMTPCommand.ETRNOption =
      if cursor.skip(ASCII.at) { .subdomains } else if cursor.skip(0x23) { .queue } else { .host }
    let range = cursor.offset..<cursor.bytes.count
    guard !range.isEmpty else { throw SMTPSyntaxError(.missingArgument, at: range) }
    if option == .queue {
      cursor.skip(while: .vchar)
    } else {
      _ = try SMTPDomain.parse(&cursor, leniency: leniency, deviations: &deviations)
    }
    guard cursor.isAtEnd else { throw SMTPSyntaxError(.malformedArgument, at: range) }
    return .etrn(option, range)
  }

  /// `"ATRN" [SP domain *("," domain)]` (RFC 2645 section 5.1)
  private mutating func atrn() throws(SMTPSyntaxError) -> Range<Int> {
    let range = cursor.offset..<cursor.bytes.count
    guard !range.isEmpty else { return range }
    repeat {
      _ = try SMTPDomain.parse(&cursor, leniency: leniency, deviations: &deviations)
    } while cursor.skip(ASCII.comma)
    guard cursor.isAtEnd else { throw SMTPSyntaxError(.malformedArgument, at: range) }
    return range
  }

  /// `1*( SP attribute-name "=" attribute-value )`, the values in xtext (Postfix's XCLIENT and XFORWARD readmes)
  private mutating func attributes(_ limits: SMTPLimits) throws(SMTPSyntaxError) -> SMTPParameters {
    guard !cursor.isAtEnd else { throw SMTPSyntaxError(.missingArgument, at: cursor.offset) }
    // The list is parsed from the SP that the verb took.
    cursor.advance(to: cursor.offset - 1)
    let attributes = try SMTPParameters.parse(
      &cursor, owner: .attributes, limits: limits, leniency: leniency, deviations: &deviations)
    var iterator = attributes.makeIterator()
    while let attribute = iterator.next(in: cursor.bytes) {
      guard let value = attribute.valueRange, XText.isValid(cursor.bytes.extracting(value)) else {
        throw SMTPSyntaxError(.malformedArgument, at: attribute.keywordRange)
      }
    }
    return attributes
  }
}
