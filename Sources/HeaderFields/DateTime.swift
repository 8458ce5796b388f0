internal import WireBytes

/// The date and time of a Date or Received field, with the zone that was written.
///
///     Sun, 1 Mar 2026 10:00:00 +0100     2026-03-01T10:00:00+01:00
///     Sun, 1 Mar 2026 09:00:00 -0000     2026-03-01T09:00:00-00:00, the zone is unknown
///
/// The fields are the local time as written; two dates are equal when they were written alike. Compare `instant`
/// to know which came first. RFC 5322 section 3.3.
public struct DateTime: Sendable, Hashable, CustomStringConvertible {
  /// The year, 1900 or later.
  public let year: Int
  /// 1...12
  public let month: Int
  /// 1...31, a day that the month has.
  public let day: Int
  /// 0...23
  public let hour: Int
  /// 0...59
  public let minute: Int
  /// 0...60, where 60 is a leap second; 0 where none was written.
  public let second: Int
  /// Minutes east of UTC, -1,439...1,439; nil when the zone is unknown, and the time is then taken as UTC.
  public let offsetMinutes: Int?

  /// A date, or nil if the calendar or the clock does not have it.
  public init?(
    year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, offsetMinutes: Int?
  ) {
    guard 1900...9999 ~= year, 1...12 ~= month, 1...Self.days(in: month, of: year) ~= day,
      0...23 ~= hour, 0...59 ~= minute, 0...60 ~= second, -1439...1439 ~= offsetMinutes ?? 0
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.offsetMinutes = offsetMinutes
  }

  /// Seconds since 1970-01-01T00:00:00Z. A leap second counts as the second after it.
  public var instant: Int {
    let days = Self.daysBefore(year) + Self.days(before: month, of: year) + day - 1 - Self.daysBefore(1970)
    return ((days * 24 + hour) * 60 + minute - (offsetMinutes ?? 0)) * 60 + second
  }

  /// The date as RFC 3339 writes it, with the original offset; `-00:00` for an unknown zone (section 4.3).
  public var rfc3339: String {
    let offset = offsetMinutes ?? 0
    let sign = offsetMinutes == nil || offset < 0 ? "-" : "+"
    var text: [UInt8] = []
    func append(_ value: Int, digits: Int, before separator: String) {
      var divisor = digits == 4 ? 1000 : 10
      while divisor > 0 {
        text.append(ASCII.zero + UInt8(value / divisor % 10))
        divisor /= 10
      }
      text += separator.utf8
    }
    append(year, digits: 4, before: "-")
    append(month, digits: 2, before: "-")
    append(day, digits: 2, before: "T")
    append(hour, digits: 2, before: ":")
    append(minute, digits: 2, before: ":")
    append(second, digits: 2, before: sign)
    append(abs(offset) / 60, digits: 2, before: ":")
    append(abs(offset) % 60, digits: 2, before: "")
    return String(decoding: text, as: UTF8.self)
  }

  public var description: String { rfc3339 }

  // MARK: The Gregorian calendar

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func days(before month: Int, of year: Int) -> Int {
    (1..<month).reduce(0) { $0 + days(in: $1, of: year) }
  }

  /// Days from 0001-01-01 to the first of January of `year`.
  private static func daysBefore(_ year: Int) -> Int {
    let past = year - 1
    return past * 365 + past / 4 - past / 100 + past / 400
  }
}
