import MIME
import Testing
import WireBytes

@testable import MimewireCLI

struct HexDumpTests {
  @Test("every byte of every fixture is in exactly one piece", arguments: Fixture.all)
  func tiling(_ fixture: Fixture) {
    var end = 0
    for piece in HexDump.pieces(of: Message(parsing: fixture.bytes)) {
      #expect(piece.range.lowerBound == end && !piece.range.isEmpty, "\(piece)")
      end = piece.range.upperBound
    }
    #expect(end == fixture.bytes.count)
  }

  private static let message = Message(
    parsing: Array(
      "Subject : a\rb\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n\u{1B}[2J\r\n--x--\r\n".utf8))

  @Test("a range is shown in hexadecimal and as text, with what it is, and with the defects that begin in it")
  func lines() {
    let defects = Self.message.audit().records.sorted { $0.range.lowerBound < $1.range.lowerBound }
    let lines = HexDump(of: Self.message).lines(in: [0..<14], defects: defects, TerminalStyle(isOn: false))
    #expect(
      lines == [
        "part TEXT",
        "00000000  53 75 62 6a 65 63 74                             Subject           field name",
        "00000007  20                                                                 space",
        "          ^ hdr-space-before-colon, high, bytes 7 to 8",
        "00000008  3a                                               :                 colon",
        "00000009  20 61 0d 62                                       a.b              field body",
        "          ^ bare-cr, high, bytes 11 to 12",
        "0000000d  0d 0a                                            ..                line end",
      ])
  }

  @Test("parts are named where they begin, and what lies between them is none of them")
  func parts() {
    let pieces = HexDump.pieces(of: Self.message)
    #expect(
      pieces.suffix(4).map(\.label) == ["delimiter", "empty line", "body", "delimiter"])
    #expect(pieces.suffix(4).map(\.part) == [nil, 1, 1, nil])
  }

  @Test("the fields of a name, or a part, alone", .enabled(if: CommandRun.isAvailable))
  func options() throws {
    let message = "Subject: a\r\nTo: b@example.org\r\nsubject: c\r\n\r\nhi\r\n"
    let fields = try CommandRun(["hex", "--color", "never", "--header", "SUBJECT", "-"], input: message).output
    #expect(fields.split(separator: "\n").count { $0.hasSuffix("field name") } == 2)
    #expect(!fields.contains("68 69"))
    let part = try CommandRun(["hex", "--part", "1", "-"], input: message).output
    #expect(part.hasPrefix("part 1\n00000000"))
  }
}
