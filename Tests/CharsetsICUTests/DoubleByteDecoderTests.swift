import Charsets
import MailTestSupport
import Testing
import WireBytes

@testable import CharsetsICU

struct DoubleByteDecoderTests {
  /// What a decoder makes of a text that comes in chunks.
  private func decode(_ chunks: [[UInt8]], by decoder: some CharsetDecoder) -> [UInt8] {
    var decoder: any CharsetDecoder = decoder
    var text: [UInt8] = []
    var malformed = 0
    for (i, chunk) in chunks.enumerated() {
      text.append(addingCapacity: 8 * chunk.count + 16) { output in
        malformed += decoder.decode(chunk.span, into: &output, atEnd: i == chunks.count - 1).malformed
      }
    }
    return text + [UInt8(malformed & 0xFF)]
  }

  @Test(arguments: [
    ("big5", "ibm-1375_P100-2008"), ("euc-jp", "euc-jp-2007"), ("euc-kr", "windows-949-2000"),
    ("gb18030", "gb18030"),
  ])
  func `a table decodes all text as ICU does`(charset: String, name: String) throws {
    let pool = ICUConverterPool()
    let isGB = charset == "gb18030"
    let makeICU: @Sendable () -> ICUDecoder? = {
      pool.take(name, euroAt80: isGB).map { ICUDecoder(charset: charset, converter: $0, pool: pool) }
    }
    let tables = DoubleByteTables()
    for _ in 0..<DoubleByteTables.threshold { #expect(tables.table(of: charset) { nil } == nil) }
    let table = try #require(tables.table(of: charset) { ICUConverter(name: name, euroAt80: isGB) })

    func check(_ chunks: [[UInt8]]) throws {
      let wanted = decode(chunks, by: try #require(makeICU()))
      #expect(decode(chunks, by: DoubleByteDecoder(charset: charset, table: table, rest: makeICU)) == wanted)
    }
    try check([Array(0x00...0x7F)])
    for lead in UInt8(0x80)...0xFF {
      try check([(UInt8.min...UInt8.max).flatMap { [0x41, lead, $0] }])
      for trail: UInt8 in [0x20, 0x30, 0x41, 0x80, 0xA1, 0xFE] { try check([[lead, trail]]) }
    }
    var random = SeededRandom(seed: PropertyCases.seed)
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in
        UInt8.random(in: Bool.random(using: &random) ? 0xA1...0xFE : 0...0xFF, using: &random)
      }
      let cut = length / 2
      try check([bytes])
      try check([Array(bytes[..<cut]), Array(bytes[cut...])])
    }
  }

  @Test func `a table knows the characters of its charset`() throws {
    let table = try #require(
      { () -> DoubleByteTable? in
        let tables = DoubleByteTables()
        for _ in 0..<DoubleByteTables.threshold { _ = tables.table(of: "gbk") { nil } }
        return tables.table(of: "gbk") { ICUConverter(name: "gb18030", euroAt80: true) }
      }())
    var consumed = 0
    let text = [UInt8](capacity: 40) {
      consumed = $0.append(decoding: [0x61, 0xC4, 0xE3, 0xBA, 0xC3, 0x81].span, by: table)
    }
    #expect(text == Array("a你好".utf8))
    #expect(consumed == 5)
  }
}
