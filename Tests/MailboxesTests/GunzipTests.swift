import SystemPackage
import Testing

@testable import Mailboxes

/// A file whose read(2) returns just these pieces.
private final class Pieces: ByteProducer {
  var pieces: [[UInt8]]

  init(_ pieces: [[UInt8]]) {
    self.pieces = pieces.filter { !$0.isEmpty }
  }

  func read(into buffer: inout [UInt8], from start: Int) throws(Errno) -> Int {
    guard !pieces.isEmpty else { return 0 }
    let piece = pieces.removeFirst()
    for (i, byte) in piece.enumerated() { buffer[start + i] = byte }
    return piece.count
  }
}

struct GzipCase: CustomTestStringConvertible {
  var testDescription: String
  var file: [UInt8]
  var content: String
  var ending: Gunzip.Ending

  init(_ name: String, _ file: [UInt8], _ content: String, _ ending: Gunzip.Ending) {
    self.testDescription = name
    self.file = file
    self.content = content
    self.ending = ending
  }
}

struct GunzipTests {
  private static let one = GzipWriter.member([UInt8]("hello, ".utf8))
  private static let two = GzipWriter.member([UInt8]("world".utf8))

  static let cases = [
    GzipCase("one member", one, "hello, ", .complete),
    GzipCase("two members", one + two, "hello, world", .complete),
    GzipCase("an empty member", GzipWriter.member([]) + two, "world", .complete),
    GzipCase("garbage after the last", one + [UInt8]("garbage".utf8), "hello, ", .trailingGarbage),
    GzipCase("NUL after the last", one + [0, 0, 0], "hello, ", .trailingGarbage),
    GzipCase("one byte after the last", one + [0x1F], "hello, ", .trailingGarbage),
    GzipCase("garbage, then a member", one + [7, 7] + two, "hello, ", .trailingGarbage),
    GzipCase("cut inside the data", Array(one.prefix(18)), "hel", .truncated),
    GzipCase("cut inside the trailer", Array(one.dropLast(5)), "hello, ", .truncated),
    GzipCase("cut inside the second", one + two.prefix(12), "hello, ", .truncated),
    GzipCase("nothing but the magic", [0x1F, 0x8B], "", .truncated),
    GzipCase("a wrong checksum", Array(one.dropLast(8)) + [0, 0, 0, 0, 7, 0, 0, 0], "hello, ", .damaged),
    GzipCase("an impossible block type", Array(one.prefix(10)) + [7, 7, 7], "", .damaged),
    GzipCase("an unknown method in the second", one + [0x1F, 0x8B, 9, 0], "hello, ", .damaged),
  ]

  private func inflate(_ pieces: [[UInt8]], output size: Int) throws -> (String, Gunzip.Ending?) {
    let gunzip = try Gunzip(
      Pieces(pieces), head: [UInt8](repeating: 0, count: 1_000), in: 0..<0, limits: MailboxLimits())
    var buffer = [UInt8](repeating: 0, count: size)
    var content: [UInt8] = []
    while case let count = try gunzip.read(into: &buffer, from: 0), count > 0 { content += buffer[..<count] }
    return (String(decoding: content, as: UTF8.self), gunzip.ending)
  }

  @Test("content and ending, whole, byte by byte and at every two-way split", arguments: cases)
  func endings(_ test: GzipCase) throws {
    let file = test.file
    let splits = (0...file.count).map { [[UInt8](file[..<$0]), [UInt8](file[$0...])] }
    for pieces in splits + [file.map { [$0] }] {
      for size in [1, 3, 100] {
        let (content, ending) = try inflate(pieces, output: size)
        #expect(content == test.content)
        #expect(ending == test.ending)
      }
    }
  }

  @Test("the ratio counts after the first mebibyte, and ends the stream")
  func ratio() throws {
    func inflatedBytes(_ file: [UInt8], _ limits: MailboxLimits) throws -> (Int, Gunzip.Ending?) {
      let gunzip = try Gunzip(
        Pieces([file]), head: [UInt8](repeating: 0, count: file.count), in: 0..<0, limits: limits)
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      var total = 0
      while case let count = try gunzip.read(into: &buffer, from: 0), count > 0 { total += count }
      return (total, gunzip.ending)
    }
    let small = try inflatedBytes(GzipWriter.bomb(4_000), MailboxLimits())
    #expect(small == (1_032_001, .complete))
    let large = try inflatedBytes(GzipWriter.bomb(20_000), MailboxLimits())
    #expect(large.1 == .inflationLimit)
    #expect((1 << 20...(1 << 20) + (1 << 16)).contains(large.0))
    var limits = MailboxLimits()
    limits.inflationRatio = 200
    let allowed = try inflatedBytes(GzipWriter.bomb(20_000), limits)
    #expect(allowed == (5_160_001, .complete))
  }
}
