import HeaderFields
import Testing

private func date(
  _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0, offset: Int? = 0
) -> DateTime? {
  DateTime(
    year: year, month: month, day: day, hour: hour, minute: minute, second: second, offsetMinutes: offset)
}

struct InstantRow: Sendable {
  let date: DateTime?
  let instant: Int

  init(_ date: DateTime?, _ instant: Int) {
    (self.date, self.instant) = (date, instant)
  }
}

/// Instants from the definition of POSIX time: 86,400 seconds a day, 365 days a year and one more every leap year.
@Test(arguments: [
  InstantRow(date(1970, 1, 1), 0),
  InstantRow(date(1970, 1, 2), 86_400),
  InstantRow(date(1969, 12, 31, 23, 59, 59), -1),
  InstantRow(date(1971, 1, 1), 365 * 86_400),
  InstantRow(date(1973, 1, 1), (3 * 365 + 1) * 86_400),
  InstantRow(date(1972, 3, 1), (2 * 365 + 60) * 86_400),
  InstantRow(date(2000, 3, 1), (30 * 365 + 7 + 60) * 86_400),
  InstantRow(date(1970, 1, 1, 1, 0, 0, offset: 60), 0),
  InstantRow(date(1970, 1, 1, 0, 0, 0, offset: -90), 5_400),
  InstantRow(date(1970, 1, 1, 0, 0, 0, offset: nil), 0),
  InstantRow(date(1900, 1, 1), -(70 * 365 + 17) * 86_400),
  InstantRow(date(2016, 12, 31, 23, 59, 60), 1_483_228_800),
])
func `an instant counts seconds from 1970 in UTC`(row: InstantRow) {
  #expect(row.date?.instant == row.instant)
}

@Test func `the calendar has no other days`() {
  #expect(date(2100, 2, 29) == nil)
  #expect(date(2000, 2, 29) != nil)
  #expect(date(2026, 4, 31) == nil)
  #expect(date(2026, 13, 1) == nil)
  #expect(date(2026, 0, 1) == nil)
  #expect(date(2026, 1, 1, 24) == nil)
  #expect(date(2026, 1, 1, 0, 0, 61) == nil)
  #expect(date(2026, 1, 1, offset: 1440) == nil)
  #expect(date(10_000, 1, 1) == nil)
}

@Test func `RFC 3339 tells an unknown zone from UTC`() {
  #expect(date(2026, 3, 1, 9, 5, 7, offset: nil)?.rfc3339 == "2026-03-01T09:05:07-00:00")
  #expect(date(2026, 3, 1, 9, 5, 7, offset: 0)?.rfc3339 == "2026-03-01T09:05:07+00:00")
  #expect(date(2026, 3, 1, 9, 5, 7, offset: -210)?.rfc3339 == "2026-03-01T09:05:07-03:30")
}
