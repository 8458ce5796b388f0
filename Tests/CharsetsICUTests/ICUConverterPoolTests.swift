import Charsets
import CharsetsTestSupport
import Testing

@testable import CharsetsICU

@Suite struct ICUConverterPoolTests {
  @Test("A converter that was given back is the next one taken")
  func reuse() throws {
    let pool = ICUConverterPool()
    let first = try #require(pool.take("KOI8-R"))
    pool.giveBack(first)
    #expect(pool.idleCount(of: "KOI8-R") == 1)
    #expect(pool.take("KOI8-R") === first)
    #expect(pool.idleCount(of: "KOI8-R") == 0)
    #expect(pool.take("no such charset") == nil)
  }

  @Test("A decoder gives its converter back when it goes")
  func decoderReturns() throws {
    let pool = ICUConverterPool()
    for _ in 0..<3 {
      let decoder = ICUDecoder(charset: "koi8-r", converter: try #require(pool.take("KOI8-R")), pool: pool)
      #expect(decode(decoder, [bytes("F0")[...]]) == ("П", 0))
    }
    #expect(pool.idleCount(of: "KOI8-R") == 1)
  }

  @Test("No more than the limit of one charset wait")
  func limit() {
    let pool = ICUConverterPool()
    let many = (0..<20).compactMap { _ in pool.take("KOI8-R") }
    many.forEach(pool.giveBack)
    #expect(many.count == 20)
    #expect(pool.idleCount(of: "KOI8-R") == ICUConverterPool.idleLimit)
  }

  @Test(
    "Nothing of one text gets into the next",
    arguments: [
      // Dropped in the middle of a character, an escape, a shift, a base64 run, a surrogate pair, a BOM.
      ("ISO-2022-JP", "1B 24 42 24", "41 42", "AB"), ("ISO-2022-JP", "1B 24", "42 43", "BC"),
      ("ISO-2022-KR", "1B 24 29 43 0E 47", "41", "A"), ("HZ", "7E 7B 44", "41 42", "AB"),
      ("UTF-7", "2B 41 44", "77 2D", "w-"), ("UTF-16LE", "3D D8", "41 00", "A"),
      ("UTF-32", "FF FE", "00 00 00 41", "A"),
      ("gb18030", "81 30 81", "30 41", "0A"), ("windows-949-2000", "B0", "A1 41", "좥"),
    ])
  func noLeak(name: String, abandoned: String, next: String, text: String) throws {
    let pool = ICUConverterPool()
    for atEnd in [false, true] {
      var first: ICUDecoder? = ICUDecoder(charset: name, converter: try #require(pool.take(name)), pool: pool)
      _ = [UInt8](capacity: 64) { output in
        _ = first?.decode(bytes(abandoned).span, into: &output, atEnd: atEnd)
      }
      first = nil
      #expect(pool.idleCount(of: name) == 1)
      let second = ICUDecoder(charset: name, converter: try #require(pool.take(name)), pool: pool)
      #expect(decode(second, [bytes(next)[...]]).text == text)
    }
  }

  @Test("Output that did not fit is not kept for the next text either")
  func noLeakOfOutput() throws {
    let pool = ICUConverterPool()
    let input = bytes("93 FA 96 7B 8C EA")
    var first: ICUDecoder? = ICUDecoder(charset: "", converter: try #require(pool.take("Shift_JIS")), pool: pool)
    let output = [UInt8](capacity: 4) { _ = first?.decode(input.span, into: &$0, atEnd: true) }
    #expect(output.count == 4)
    first = nil
    let second = ICUDecoder(charset: "", converter: try #require(pool.take("Shift_JIS")), pool: pool)
    #expect(decode(second, [bytes("41")[...]]) == ("A", 0))
  }

  @Test("Two decoders of one charset at once do not touch each other")
  func interleaved() throws {
    let label = CharsetLabel("iso-2022-jp")
    var a = try #require(ICUCharsets().makeDecoder(for: label))
    var b = try #require(ICUCharsets().makeDecoder(for: label))
    func feed(_ decoder: inout any CharsetDecoder, _ hex: String) -> String {
      String(
        decoding: [UInt8](capacity: 64) { _ = decoder.decode(bytes(hex).span, into: &$0, atEnd: false) },
        as: UTF8.self)
    }
    #expect(feed(&a, "1B 24 42 24") == "")
    #expect(feed(&b, "24 22") == "$\"")
    #expect(feed(&a, "22") == "あ")
  }

  @Test("Many tasks decode at once, each its own text")
  func concurrency() async {
    let cases: [(String, [UInt8], String)] = [
      ("shift_jis", bytes("93 FA 96 7B 8C EA"), "日本語"), ("koi8-r", bytes("F0 D2 C9 D7 C5 D4"), "Привет"),
      ("iso-2022-jp", bytes("1B 24 42 46 7C 4B 5C 1B 28 42"), "日本"), ("gbk", bytes("C4 E3 BA C3"), "你好"),
    ]
    let wrong = await withTaskGroup(of: Int.self) { group in
      for task in 0..<16 {
        group.addTask {
          var wrong = 0
          for i in 0..<200 {
            let (label, input, text) = cases[(task + i) % cases.count]
            let decoded = ICUCharsets().text(of: input.span, declared: CharsetLabel(label))
            if decoded.text != text || decoded.malformed != 0 { wrong += 1 }
          }
          return wrong
        }
      }
      return await group.reduce(0, +)
    }
    #expect(wrong == 0)
  }
}
