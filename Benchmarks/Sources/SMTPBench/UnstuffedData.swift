import SMTP
import WireBytes

/// DATA as a server reads it: framed, unstuffed and checked, chunk by chunk, and handed out as slices of the chunks.
enum UnstuffedData {
  static func row() throws -> Row {
    let message = OrdinaryMail.message(bytes: 1 << 20)
    let wire = try stuffed(message)
    let chunks = OrdinaryMail.chunks(of: wire)
    return Row(
      "DATA unstuffed, slices of 64 KiB chunks", .gigabytesPerSecond(bytes: wire.count, atLeast: 5), times: 300,
      result: message.count
    ) {
      read(wire, chunks)
    }
  }

  private static func stuffed(_ message: [UInt8]) throws -> [UInt8] {
    var writer = DataWriter()
    var wire: [UInt8] = []
    try writer.write(message.span, into: &wire)
    try writer.finish(into: &wire)
    return wire
  }

  /// How many octets the message has.
  private static func read(_ wire: [UInt8], _ chunks: [Range<Int>]) -> Int {
    var reader = DataReader()
    reader.beginDotted()
    var octets = 0
    for chunk in chunks {
      var input = ByteCursor(wire.span.extracting(chunk))
      while let event = reader.next(from: &input) {
        if case .bytes(let range) = event { octets += range.count }
      }
    }
    return reader.summary.refusal == nil ? octets : 0
  }
}
