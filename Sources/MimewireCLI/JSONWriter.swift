import Mimewire

/// Writes JSON (RFC 8259) into bytes, member by member.
///
/// Foundation's encoder keeps no order of keys and needs the whole value in memory first; a reader of many lines
/// wants them alike, and a message may be large. What comes out is valid UTF-8 whatever went in.
///
///     json.object {
///       $0.member("subject", "café")
///       $0.member("size", 4)
///     }
///     {"subject": "café", "size": 4}
struct JSONWriter: Sendable {
  /// What has been written and not yet been taken.
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  // MARK: - Structure

  mutating func object(_ members: (inout JSONWriter) -> Void) {
    enclose(in: 0x7B, 0x7D, members)
  }

  mutating func array(_ elements: (inout JSONWriter) -> Void) {
    enclose(in: ASCII.openBracket, ASCII.closeBracket, elements)
  }

  private mutating func enclose(in open: UInt8, _ close: UInt8, _ content: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(open)
    needsComma = false
    content(&self)
    bytes.append(close)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes += [ASCII.comma, ASCII.space] }
    needsComma = true
  }

  /// Begins a member whose value is written next.
  mutating func key(_ name: String) {
    value(name)
    bytes += [ASCII.colon, ASCII.space]
    needsComma = false
  }

  /// Ends a line of NDJSON and hands over everything that was written.
  mutating func takeLine() -> [UInt8] {
    bytes.append(ASCII.lf)
    needsComma = false
    defer { bytes.removeAll() }
    return bytes
  }

  // MARK: - Values

  mutating func value(_ number: Int) {
    separate()
    bytes += String(number).utf8
  }

  mutating func value(_ truth: Bool) {
    separate()
    bytes += (truth ? "true" : "false").utf8
  }

  mutating func null() {
    separate()
    bytes += "null".utf8
  }

  mutating func value(_ text: String) {
    separate()
    bytes.append(ASCII.quote)
    appendEscaped(text)
    bytes.append(ASCII.quote)
  }

  /// Characters that would move a terminal's cursor or hide are escaped as well: somebody will look at the output.
  private mutating func appendEscaped(_ text: String) {
    let utf8 = text.utf8.span
    for index in 0..<utf8.count {
      let byte = utf8[index]
      guard byte >= 0x20, byte < 0x7F, byte != ASCII.quote, byte != ASCII.backslash else {
        return appendEscaped(scalarsOf: text, from: index)
      }
      bytes.append(byte)
    }
  }

  private mutating func appendEscaped(scalarsOf text: String, from offset: Int) {
    for scalar in text.unicodeScalars[text.utf8.index(text.startIndex, offsetBy: offset)...] {
      switch scalar {
      case "\"": bytes += [ASCII.backslash, ASCII.quote]
      case "\\": bytes += [ASCII.backslash, ASCII.backslash]
      case "\n": bytes += [ASCII.backslash, 0x6E]
      case "\r": bytes += [ASCII.backslash, 0x72]
      case "\t": bytes += [ASCII.backslash, 0x74]
      case _ where scalar.isUnsafeToShow:
        for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter { appendEscape(unit) }
      default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      }
    }
  }

  private mutating func appendEscape(_ unit: UInt16) {
    bytes += [ASCII.backslash, 0x75]
    for shift in [12, 8, 4, 0] {
      let digit = UInt8(truncatingIfNeeded: unit >> UInt16(shift)) & 15
      bytes.append(digit < 10 ? ASCII.zero + digit : 0x57 + digit)
    }
  }

  // MARK: - Members

  mutating func member(_ name: String, _ text: String) {
    key(name)
    value(text)
  }

  mutating func member(_ name: String, _ number: Int) {
    key(name)
    value(number)
  }

  mutating func member(_ name: String, _ truth: Bool) {
    key(name)
    value(truth)
  }

  /// Leaves the member out when there is no value: absent is not empty.
  mutating func member(_ name: String, ifPresent text: String?) {
    if let text { member(name, text) }
  }

  mutating func member(_ name: String, _ texts: [String]) {
    key(name)
    array { json in for text in texts { json.value(text) } }
  }
}
