import NIOCore
import NIOPosix

/// A DNS server on loopback that knows what it is given: other names do not exist, other types have no record.
struct TestDNS: Sendable {
  let address: String
  private let channel: any Channel

  init(mx: [String: [(Int, String)]], a: [String: String]) async throws {
    channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Answerer(mx: mx, a: a))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    address = "127.0.0.1:\(channel.localAddress?.port ?? 0)"
  }

  func close() async throws { try await channel.close().get() }

  private final class Answerer: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>
    let mx: [String: [(Int, String)]]
    let a: [String: String]

    init(mx: [String: [(Int, String)]], a: [String: String]) {
      self.mx = mx
      self.a = a
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let question = unwrapInboundIn(data)
      let packet = Array(question.data.readableBytesView)
      var labels: [String] = []
      var offset = 12
      while offset < packet.count, packet[offset] > 0 {
        let label = packet[offset + 1..<offset + 1 + Int(packet[offset])]
        labels.append(String(decoding: label, as: UTF8.self))
        offset += 1 + label.count
      }
      let end = offset + 5
      let type = packet[offset + 2]
      let name = labels.joined(separator: ".")
      var records: [[UInt8]] = []
      if type == 15 { records = (mx[name] ?? []).map { [0, UInt8($0.0)] + encoded($0.1) } }
      if type == 1, let address = a[name] { records = [address.split(separator: ".").compactMap { UInt8($0) }] }
      let exists = mx[name] != nil || a[name] != nil
      var answer = Array(packet[0..<2]) + [0x81, exists ? 0x80 : 0x83, 0, 1, 0, UInt8(records.count), 0, 0, 0, 0]
      answer += packet[12..<end]
      // The name again by a pointer to the question, IN, a minute.
      for record in records { answer += [0xC0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, UInt8(record.count)] + record }
      let reply = AddressedEnvelope(remoteAddress: question.remoteAddress, data: ByteBuffer(bytes: answer))
      context.writeAndFlush(wrapOutboundOut(reply), promise: nil)
    }

    private func encoded(_ name: String) -> [UInt8] {
      name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }
  }
}
