import Foundation
import MailNIO
import SMTP

// What the relay does with the spool's files.
extension Spool {
  /// The names of the messages that wait, oldest first.
  func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/new")) ?? []).sorted()
  }

  /// A message and its envelope; nil when the file is gone or no message of this spool.
  func read(_ name: String) -> (envelope: SpooledEnvelope, message: [UInt8])? {
    guard let data = FileManager.default.contents(atPath: "\(path)/new/\(name)") else { return nil }
    let bytes = [UInt8](data)
    guard let lf = bytes.firstIndex(of: 0x0A),
      let envelope = try? JSONDecoder().decode(SpooledEnvelope.self, from: Data(bytes[..<lf]))
    else { return nil }
    return (envelope, Array(bytes[(lf + 1)...]))
  }

  /// Puts a message in, with what has become of its envelope, in place of the file of this name if there is one.
  func write(_ envelope: SpooledEnvelope, _ message: [UInt8], name: String) throws(FileError) {
    var delivery = MaildirDelivery(name: name, folders: [path], lead: envelope.line, fileSystem: fileSystem)
    delivery.append { $0 += message }
    if let error = delivery.finish()[0] { throw error }
  }

  /// Takes a message out.
  func remove(_ name: String) {
    fileSystem.remove("\(path)/new/\(name)")
  }
}

extension SpooledEnvelope {
  /// The envelope for some of the recipients, as it goes to the next host; nil when an address is no longer one.
  func envelope(for recipients: [Recipient]) -> SMTPEnvelope? {
    var envelope = SMTPEnvelope(reversePath: nil)
    if let reversePath {
      guard let mailbox = try? SMTPMailbox(reversePath) else { return nil }
      envelope.reversePath = mailbox
    }
    envelope.isInternationalized = isInternationalized
    envelope.ret = ret.map { $0 == "FULL" ? .full : .headers }
    envelope.envelopeIdentifier = envelopeIdentifier
    for recipient in recipients {
      guard let mailbox = try? SMTPMailbox(recipient.forwardPath) else { return nil }
      var entry = SMTPEnvelope.Recipient(mailbox)
      entry.notify = recipient.notify.map { SMTPParameter.Notify(rawValue: $0) }
      if let type = recipient.originalRecipientType, let address = recipient.originalRecipient {
        entry.originalRecipient = SMTPEnvelope.OriginalRecipient(type: type, address: address)
      }
      envelope.recipients.append(entry)
    }
    return envelope
  }
}
