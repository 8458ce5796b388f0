import Mailboxes
import WireBytes

/// What holds for mailboxes in one file.
enum MailboxInvariants {
  /// The messages are the same for every cutting, and apart, in order, in the bytes they say.
  static func mbox(_ input: InvariantInput) -> String? {
    let bytes = input.bytes
    var whole: [StoredMessage] = []
    if let fault = input.meter.fault("reading", bytes: bytes.count, perByte: 1_024, { whole = read([bytes]) }) {
      return fault
    }
    let split = read(input.chunks)
    if split.map(describe) != whole.map(describe) {
      return "in chunks \(split.map(describe)), whole \(whole.map(describe))"
    }
    var end = 0
    for message in whole {
      if message.offset < end || message.offset + message.length > bytes.count {
        return "a message at \(message.offset)"
      }
      end = message.offset + message.length
      if message.bytes != Array(bytes[message.offset..<end]) { return "other bytes than at \(message.offset)" }
      if let fault = message.defects.fault(within: message.length) { return fault }
    }
    return unquotingFault(input)
  }

  private static func read(_ chunks: [[UInt8]]) -> [StoredMessage] {
    var reader = MboxReader()
    var messages: [StoredMessage] = []
    for chunk in chunks {
      var cursor = ByteCursor(chunk.span)
      while let message = reader.next(from: &cursor) { messages.append(message) }
    }
    while let message = reader.finish() { messages.append(message) }
    return messages
  }

  private static func describe(_ message: StoredMessage) -> String {
    "\(message.offset) \(message.length) \(message.envelopeLine?.quoted ?? "-") "
      + "\(message.mboxFormat.map { "\($0)" } ?? "-") \(message.defects.records)"
  }

  private static func unquotingFault(_ input: InvariantInput) -> String? {
    for format in [MboxFormat.mboxo, .mboxrd, .mboxcl, .mboxcl2] {
      let whole = unquote([input.bytes], format)
      let split = unquote(input.chunks, format)
      if split != whole { return "\(format) unquoted in chunks \(split.quoted), whole \(whole.quoted)" }
    }
    return nil
  }

  private static func unquote(_ chunks: [[UInt8]], _ format: MboxFormat) -> [UInt8] {
    var unquoter = MboxUnquoter(format: format)
    var output: [UInt8] = []
    for chunk in chunks { unquoter.unquote(chunk.span, into: &output) }
    unquoter.finish(into: &output)
    return output
  }
}
