import AllocationHook
import SMTP
import WireBytes

/// The commands of a session that arrive in one packet, framed and parsed as a server does.
enum CommandLines {
  private static let lines = Array(
    """
    EHLO client.example.org\r
    MAIL FROM:<ann@example.org> SIZE=14000 BODY=8BITMIME\r
    RCPT TO:<bob@example.net> NOTIFY=SUCCESS,FAILURE\r
    RCPT TO:<carol@example.com> NOTIFY=NEVER\r
    RSET\r
    NOOP\r
    QUIT\r

    """.utf8)

  static func row() -> Row {
    var reader = SMTPLineReader()
    return Row("seven pipelined lines, framed and parsed", .nanoseconds(atMost: 500), times: 100_000, result: 7) {
      parse(lines, with: &reader)
    }
  }

  /// What parsing the lines allocates, or nil where that cannot be told.
  static func allocations() -> Int? {
    guard mw_can_count_allocations() else { return nil }
    var reader = SMTPLineReader()
    _ = parse(lines, with: &reader)  // the first run makes the static tables
    mw_begin_counting_allocations()
    _ = parse(lines, with: &reader)
    return mw_end_counting_allocations().count
  }

  /// How many commands there are.
  private static func parse(_ bytes: [UInt8], with reader: inout SMTPLineReader) -> Int {
    var input = ByteCursor(bytes.span)
    var commands = 0
    while let event = reader.next(from: &input) {
      guard case .line = event else { return 0 }
      do {
        let command = try SMTPCommand(parsing: reader.line(in: input))
        commands += command.deviations.isEmpty ? 1 : 0
      } catch {
        return 0
      }
    }
    return commands
  }
}
