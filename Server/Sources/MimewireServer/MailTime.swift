#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A moment, as trace fields and file names need it: in UTC, without a calendar of the system's.
struct MailTime: Sendable {
  let seconds: Int
  let microseconds: Int

  static func now() -> MailTime {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return MailTime(seconds: Int(time.tv_sec), microseconds: Int(time.tv_nsec) / 1000)
  }

  /// `Wed, 25 Nov 2026 07:30:00 +0000` (RFC 5322 section 3.3)
  var dateTime: String {
    let days = seconds / 86_400
    let clock = seconds % 86_400
    let (year, month, day) = MailTime.civil(days)
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let time = [clock / 3600, clock / 60 % 60, clock % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(weekdays[days % 7]), \(day) \(months[month - 1]) \(year) \(time.joined(separator: ":")) +0000"
  }

  /// The date of a day counted from 1970-01-01: years begin in March, so that the leap day is the last, and 400 of them
  /// have 146,097 days.
  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
