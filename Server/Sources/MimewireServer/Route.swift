import MailNIO
import SMTP

/// Where the recipients of one envelope are: mailboxes here, each once, and those of other hosts.
struct Route: Sendable {
  /// Where one recipient's message goes.
  enum Place: Sendable, Hashable {
    /// The mailbox of this number.
    case mailbox(Int)
    /// Another host.
    case onward
  }

  /// The mailboxes here, without doubles: an address that is named twice gets one message.
  private(set) var mailboxes: [String] = []
  /// The recipients of other hosts.
  private(set) var onward: [SMTPEnvelope.Recipient] = []
  /// For each recipient of the envelope.
  private(set) var places: [Place] = []

  init(_ envelope: SMTPEnvelope, users: UserDirectory) {
    var numbers: [String: Int] = [:]
    for recipient in envelope.recipients {
      guard let mailbox = users.mailbox(for: recipient.forwardPath) else {
        onward.append(recipient)
        places.append(.onward)
        continue
      }
      let number = numbers[mailbox] ?? mailboxes.count
      if number == mailboxes.count { mailboxes.append(mailbox) }
      numbers[mailbox] = number
      places.append(.mailbox(number))
    }
  }
}
