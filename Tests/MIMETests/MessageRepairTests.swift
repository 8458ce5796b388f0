import Charsets
import CharsetsICU
import HeaderFields
import MIME
import MailTestSupport
import Testing
import WireBytes

struct MessageRepairTests {
  @Test("a message without defects above lint stays as it is")
  func clean() {
    let bytes = Array("From: a@example.org\nSubject: a\n\nhi\n".utf8)
    let repair = MessageRepair(Message(parsing: bytes))
    #expect(repair.bytes == bytes)
    #expect(repair.changes.isEmpty)
  }

  @Test("what was read in two ways is written in one, and each change is told")
  func example() {
    let message = Message(
      parsing: Array(
        """
        From: ann@example.org\r
        Subject : a\r
        Subject: b\r
        Content-Type: multipart/mixed; boundary=x; boundary=y\r
        \r
        hello\r
        --x\r
        Content-Type: application/pdf; name=a.pdf\r
        Content-Disposition: attachment; filename=b.pdf\r
        Content-Transfer-Encoding: base64\r
        \r
        QQ==QkM=\r
        --x--\r

        """.utf8))
    let repair = MessageRepair(message)
    #expect(
      String(decoding: repair.bytes, as: UTF8.self) == """
        From: ann@example.org\r
        Subject: a\r
        MIME-Version: 1.0\r
        Content-Type: multipart/mixed; boundary="=_mimewire_1_"\r
        \r
        \r
        --=_mimewire_1_\r
        Content-Type: application/pdf\r
        Content-Transfer-Encoding: base64\r
        Content-Disposition: attachment; filename=b.pdf\r
        \r
        QQ==\r
        --=_mimewire_1_--\r

        """)
    #expect(
      repair.changes.map(\.action) == [
        .rewroteField, .droppedField, .rewroteField, .addedField, .droppedBytes, .rewroteField, .encodedBody,
      ])
  }

  @Test(
    "addresses are written so that nobody takes another",
    arguments: [
      ("From: ceo@bank.example <a@evil.example>", "From: \"ceo at bank.example\" <a@evil.example>"),
      ("From: a@example.org, b@example.org", "From: <a@example.org>"),
      ("From: a@b.example@c.example", "From: \"a at b.example at c.example\" <unknown@mimewire.invalid>"),
      ("From: a@example.org\r\nTo: b@example.org\r\nTo: c@example.org", "To: <b@example.org>, <c@example.org>"),
      ("From: <a@example.org", "From: <a@example.org>"),
      ("Subject: x\r\nTo: a@example.org\r\nTo: b@example.org", "From: unknown@mimewire.invalid"),
    ])
  func addresses(fields: String, written: String) {
    let repair = MessageRepair(Message(parsing: Array((fields + "\r\n\r\nhi").utf8)))
    #expect(String(decoding: repair.bytes, as: UTF8.self).contains(written + "\r\n"))
  }

  @Test("a body that holds the boundary that we would take gets another")
  func boundary() {
    let message = "From: a@example.org\r\nContent-Type: multipart/mixed; boundary=x; boundary=y\r\n\r\n--x\r\n\r\n"
    let repair = MessageRepair(Message(parsing: Array((message + "--=_mimewire_1_\r\n--x--\r\n").utf8)))
    let again = Message(parsing: repair.bytes)
    #expect(again.parts.count == 2)
    #expect(again.parts.last.map { String(decoding: $0.decodedBody(), as: UTF8.self) } == "--=_mimewire_1_")
  }

  /// What a repair leaves alone.
  private static let content: Set<DefectKind> = [
    .htmlUnclosedAttribute, .encryptedSiblingHTML, .charsetMetaMismatch, .fileNameDoubleExtension,
  ]

  @Test("whatever the message, its repair can be read in one way, shows the same, and needs no other")
  func property() {
    var generator = MailGenerator(seed: PropertyCases.seed &+ 8)
    for _ in 0..<PropertyCases.count(600) {
      let message = Message(parsing: generator.message(upTo: 20))
      let repair = MessageRepair(message, using: ICUCharsets())
      let again = Message(parsing: repair.bytes)
      var log = again.audit()
      for part in again.parts where part.isLeaf { _ = part.decodedBody(defects: &log) }
      let left = log.records.filter { $0.severity > .lint && !Self.content.contains($0.kind) }
      let comment = "\(String(decoding: message.bytes, as: UTF8.self).debugDescription)"
      #expect(left.isEmpty, "\(comment)")
      #expect(shown(again) == shown(message), "\(comment)")
      #expect(MessageRepair(again, using: ICUCharsets()).bytes == repair.bytes, "\(comment)")
    }
  }

  /// The contents of the leaves, with one kind of line end. A multipart without parts shows nothing, an empty text
  /// neither.
  private func shown(_ message: Message, depth: Int = 0) -> [String] {
    message.parts.filter(\.isLeaf).flatMap { part in
      if depth < message.limits.encodedMessageDepth, let inner = part.encodedMessage() {
        return shown(inner, depth: depth + 1)
      }
      let text = part.text(using: ICUCharsets())?.text ?? String(decoding: part.decodedBody(), as: UTF8.self)
      return [text.replacing("\r\n", with: "\n")]
    }.filter { !$0.isEmpty }
  }
}
