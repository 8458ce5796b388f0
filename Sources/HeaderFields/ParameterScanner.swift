internal import WireBytes

/// The field whose parameters are read: what a misread parameter can cost depends on it.
enum ParameterOwner {
  /// A multipart Content-Type: a lost boundary hides every part.
  case multipart
  /// Any other Content-Type.
  case contentType
  /// A Content-Disposition.
  case disposition

  /// How much it matters when programs may lose whole parameters.
  var structuralSeverity: Severity { self == .multipart ? .critical : .medium }
}

/// One `attribute=value` as ranges of the field body, before anything is decoded.
struct RawParameter {
  /// The attribute up to its first `*`, as written.
  let name: Range<Int>
  /// Which piece of a parameter it is (RFC 2231).
  let form: Form
  /// The value without the quotes around it.
  let value: Range<Int>
  let isQuoted: Bool
  let traits: ValueTraits
  /// From the attribute to the end of the value, quotes included.
  let range: Range<Int>

  enum Form: Equatable {
    /// `name=`
    case plain
    /// `name*=`, percent-encoded with its charset
    case extended
    /// `name*2=` or, percent-encoded, `name*2*=`
    case section(Int, isExtended: Bool)
    /// A section number that RFC 2231 does not allow or nobody needs.
    case unusable
  }
}

/// What stands in a value that is not simply its text.
struct ValueTraits: OptionSet {
  let rawValue: UInt8
  static let backslash = ValueTraits(rawValue: 1)
  static let fold = ValueTraits(rawValue: 2)
  static let eightBit = ValueTraits(rawValue: 4)
  static let nul = ValueTraits(rawValue: 8)
  /// `=?`, with which an encoded word begins.
  static let word = ValueTraits(rawValue: 16)
}

/// Cuts the parameters of a field body out of it, in one pass, whatever it holds.
///
/// `parameter = attribute "=" value`, `value = token / quoted-string` (RFC 2045 section 5.1)
///
///     multipart/mixed ; boundary="a b" ; charset = utf-8 (really)
///                    ^ where the scanner begins
///
/// What fits no rule is skipped up to the next `;`. Where a `;` is missing, `attribute=` stands for it.
struct ParameterScanner: ~Escapable {
  private var cursor: ByteCursor
  private let owner: ParameterOwner
  private var previous = Previous.mainValue
  private var left: Int

  private enum Previous {
    /// The media type or disposition type.
    case mainValue
    case quoted(severity: Severity, isBoundary: Bool)
    case unquoted(isBoundary: Bool)
  }

  /// A scanner that goes on behind the main value, where `cursor` stands.
  @_lifetime(copy cursor)
  init(_ cursor: ByteCursor, owner: ParameterOwner, limit: Int) {
    self.cursor = cursor
    self.owner = owner
    left = limit
  }

  /// The next parameter, or nil at the end of the field or when the limit is reached.
  mutating func next(defects: inout DefectLog) -> RawParameter? {
    while skipToParameter(defects: &defects) {
      guard left > 0 else {
        defects.report(.limitParameters, at: cursor.offset..<cursor.bytes.count)
        cursor.skipToEnd()
        return nil
      }
      if let parameter = parameter(defects: &defects), parameter.form != .unusable {
        left -= 1
        return parameter
      }
    }
    return nil
  }

  /// Moves to where an attribute should be; false at the end of the field.
  private mutating func skipToParameter(defects: inout DefectLog) -> Bool {
    while true {
      let gap = cursor.skipCFWS(defects: &defects)
      if gap.hasComment { reportComment(gap, defects: &defects) }
      if cursor.isAtEnd { return false }
      if cursor.skip(ASCII.semicolon) { return skipStraySemicolons(defects: &defects) }
      if cursor.isAtAttribute {
        defects.report(.parameterMissingSemicolon, at: gap.range, severity: owner.structuralSeverity)
        return true
      }
      skipJunk(behind: gap, defects: &defects)
    }
  }

  /// Moves over all that is empty between and behind semicolons; false at the end of the field.
  private mutating func skipStraySemicolons(defects: inout DefectLog) -> Bool {
    var last = cursor.offset - 1
    cursor.skipCFWS(defects: &defects)
    while cursor.skip(ASCII.semicolon) {
      defects.report(.parameterTrailingSemicolon, at: last..<cursor.offset)
      last = cursor.offset - 1
      cursor.skipCFWS(defects: &defects)
    }
    if cursor.isAtEnd { defects.report(.parameterTrailingSemicolon, at: last..<last + 1) }
    return !cursor.isAtEnd
  }

  /// A comment may stand behind any value. Behind a boundary, quoted or not, programs are known to take it as part of
  /// one; glued to another unquoted value it is often taken so.
  private func reportComment(_ gap: CFWS, defects: inout DefectLog) {
    let isGlued = cursor.bytes[gap.range.lowerBound] == ASCII.openParenthesis
    switch previous {
    case .quoted(_, isBoundary: true), .unquoted(isBoundary: true):
      defects.report(.parameterCommentInValue, at: gap.range, severity: owner.structuralSeverity)
    case .unquoted where isGlued:
      defects.report(.parameterCommentInValue, at: gap.range, severity: .medium)
    case .mainValue, .quoted, .unquoted:
      return
    }
  }

  /// Moves over what follows a complete value though no parameter begins there.
  private mutating func skipJunk(behind gap: CFWS, defects: inout DefectLog) {
    let start = cursor.offset
    cursor.skipToSemicolon()
    let range = start..<cursor.offset
    switch previous {
    case .mainValue:
      defects.report(owner == .disposition ? .dispositionMalformed : .typeMultipleValues, at: range)
    case .quoted(let severity, _):
      defects.report(.parameterQuotedJunk, at: range, severity: severity)
    case .unquoted:
      defects.report(gap.hasFold ? .parameterFoldInValue : .parameterUnquotedSpecials, at: range)
    }
  }

  /// Reads `attribute = value`; nil if no attribute is here, and then the next `;` is.
  private mutating func parameter(defects: inout DefectLog) -> RawParameter? {
    let attribute = cursor.skip(while: .token)
    let before = cursor.skipCFWS(defects: &defects)
    guard !attribute.isEmpty, cursor.skip(ASCII.equals),
      let (name, form) = name(of: attribute, defects: &defects)
    else {
      let hasNUL = cursor.next == ASCII.nul
      cursor.skipToSemicolon()
      defects.report(
        hasNUL ? .parameterNUL : .parameterInvalidHidesRest, at: attribute.lowerBound..<cursor.offset,
        severity: owner.structuralSeverity)
      return nil
    }
    let names = cursor.bytes.extracting(name)
    let isFileName = names.equalsIgnoringCase("filename") || names.equalsIgnoringCase("name")
    let isBoundary = owner == .multipart && names.equalsIgnoringCase("boundary")

    let equals = cursor.offset - 1
    // An unquoted file name may begin with a parenthesis.
    if isFileName { cursor.skip(while: .fws) } else { cursor.skipCFWS(defects: &defects) }
    if !before.isEmpty || cursor.offset > equals + 1 {
      defects.report(.parameterSpaceAroundEquals, at: before.range.lowerBound..<cursor.offset)
    }

    let isQuoted = cursor.skip(ASCII.quote)
    let value: (range: Range<Int>, traits: ValueTraits)
    if isQuoted {
      value = quotedValue(defects: &defects)
      previous = .quoted(
        severity: isBoundary ? .critical : isFileName ? .high : .medium, isBoundary: isBoundary)
    } else {
      value = isFileName ? fileNameValue() : unquotedValue()
      previous = .unquoted(isBoundary: isBoundary)
      if !cursor.bytes.extracting(value.range).isToken {
        defects.report(.parameterUnquotedSpecials, at: value.range)
      }
    }
    if value.traits.contains(.fold), isBoundary || !isQuoted {
      defects.report(.parameterFoldInValue, at: value.range)
    }
    if value.traits.contains(.nul) {
      defects.report(.parameterNUL, at: value.range, severity: isBoundary ? .critical : .high)
    }
    return RawParameter(
      name: name, form: form, value: value.range, isQuoted: isQuoted, traits: value.traits,
      range: attribute.lowerBound..<cursor.offset)
  }

  /// Splits an attribute at its first `*`: `title*0*` is section 0 of `title`, extended. Nil if what follows the `*`
  /// is no number.
  private func name(of attribute: Range<Int>, defects: inout DefectLog) -> (Range<Int>, RawParameter.Form)? {
    let bytes = cursor.bytes
    var star = attribute.lowerBound
    while star < attribute.upperBound, bytes[star] != ASCII.asterisk { star += 1 }
    let name = attribute.lowerBound..<star
    guard !name.isEmpty else { return nil }
    guard star < attribute.upperBound else { return (name, .plain) }

    var digits = star + 1..<attribute.upperBound
    if digits.isEmpty { return (name, .extended) }
    let isExtended = bytes[digits.upperBound - 1] == ASCII.asterisk
    if isExtended { digits = digits.lowerBound..<digits.upperBound - 1 }
    guard !digits.isEmpty else { return nil }
    var index = 0
    for i in digits {
      guard ByteClass.digit.contains(bytes[i]) else { return nil }
      // Held at 1,000, so that no number wraps round to a small one.
      index = min(index * 10 + Int(bytes[i] - ASCII.zero), 1_000)
    }
    if digits.count > 1, bytes[digits.lowerBound] == ASCII.zero {
      defects.report(.parameterLeadingZero, at: attribute)
      return (name, .unusable)
    }
    if index > 999 {
      defects.report(.parameterHugeIndex, at: attribute)
      return (name, .unusable)
    }
    return (name, .section(index, isExtended: isExtended))
  }
}

// Values

extension ParameterScanner {
  /// Reads what is left of a quoted string; one that nothing closes ends with the field.
  private mutating func quotedValue(defects: inout DefectLog) -> (range: Range<Int>, traits: ValueTraits) {
    let start = cursor.offset
    var traits = ValueTraits()
    var oddPair: Range<Int>?
    while let byte = cursor.take() {
      if byte == ASCII.quote {
        if let oddPair { defects.report(.parameterBackslash, at: oddPair) }
        return (start..<cursor.offset - 1, traits)
      }
      traits.note(byte, behind: cursor.bytes[cursor.offset - 2])
      if byte == ASCII.backslash, let escaped = cursor.take() {
        traits.note(escaped, behind: byte)
        // Programs keep the backslash of `C:\new`; only these two are read alike everywhere.
        if escaped != ASCII.quote, escaped != ASCII.backslash {
          oddPair = oddPair ?? cursor.offset - 2..<cursor.offset
        }
      }
    }
    if let oddPair { defects.report(.parameterBackslash, at: oddPair) }
    defects.report(.parameterUnterminatedQuote, at: start - 1..<cursor.offset)
    return (start..<cursor.offset, traits)
  }

  /// Reads a value without quotes: to `;`, white space, a comment or the end of the field.
  ///
  /// `token` would end at `=`, `:` and `/` too, but these are common in unquoted boundaries and types.
  private mutating func unquotedValue() -> (range: Range<Int>, traits: ValueTraits) {
    let range = cursor.skip(while: .unquotedValue)
    var traits = ValueTraits()
    for i in range { traits.note(cursor.bytes[i], behind: cursor.bytes[i - 1]) }
    return (range, traits)
  }

  /// Reads a file name without quotes: to the next `;`, blanks and parentheses included, because that is what the
  /// program that wrote it meant. A line that begins with `attribute=` is a parameter for which the `;` is missing.
  private mutating func fileNameValue() -> (range: Range<Int>, traits: ValueTraits) {
    let start = cursor.offset
    var end = start
    while let byte = cursor.next, byte != ASCII.semicolon {
      if ByteClass.fws.contains(byte) {
        var ahead = cursor
        let blanks = ahead.skip(while: .fws)
        let isFold = ahead.bytes.extracting(blanks).firstIndex(of: ASCII.lf) != nil
        if isFold, ahead.isAtAttribute { break }
        cursor = ahead
      } else {
        cursor.advance(to: cursor.offset + 1)
        end = cursor.offset
      }
    }
    cursor.advance(to: end)
    var traits = ValueTraits()
    for i in start..<end { traits.note(cursor.bytes[i], behind: cursor.bytes[i - 1]) }
    return (start..<end, traits)
  }
}

extension ValueTraits {
  fileprivate mutating func note(_ byte: UInt8, behind previous: UInt8) {
    switch byte {
    case 0x80...: insert(.eightBit)
    case ASCII.backslash: insert(.backslash)
    case ASCII.lf: insert(.fold)
    case ASCII.nul: insert(.nul)
    case ASCII.question where previous == ASCII.equals: insert(.word)
    default: break
    }
  }
}

extension Span where Element == UInt8 {
  /// Whether the bytes are a `token`, raw 8-bit text allowed: that is reported as what it is.
  fileprivate var isToken: Bool {
    var cursor = ByteCursor(self)
    return !cursor.skip(while: .token8).isEmpty && cursor.isAtEnd
  }
}

extension ByteCursor {
  /// Whether `attribute [CFWS] "="` begins here.
  fileprivate var isAtAttribute: Bool {
    var ahead = self
    guard !ahead.skip(while: .token).isEmpty else { return false }
    ahead.skip(while: .fws)
    return ahead.skip(ASCII.equals)
  }

  /// Moves to the next `;` or to the end.
  mutating func skipToSemicolon() {
    advance(to: bytes.firstIndex(of: ASCII.semicolon, from: offset) ?? bytes.count)
  }
}

extension ByteClass {
  fileprivate static let token8 = token.union(eightBit)
  fileprivate static let unquotedValue = ByteClass(" \t\r\n;(").inverted
}
