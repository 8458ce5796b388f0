/// The records of a DNS answer (RFC 1035 section 4.1) that mail asks for.
///
///     header 12 octets · question · answer: name, type, class, TTL, length, data …
///
/// Whatever does not fit its lengths ends the reading; pointers only lead backwards, so that names are finite.
struct DNSAnswer: Sendable, Hashable {
  /// The types that are asked for, by their numbers.
  enum RecordType: Int32, Sendable {
    case a = 1
    case mx = 15
    case aaaa = 28
  }

  /// An MX record: smaller preferences are tried first.
  struct MailExchange: Sendable, Hashable {
    let preference: Int
    /// Without the final dot; empty for the null MX (RFC 7505).
    let name: String
  }

  private(set) var mailExchanges: [MailExchange] = []
  /// Of A and AAAA records, as text.
  private(set) var addresses: [String] = []

  /// What could be read of an answer.
  init(parsing packet: [UInt8]) {
    guard packet.count >= 12 else { return }
    var offset = 12
    for _ in 0..<DNSAnswer.number(packet, 4) {
      guard let end = DNSAnswer.skipName(packet, offset) else { return }
      offset = end + 4
    }
    for _ in 0..<DNSAnswer.number(packet, 6) {
      guard let end = DNSAnswer.skipName(packet, offset), end + 10 <= packet.count else { return }
      let type = DNSAnswer.number(packet, end)
      let data = end + 10..<end + 10 + DNSAnswer.number(packet, end + 8)
      guard data.upperBound <= packet.count else { return }
      take(packet, type: Int32(type), data)
      offset = data.upperBound
    }
  }

  private mutating func take(_ packet: [UInt8], type: Int32, _ data: Range<Int>) {
    switch (RecordType(rawValue: type), data.count) {
    case (.mx, 3...):
      guard let name = DNSAnswer.name(packet, data.lowerBound + 2) else { return }
      mailExchanges.append(MailExchange(preference: DNSAnswer.number(packet, data.lowerBound), name: name))
    case (.a, 4): addresses.append(packet[data].map { "\($0)" }.joined(separator: "."))
    case (.aaaa, 16):
      let groups = stride(from: data.lowerBound, to: data.upperBound, by: 2)
      addresses.append(groups.map { String(DNSAnswer.number(packet, $0), radix: 16) }.joined(separator: ":"))
    default: break
    }
  }

  private static func number(_ packet: [UInt8], _ offset: Int) -> Int {
    Int(packet[offset]) << 8 | Int(packet[offset + 1])
  }

  /// Where a name that begins at `offset` ends, in the place where it stands.
  private static func skipName(_ packet: [UInt8], _ offset: Int) -> Int? {
    var offset = offset
    while offset < packet.count {
      switch packet[offset] {
      case 0: return offset + 1
      case 0xC0...0xFF: return offset + 2 <= packet.count ? offset + 2 : nil
      case let length: offset += 1 + Int(length)
      }
    }
    return nil
  }

  private static func name(_ packet: [UInt8], _ start: Int) -> String? {
    var labels: [String] = []
    var offset = start
    while offset < packet.count {
      let length = Int(packet[offset])
      switch length {
      case 0: return labels.joined(separator: ".")
      case 0xC0...0xFF:
        guard offset + 1 < packet.count else { return nil }
        let target = (length & 0x3F) << 8 | Int(packet[offset + 1])
        guard target < offset else { return nil }
        offset = target
      case 1...63:
        guard offset + 1 + length <= packet.count, labels.count < 128 else { return nil }
        labels.append(String(decoding: packet[offset + 1..<offset + 1 + length], as: UTF8.self))
        offset += 1 + length
      default: return nil
      }
    }
    return nil
  }
}
