import HeaderFields
import MIME
import MailNIO
import SMTP
import Testing
import WireBytes

@testable import MimewireServer

@Suite struct DeliveryStatusTests {
  private func notice(ret: String?) throws -> Message {
    var mail = SMTPEnvelope(reversePath: try SMTPMailbox("ann@example.org"))
    mail.envelopeIdentifier = "id 7"
    var recipient = SMTPEnvelope.Recipient(try SMTPMailbox("bob@example.com"))
    recipient.originalRecipient = .init(type: "rfc822", address: "robert@example.com")
    var envelope = SpooledEnvelope(mail, recipients: [recipient], since: 0)
    envelope.ret = ret
    let failure = DeliveryStatus.Failure(
      recipient: envelope.recipients[0], status: "5.1.1",
      diagnostic: "550 5.1.1 No\r\nX-Forged: such\u{1B} mailbox ü",
      remote: "mx.example.com")
    let status = DeliveryStatus(
      domain: "example.org", envelope: envelope, failures: [failure],
      message: Array("From: ann@example.org\r\nTo: bob@example.com\r\n\r\nbody\r\n".utf8),
      time: MailTime(seconds: 0, microseconds: 0),
      name: "1.2.3")
    return Message(parsing: status.bytes)
  }

  /// RFC 3464 section 2: three parts, and groups of fields in the second.
  @Test(arguments: [(nil, "text/rfc822-headers"), ("HDRS", "text/rfc822-headers"), ("FULL", "message/rfc822")])
  func itIsAReport(ret: String?, returned: String) throws {
    let message = try notice(ret: ret)
    #expect(message.audit().records.filter { $0.severity != .lint }.isEmpty)
    #expect(message.root.contentType().type == "multipart/report")
    let types = message.root.children.map { $0.contentType().type }
    #expect(types == ["text/plain", "message/delivery-status", returned])
    let fields = String(decoding: message.root.children[1].decodedBody(), as: UTF8.self)
    #expect(
      fields == """
        Reporting-MTA: dns; example.org\r
        Original-Envelope-Id: id 7\r
        Arrival-Date: Thu, 1 Jan 1970 00:00:00 +0000\r
        \r
        Original-Recipient: rfc822; robert@example.com\r
        Final-Recipient: rfc822; bob@example.com\r
        Action: failed\r
        Status: 5.1.1\r
        Remote-MTA: dns; mx.example.com\r
        Diagnostic-Code: smtp; 550 5.1.1 No??X-Forged: such? mailbox ?\r

        """)
    let original = String(decoding: message.root.children[2].decodedBody(), as: UTF8.self)
    #expect(original.hasPrefix("From: ann@example.org\r\nTo: bob@example.com"))
    #expect(original.contains("body") == (ret == "FULL"))
  }
}
