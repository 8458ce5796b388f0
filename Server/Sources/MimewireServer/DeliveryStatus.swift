import SMTP

/// A delivery status notification (RFC 3464): why a message did not reach some of its recipients, for its sender.
///
///     multipart/report; report-type=delivery-status
///     ├─ text/plain                     for a person
///     ├─ message/delivery-status        for a program
///     └─ text/rfc822-headers            the header section that came, or message/rfc822 for RET=FULL
struct DeliveryStatus {
  /// One recipient that cannot be reached.
  struct Failure: Sendable, Hashable {
    var recipient: SpooledEnvelope.Recipient
    /// `5.1.1`
    var status: String
    /// What the server said, `550 5.1.1 No such mailbox`, or why none was asked.
    var diagnostic: String
    /// The host that said it; nil when none was reached.
    var remote: String?
  }

  let domain: String
  let envelope: SpooledEnvelope
  let failures: [Failure]
  /// The message with its CR LFs.
  let message: [UInt8]
  let time: MailTime
  /// What makes its Message-ID and boundary unlike any other.
  let name: String

  /// The notice, with CR LFs.
  var bytes: [UInt8] {
    let boundary = "=_\(name)"
    let sender = envelope.reversePath ?? ""
    let returnsAll = envelope.ret == "FULL"
    let returned = returnsAll ? message : headerSection
    let is8Bit = returned.contains { $0 >= 0x80 }
    let lines: [String] =
      [
        "From: Mail Delivery System <postmaster@\(domain)>",
        "To: <\(sender)>",
        "Subject: Undelivered mail returned to sender",
        "Date: \(time.dateTime)",
        "Message-ID: <\(name)@\(domain)>",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        "Content-Type: multipart/report; report-type=delivery-status;",
        "\tboundary=\"\(boundary)\"",
        "",
        "--\(boundary)",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "This is the mail system at \(domain).",
        "",
        "Your message could not be delivered to:",
        "",
      ]
      + failures.map { "<\($0.recipient.forwardPath)>: \(oneLine($0.diagnostic))" }
      + ["", "--\(boundary)", "Content-Type: message/delivery-status", ""] + statusFields + [
        "--\(boundary)",
        "Content-Type: \(returnsAll ? "message/rfc822" : "text/rfc822-headers")",
        "Content-Transfer-Encoding: \(is8Bit ? "8bit" : "7bit")",
        "", "",
      ]
    return Array(lines.joined(separator: "\r\n").utf8) + returned + Array("\r\n--\(boundary)--\r\n".utf8)
  }

  /// The message's fields, an empty line, and a group of fields for each recipient (RFC 3464 section 2.1).
  private var statusFields: [String] {
    var lines = ["Reporting-MTA: dns; \(domain)"]
    if let identifier = envelope.envelopeIdentifier { lines.append("Original-Envelope-Id: \(oneLine(identifier))") }
    lines.append("Arrival-Date: \(MailTime(seconds: envelope.since, microseconds: 0).dateTime)")
    for failure in failures {
      lines.append("")
      if let original = failure.recipient.originalRecipient {
        lines.append(
          "Original-Recipient: \(failure.recipient.originalRecipientType ?? "rfc822"); \(oneLine(original))")
      }
      lines += [
        "Final-Recipient: \(isInternationalized(failure) ? "utf-8" : "rfc822"); \(failure.recipient.forwardPath)",
        "Action: failed",
        "Status: \(failure.status)",
      ]
      if let remote = failure.remote { lines.append("Remote-MTA: dns; \(remote)") }
      lines.append("Diagnostic-Code: smtp; \(oneLine(failure.diagnostic))")
    }
    return lines + [""]
  }

  private func isInternationalized(_ failure: Failure) -> Bool {
    failure.recipient.forwardPath.utf8.contains { $0 >= 0x80 }
  }

  /// The header section that came, without the empty line.
  private var headerSection: [UInt8] {
    var index = 0
    while index + 3 < message.count {
      if message[index] == 0x0D, message[index + 1] == 0x0A, message[index + 2] == 0x0D, message[index + 3] == 0x0A {
        return Array(message[..<index])
      }
      index += 1
    }
    return message
  }

  /// What a server said, as a field's body can hold it: one line of US-ASCII, and not too long.
  private func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(800).map { 0x20..<0x7F ~= $0.value ? $0 : "?" }))
  }
}
