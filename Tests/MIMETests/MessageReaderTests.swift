import MIMETestSupport
import MailTestSupport
import Testing

@testable import MIME

struct MessageReaderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let input: String
    let lines: [String]
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "the example of the head comment",
      input: "Content-Type: multipart/mixed; boundary=b\r\n\r\nhello\r\n--b\r\n\r\none\r\n--b--\r\nbye",
      lines: [
        "began depth 0 at 0", "field 0 12 13 41 43", "header ended at 45", #"preamble 45 "hello""#,
        #"delimiter 50 "\r\n--b\r\n""#, "began depth 1 at 57", "header ended at 59", #"body 59 "one""#,
        "ended leaf 62 64 lines 1 false false", #"delimiter 62 "\r\n--b--\r\n""#, #"epilogue 71 "bye""#,
        "ended multipart 74 74 lines 0 false false",
      ]),
    Case(
      name: "an empty message", input: "",
      lines: ["began depth 0 at 0", "header ended at 0", "ended leaf 0 0 lines 0 false false"]),
    Case(
      name: "the line break between a close delimiter and an outer delimiter belongs to the outer one",
      input: "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/mixed; boundary=i\n\n"
        + "--i\n\nx\n--i--\n--o--\n",
      lines: [
        "began depth 0 at 0", "field 0 12 13 41 42", "header ended at 43", #"delimiter 43 "--o\n""#,
        "began depth 1 at 47", "field 47 59 60 88 89", "header ended at 90", #"delimiter 90 "--i\n""#,
        "began depth 2 at 94", "header ended at 95", #"body 95 "x""#, "ended leaf 96 97 lines 1 false false",
        #"delimiter 96 "\n--i--""#, "ended multipart 102 103 lines 0 false false", #"delimiter 102 "\n--o--\n""#,
        "ended multipart 109 109 lines 0 false false",
      ]),
    Case(
      name: "a multipart behind another one begins with its delimiter",
      input: "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/mixed; boundary=i\n\n"
        + "--i--\n--o\nContent-Type: multipart/mixed; boundary=j\n\n--j\n\nx",
      lines: [
        "began depth 0 at 0", "field 0 12 13 41 42", "header ended at 43", #"delimiter 43 "--o\n""#,
        "began depth 1 at 47", "field 47 59 60 88 89", "header ended at 90", #"delimiter 90 "--i--""#,
        "ended multipart 95 96 lines 0 false false", #"delimiter 95 "\n--o\n""#, "began depth 1 at 100",
        "field 100 112 113 141 142", "header ended at 143", #"delimiter 143 "--j\n""#, "began depth 2 at 147",
        "header ended at 148", #"body 148 "x""#, "ended leaf 149 149 lines 1 false false",
        "ended multipart 149 149 lines 0 false false", "ended multipart 149 149 lines 0 false false", "truncated",
      ]),
    Case(
      name: "a prefix of a boundary is text, and an outer delimiter ends an inner part",
      input: "Content-Type: multipart/mixed; boundary=foo\r\n\r\n--foo\r\n"
        + "Content-Type: multipart/mixed; boundary=bar\r\n\r\n--bar\r\n\r\na\r\n--foobar\r\nb\r\n--foo--",
      lines: [
        "began depth 0 at 0", "field 0 12 13 43 45", "header ended at 47", #"delimiter 47 "--foo\r\n""#,
        "began depth 1 at 54", "field 54 66 67 97 99", "header ended at 101", #"delimiter 101 "--bar\r\n""#,
        "began depth 2 at 108", "header ended at 110", #"body 110 "a\r\n--foobar\r\nb""#,
        "ended leaf 124 126 lines 3 false false", "ended multipart 124 126 lines 0 false false",
        #"delimiter 124 "\r\n--foo--""#, "ended multipart 133 133 lines 0 false false",
      ]),
    Case(
      name: "a message in a part is parsed in place",
      input: "Content-Type: message/rfc822\n\nSubject: x\n\nhi\n",
      lines: [
        "began depth 0 at 0", "field 0 12 13 28 29", "header ended at 30", "began depth 1 at 30",
        "field 30 37 38 40 41", "header ended at 42", #"body 42 "hi\n""#, "ended leaf 45 45 lines 1 false false",
        "ended message 45 45 lines 0 false false",
      ]),
    Case(
      name: "a delimiter without the blank line before it",
      input: "Content-Type: multipart/mixed; boundary=b\n--b\nA: b\n--b--",
      lines: [
        "began depth 0 at 0", "field 0 12 13 41 42", "header ended at 42", #"delimiter 42 "--b\n""#,
        "began depth 1 at 46", "field 46 47 48 50 51", "header ended at 51", "ended leaf 51 51 lines 0 false false",
        #"delimiter 51 "--b--""#, "ended multipart 56 56 lines 0 false false",
      ]),
    Case(
      name: "lines that are no field are junk, folds and a byte order mark included",
      input: "\u{FEFF}From: a\nContent-\n Type: b\n>From x\nA : b\n\nbody",
      lines: [
        "began depth 0 at 0", "junk 0 \"\u{FEFF}\"", "field 3 7 8 10 11", #"junk 11 "Content-\n Type: b\n>From x\n""#,
        "field 37 38 40 42 43", "header ended at 44", #"body 44 "body""#, "ended leaf 48 48 lines 1 false false",
      ]),
    Case(
      name: "without a field before it, a line that is no field begins the body",
      input: "hello world\n--x\n",
      lines: [
        "began depth 0 at 0", "header ended at 0", #"body 0 "hello world\n--x\n""#,
        "ended leaf 16 16 lines 2 false false",
      ]),
    Case(
      name: "a delimiter behind the close delimiter is told apart from the epilogue",
      input: "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\ne\n--b\n\ny",
      lines: [
        "began depth 0 at 0", "field 0 12 13 41 42", "header ended at 43", #"delimiter 43 "--b\n""#,
        "began depth 1 at 47", "header ended at 48", #"body 48 "x""#, "ended leaf 49 50 lines 1 false false",
        #"delimiter 49 "\n--b--\n""#, #"epilogue 56 "e""#, #"afterClose 57 "\n--b\n\ny""#,
        "ended multipart 64 64 lines 0 false false",
      ]),
    Case(
      name: "junk is no field: a line behind it that is none begins the body too",
      input: "From \n \nhello\n",
      lines: [
        "began depth 0 at 0", #"junk 0 "From \n \n""#, "header ended at 8", #"body 8 "hello\n""#,
        "ended leaf 14 14 lines 1 false false",
      ]),
    Case(
      name: "a blank line behind a byte order mark ends the header section",
      input: "\u{FEFF}\n x\n",
      lines: [
        "began depth 0 at 0", "junk 0 \"\u{FEFF}\"", "header ended at 4", #"body 4 " x\n""#,
        "ended leaf 7 7 lines 1 false false",
      ]),
    Case(
      name: "a close delimiter once more is epilogue, as no part follows it",
      input: "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n--b--\ne",
      lines: [
        "began depth 0 at 0", "field 0 12 13 41 42", "header ended at 43", #"delimiter 43 "--b\n""#,
        "began depth 1 at 47", "header ended at 48", #"body 48 "x""#, "ended leaf 49 50 lines 1 false false",
        #"delimiter 49 "\n--b--\n""#, #"epilogue 56 "--b--\ne""#, "ended multipart 63 63 lines 0 false false",
      ]),
    Case(
      name: "a closed boundary gives way to the same one of an outer multipart",
      input: "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=b\n\n"
        + "--b--\n--b\n\nx",
      lines: [
        "began depth 0 at 0", "field 0 12 13 41 42", "header ended at 43", #"delimiter 43 "--b\n""#,
        "began depth 1 at 47", "field 47 59 60 88 89", "header ended at 90", #"delimiter 90 "--b--""#,
        "ended multipart 95 96 lines 0 false false", #"delimiter 95 "\n--b\n""#, "began depth 1 at 100",
        "header ended at 101", #"body 101 "x""#, "ended leaf 102 102 lines 1 false false",
        "ended multipart 102 102 lines 0 false false", "truncated",
      ]),
    Case(
      name: "a CR at the end of the input ends no delimiter line",
      input: "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\r",
      lines: [
        "began depth 0 at 0", "field 0 12 13 41 42", "header ended at 43", #"delimiter 43 "--b\n""#,
        "began depth 1 at 47", "header ended at 48", #"body 48 "x\n--b--\r""#,
        "ended leaf 56 56 lines 2 false false", "ended multipart 56 56 lines 0 false false", "truncated",
      ]),
    Case(
      name: "what a digest holds is a message even where its type is unusable",
      input: "Content-Type: multipart/digest; boundary=b\n\n--b\nContent-Type:\n\nA: b\n\nx",
      lines: [
        "began depth 0 at 0", "field 0 12 13 42 43", "header ended at 44", #"delimiter 44 "--b\n""#,
        "began depth 1 at 48", "field 48 60 61 61 62", "header ended at 63", "began depth 2 at 63",
        "field 63 64 65 67 68", "header ended at 69", #"body 69 "x""#, "ended leaf 70 70 lines 1 false false",
        "ended message 70 70 lines 0 false false", "ended multipart 70 70 lines 0 false false", "truncated",
      ]),
    Case(
      name: "a line that ends a header section is the first of the message in the body",
      input: "Content-Type: multipart/digest; boundary=b\n\n--b\nx\n--b\n--b--",
      lines: [
        "began depth 0 at 0", "field 0 12 13 42 43", "header ended at 44", #"delimiter 44 "--b\n""#,
        "began depth 1 at 48", "header ended at 48", "began depth 2 at 48", "header ended at 48", #"body 48 "x""#,
        "ended leaf 49 50 lines 1 false false", "ended message 49 50 lines 0 false false",
        #"delimiter 49 "\n--b\n""#, "began depth 1 at 54", "header ended at 54", "began depth 2 at 54",
        "header ended at 54", "ended leaf 54 54 lines 0 false false", "ended message 54 54 lines 0 false false",
        #"delimiter 54 "--b--""#, "ended multipart 59 59 lines 0 false false",
      ]),
  ]

  @Test("every way of cutting the input gives the events", arguments: cases)
  func events(_ test: Case) {
    let bytes = Array(test.input.utf8)
    let whole = Recording([bytes])
    #expect(whole.lines == test.lines)
    for chunks in Splits.every(bytes) {
      let split = Recording(chunks)
      #expect(split == whole, "cut into \(chunks.map(\.count))")
    }
  }

  @Test("the limit on parts is reported once, whatever follows")
  func partLimit() {
    let bytes = Array("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b\n\n--b\n\n--b--\n".utf8)
    var limits = MessageLimits()
    limits.parts = 2
    for chunks in Splits.every(bytes) {
      let reported = Recording(chunks, limits: limits).defects.filter { $0.hasPrefix("limit-") }
      #expect(reported == ["limit-parts medium 48..<51 part 1"], "cut into \(chunks.map(\.count))")
    }
  }

  @Test("a line break that a limit cut off a header section may belong to a delimiter")
  func headerLimitBeforeDelimiter() {
    // The inner section is longer than the outer one, so that a limit can cut it alone, before its blank line.
    let field = "X: " + String(repeating: "y", count: 44)
    let bytes = Array("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\(field)\r\n\r\n--b--".utf8)
    var limits = MessageLimits()
    for limit in 0...bytes.count {
      limits.headerSectionBytes = limit
      let whole = Recording([bytes], limits: limits)
      for chunks in Splits.every(bytes) {
        let split = Recording(chunks, limits: limits)
        #expect(split == whole, "limit \(limit), cut into \(chunks.map(\.count))")
      }
    }
  }

  @Test("a bare CR stays bare where a gap parts it from the next LF")
  func bareCRBeforeDelimiter() {
    let bytes = Array("Content-Type: multipart/mixed; boundary=b\n\n--\r\r\n--b--\n\n".utf8)
    for chunks in Splits.every(bytes) {
      let reported = Recording(chunks).defects.filter { $0.hasPrefix("bare-cr") }
      #expect(reported == ["bare-cr medium 45..<46 part 0"], "cut into \(chunks.map(\.count))")
    }
  }
}
