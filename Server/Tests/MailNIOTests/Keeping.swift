import MIME
import MailNIO
import NIOCore
import SMTP
import Synchronization
import WireBytes

/// What the policy below has kept.
final class Kept: Sendable {
  private struct State {
    var messages: [String] = []
    var envelopes: [SMTPEnvelope] = []
    var protocols: [String] = []
    var aborted = 0
  }

  private let state = Mutex(State())

  var messages: [String] { state.withLock { $0.messages } }
  var envelopes: [SMTPEnvelope] { state.withLock { $0.envelopes } }
  var protocols: [String] { state.withLock { $0.protocols } }
  var aborted: Int { state.withLock { $0.aborted } }

  func begin(_ envelope: SMTPEnvelope, _ peer: SMTPPeer) {
    state.withLock { state in
      state.envelopes.append(envelope)
      state.protocols.append(peer.protocolName)
    }
  }

  func keep(_ message: [UInt8]) { state.withLock { $0.messages.append(String(decoding: message, as: UTF8.self)) } }
  func abort() { state.withLock { $0.aborted += 1 } }
}

/// Something that a test opens and a policy waits for.
final class Gate: Sendable {
  private let isOpen = Mutex(false)

  func open() { isOpen.withLock { $0 = true } }

  func wait() async {
    while !isOpen.withLock({ $0 }) { try? await Task.sleep(for: .milliseconds(1)) }
  }
}

/// Keeps every message, but none with `virus` in a field and none for `nobody`; waits at the gate for the sender `slow`.
/// Knows ann/secret.
struct Keeping: SMTPServerPolicy {
  let kept = Kept()
  var gate: Gate?
  var isGreetingSlow = false

  func refusal(of peer: SMTPPeer) async -> SMTPReply? {
    if isGreetingSlow { await gate?.wait() }
    return nil
  }

  func authenticate(_ credentials: SASL.Credentials, from peer: SMTPPeer) -> SMTPAuthenticationAnswer {
    credentials.user == "ann" && credentials.password == "secret" ? .user("ann") : .wrong
  }

  func mail(_ envelope: SMTPEnvelope, from peer: SMTPPeer) async -> SMTPReply {
    if envelope.reversePath?.localPart == "slow" { await gate?.wait() }
    return SMTPReply(.ok, SMTPReply.Detail(1, 0), "Sender ok")
  }

  func rcpt(_ recipient: SMTPEnvelope.Recipient, _ envelope: SMTPEnvelope, from peer: SMTPPeer) -> SMTPReply {
    recipient.forwardPath?.localPart == "nobody"
      ? SMTPReply(.refused, SMTPReply.Detail(1, 1), "No such mailbox")
      : SMTPReply(.ok, SMTPReply.Detail(1, 5), "Recipient ok")
  }

  func message(_ envelope: SMTPEnvelope, from peer: SMTPPeer) -> SMTPDataAnswer {
    kept.begin(envelope, peer)
    return .receive(Receiver(kept: kept))
  }

  struct Receiver: SMTPMessageReceiver {
    let kept: Kept
    var content: [UInt8] = []

    mutating func receive(_ event: MessageEvent) -> SMTPReply? {
      guard case .field(let bytes, _) = event else { return nil }
      var text: [UInt8] = []
      for index in 0..<bytes.count { text.append(bytes[index]) }
      guard String(decoding: text, as: UTF8.self).contains("virus") else { return nil }
      return SMTPReply(.failed, SMTPReply.Detail(7, 1), "Not this")
    }

    mutating func receive(_ content: Span<UInt8>) -> SMTPReply? {
      for index in 0..<content.count { self.content.append(content[index]) }
      return nil
    }

    func end(_ summary: MessageSummary) -> [SMTPReply] {
      kept.keep(content)
      return [SMTPReply(.ok, SMTPReply.Detail(0, 0), "kept")]
    }

    func abort() { kept.abort() }
  }
}

/// Counts the reads that reach the network.
final class ReadCounter: ChannelOutboundHandler, Sendable {
  typealias OutboundIn = ByteBuffer
  private let total = Atomic(0)

  var count: Int { total.load(ordering: .relaxed) }

  func read(context: ChannelHandlerContext) {
    total.wrappingAdd(1, ordering: .relaxed)
    context.read()
  }
}
