internal import WireBytes

/// The parameters of a command, in order, unknown ones too: where they stand in the line, read out on demand.
///
///     MAIL FROM:<a@b.c> SIZE=100 X-FOO       two parameters
///
///     var iterator = parameters.makeIterator()
///     while let parameter = iterator.next(in: line) { ... }
public struct SMTPParameters: Sendable, Hashable {
  private let shortRange: ShortRange
  private let shortCount: UInt32
  /// The keywords among them, for quick questions.
  let keywords: KeywordSet

  init(range: Range<Int>, count: Int, keywords: KeywordSet) {
    self.shortRange = ShortRange(range)
    self.shortCount = UInt32(clamping: count)
    self.keywords = keywords
  }

  /// From the first keyword to the end of the last value.
  public var range: Range<Int> { shortRange.range }
  /// How many there are.
  public var count: Int { Int(shortCount) }

  /// Whether a keyword is among them.
  public func contains(_ keyword: SMTPParameter.Keyword) -> Bool {
    keywords.contains(keyword)
  }

  /// The first parameter of a keyword.
  public func first(_ keyword: SMTPParameter.Keyword, in line: Span<UInt8>) -> SMTPParameter? {
    guard contains(keyword) else { return nil }
    var iterator = makeIterator()
    while let parameter = iterator.next(in: line) {
      if parameter.keyword == keyword { return parameter }
    }
    return nil
  }

  /// Reads them from the first on.
  public func makeIterator() -> Iterator {
    Iterator(range: range)
  }

  /// Reads parameters that have been checked.
  public struct Iterator: Sendable {
    private var rest: Range<Int>

    init(range: Range<Int>) {
      self.rest = range
    }

    /// The next parameter of the line that the command was parsed from, or nil.
    public mutating func next(in line: Span<UInt8>) -> SMTPParameter? {
      guard rest.upperBound <= line.count else { return nil }
      var cursor = ByteCursor(line.extracting(0..<rest.upperBound))
      cursor.advance(to: rest.lowerBound)
      cursor.skip(while: .wsp)
      let isAtEnd = cursor.isAtEnd
      guard !isAtEnd else { return nil }
      // Checked when the command was parsed, with whatever leniency it was parsed with.
      let parameter = try? SMTPParameters.parameter(&cursor, limits: .unlimited, leniency: .everything)
      rest = cursor.offset..<rest.upperBound
      return parameter
    }
  }

  /// A set of keywords in one word.
  struct KeywordSet: Sendable, Hashable {
    private var bits: UInt32 = 0

    func contains(_ keyword: SMTPParameter.Keyword) -> Bool { bits & 1 << keyword.rawValue != 0 }

    mutating func insert(_ keyword: SMTPParameter.Keyword) { bits |= 1 << keyword.rawValue }
  }
}

extension SMTPParameters {
  /// What a list of parameters belongs to.
  enum Owner {
    case mail, rcpt, attributes
  }

  /// No parameters, at `offset`.
  static func none(at offset: Int) -> SMTPParameters {
    SMTPParameters(range: offset..<offset, count: 0, keywords: KeywordSet())
  }

  /// Reads and checks the parameters up to the end of the line.
  ///
  /// `Mail-parameters = esmtp-param *(SP esmtp-param)`, and a SP before them (RFC 5321 section 4.1.2).
  static func parse(
    _ cursor: inout ByteCursor, owner: Owner, limits: SMTPLimits, leniency: SMTPLeniency,
    deviations: inout SMTPLeniency
  ) throws(SMTPSyntaxError) -> SMTPParameters {
    guard !cursor.isAtEnd else { return none(at: cursor.offset) }
    var keywords = KeywordSet()
    var count = 0
    var start: Int?
    while !cursor.isAtEnd {
      try separator(&cursor, leniency: leniency, deviations: &deviations)
      let parameter = try parameter(&cursor, limits: limits, leniency: leniency)
      if start == nil { start = parameter.keywordRange.lowerBound }
      if keywords.contains(parameter.keyword), parameter.keyword != .other, owner != .attributes {
        let earlier = SMTPParameters(range: (start ?? 0)..<cursor.offset, count: count, keywords: keywords)
        try checkRepeat(of: parameter, among: earlier, in: cursor.bytes, leniency: leniency)
        deviations.insert(.repeatedParameter)
      }
      try check(parameter.keyword, owner: owner, at: parameter.keywordRange)
      keywords.insert(parameter.keyword)
      count += 1
    }
    if keywords.contains(.holdFor) && keywords.contains(.holdUntil) {
      throw SMTPSyntaxError(.parameterConflict, at: (start ?? 0)..<cursor.offset)
    }
    return SMTPParameters(range: (start ?? cursor.offset)..<cursor.offset, count: count, keywords: keywords)
  }

  private static func separator(
    _ cursor: inout ByteCursor, leniency: SMTPLeniency, deviations: inout SMTPLeniency
  ) throws(SMTPSyntaxError) {
    let start = cursor.offset
    // One SP and no more, as nearly always.
    if cursor.next == ASCII.space, let after = cursor.peek(1), after > ASCII.space {
      return cursor.advance(to: start + 1)
    }
    let blank = cursor.skip(while: .wsp)
    guard !blank.isEmpty else { throw SMTPSyntaxError(.parameterSyntax, at: start) }
    if blank.count != 1 || cursor.bytes[start] != ASCII.space {
      guard leniency.contains(.spaceBetweenParameters) else { throw SMTPSyntaxError(.parameterSyntax, at: blank) }
      deviations.insert(.spaceBetweenParameters)
    }
  }

  private static func check(
    _ keyword: SMTPParameter.Keyword, owner: Owner, at range: Range<Int>
  ) throws(SMTPSyntaxError) {
    let fits =
      switch owner {
      case .mail: keyword.isOfSender
      case .rcpt: keyword.isOfRecipient
      case .attributes: true
      }
    guard fits else { throw SMTPSyntaxError(.parameterNotRecognized, at: range) }
  }

  private static func checkRepeat(
    of parameter: SMTPParameter, among earlier: SMTPParameters, in line: Span<UInt8>, leniency: SMTPLeniency
  ) throws(SMTPSyntaxError) {
    let error = SMTPSyntaxError(.parameterRepeated, at: parameter.keywordRange)
    guard leniency.contains(.repeatedParameter), !parameter.keyword.isOfDSN,
      let first = earlier.first(parameter.keyword, in: line)
    else { throw error }
    switch (first.valueRange, parameter.valueRange) {
    case (nil, nil): return
    case (let a?, let b?): if !line.extracting(a).equals(line.extracting(b)) { throw error }
    default: throw error
    }
  }

  /// `esmtp-param = esmtp-keyword ["=" esmtp-value]`,
  /// `esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")`, `esmtp-value = 1*(%d33-60 / %d62-126)`, and with
  /// SMTPUTF8 UTF8-non-ascii as well.
  fileprivate static func parameter(
    _ cursor: inout ByteCursor, limits: SMTPLimits, leniency: SMTPLeniency
  ) throws(SMTPSyntaxError) -> SMTPParameter {
    let bytes = cursor.bytes
    let start = cursor.offset
    var index = start
    loop: while index < bytes.count {
      switch bytes[index] {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: index += 1
      case ASCII.hyphen where index > start: index += 1
      // Registered attributes of XCLIENT are letters too; "X_FOO" is what some EHLO replies hold, not commands.
      default: break loop
      }
    }
    guard index > start else { throw SMTPSyntaxError(.parameterSyntax, at: start) }
    let keywordRange = start..<index
    let keyword = SMTPParameter.Keyword(bytes, keywordRange)
    guard index < bytes.count, bytes[index] == ASCII.equals else {
      guard index == bytes.count || ByteClass.wsp.contains(bytes[index]) else {
        throw SMTPSyntaxError(.parameterSyntax, at: index)
      }
      cursor.advance(to: index)
      return SMTPParameter(
        keyword: keyword, keywordRange: keywordRange, valueRange: nil,
        value: try SMTPParameterValueParser.flag(keyword, at: keywordRange))
    }
    let valueStart = index + 1
    index = valueStart
    var hasUTF8 = false
    while index < bytes.count, bytes[index] > ASCII.space, bytes[index] != 0x7F, bytes[index] != ASCII.equals {
      hasUTF8 = hasUTF8 || bytes[index] >= 0x80
      index += 1
    }
    let valueRange = valueStart..<index
    guard index == bytes.count || ByteClass.wsp.contains(bytes[index]) else {
      throw SMTPSyntaxError(.parameterValue, at: index)
    }
    guard !valueRange.isEmpty else { throw SMTPSyntaxError(.parameterValue, at: valueRange) }
    if hasUTF8, !isUTF8(bytes, valueRange) { throw SMTPSyntaxError(.invalidUTF8, at: valueRange) }
    cursor.advance(to: index)
    let parser = SMTPParameterValueParser(bytes, valueRange, limits: limits, leniency: leniency)
    return SMTPParameter(
      keyword: keyword, keywordRange: keywordRange, valueRange: valueRange, value: try parser.value(of: keyword))
  }
}
