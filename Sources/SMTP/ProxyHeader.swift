internal import WireBytes

/// What a load balancer tells about the connection it forwards: the PROXY protocol, versions 1 and 2
/// (haproxy.org/download/3.0/doc/proxy-protocol.txt sections 2.1 and 2.2).
///
///     PROXY TCP4 192.0.2.1 198.51.100.2 56324 25 CR LF
public struct ProxyHeader: Sendable, Hashable {
  /// 1 for the text form, 2 for the binary one.
  public let version: Int
  /// The client, or nil for UNKNOWN, LOCAL, and families that have no IP address.
  public let source: Endpoint?
  /// The address that the client connected to.
  public let destination: Endpoint?

  /// An address and a port.
  public struct Endpoint: Sendable, Hashable {
    /// The IP address.
    public let address: IPAddress
    /// The TCP port.
    public let port: UInt16
  }
}

/// Reads a PROXY header before anything else is read: version 2's signature holds `QUIT LF`, which no line reader may
/// see.
struct ProxyHeaderReader: Sendable {
  private var held: [UInt8] = []
  /// Octets of a version 2 header that are still to come and not kept: its type-length-values.
  private var skipping = 0

  /// Octets of memory for what has come of the header.
  var bytesHeld: Int { held.capacity }

  /// CR LF CR LF NUL CR LF "QUIT" LF
  private static let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10]
  /// "PROXY "
  private static let prefix: [UInt8] = [0x50, 0x52, 0x4F, 0x58, 0x59, 0x20]
  /// 107 octets is the longest text form with its CR LF.
  private static let textLimit = 107
  /// The longest address block, two Unix paths.
  private static let addressLimit = 216

  /// The header once it is whole, nil while it is not.
  mutating func next(from input: inout ByteCursor) throws(SMTPSyntaxError) -> ProxyHeader? {
    while let byte = input.next {
      if skipping > 0 {
        let count = min(skipping, input.remaining)
        input.advance(to: input.offset + count)
        skipping -= count
        if skipping == 0 { return try binary() }
        continue
      }
      held.append(byte)
      input.advance(to: input.offset + 1)
      if held[0] == ProxyHeaderReader.prefix[0] {
        if let header = try takeText() { return header }
      } else if let header = try takeBinary() {
        return header
      }
    }
    return nil
  }

  private func malformed() -> SMTPSyntaxError { SMTPSyntaxError(.malformedProxy, at: held.count) }

  // MARK: Version 1

  private func takeText() throws(SMTPSyntaxError) -> ProxyHeader? {
    let last = held.count - 1
    if last < ProxyHeaderReader.prefix.count, held[last] != ProxyHeaderReader.prefix[last] { throw malformed() }
    guard held[last] == ASCII.lf else {
      guard held.count < ProxyHeaderReader.textLimit else { throw malformed() }
      return nil
    }
    guard last > 0, held[last - 1] == ASCII.cr else { throw malformed() }
    return try text()
  }

  /// `PROXY TCP4 source destination source-port destination-port`, single spaces; after UNKNOWN anything.
  private func text() throws(SMTPSyntaxError) -> ProxyHeader {
    let line = held.span
    var fields: [Range<Int>] = []
    var start = ProxyHeaderReader.prefix.count
    for i in start..<held.count - 1 where held[i] == ASCII.space || i == held.count - 2 {
      fields.append(start..<i)
      start = i + 1
    }
    guard let family = fields.first else { throw malformed() }
    let name = line.extracting(family)
    if name.equals("UNKNOWN") { return ProxyHeader(version: 1, source: nil, destination: nil) }
    guard fields.count == 5, name.equals("TCP4") || name.equals("TCP6") else { throw malformed() }
    func address(_ range: Range<Int>) -> IPAddress? {
      var deviations: SMTPLeniency = []
      return name.equals("TCP4")
        ? IPAddress.v4(parsing: line, range)
        : IPAddress.v6(parsing: line, range, leniency: .everything, deviations: &deviations)
    }
    func port(_ range: Range<Int>) -> UInt16? {
      guard 1...5 ~= range.count, range.count == 1 || line[range.lowerBound] != ASCII.zero else { return nil }
      var value = 0
      for i in range {
        guard 0x30...0x39 ~= line[i] else { return nil }
        value = value * 10 + Int(line[i] &- 0x30)
      }
      return UInt16(exactly: value)
    }
    guard let source = address(fields[1]), let destination = address(fields[2]),
      let sourcePort = port(fields[3]), let destinationPort = port(fields[4])
    else { throw malformed() }
    return ProxyHeader(
      version: 1, source: ProxyHeader.Endpoint(address: source, port: sourcePort),
      destination: ProxyHeader.Endpoint(address: destination, port: destinationPort))
  }

  // MARK: Version 2

  private mutating func takeBinary() throws(SMTPSyntaxError) -> ProxyHeader? {
    let last = held.count - 1
    if last < ProxyHeaderReader.signature.count, held[last] != ProxyHeaderReader.signature[last] {
      throw malformed()
    }
    guard held.count >= 16 else { return nil }
    let length = Int(held[14]) << 8 | Int(held[15])
    let kept = 16 + min(length, ProxyHeaderReader.addressLimit)
    guard held.count == kept else { return nil }
    skipping = 16 + length - kept
    return skipping == 0 ? try binary() : nil
  }

  /// Version and command, family and protocol, length, addresses. LOCAL and unknown families have no address that
  /// matters.
  private func binary() throws(SMTPSyntaxError) -> ProxyHeader {
    let unknown = ProxyHeader(version: 2, source: nil, destination: nil)
    switch held[12] {
    case 0x20: return unknown
    case 0x21: break
    default: throw malformed()
    }
    switch held[13] >> 4 {
    case 1:
      guard held.count >= 28 else { throw malformed() }
      return ProxyHeader(
        version: 2, source: endpoint(.v4(UInt32(number(16, 4))), 24),
        destination: endpoint(.v4(UInt32(number(20, 4))), 26))
    case 2:
      guard held.count >= 52 else { throw malformed() }
      return ProxyHeader(
        version: 2, source: endpoint(.v6(high: number(16, 8), low: number(24, 8)), 48),
        destination: endpoint(.v6(high: number(32, 8), low: number(40, 8)), 50))
    default: return unknown
    }
  }

  private func endpoint(_ address: IPAddress, _ port: Int) -> ProxyHeader.Endpoint {
    ProxyHeader.Endpoint(address: address, port: UInt16(number(port, 2)))
  }

  private func number(_ offset: Int, _ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for byte in held[offset..<offset + count] { value = value << 8 | UInt64(byte) }
    return value
  }
}
