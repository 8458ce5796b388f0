import HeaderFields
import Testing
import WireBytes

struct DateRow: Sendable, CustomTestStringConvertible {
  let input: String
  let rfc3339: String?
  let defects: [String]

  init(_ input: String, _ rfc3339: String?, _ defects: [String] = []) {
    (self.input, self.rfc3339, self.defects) = (input, rfc3339, defects)
  }

  var testDescription: String { input.debugDescription }
}

private func check(_ row: DateRow) {
  var log = DefectLog()
  let date = DateTime(parsing: row.input.utf8.span, defects: &log)
  #expect(date?.rfc3339 == row.rfc3339)
  #expect(log.records.map(\.kind.rawValue) == row.defects)
  #expect(log.records.allSatisfy { $0.severity == .lint })
}

@Test(arguments: [
  DateRow("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00"),
  DateRow(" 1 Mar 2026 10:00:00 +0100 ", "2026-03-01T10:00:00+01:00"),
  DateRow("Sun, 01 Mar 2026 10:00 +0545", "2026-03-01T10:00:00+05:45"),
  DateRow("Sun, 1 Mar 2026 10:00:00 -0000", "2026-03-01T10:00:00-00:00"),
  DateRow("Sun, 1 Mar 2026 10:00:00 +0000", "2026-03-01T10:00:00+00:00"),
  DateRow("sun, 1 MAR 2026 10:00:00 -1200", "2026-03-01T10:00:00-12:00"),
  DateRow(
    "Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 (Newfoundland Time)",
    "1969-02-13T23:32:00-03:30"),
  DateRow("Sun(day), 1 (a (b) \\)) Mar 2026 10:00:00 +0100(x)", "2026-03-01T10:00:00+01:00"),
  // The wrong day of the week decides nothing.
  DateRow("Mon, 1 Mar 2026 10:00:00 +0100", "2026-03-01T10:00:00+01:00"),
  DateRow("Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:60+00:00"),
  DateRow("Thu, 29 Feb 2024 00:00:00 +1400", "2024-02-29T00:00:00+14:00"),
])
func `dates of RFC 5322 are read without a defect`(row: DateRow) {
  check(row)
}

@Test(arguments: [
  DateRow("21 Nov 97 09:55:06 EST", "1997-11-21T09:55:06-05:00", ["hdr-date-obsolete"]),
  DateRow("Fri, 1 Jan 49 00:00 A", "2049-01-01T00:00:00-00:00", ["hdr-date-obsolete"]),
  DateRow("Sat, 1 Jan 50 00:00 GMT", "1950-01-01T00:00:00+00:00", ["hdr-date-obsolete"]),
  DateRow("1 Jan 126 00:00 UT", "2026-01-01T00:00:00+00:00", ["hdr-date-obsolete"]),
  DateRow("1 Jan 2026 00 : 00 : 07 pdt", "2026-01-01T00:00:07-07:00", ["hdr-date-obsolete"]),
  DateRow("1 Jan 2026 00:00 EDT", "2026-01-01T00:00:00-04:00", ["hdr-date-obsolete"]),
  DateRow("1 Jan 2026 00:00 CST", "2026-01-01T00:00:00-06:00", ["hdr-date-obsolete"]),
  DateRow("1 Jan 2026 00:00 MDT", "2026-01-01T00:00:00-06:00", ["hdr-date-obsolete"]),
  DateRow("1 Jan 2026 00:00 MST", "2026-01-01T00:00:00-07:00", ["hdr-date-obsolete"]),
  DateRow("1 Jan 2026 00:00 PST", "2026-01-01T00:00:00-08:00", ["hdr-date-obsolete"]),
  DateRow("1 Jan 2026 00:00 Z", "2026-01-01T00:00:00-00:00", ["hdr-date-obsolete"]),
])
func `obsolete dates are read as RFC 5322 section 4.3 says`(row: DateRow) {
  check(row)
}

@Test(arguments: [
  DateRow("Tue Jan  6 10:00:00 2026 +0100", "2026-01-06T10:00:00+01:00", ["hdr-date-invalid"]),
  DateRow("Tue Jan  6 10:00:00 2026", "2026-01-06T10:00:00-00:00", ["hdr-date-invalid"]),
  DateRow("Tue Jan  6 10:00:00 CET 2026", "2026-01-06T10:00:00+01:00", ["hdr-date-invalid"]),
  DateRow("Tue Jan 06 10:00:00 +0200 2026", "2026-01-06T10:00:00+02:00", ["hdr-date-invalid"]),
  DateRow("Tue, Jan 6, 2026 10:00:00 +0100", "2026-01-06T10:00:00+01:00", ["hdr-date-invalid"]),
  DateRow("Tue Jan 06 2026 10:00:00 GMT+0100 (CET)", "2026-01-06T10:00:00+01:00", ["hdr-date-invalid"]),
  DateRow("2026-01-06T10:00:00Z", "2026-01-06T10:00:00+00:00", ["hdr-date-invalid"]),
  DateRow("2026-01-06 10:00:00", "2026-01-06T10:00:00-00:00", ["hdr-date-invalid"]),
  DateRow("2026-01-06T10:00:00.123+01:00", "2026-01-06T10:00:00+01:00", ["hdr-date-invalid"]),
  DateRow("2026/01/06 10:00 -05", "2026-01-06T10:00:00-05:00", ["hdr-date-invalid"]),
  DateRow("06-Jan-2026 10:00:00 +0100", "2026-01-06T10:00:00+01:00", ["hdr-date-invalid"]),
  DateRow("Tuesday, 06-Jan-26 10:00:00 GMT", "2026-01-06T10:00:00+00:00", ["hdr-date-invalid"]),
  DateRow("6 January 2026 10:00:00 +0100", "2026-01-06T10:00:00+01:00", ["hdr-date-invalid"]),
  DateRow("Tue, 6th Jan, 2026 10:00:00 +0100", "2026-01-06T10:00:00+01:00", ["hdr-date-invalid"]),
  DateRow("Tue,6 Jan 2026 10.00.00 +0100", "2026-01-06T10:00:00+01:00", ["hdr-date-invalid"]),
  DateRow("Tue 6 Jan 2026 10:00:00 +0100", "2026-01-06T10:00:00+01:00", ["hdr-date-invalid"]),
  DateRow("Tue, 6 Jan 2026, 10:00:00 +0100", "2026-01-06T10:00:00+01:00", ["hdr-date-invalid"]),
  DateRow("Tue, 6 Jan 2026 10:00:00+0100", "2026-01-06T10:00:00+01:00"),
  DateRow("Tue, 6 Jan 2026 12:05 AM +0100", "2026-01-06T00:05:00+01:00", ["hdr-date-invalid"]),
  DateRow("Tue, 6 Jan 2026 11:05:00 pm +0100", "2026-01-06T23:05:00+01:00", ["hdr-date-invalid"]),
  DateRow("Tue, 6 Jan 2026 10:00:00 GMT+0100", "2026-01-06T10:00:00+01:00", ["hdr-date-invalid"]),
  DateRow("Tue, 6 Jan 2026 10:00:00 UTC", "2026-01-06T10:00:00+00:00", ["hdr-date-invalid"]),
  DateRow("Tue, 6 Jan 2026 10:00:00 CEST", "2026-01-06T10:00:00+02:00", ["hdr-date-invalid"]),
  DateRow("Tue, 6 Jan 2026 10:00:00 JST", "2026-01-06T10:00:00+09:00", ["hdr-date-invalid"]),
  DateRow("Tue, 6 Jan 2026 10:00:00 XYZT", "2026-01-06T10:00:00-00:00", ["hdr-date-invalid"]),
  DateRow("Tue, 6 Jan 2026 10:00:00", "2026-01-06T10:00:00-00:00", ["hdr-date-invalid"]),
  DateRow("Tue, 6 Jan 2026 10:00:00 +0100 (CET", "2026-01-06T10:00:00+01:00", ["hdr-date-invalid"]),
  DateRow("Tue, 6 Jan 2026 10:00:00 +0100 CET", "2026-01-06T10:00:00+01:00", ["hdr-date-invalid"]),
])
func `dates of broken mailers are read`(row: DateRow) {
  check(row)
}

@Test(arguments: [
  "", " ", "now", "31 Feb 2026 25:61:00 +9999", "31 Feb 2026 10:00:00 +0000", "29 Feb 2025 10:00:00 +0000",
  "1 Mar 2026 25:00:00 +0000", "1 Mar 2026 10:60:00 +0000", "1 Mar 2026 10:00:61 +0000", "1 Mar 2026 10:00:00 +9999",
  "1 Mar 2026 10:00:00 +2400", "0 Mar 2026 10:00:00 +0000", "1 Zzz 2026 10:00:00 +0000", "1 Mar 20266 10:00:00 +0000",
  "1 Mar 1899 10:00:00 +0000", "1 Mar 2026", "2026-13-01T10:00:00Z", "1 Mar 2026 13:00 PM +0000", "6 0 2026 10:00:00",
  "01/02/2026 10:00:00", "99999999999999999999 Mar 2026 10:00:00 +0000", "1 Mar 2026 10:00:00 +99999999999999999999",
])
func `what is no date is none`(input: String) {
  check(DateRow(input, nil, ["hdr-date-invalid"]))
}

@Test(arguments: [1 << 10, 1 << 16])
func `dates are read at any size`(size: Int) {
  let storm = String(repeating: "(", count: size)
  check(DateRow(storm, nil, ["hdr-date-invalid"]))
  check(DateRow(storm + String(repeating: ")", count: size) + "1 Mar 2026 10:00 +0000", "2026-03-01T10:00:00+00:00"))
  check(DateRow("1 Mar 2026 10:00 +0000" + String(repeating: "(x)", count: size), "2026-03-01T10:00:00+00:00"))
  check(DateRow(String(repeating: "1 ", count: size), nil, ["hdr-date-invalid"]))
}
