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
      guard let form = try? SMTPParameterForm(&cursor),
        let value = try? form.value(in: cursor.bytes, leniency: .everything)
      else { return nil }
      rest = cursor.offset..<rest.upperBound
      return SMTPParameter(
        keyword: form.keyword, keywordRange: form.keywordRange, valueRange: form.valueRange, value: value)
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
      let parameter = try SMTPParameterForm(&cursor)
      _ = try parameter.value(in: cursor.bytes, leniency: leniency)
      if parameter.keyword == .envid, let value = parameter.valueRange, value.count > limits.envelopeIdentifier {
        throw SMTPSyntaxError(.parameterValue, at: value)
      }
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
    of parameter: SMTPParameterForm, among earlier: SMTPParameters, in line: Span<UInt8>, leniency: SMTPLeniency
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
}
