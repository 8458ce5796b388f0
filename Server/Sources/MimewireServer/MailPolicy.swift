import Logging
import MailNIO
import NIOPosix
import SMTP

/// What this server decides: whom it serves, whose mail it takes, and where that goes.
struct MailPolicy: SMTPServerPolicy {
  /// The server's name in trace fields.
  let domain: String
  let role: SMTPServerConfiguration.Role
  let users: UserDirectory
  let connections: Connections
  let store: MaildirStore
  /// Where mail to other hosts waits; nil when none is taken.
  let spool: Spool?
  /// Whether messages are taken and thrown away.
  let discards: Bool
  let threads: NIOThreadPool
  let logger: Logger

  /// More Received fields than this are a loop: the least that RFC 5321 section 6.3 allows.
  private static let hopLimit = 100

  func refusal(of peer: SMTPPeer) -> SMTPReply? {
    guard connections.isOverLimit(peer.ipAddress) else { return nil }
    return SMTPReply(.notAvailable, SMTPReply.Detail(7, 0), "\(domain) has too many connections")
  }

  func authenticate(_ credentials: SASL.Credentials, from peer: SMTPPeer) async -> SMTPAuthenticationAnswer {
    let users = users
    do {
      let user = try await threads.runIfActive { users.user(credentials) }
      return user.map { .user($0) } ?? .wrong
    } catch {
      return .reply(SMTPReply(.temporaryAuthenticationFailure, SMTPReply.Detail(7, 0), "Not now"))
    }
  }

  func rcpt(
    _ recipient: SMTPEnvelope.Recipient, _ envelope: SMTPEnvelope, from peer: SMTPPeer
  ) -> SMTPReply {
    if users.mailbox(for: recipient.forwardPath) != nil {
      return SMTPReply(.ok, SMTPReply.Detail(1, 5), "Recipient ok")
    }
    if let domain = recipient.forwardPath?.domain, users.isLocal(domain) {
      return SMTPReply(.refused, SMTPReply.Detail(1, 1), "No such mailbox here")
    }
    guard peer.user != nil, spool != nil, role == .smtp else {
      return SMTPReply(.refused, SMTPReply.Detail(7, 1), "Relaying denied")
    }
    return SMTPReply(.ok, SMTPReply.Detail(1, 5), "Recipient ok, will be sent on")
  }

  func message(_ envelope: SMTPEnvelope, from peer: SMTPPeer) -> SMTPDataAnswer {
    guard !discards else { return .receive(DiscardingReceiver()) }
    let route = Route(envelope, users: users)
    let name = store.uniqueName()
    let received = TraceFields.received(envelope, from: peer, by: domain, id: name, at: .now())
    let local =
      route.mailboxes.isEmpty
      ? nil
      : store.delivery(
        to: route.mailboxes, name: name,
        // A file's line ends, as the message's.
        lead: (TraceFields.returnPath(envelope) + received).replacing("\r\n", with: "\n"))
    let onward =
      route.onward.isEmpty ? nil : spool?.delivery(of: envelope, to: route.onward, name: name, lead: received)
    return .receive(
      MailboxReceiver(
        route, local: local, onward: onward, isLMTP: role == .lmtp, hopLimit: MailPolicy.hopLimit, threads: threads,
        logger: logger))
  }
}
