import MailNIO
import SMTP

/// The fields that a server puts before a message (RFC 5321 section 4.4), with CR LF.
enum TraceFields {
  /// `Received: from mail.example.org ([192.0.2.1])` CR LF `by mx.example.com with ESMTPS id …;` …
  ///
  /// The recipient is named only when there is one, so that none learns of another.
  static func received(
    _ envelope: SMTPEnvelope, from peer: SMTPPeer, by domain: String, id: String, at time: MailTime
  ) -> String {
    // RFC 6531 section 4.3: the keywords are UTF8SMTP and its kin.
    let name = envelope.isInternationalized ? internationalized(peer.protocolName) : peer.protocolName
    let client = peer.domain.isEmpty ? "unknown" : peer.domain
    var recipient = ""
    if envelope.recipients.count == 1, let mailbox = envelope.recipients[0].forwardPath {
      recipient = "\r\n\tfor <\(mailbox)>"
    }
    return "Received: from \(client) (\(addressLiteral(peer)))\r\n"
      + "\tby \(domain) with \(name) id \(id)\(recipient);\r\n\t\(time.dateTime)\r\n"
  }

  /// `Return-Path: <ann@example.org>`: the last server's to add, and nobody else's.
  static func returnPath(_ envelope: SMTPEnvelope) -> String {
    "Return-Path: <\(envelope.reversePath?.description ?? "")>\r\n"
  }

  private static func addressLiteral(_ peer: SMTPPeer) -> String {
    guard let address = peer.ipAddress else { return "local" }
    return address.utf8.contains(0x3A) ? "[IPv6:\(address)]" : "[\(address)]"
  }

  /// ESMTPSA becomes UTF8SMTPSA, LMTPS becomes UTF8LMTPS.
  private static func internationalized(_ name: String) -> String {
    "UTF8" + (name.hasPrefix("ESMTP") ? String(name.dropFirst()) : name)
  }
}
