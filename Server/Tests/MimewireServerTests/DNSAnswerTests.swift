import Testing

@testable import MimewireServer

@Suite struct DNSAnswerTests {
  /// `x.test MX`: two exchanges, `mx.x.test` by a pointer and `y.test` in full, and an A record of 192.0.2.1.
  private static let packet: [UInt8] =
    [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 3, 0, 0, 0, 0]
    + [1, 0x78, 4, 0x74, 0x65, 0x73, 0x74, 0, 0, 15, 0, 1]
    + [0xC0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, 7, 0, 10, 2, 0x6D, 0x78, 0xC0, 12]
    + [0xC0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, 10, 0, 20, 1, 0x79, 4, 0x74, 0x65, 0x73, 0x74, 0]
    + [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1]

  @Test func recordsAreRead() {
    let answer = DNSAnswer(parsing: DNSAnswerTests.packet)
    #expect(
      answer.mailExchanges == [.init(preference: 10, name: "mx.x.test"), .init(preference: 20, name: "y.test")])
    #expect(answer.addresses == ["192.0.2.1"])
  }

  /// What is cut short has the records before the cut and no others.
  @Test func everyTruncationIsBounded() {
    let packet = DNSAnswerTests.packet
    for count in 0..<packet.count {
      let answer = DNSAnswer(parsing: Array(packet.prefix(count)))
      #expect(answer.mailExchanges.count == (count >= 65 ? 2 : count >= 43 ? 1 : 0))
      #expect(answer.addresses == [])
    }
  }

  @Test func everyByteMayBeWrong() {
    for index in DNSAnswerTests.packet.indices {
      for byte in [UInt8(0), 1, 12, 0x3F, 0x40, 0x80, 0xC0, 0xFF] {
        var packet = DNSAnswerTests.packet
        packet[index] = byte
        #expect(DNSAnswer(parsing: packet).mailExchanges.count <= 3)
      }
    }
  }

  /// A name that points at itself or forward has no end.
  @Test(arguments: [24 + 12 + 2, 24 + 12 + 3, 100]) func aPointerOnlyLeadsBack(target: Int) {
    var packet = Array(DNSAnswerTests.packet.prefix(24))
    packet[7] = 1
    packet += [0xC0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, 4, 0, 10, 0xC0, UInt8(target)]
    #expect(DNSAnswer(parsing: packet).mailExchanges == [])
  }
}
