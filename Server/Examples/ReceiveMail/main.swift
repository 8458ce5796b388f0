import Logging
import MIME
import MailNIO
import NIOCore
import NIOPosix
import SMTP

/// Takes every message but those with a program inside, which it refuses as soon as it sees the part's header.
struct NoPrograms: SMTPServerPolicy, SMTPMessageReceiver {
  func message(_ envelope: SMTPEnvelope, from peer: SMTPPeer) -> SMTPDataAnswer { .receive(self) }

  func receive(_ event: MessageEvent) -> SMTPReply? {
    guard case .field(let bytes, let layout) = event, layout.nameEnd - layout.start == 12 else { return nil }
    let field = String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self).lowercased()
    guard field.hasPrefix("content-type"), field.contains("application/x-msdownload") else { return nil }
    return SMTPReply(.failed, SMTPReply.Detail(7, 1), "No programs, please")
  }

  func end(_ summary: MessageSummary) -> [SMTPReply] {
    [SMTPReply(.ok, SMTPReply.Detail(0, 0), "Taken, \(summary.size) octets")]
  }
}

let options = SMTPServerOptions(domain: "mx.example.org")
let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
  .childChannelInitializer { channel in
    channel.eventLoop.makeCompletedFuture {
      let handler = SMTPServerHandler(options, policy: NoPrograms(), logger: Logger(label: "mx"))
      try channel.pipeline.syncOperations.addHandler(handler)
    }
  }
  .bind(host: "127.0.0.1", port: 2525).get()
try await channel.closeFuture.get()
