internal import WireBytes

/// Recognises the line that begins a message in an mbox: `From `, an address, a date, and nothing else.
///
/// RFC 4155 asks for one form, ctime(3) in UTC; mailboxes have these, and all of them are taken:
///
///     From ann@example.org Thu Jan  1 10:00:00 2026
///     From "ann smith"@example.org Thu Jan  1 10:00 CET 2026
///     From - Thu, 01 Jan 2026 10:00:00 +0100
///     From MAILER-DAEMON Thu Jan  1 10:00:00 2026 -0700
///     From ann Thu Jan  1 10:00:00 2026 remote from host
///     From  Thu Jan  1 10:00:00 2026
///
/// A line of prose is told from it by the date, which must be whole and stand at the end.
internal enum MboxSeparator {
  /// Lines from this length on are never separators, so that one of any length is judged by its beginning.
  static let longestLine = 1_000

  /// Whether a line, without its line break, separates messages.
  static func matches(_ line: Span<UInt8>) -> Bool {
    guard line.count < longestLine, begins(line) else { return false }
    let addressAt = ByteCursor(line.extracting(5..<line.count))
    var dateAt = addressAt
    skipAddress(&dateAt)
    return isDate(dateAt) || isDate(addressAt)
  }

  /// Whether the first line of a file is one: there an address without a date is enough, because nothing but a
  /// mailbox begins so (`From : Ann` is a header field).
  static func matchesAtStart(_ line: Span<UInt8>) -> Bool {
    if matches(line) { return true }
    guard line.count < longestLine, begins(line) else { return false }
    var cursor = ByteCursor(line.extracting(5..<line.count))
    cursor.skip(while: .wsp)
    let address = cursor.skip(while: addressWord)
    cursor.skip(while: .wsp)
    return !address.isEmpty && cursor.isAtEnd
  }

  /// Whether a line begins with `From `.
  static func begins(_ line: Span<UInt8>) -> Bool {
    line.count >= 5 && line.extracting(0..<5).equals("From ")
  }

  private static let word = ByteClass.wsp.inverted
  private static let addressWord = word.subtracting(ByteClass(":"))

  /// Skips one word, whose beginning may be a quoted string with blanks in it.
  private static func skipAddress(_ cursor: inout ByteCursor) {
    cursor.skip(while: .wsp)
    if cursor.skip(ASCII.quote) {
      while let byte = cursor.take(), byte != ASCII.quote {
        if byte == ASCII.backslash { _ = cursor.take() }
      }
    }
    cursor.skip(while: word)
  }

  /// Whether the rest of the line is a date, in the order of ctime or in that of RFC 5322.
  private static func isDate(_ start: ByteCursor) -> Bool {
    var cursor = start
    skipWord(&cursor) { isName($0, in: weekdays) }
    if skipWord(&cursor, if: { isName($0, in: months) }) {
      guard skipWord(&cursor, if: isDay), skipWord(&cursor, if: isTime) else { return false }
      skipZone(&cursor)
      guard skipWord(&cursor, if: isYear) else { return false }
    } else {
      guard skipWord(&cursor, if: isDay), skipWord(&cursor, if: { isName($0, in: months) }),
        skipWord(&cursor, if: isYear), skipWord(&cursor, if: isTime)
      else { return false }
    }
    skipZone(&cursor)
    // UUCP's note of the neighbour that the message came from.
    if skipWord(&cursor, if: { $0.equals("remote") }) {
      guard skipWord(&cursor, if: { $0.equals("from") }), skipWord(&cursor, if: { _ in true }) else { return false }
    }
    cursor.skip(while: .wsp)
    return cursor.isAtEnd
  }

  /// Skips the next word if it is as it should be.
  @discardableResult
  private static func skipWord(_ cursor: inout ByteCursor, if isExpected: (Span<UInt8>) -> Bool) -> Bool {
    var ahead = cursor
    ahead.skip(while: .wsp)
    let range = ahead.skip(while: word)
    guard !range.isEmpty, isExpected(ahead.bytes.extracting(range)) else { return false }
    cursor.advance(to: ahead.offset)
    return true
  }

  /// Skips up to two words that name a zone: `+0100`, `CET`, `MET DST`, `+0100 (CET)`.
  private static func skipZone(_ cursor: inout ByteCursor) {
    for _ in 0..<2 { skipWord(&cursor, if: isZone) }
  }

  private static let capital = ByteClass(0x41...0x5A)
  private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// Whether a word is one of `names`, a comma after it allowed.
  private static func isName(_ word: Span<UInt8>, in names: [String]) -> Bool {
    let name = withoutComma(word)
    return names.contains { name.equalsIgnoringCase($0) }
  }

  private static func isDay(_ word: Span<UInt8>) -> Bool {
    let day = withoutComma(word)
    return (1...2).contains(day.count) && areDigits(day)
  }

  private static func isYear(_ word: Span<UInt8>) -> Bool {
    word.count == 4 && areDigits(word)
  }

  /// `10:00` or `10:00:00`, the hour of one digit or two.
  private static func isTime(_ word: Span<UInt8>) -> Bool {
    var cursor = ByteCursor(word)
    guard (1...2).contains(cursor.skip(while: .digit).count) else { return false }
    var fields = 1
    while cursor.skip(ASCII.colon) {
      guard cursor.skip(while: .digit).count == 2 else { return false }
      fields += 1
    }
    return cursor.isAtEnd && (2...3).contains(fields)
  }

  private static func isZone(_ word: Span<UInt8>) -> Bool {
    guard let first = word.count > 1 ? word[0] : nil else { return false }
    switch first {
    case ASCII.plus, ASCII.hyphen:
      return word.count == 5 && areDigits(word.extracting(1..<5))
    case ASCII.openParenthesis:
      return word[word.count - 1] == ASCII.closeParenthesis
    default:
      guard word.count <= 5 else { return false }
      var cursor = ByteCursor(word)
      cursor.skip(while: capital)
      return cursor.isAtEnd
    }
  }

  private static func areDigits(_ word: Span<UInt8>) -> Bool {
    var cursor = ByteCursor(word)
    cursor.skip(while: .digit)
    return cursor.isAtEnd
  }

  @_lifetime(copy word)
  private static func withoutComma(_ word: Span<UInt8>) -> Span<UInt8> {
    word.count > 1 && word[word.count - 1] == ASCII.comma ? word.extracting(0..<word.count - 1) : word
  }
}
