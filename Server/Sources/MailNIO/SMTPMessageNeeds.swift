import SMTP
import WireBytes

/// What a message asks of a server.
struct SMTPMessageNeeds {
  private(set) var extensions: SMTPExtensions = []
  private let size: Int
  private let hasBareLineBreaks: Bool

  /// - Parameter message: with CR LF line ends.
  init(of message: Span<UInt8>, _ envelope: SMTPEnvelope) {
    size = message.count
    var counts = BodyCounts()
    var index = 0
    while let stop = message.scanBody(from: index, counting: &counts) { index = stop + 1 }
    hasBareLineBreaks = counts.bareLineFeeds > 0 || counts.bareCarriageReturns > 0
    if counts.eightBit > 0 { extensions.insert(.eightBitMIME) }
    let isInternationalized =
      envelope.reversePath?.isInternationalized == true
      || envelope.recipients.contains { $0.forwardPath?.isInternationalized == true }
    if isInternationalized || SMTPMessageNeeds.hasInternationalizedHeader(message) {
      extensions.formUnion([.smtpUTF8, .eightBitMIME])
    }
  }

  /// Whether there is anything above US-ASCII before the first empty line (RFC 6532).
  private static func hasInternationalizedHeader(_ message: Span<UInt8>) -> Bool {
    var lineStart = 0
    while let lf = message.firstIndex(of: ASCII.lf, from: lineStart) {
      if lf - lineStart <= 1 { return false }
      for index in lineStart..<lf where message[index] >= 0x80 { return true }
      lineStart = lf + 1
    }
    return false
  }

  /// Throws unless the server has what is needed. Nothing is converted: a message that is signed would break.
  func check(against capabilities: SMTPCapabilities) throws {
    // By BDAT they would pass, and mean at the next hop what that takes them for.
    guard !hasBareLineBreaks else { throw SMTPClientError.lacks(.binaryMIME, "the message holds a bare CR or LF") }
    let missing = extensions.subtracting(capabilities.extensions)
    if missing.contains(.smtpUTF8) { throw SMTPClientError.lacks(.smtpUTF8, "an address or field is not US-ASCII") }
    if missing.contains(.eightBitMIME) { throw SMTPClientError.lacks(.eightBitMIME, "the message is not US-ASCII") }
    if let limit = capabilities.sizeLimit, limit > 0, UInt64(size) > limit {
      throw SMTPClientError.lacks(.size, "the message has \(size) octets, the server takes \(limit)")
    }
  }
}
