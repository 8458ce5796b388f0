public import SMTP
import WireBytes

// Sending a message.
extension SMTPClient {
  /// Sends a message to the recipients of its envelope: in one group of commands where the server offers PIPELINING, by
  /// BDAT where it offers CHUNKING.
  ///
  /// What the message needs and the server lacks is found before anything is said.
  ///
  /// - Parameters:
  ///   - message: with CR LF line ends. A bare CR or LF is refused, never sent by DATA.
  ///   - envelope: SIZE, BODY and SMTPUTF8 go by the message and the addresses, whatever it says of them.
  /// - Returns: for each recipient the reply that decides: 2yz when the server has the message for it.
  /// - Throws: `SMTPClientError.refused` when MAIL is refused.
  public func send(_ message: [UInt8], _ envelope: SMTPEnvelope) async throws -> [SMTPReply] {
    let capabilities = try await capabilities()
    let needs = SMTPMessageNeeds(of: message.span, envelope)
    try needs.check(against: capabilities)
    let offered = capabilities.extensions
    let isChunked = offered.contains(.chunking)
    let commands = try requests(envelope, needs, message.count, offered)
    let opening = try await open(commands, isPipelined: offered.contains(.pipelining), isChunked: isChunked)
    var results = opening.recipients
    let accepted = results.indices.filter { results[$0].isPositive }
    guard opening.mail.isPositive, !accepted.isEmpty else {
      try await leave(opening)
      guard opening.mail.isPositive else { throw SMTPClientError.refused(opening.mail) }
      return results
    }
    if let data = opening.data, data.code != .startMail {
      try await leave(opening)
      for index in accepted { results[index] = data }
      return results
    }
    for event in try await isChunked ? sendChunks(message) : sendDotted(message) {
      switch event {
      case .messageReply(let reply, let recipient):
        for index in recipient.map({ [$0] }) ?? accepted { results[index] = reply }
      // A chunk that is refused ends the matter.
      case .reply(let reply, .bdat) where !reply.isPositive:
        for index in accepted { results[index] = reply }
        try await leave(opening)
      default: break
      }
    }
    return results
  }

  /// The replies to the commands before the message.
  private struct Opening {
    let mail: SMTPReply
    let recipients: [SMTPReply]
    /// nil when DATA was not sent.
    let data: SMTPReply?
  }

  /// Sends MAIL, each RCPT and, for a message that is not chunked, DATA: in one group, or one by one as far as they go.
  ///
  /// With DATA in the group a server that accepts nobody may still say 354.
  private func open(_ commands: [SMTPRequest], isPipelined: Bool, isChunked: Bool) async throws -> Opening {
    let data = try SMTPRequest.alone(.data)
    var replies: [SMTPReply] = []
    if isPipelined {
      replies = try await self.replies(to: isChunked ? commands : commands + [data])
    } else {
      for command in commands where replies.first?.isPositive ?? true {
        replies += try await self.replies(to: [command])
      }
      let isAccepted = replies[0].isPositive && replies.dropFirst().contains(where: \.isPositive)
      if !isChunked, isAccepted { replies += try await self.replies(to: [data]) }
    }
    return Opening(
      mail: replies[0], recipients: Array(replies.prefix(commands.count).dropFirst()),
      data: replies.count > commands.count ? replies[commands.count] : nil)
  }

  private static func refusal(_ event: SMTPClientSession.Event) -> SMTPReply? {
    guard case .reply(let reply, .bdat) = event, !reply.isPositive else { return nil }
    return reply
  }

  private func requests(
    _ envelope: SMTPEnvelope, _ needs: SMTPMessageNeeds, _ size: Int, _ offered: SMTPExtensions
  ) throws -> [SMTPRequest] {
    var parameters: [SMTPRequest.Parameter] = []
    if offered.contains(.size) { parameters.append(.size(UInt64(size))) }
    if needs.extensions.contains(.eightBitMIME) { parameters.append(.body(.eightBitMIME)) }
    if needs.extensions.contains(.smtpUTF8) { parameters.append(.smtpUTF8) }
    if offered.contains(.dsn) {
      if let ret = envelope.ret { parameters.append(.ret(ret)) }
      if let envid = envelope.envelopeIdentifier { parameters.append(.envid(envid)) }
    }
    let recipients = try envelope.recipients.map { recipient in
      var parameters: [SMTPRequest.Parameter] = []
      if offered.contains(.dsn) {
        if let notify = recipient.notify { parameters.append(.notify(notify)) }
        if let original = recipient.originalRecipient {
          parameters.append(.orcpt(type: original.type, address: original.address))
        }
      }
      return try SMTPRequest.rcpt(to: recipient.forwardPath, parameters)
    }
    return [try SMTPRequest.mail(from: envelope.reversePath, parameters)] + recipients
  }

  private func replies(to requests: [SMTPRequest]) async throws -> [SMTPReply] {
    let events = try await exchange { session, output in
      for request in requests { try session.send(request, into: &output) }
    }
    return events.compactMap { event in
      if case .reply(let reply, _) = event { reply } else { nil }
    }
  }

  /// Leaves a transaction that will not be. After a 354 the only way out is a message; it goes to nobody.
  private func leave(_ opening: Opening) async throws {
    if opening.data?.code == .startMail {
      _ = try await exchange(isMessage: true) { session, output in try session.endMessage(into: &output) }
    } else {
      _ = try await send(try SMTPRequest.alone(.rset))
    }
  }

  /// Octets that are handed to the network at a time.
  private static var pieceSize: Int { 256 << 10 }

  private func sendDotted(_ message: [UInt8]) async throws -> [SMTPClientSession.Event] {
    var start = 0
    while message.count - start > SMTPClient.pieceSize {
      let range = start..<start + SMTPClient.pieceSize
      try await write { session, output in
        try session.sendMessage(message.span.extracting(range), into: &output)
      }
      start = range.upperBound
    }
    let rest = start..<message.count
    return try await exchange(isMessage: true) { session, output in
      try session.sendMessage(message.span.extracting(rest), into: &output)
      try session.endMessage(into: &output)
    }
  }

  /// One chunk at a time without PIPELINING costs a round trip for each, which BDAT's size makes few.
  private func sendChunks(_ message: [UInt8]) async throws -> [SMTPClientSession.Event] {
    var start = 0
    while message.count - start > SMTPClient.pieceSize {
      let range = start..<start + SMTPClient.pieceSize
      let events = try await exchange { session, output in
        try session.sendChunk(message.span.extracting(range), isLast: false, into: &output)
      }
      if events.contains(where: { SMTPClient.refusal($0) != nil }) { return events }
      start = range.upperBound
    }
    let rest = start..<message.count
    return try await exchange(isMessage: true) { session, output in
      try session.sendChunk(message.span.extracting(rest), isLast: true, into: &output)
    }
  }
}
