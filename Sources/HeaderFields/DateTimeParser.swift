public import WireBytes

extension DateTime {
  /// Reads a date: the syntax of RFC 5322 with all obsolete forms, and the forms that broken mailers write.
  ///
  ///     21 Nov 97 09:55 (about noon) EST      obsolete: 1997-11-21T09:55:00-05:00
  ///     Tue Jan  6 10:00:00 2026 +0100        asctime: 2026-01-06T10:00:00+01:00
  ///     2026-01-06T10:00:00Z                  ISO 8601: 2026-01-06T10:00:00+00:00
  ///     31 Feb 2026 25:61:00 +9999            nil: no date is better than another day
  ///
  /// A wrong day of the week is not looked at: it decides nothing. RFC 5322 sections 3.3 and 4.3.
  ///
  /// - Parameters:
  ///   - body: the field body, or what stands behind the last semicolon of a Received field.
  ///   - defects: receives at most one defect, with a range in `body`.
  public init?(parsing body: Span<UInt8>, defects: inout DefectLog) {
    var parser = DateTimeParser(body)
    guard let date = parser.parse() else {
      defects.report(.dateInvalid, at: 0..<body.count)
      return nil
    }
    if let kind = parser.departure { defects.report(kind, at: 0..<body.count) }
    self = date
  }
}

/// Cuts a date into numbers, words and marks, and puts them together again.
///
/// The order of the parts tells the forms apart:
///
///     [word ","] 6 Jan 2026 time zone       RFC 5322; also 06-Jan-2026
///     [word] Jan 6 time [zone] 2026 [zone]  asctime and date(1); also Jan 6, 2026 time
///     2026-01-06 [T] time zone              ISO 8601
private struct DateTimeParser: ~Escapable {
  private enum Token: Equatable {
    case number(Int, digits: Int)
    case word(Range<Int>)
    case mark(UInt8)

    var isWord: Bool { if case .word = self { true } else { false } }
  }

  private enum Zone {
    case unknown
    case minutes(Int)

    var minutes: Int? { if case .minutes(let minutes) = self { minutes } else { nil } }
  }

  private let bytes: Span<UInt8>
  private var tokens: [Token] = []
  private var next = 0
  /// How the text departs from `date-time`, if it does.
  private(set) var departure: DefectKind?

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
    split()
  }

  /// The longest date that makes sense has some twenty parts; what comes after them is junk.
  private static let maximumTokens = 32

  private mutating func split() {
    var cursor = ByteCursor(bytes)
    var comments = CommentScanner()
    while tokens.count < Self.maximumTokens {
      cursor.skip(while: .fws)
      guard let byte = cursor.next else { return }
      let start = cursor.offset
      if byte == ASCII.openParenthesis {
        // A comment without an end is the rest of the field.
        guard let end = comments.end(of: start, in: bytes)?.end else { return note(.dateInvalid) }
        cursor.advance(to: end)
      } else if ByteClass.digit.contains(byte) {
        let digits = cursor.skip(while: .digit)
        tokens.append(.number(value(of: digits), digits: digits.count))
      } else if ByteClass.alpha.contains(byte) {
        tokens.append(.word(cursor.skip(while: .alpha)))
      } else {
        tokens.append(.mark(byte))
        cursor.advance(to: start + 1)
      }
    }
  }

  /// The value of a run of digits; more than four make no part of a date but a zone of `+HHMM`.
  private func value(of digits: Range<Int>) -> Int {
    digits.suffix(9).reduce(0) { $0 * 10 + Int(bytes[$1] - ASCII.zero) }
  }

  // MARK: The forms

  mutating func parse() -> DateTime? {
    skipDayName()
    let month: Int
    let day: Int
    let year: Int?
    var time: (hour: Int, minute: Int, second: Int)?
    var zone: Zone?
    if case .number(let value, 4) = token, isMark(ASCII.hyphen, at: next + 1) || isMark(ASCII.slash, at: next + 1) {
      note(.dateInvalid)
      next += 2
      guard let monthNumber = number(digits: 1...2), skipMark(), let dayNumber = number(digits: 1...2) else {
        return nil
      }
      (year, month, day) = (value, monthNumber, dayNumber)
      if isWord("t") { next += 1 }
    } else if let named = monthName() {
      note(.dateInvalid)
      skipMarks(".")
      guard let dayNumber = number(digits: 1...2) else { return nil }
      skipOrdinal()
      skipMarks(",")
      (month, day) = (named, dayNumber)
      if case .number(_, 4) = token {
        year = self.year()
      } else {
        time = self.time()
        guard time != nil else { return nil }
        if case .number = token {} else { zone = self.zone() }
        year = self.year()
      }
    } else {
      guard let dayNumber = number(digits: 1...2) else { return nil }
      skipOrdinal()
      skipOddMarks("-./, ")
      guard let named = monthName() else { return nil }
      skipOddMarks("-./, ")
      (month, day) = (named, dayNumber)
      year = self.year()
    }
    skipOddMarks(",")
    if time == nil { time = self.time() }
    if zone == nil { zone = self.zone() }
    guard let year, let time, let zone else { return nil }
    if next < tokens.count { note(.dateInvalid) }
    return DateTime(
      year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: time.second,
      offsetMinutes: zone.minutes)
  }

  private mutating func skipDayName() {
    guard case .word(let range) = token, monthName(range) == nil else { return }
    next += 1
    if range.count != 3 || name(range, in: Self.dayNames) == nil { note(.dateInvalid) }
    if isMark(ASCII.comma, at: next) {
      next += 1
    } else {
      note(.dateInvalid)
      skipMarks(".,")
    }
  }

  /// `year = 4*DIGIT`; two digits are 1950...2049, three count from 1900 (RFC 5322 section 4.3).
  private mutating func year() -> Int? {
    guard case .number(let value, let digits) = token, 2...4 ~= digits else { return nil }
    next += 1
    if digits == 4 { return value }
    note(.dateObsolete)
    return value + (digits == 2 && value < 50 ? 2000 : 1900)
  }

  /// `hour ":" minute [":" second]`, with dots for colons, a fraction and AM or PM.
  private mutating func time() -> (hour: Int, minute: Int, second: Int)? {
    guard var hour = number(digits: 1...2), skipTimeMark(), let minute = number(digits: 1...2) else { return nil }
    var second = 0
    if skipTimeMark() {
      guard let value = number(digits: 1...2) else { return nil }
      second = value
      if isMark(ASCII.dot, at: next) || isMark(ASCII.comma, at: next), case .number = token(at: next + 1) {
        note(.dateInvalid)
        next += 2
      }
    }
    if isWord("am") || isWord("pm") {
      guard 1...12 ~= hour else { return nil }
      hour = hour % 12 + (isWord("pm") ? 12 : 0)
      note(.dateInvalid)
      next += 1
    }
    return (hour, minute, second)
  }

  // MARK: Zones

  /// The zone, or nil if it is one that cannot be.
  private mutating func zone() -> Zone? {
    if case .word(let range) = token {
      next += 1
      // GMT+0100
      let hasOffset = isMark(ASCII.plus, at: next) || isMark(ASCII.hyphen, at: next)
      return hasOffset ? numericZone() : namedZone(range)
    }
    return numericZone()
  }

  /// `("+" / "-") 4DIGIT`, where `-0000` says that nothing is known about the zone; also `+01:00` and `+1`.
  private mutating func numericZone() -> Zone? {
    let isAfterWord = next > 0 && token(at: next - 1)?.isWord == true
    guard case .mark(let sign) = token, sign == ASCII.plus || sign == ASCII.hyphen,
      case .number(let value, let digits) = token(at: next + 1)
    else {
      note(.dateInvalid)
      return .unknown
    }
    next += 2
    var (hours, minutes) = (value, 0)
    if digits == 4 || digits == 3 {
      (hours, minutes) = (value / 100, value % 100)
    } else if digits <= 2, isMark(ASCII.colon, at: next), case .number(let low, 2) = token(at: next + 1) {
      minutes = low
      next += 2
    }
    if digits != 4 || isAfterWord { note(.dateInvalid) }
    guard digits <= 4, hours < 24, minutes < 60 else { return nil }
    let offset = hours * 60 + minutes
    if sign == ASCII.plus { return .minutes(offset) }
    return offset == 0 ? .unknown : .minutes(-offset)
  }

  /// `obs-zone` and the abbreviations that mean one thing only. Military letters and all others are unknown, as
  /// RFC 5322 section 4.3 wants: RFC 822 had the military ones the wrong way round.
  private mutating func namedZone(_ range: Range<Int>) -> Zone {
    let word = bytes.extracting(range)
    for (name, minutes) in Self.obsoleteZones where word.equalsIgnoringCase(name) {
      note(.dateObsolete)
      return .minutes(minutes)
    }
    for (name, minutes) in Self.otherZones where word.equalsIgnoringCase(name) {
      note(.dateInvalid)
      return .minutes(minutes)
    }
    // "Z" is UTC in ISO 8601, which has had its defect already, and a military letter in RFC 822.
    if word.equalsIgnoringCase("z"), departure == .dateInvalid { return .minutes(0) }
    note(range.count == 1 ? .dateObsolete : .dateInvalid)
    return .unknown
  }

  private static let obsoleteZones: [(String, Int)] = [
    ("gmt", 0), ("ut", 0), ("edt", -240), ("est", -300), ("cdt", -300), ("cst", -360), ("mdt", -360), ("mst", -420),
    ("pdt", -420), ("pst", -480),
  ]

  private static let otherZones: [(String, Int)] = [
    ("utc", 0), ("wet", 0), ("west", 60), ("bst", 60), ("cet", 60), ("met", 60), ("mez", 60), ("cest", 120),
    ("mest", 120), ("mesz", 120), ("eet", 120), ("eest", 180), ("sast", 120), ("msk", 180), ("msd", 240),
    ("hkt", 480), ("sgt", 480), ("jst", 540), ("kst", 540), ("aest", 600), ("aedt", 660), ("nzst", 720),
    ("nzdt", 780), ("adt", -180), ("akdt", -480), ("akst", -540), ("hst", -600),
  ]

  // MARK: Tokens

  private var token: Token? { token(at: next) }

  private func token(at index: Int) -> Token? {
    index < tokens.count ? tokens[index] : nil
  }

  private mutating func number(digits: ClosedRange<Int>) -> Int? {
    guard case .number(let value, let count) = token, digits ~= count else { return nil }
    next += 1
    return value
  }

  private func isMark(_ byte: UInt8, at index: Int) -> Bool {
    token(at: index) == .mark(byte)
  }

  private func isWord(_ word: String) -> Bool {
    guard case .word(let range) = token else { return false }
    return bytes.extracting(range).equalsIgnoringCase(word)
  }

  private mutating func skipMark() -> Bool {
    guard case .mark = token else { return false }
    next += 1
    return true
  }

  private mutating func skipMarks(_ marks: String) {
    while case .mark(let byte) = token, marks.utf8.contains(byte) { next += 1 }
  }

  private mutating func skipOddMarks(_ marks: String) {
    let start = next
    skipMarks(marks)
    if next > start { note(.dateInvalid) }
  }

  private mutating func skipTimeMark() -> Bool {
    if isMark(ASCII.dot, at: next) { note(.dateInvalid) } else if !isMark(ASCII.colon, at: next) { return false }
    next += 1
    return true
  }

  /// The `th` of `6th January`.
  private mutating func skipOrdinal() {
    guard isWord("st") || isWord("nd") || isWord("rd") || isWord("th") else { return }
    note(.dateInvalid)
    next += 1
  }

  private mutating func monthName() -> Int? {
    guard case .word(let range) = token, let month = monthName(range) else { return nil }
    if range.count != 3 { note(.dateInvalid) }
    next += 1
    return month
  }

  private func monthName(_ range: Range<Int>) -> Int? {
    name(range, in: Self.monthNames).map { $0 + 1 }
  }

  /// The index of the name that a word of three or more letters begins.
  private func name(_ range: Range<Int>, in names: [String]) -> Int? {
    let word = bytes.extracting(range)
    return names.firstIndex { name in
      let full = name.utf8.span
      return 3...full.count ~= range.count
        && word.equalsIgnoringCase(String(name.prefix(range.count)))
    }
  }

  private static let dayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

  private static let monthNames = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]

  /// Remembers the worst departure: a form that no standard has over an obsolete one.
  private mutating func note(_ kind: DefectKind) {
    if departure != .dateInvalid { departure = kind }
  }
}
