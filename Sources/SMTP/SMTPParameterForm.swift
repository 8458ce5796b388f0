internal import WireBytes

/// A parameter by its form alone: its keyword, and where it stands. Whether the value fits the keyword comes second.
///
/// `esmtp-param = esmtp-keyword ["=" esmtp-value]`,
/// `esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")`, `esmtp-value = 1*(%d33-60 / %d62-126)`, and with
/// SMTPUTF8 UTF8-non-ascii as well (RFC 5321 section 4.1.2).
struct SMTPParameterForm {
  let keyword: SMTPParameter.Keyword
  private let start: Int
  private let keywordEnd: Int
  private let end: Int

  var keywordRange: Range<Int> { start..<keywordEnd }
  /// Nil without `=`; otherwise not empty.
  var valueRange: Range<Int>? { keywordEnd < end ? keywordEnd + 1..<end : nil }

  /// Reads a parameter up to the white space behind it, or the end of the line.
  init(_ cursor: inout ByteCursor) throws(SMTPSyntaxError) {
    let bytes = cursor.bytes
    start = cursor.offset
    var index = start
    // Registered attributes of XCLIENT are letters too; "X_FOO" is what some EHLO replies hold, not commands.
    while true {
      while index < bytes.count, ASCII.isLetter(bytes[index]) { index += 1 }
      guard index < bytes.count, bytes[index] &- 0x30 < 10 || bytes[index] == ASCII.hyphen && index > start else {
        break
      }
      index += 1
    }
    guard index > start else { throw SMTPSyntaxError(.parameterSyntax, at: start) }
    keywordEnd = index
    keyword = SMTPParameter.Keyword(bytes, start..<index)
    if index < bytes.count, bytes[index] == ASCII.equals {
      index = try SMTPParameterForm.endOfValue(bytes, from: index + 1)
    } else {
      guard index == bytes.count || ByteClass.wsp.contains(bytes[index]) else {
        throw SMTPSyntaxError(.parameterSyntax, at: index)
      }
    }
    end = index
    cursor.advance(to: index)
  }

  private static func endOfValue(_ bytes: Span<UInt8>, from start: Int) throws(SMTPSyntaxError) -> Int {
    var index = start
    var isEightBit = false
    while true {
      while index < bytes.count, bytes[index] &- 0x21 < 0x5E, bytes[index] != ASCII.equals { index += 1 }
      guard index < bytes.count, bytes[index] >= 0x80 else { break }
      isEightBit = true
      index += 1
    }
    guard index == bytes.count || ByteClass.wsp.contains(bytes[index]) else {
      throw SMTPSyntaxError(.parameterValue, at: index)
    }
    guard index > start else { throw SMTPSyntaxError(.parameterValue, at: index) }
    if isEightBit, !isUTF8(bytes, start..<index) { throw SMTPSyntaxError(.invalidUTF8, at: start..<index) }
    return index
  }

  /// The value by the grammar of the keyword.
  func value(in bytes: Span<UInt8>, leniency: SMTPLeniency) throws(SMTPSyntaxError) -> SMTPParameter.Value {
    guard let range = valueRange else { return try SMTPParameterValueParser.flag(keyword, at: keywordRange) }
    return try SMTPParameterValueParser(bytes, range, leniency: leniency).value(of: keyword)
  }
}
