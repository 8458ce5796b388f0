import CharsetsICU
import MIME
import Testing
import WireBytes

@testable import Mailboxes
@testable import MimewireCLI

struct RepairCommandTests {
  /// What deceives by its content and not by its form.
  private static let content: Set<DefectKind> = [
    .htmlUnclosedAttribute, .encryptedSiblingHTML, .charsetMetaMismatch, .fileNameDoubleExtension,
  ]

  @Test("nothing above lint is left of any fixture", arguments: Fixture.all)
  func fixture(_ fixture: Fixture) {
    let repair = MessageRepair(Message(parsing: fixture.bytes), using: ICUCharsets())
    let findings = Findings(
      in: StoredMessage(bytes: repair.bytes, offset: 0, length: repair.bytes.count, defects: DefectLog()))
    let left = findings.sections.flatMap(\.log.records).filter {
      $0.severity > .lint && !Self.content.contains($0.kind)
    }
    #expect(left.map(\.kind.rawValue) == [])
  }

  @Test("the message goes to standard output, the changes to standard error", .enabled(if: CommandRun.isAvailable))
  func command() throws {
    let fields = "From: a@example.org\r\nMIME-Version: 1.0\r\n"
    let run = try CommandRun(["repair", "-"], input: fields + "Subject: a\r\nSubject: b\r\n\r\nhi\r\n")
    #expect(run.status == 0)
    #expect(run.output == fields + "Subject: a\r\nContent-Type: text/plain\r\n\r\nhi\r\n")
    #expect(run.errors == ["mimewire: -: dropped-field, bytes 52 to 64"])
  }

  @Test("a clean message comes out as it is", .enabled(if: CommandRun.isAvailable))
  func clean() throws {
    let message = "From: a@example.org\nSubject: a\n\nhi\n"
    let run = try CommandRun(["repair", "-"], input: message)
    #expect(run.output == message)
    #expect(run.errors == [])
  }
}
