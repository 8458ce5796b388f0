import CharsetsICU
import HeaderFields
import WireBytes

/// What holds for the parsers of all header fields.
enum FieldInvariants {
  /// One parser, by the variant, reads any body, with or without its line break, to the same, within its bounds.
  static func oneField(_ input: InvariantInput) -> String? {
    let body = input.bytes
    // A CR at the end would become one line break with the LF that follows.
    let ended = body + [ASCII.cr, ASCII.lf]
    let isOpen = body.last != ASCII.lf && body.last != ASCII.cr
    let (name, read) = readers[input.variant % readers.count]
    var log = DefectLog()
    var value = ""
    let overwork = input.meter.fault(name, bytes: body.count, perByte: 1_024) {
      log = DefectLog()
      value = read(body.span, &log)
    }
    if let fault = overwork ?? log.fault(within: body.count) { return "\(name): \(fault)" }
    var other = DefectLog()
    let again = read(ended.span, &other)
    if isOpen, value != again { return "\(name): with a line break \(again), without \(value)" }
    if isOpen, log.total != other.total { return "\(name): \(log.records) and \(other.records)" }
    switch name {
    case "Message-ID": return messageIDFault(body)
    case "Date": return dateFault(body)
    default: return nil
    }
  }

  private typealias Reader = @Sendable (Span<UInt8>, inout DefectLog) -> String

  private static let readers: [(String, Reader)] = [
    ("Date", { "\(DateTime(parsing: $0, defects: &$1)?.rfc3339 ?? "none")" }),
    ("Message-ID", { "\(MessageID.list(parsing: $0, defects: &$1))" }),
    ("Received", { "\(Received(parsing: $0, defects: &$1))" }),
    ("Return-Path", { "\(String(describing: ReturnPath(parsing: $0, charsets: ICUCharsets(), defects: &$1)))" }),
    ("List-Post", { body, _ in "\(ListField(parsing: body))" }),
    ("List-ID", { "\(String(describing: ListID(parsing: $0, charsets: ICUCharsets(), defects: &$1)))" }),
    ("Authentication-Results", { "\(AuthenticationResults(parsing: $0, defects: &$1))" }),
    ("MIME-Version", { "\(String(describing: MIMEVersion(parsing: $0, defects: &$1)))" }),
    ("Content-Transfer-Encoding", { "\(ContentTransferEncoding(parsing: $0, defects: &$1))" }),
    ("Content-Language", { "\(ContentLanguage(parsing: $0, defects: &$1))" }),
    ("Content-Location", { ContentLocation.uri(of: $0, charsets: ICUCharsets(), defects: &$1) }),
    ("Subject", { Unstructured.text(of: $0, charsets: ICUCharsets(), defects: &$1) }),
  ]

  /// What is read as an identifier reads as the same alone.
  private static func messageIDFault(_ body: [UInt8]) -> String? {
    var log = DefectLog()
    let ids = MessageID.list(parsing: body.span, defects: &log)
    guard log.total == 0 else { return nil }
    for id in ids {
      var unreported = DefectLog()
      let again = MessageID.list(parsing: Array("<\(id.text)>".utf8).span, defects: &unreported)
      if again.map(\.text) != [id.text] { return "Message-ID: \(id.text) is \(again)" }
    }
    return nil
  }

  /// A date without a defect is one of the calendar.
  private static func dateFault(_ body: [UInt8]) -> String? {
    var log = DefectLog()
    guard let date = DateTime(parsing: body.span, defects: &log) else { return nil }
    let isOfCalendar =
      1...12 ~= date.month && 1...31 ~= date.day && 0...23 ~= date.hour && 0...59 ~= date.minute
      && 0...60 ~= date.second
    return isOfCalendar || log.total > 0 ? nil : "Date: \(date.rfc3339)"
  }
}
