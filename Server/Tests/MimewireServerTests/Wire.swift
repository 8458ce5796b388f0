import NIOCore
import NIOPosix

/// A client that sends what it is told, byte for byte, and reads replies: the tests' side of a real connection.
struct Wire {
  private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private var input = ByteBuffer()

  struct Closed: Error {}

  /// Connects to a port of loopback for as long as `body` runs.
  static func with<Result>(
    port: Int, host: String = "127.0.0.1", _ body: (inout Wire) async throws -> Result
  ) async throws -> Result {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: host, port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      var wire = Wire(inbound: inbound.makeAsyncIterator(), outbound: outbound)
      return try await body(&wire)
    }
  }

  func send(_ text: String) async throws {
    try await outbound.write(ByteBuffer(string: text))
  }

  /// The next reply, its lines with LF between.
  mutating func reply() async throws -> String {
    var lines: [String] = []
    while true {
      let line = try await line()
      lines.append(line)
      if line.dropFirst(3).first != "-" { return lines.joined(separator: "\n") }
    }
  }

  /// Sends a line and reads its reply.
  mutating func command(_ line: String) async throws -> String {
    try await send(line + "\r\n")
    return try await reply()
  }

  /// Everything until the server closes.
  mutating func rest() async throws -> String {
    while let more = try await inbound.next() { input.writeImmutableBuffer(more) }
    return String(buffer: input)
  }

  private mutating func line() async throws -> String {
    while true {
      if let lf = input.readableBytesView.firstIndex(of: 0x0A),
        let text = input.readString(length: lf - input.readerIndex + 1)
      {
        return String(text.dropLast(text.hasSuffix("\r\n") ? 1 : 0))
      }
      guard let more = try await inbound.next() else { throw Closed() }
      input.writeImmutableBuffer(more)
    }
  }
}
