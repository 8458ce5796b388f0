import SMTP
import WireBytes

/// A message as a client sends it with DATA: checked and stuffed, chunk by chunk.
enum StuffedData {
  /// As slices of the chunks, for a socket that gathers them.
  static func sliceRow() -> Row {
    let message = OrdinaryMail.message(bytes: 1 << 20)
    let chunks = OrdinaryMail.chunks(of: message)
    return Row(
      "DATA stuffed, slices of 64 KiB chunks", .gigabytesPerSecond(bytes: message.count, atLeast: 3), times: 300,
      result: OrdinaryMail.stuffedCount(message)
    ) {
      slice(message, chunks)
    }
  }

  /// Copied into one buffer, dots and all.
  static func copyRow() -> Row {
    let message = OrdinaryMail.message(bytes: 1 << 20)
    let chunks = OrdinaryMail.chunks(of: message)
    var output: [UInt8] = []
    output.reserveCapacity(2 * OrdinaryMail.chunkBytes)
    return Row(
      "DATA stuffed, copied in 64 KiB chunks", .gigabytesPerSecond(bytes: message.count, atLeast: 3), times: 300,
      result: OrdinaryMail.stuffedCount(message)
    ) {
      copy(message, chunks, into: &output)
    }
  }

  /// How many octets go out.
  private static func slice(_ message: [UInt8], _ chunks: [Range<Int>]) -> Int {
    var writer = DataWriter()
    var octets = 0
    for chunk in chunks {
      var input = ByteCursor(message.span.extracting(chunk))
      while let event = try? writer.next(from: &input) {
        if case .bytes(let range) = event { octets += range.count } else { octets += 1 }
      }
    }
    return octets
  }

  /// How many octets go out.
  private static func copy(_ message: [UInt8], _ chunks: [Range<Int>], into output: inout [UInt8]) -> Int {
    var writer = DataWriter()
    var octets = 0
    for chunk in chunks {
      output.removeAll(keepingCapacity: true)
      try? writer.write(message.span.extracting(chunk), into: &output)
      octets += output.count
    }
    return octets
  }
}
