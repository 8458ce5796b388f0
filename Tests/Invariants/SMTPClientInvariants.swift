import SMTP
import SMTPTestSupport
import WireBytes

/// What holds for a client, whatever the server sends, and for recorded dialogues.
enum SMTPClientInvariants {
  /// The same for every cutting, and a reply that is sent again reads as the same (I-2, I-7).
  static func replies(_ input: InvariantInput) -> String? {
    let leniency: SMTPLeniency = input.option(0) ? .everything : .strict
    var whole: [SMTPReplyReader.Event] = []
    let overwork = input.meter.fault("reading", bytes: input.bytes.count) { whole = read([input.bytes], leniency) }
    if let overwork { return overwork }
    let split = read(input.chunks, leniency)
    if split != whole { return "in chunks \(split), whole \(whole)" }
    for case .reply(let reply) in whole where reply.notes.isEmpty {
      var output: [UInt8] = []
      reply.write(into: &output)
      let again = read([output], .strict)
      guard again.count == 1, case .reply(let copy) = again[0], copy.code == reply.code, copy.detail == reply.detail
      else { return "\(reply) is sent as \(output.quoted) and read as \(again)" }
      // A long line is sent as several.
      if copy.lines.joined() != reply.lines.joined() { return "\(reply.lines) is read as \(copy.lines)" }
    }
    return ownReplyFault(input)
  }

  private static func read(_ chunks: [[UInt8]], _ leniency: SMTPLeniency) -> [SMTPReplyReader.Event] {
    var reader = SMTPReplyReader(leniency: leniency)
    var events: [SMTPReplyReader.Event] = []
    for chunk in chunks {
      let span = chunk.span
      var input = ByteCursor(span)
      while let event = reader.next(from: &input) {
        events.append(event)
        // After a break of the protocol there is no framing.
        if case .malformed = event { return events }
      }
    }
    return events
  }

  /// I-10: whatever the text, what goes out is one well-formed reply.
  private static func ownReplyFault(_ input: InvariantInput) -> String? {
    guard input.bytes.count < 8_192 else { return nil }
    var random = input.random
    let text = String(decoding: input.bytes, as: UTF8.self)
    let code = SMTPReply.Code(Int.random(in: 0...700, using: &random)) ?? .ok
    let reply = SMTPReply(code, input.option(1) ? SMTPReply.Detail(1, 2) : nil, text)
    var output: [UInt8] = []
    reply.write(into: &output)
    let events = read([output], .strict)
    // More lines than a client takes are the caller's affair.
    if events == [.malformed(.tooLong)] { return nil }
    guard events.count == 1, case .reply(let copy) = events[0], copy.code == code else {
      return "\(text.debugDescription) is sent as \(output.quoted) and read as \(events)"
    }
    return nil
  }

  // MARK: - Sessions

  /// Events and requests are the same for every cutting of what the server sends.
  static func session(_ input: InvariantInput) -> String? {
    var whole = ClientTrial([], isLMTP: false, seed: 0)
    let seed = UInt64(input.variant)
    let overwork = input.meter.fault("the session", bytes: input.bytes.count, perByte: 4_096) {
      whole = ClientTrial([input.bytes], isLMTP: input.option(0), seed: seed)
    }
    if let overwork { return overwork }
    let split = ClientTrial(input.chunks, isLMTP: input.option(0), seed: seed)
    if split.events != whole.events { return "in chunks \(split.events), whole \(whole.events)" }
    return split.output == whole.output ? nil : "sent in chunks \(split.output.quoted), whole \(whole.output.quoted)"
  }

  // MARK: - Transcripts

  /// Ranges are of the side's stream, in order and apart, and a message is what the naive rule finds.
  static func transcript(_ input: InvariantInput) -> String? {
    if input.option(0) {
      guard let transcript = try? SMTPTranscript(parsing: input.bytes.span) else { return nil }
      return fault(in: transcript)
    }
    var random = input.random
    let cut = Int.random(in: 0...input.bytes.count, using: &random)
    let client = Array(input.bytes[..<cut])
    let server = Array(input.bytes[cut...])
    var transcript = SMTPTranscript(client: [], server: [])
    let overwork = input.meter.fault("taking it apart", bytes: input.bytes.count, perByte: 4_096) {
      transcript = SMTPTranscript(client: client, server: server)
    }
    return overwork ?? fault(in: transcript)
  }

  private static func fault(in transcript: SMTPTranscript) -> String? {
    var ends: [SMTPTranscript.Side: Int] = [:]
    for event in transcript.events {
      let stream = event.side == .client ? transcript.client : transcript.server
      if event.range.upperBound > stream.count { return "\(event.kind.name) at \(event.range) of \(stream.count)" }
      if hasBytesOfItsOwn(event) {
        let end = ends[event.side, default: 0]
        if event.range.lowerBound < end { return "\(event.kind.name) at \(event.range), behind \(end)" }
        ends[event.side] = event.range.upperBound
      }
      if let defect = event.defects.first(where: { $0.range.lowerBound < 0 || $0.range.upperBound > stream.count }) {
        return "\(defect.kind.rawValue) at \(defect.range) of \(stream.count) bytes"
      }
      guard case .message(let size, let content, let end) = event.kind else { continue }
      if content.contains(where: { $0.lowerBound < 0 || $0.upperBound > stream.count }) {
        return "content at \(content)"
      }
      let bytes = transcript.content(of: event)
      if size != bytes.count { return "\(size) bytes of content, which are \(bytes.count)" }
      if end == .dot {
        let expected = DataFraming.reference(Array(stream[event.range.lowerBound...]))
        if expected.content != bytes || expected.end != event.range.count {
          return "the message at \(event.range) is \(bytes.quoted)"
        }
      }
    }
    return nil
  }

  /// That TLS begins is told of the STARTTLS that asked for it, and a message in chunks of its last chunk.
  private static func hasBytesOfItsOwn(_ event: SMTPTranscript.Event) -> Bool {
    switch event.kind {
    case .startTLS: false
    case .message(_, _, let end): end != .lastChunk
    default: true
    }
  }
}
