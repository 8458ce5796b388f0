import Logging
import SMTP

/// Where an AUTH exchange stands: what the next line of the client is.
enum SMTPAuthenticationExchange: Sendable {
  /// The message of PLAIN
  case plain
  /// The user of LOGIN
  case loginUser
  /// The password of LOGIN
  case loginPassword(user: String)
}

// AUTH PLAIN and LOGIN (RFC 4954, RFC 4616, draft-murchison-sasl-login).
extension SMTPServerHandler {
  func authenticate(_ mechanism: String, _ response: [UInt8]?) {
    guard peer.isSecure || options.allowsPlaintextAuthentication else {
      // 538, "encryption required" (RFC 4954 section 6).
      let code = SMTPReply.Code(538) ?? .accessDenied
      return send(SMTPReply(code, SMTPReply.Detail(7, 11), "Must issue a STARTTLS command first"))
    }
    switch mechanism {
    case "PLAIN": authentication = .plain
    case "LOGIN": authentication = .loginUser
    default: return send(SMTPReply(.parameterNotImplemented, SMTPReply.Detail(5, 4), "Mechanism not recognized"))
    }
    guard let response else { return challenge(mechanism == "LOGIN" ? SASL.loginChallenges[0] : "") }
    goOnAuthenticating(response)
  }

  func goOnAuthenticating(_ response: [UInt8]) {
    switch authentication {
    case nil: send(SMTPSyntaxError.badSequenceReply)
    case .plain:
      guard let credentials = try? SASL.plain(parsing: response.span) else {
        authentication = nil
        return send(SMTPReply(.argumentError, SMTPReply.Detail(5, 2), "Not a message of PLAIN"))
      }
      verify(credentials)
    case .loginUser:
      authentication = .loginPassword(user: String(decoding: response, as: UTF8.self))
      challenge(SASL.loginChallenges[1])
    case .loginPassword(let user):
      verify(SASL.Credentials(user: user, password: String(decoding: response, as: UTF8.self)))
    }
  }

  private func challenge(_ text: String) {
    let encoded = SASL.encodeBase64(Array(text.utf8).span)
    send(SMTPReply(.challenge, nil, String(decoding: encoded, as: UTF8.self)))
  }

  private func verify(_ credentials: SASL.Credentials) {
    authentication = nil
    let (policy, peer) = (policy, peer)
    decide({ await policy.authenticate(credentials, from: peer) }) { handler, answer in
      switch answer {
      case .user(let user):
        handler.peer.user = user
        handler.logger.info("authenticated", metadata: ["user": "\(user)"])
        handler.send(SMTPReply(.authenticated, SMTPReply.Detail(7, 0), "Authenticated"))
      case .wrong:
        handler.rejectedCommands += 1
        handler.logger.notice("authentication failed", metadata: ["user": "\(credentials.user)"])
        handler.send(SMTPReply(.authenticationFailed, SMTPReply.Detail(7, 8), "Credentials are wrong"))
      case .reply(let reply):
        // What is positive would make the session think that it knows the client.
        handler.send(reply.isPositive ? SMTPReply(.authenticationFailed, SMTPReply.Detail(7, 8), "") : reply)
      }
    }
  }
}
