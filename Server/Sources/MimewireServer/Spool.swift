import Foundation
import MailNIO
import SMTP

/// Where mail to other hosts waits: a folder that is written as a Maildir is, so that what was acknowledged outlives
/// the process. Each file begins with one line of JSON, the envelope; the message follows as it came.
///
///     {"reversePath":"ann@example.org","recipients":[{"forwardPath":"bob@example.com"}],…} LF
///     Received: … CR LF
struct Spool: Sendable {
  let path: String
  let fileSystem: any FileSystem

  init(path: String, fileSystem: any FileSystem = POSIXFileSystem()) {
    self.path = path
    self.fileSystem = fileSystem
  }

  /// Makes the folders.
  func prepare() throws(FileError) {
    for name in ["tmp", "new"] { try fileSystem.makeFolder("\(path)/\(name)") }
    try fileSystem.syncFolder(path)
  }

  /// A message to recipients elsewhere. `lead` goes before its content.
  func delivery(
    of envelope: SMTPEnvelope, to recipients: [SMTPEnvelope.Recipient], name: String, lead: String
  ) -> MaildirDelivery {
    let entry = SpooledEnvelope(envelope, recipients: recipients, since: MailTime.now().seconds)
    return MaildirDelivery(name: name, folders: [path], lead: entry.line + lead, fileSystem: fileSystem)
  }
}

/// An envelope as the spool keeps it.
struct SpooledEnvelope: Codable, Sendable, Hashable {
  /// nil for `<>`.
  var reversePath: String?
  var body: String?
  var isInternationalized = false
  var ret: String?
  var envelopeIdentifier: String?
  /// Those that still wait.
  var recipients: [Recipient]
  /// When it came, in seconds since 1970.
  var since: Int
  /// How often it was tried.
  var attempts = 0

  struct Recipient: Codable, Sendable, Hashable {
    var forwardPath: String
    var notify: UInt8?
    var originalRecipientType: String?
    var originalRecipient: String?
  }

  init(_ envelope: SMTPEnvelope, recipients: [SMTPEnvelope.Recipient], since: Int) {
    reversePath = envelope.reversePath?.description
    body = envelope.body == .sevenBit ? nil : envelope.body == .eightBitMIME ? "8BITMIME" : "BINARYMIME"
    isInternationalized = envelope.isInternationalized
    ret = envelope.ret.map { $0 == .full ? "FULL" : "HDRS" }
    envelopeIdentifier = envelope.envelopeIdentifier
    self.since = since
    self.recipients = recipients.compactMap { recipient in
      guard let forwardPath = recipient.forwardPath else { return nil }
      return Recipient(
        forwardPath: forwardPath.description, notify: recipient.notify?.rawValue,
        originalRecipientType: recipient.originalRecipient?.type,
        originalRecipient: recipient.originalRecipient?.address)
    }
  }

  /// The envelope as the first line of a file, LF and all.
  var line: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and numbers alone: nothing of it can fail to be encoded.
    guard let data = try? encoder.encode(self) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
