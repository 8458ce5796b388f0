public import SMTP

/// What a server decides: one value answers for all connections.
///
/// Every function may suspend; until it returns, nothing more is read from that client. A function that does not
/// suspend costs no change of thread: it runs on the connection's event loop, so it must not block there.
///
///     struct Everything: SMTPServerPolicy {
///       func message(_ envelope: SMTPEnvelope, from peer: SMTPPeer) -> SMTPDataAnswer { .receive(Counter()) }
///     }
public protocol SMTPServerPolicy: Sendable {
  /// Whether a client is served: nil, or the reply (554, 421) that turns it away.
  func refusal(of peer: SMTPPeer) async -> SMTPReply?

  /// Whether credentials are right; the reply to AUTH when something else is wrong, such as 454.
  func authenticate(_ credentials: SASL.Credentials, from peer: SMTPPeer) async -> SMTPAuthenticationAnswer

  /// The reply to MAIL. `envelope` has no recipients yet.
  func mail(_ envelope: SMTPEnvelope, from peer: SMTPPeer) async -> SMTPReply

  /// The reply to RCPT. `envelope` is what MAIL said.
  func rcpt(_ recipient: SMTPEnvelope.Recipient, _ envelope: SMTPEnvelope, from peer: SMTPPeer) async -> SMTPReply

  /// Who takes the message that DATA or the first BDAT begins, or the reply that refuses it.
  func message(_ envelope: SMTPEnvelope, from peer: SMTPPeer) async -> SMTPDataAnswer
}

/// The answer to credentials.
public enum SMTPAuthenticationAnswer: Sendable {
  /// The client is this user.
  case user(String)
  /// They are wrong: 535 5.7.8.
  case wrong
  /// It cannot be said, or not like this.
  case reply(SMTPReply)
}

/// The answer to DATA and to the first BDAT.
public enum SMTPDataAnswer: Sendable {
  /// The message goes there.
  case receive(any SMTPMessageReceiver)
  /// The message is refused; what the client may have sent already is drained.
  case refuse(SMTPReply)
}

extension SMTPServerPolicy {
  /// Everyone is served.
  public func refusal(of peer: SMTPPeer) -> SMTPReply? { nil }

  /// Nobody is known.
  public func authenticate(_ credentials: SASL.Credentials, from peer: SMTPPeer) -> SMTPAuthenticationAnswer {
    .wrong
  }

  /// Every sender is accepted.
  public func mail(_ envelope: SMTPEnvelope, from peer: SMTPPeer) -> SMTPReply {
    SMTPReply(.ok, SMTPReply.Detail(1, 0), "Sender ok")
  }

  /// Every recipient is accepted.
  public func rcpt(_ recipient: SMTPEnvelope.Recipient, _ envelope: SMTPEnvelope, from peer: SMTPPeer) -> SMTPReply {
    SMTPReply(.ok, SMTPReply.Detail(1, 5), "Recipient ok")
  }
}
