import Foundation
import MIMETestSupport
import MailTestSupport
import Testing
import WireBytes

@testable import MIME

/// Inputs made to exhaust a parser (`HOSTILE.md` section 2.2): they parse to the right structure, limits hold, and
/// nothing recurses. What they cost is measured elsewhere.
struct ComplexityTests {
  /// From where quadratic work would still pass to where it would take minutes.
  static let sizes = [1 << 10, 1 << 13, 1 << 16]

  private static func repeated(_ text: String, _ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count * count)
    for _ in 0..<count { bytes += text.utf8 }
    return bytes
  }

  private static func index(_ bytes: [UInt8], limits: MessageLimits = MessageLimits()) -> MessageIndex {
    MessageIndex(parsing: bytes.span, limits: limits)
  }

  /// multiparts inside one another, each with a boundary of its own and none closed.
  private static func nestedMultiparts(_ count: Int, boundary: (Int) -> String = { "b\($0)" }) -> [UInt8] {
    var bytes: [UInt8] = []
    for level in 0..<count {
      let name = boundary(level)
      bytes += "Content-Type: multipart/mixed; boundary=\(name)\r\n\r\n--\(name)\r\n".utf8
    }
    return bytes
  }

  /// messages inside one another.
  private static func nestedMessages(_ count: Int) -> [UInt8] {
    repeated("Content-Type: message/rfc822\r\n\r\n", count)
  }

  @Test("R-1 and R-4: nesting stops at the limit, and the rest is one opaque body", arguments: sizes)
  func nesting(_ size: Int) {
    for bytes in [Self.nestedMultiparts(size), Self.nestedMessages(size)] {
      let index = Self.index(bytes)
      #expect(index.parts.map(\.depth) == Array(0...100))
      #expect(index.parts.last?.content == .leaf)
      #expect(index.parts.last?.bodyEnd == bytes.count)
      #expect(index.status == .limited)
      #expect(index.defects.count(of: .limitDepth) == 1)
    }
  }

  @Test("R-2 and R-3: lines that are nearly delimiters of 64 open multiparts are one body", arguments: sizes)
  func nearlyDelimiters(_ size: Int) {
    let inputs = [
      Self.nestedMultiparts(64) + Self.repeated("--x\r\n", size),
      Self.nestedMultiparts(64) { String(repeating: "a", count: $0 + 1) }
        + Self.repeated("--" + String(repeating: "a", count: 70) + "\r\n", size),
    ]
    for bytes in inputs {
      let index = Self.index(bytes)
      #expect(index.parts.map(\.depth) == Array(0...64))
      #expect(index.parts.last?.lines == size)
      #expect(index.parts.last?.bodyEnd == bytes.count)
      #expect(index.status == .truncated)
    }
  }

  @Test("R-5: parts stop at the limit", arguments: sizes)
  func parts(_ size: Int) {
    let bytes =
      Array("Content-Type: multipart/mixed; boundary=b\r\n\r\n".utf8) + Self.repeated("--b\r\n\r\n\r\n", size)
    let index = Self.index(bytes)
    #expect(index.parts.count == min(size + 1, 10_000))
    #expect(index.parts[0].children == Array(1..<index.parts.count))
    #expect(index.parts.dropFirst().dropLast().allSatisfy { $0.end - $0.start == 4 && $0.lines == 0 })
    #expect(index.parts.last?.end == bytes.count)
    #expect(index.status == (size < 10_000 ? .truncated : .limited))
  }

  @Test("R-6: fields stop at the limit, and the rest is body", arguments: sizes)
  func fields(_ size: Int) {
    var counted: [UInt8] = []
    for number in 0..<size { counted += "X\(number): a\r\n".utf8 }
    for bytes in [counted, Self.repeated("X: a\r\n", size)] {
      let index = Self.index(bytes)
      #expect(index.fields.count == min(size, 10_000))
      #expect(index.fields.last?.end == index.parts[0].bodyStart)
      #expect(index.parts[0].lines == size - index.fields.count)
      #expect(index.status == (size < 10_000 ? .complete : .limited))
    }
  }

  @Test("R-7 and R-8: one field, folded or on one line, however long", arguments: sizes)
  func longFields(_ size: Int) {
    for bytes in [
      Array("Subject: a".utf8) + Self.repeated("\r\n a", size), Array("X: ".utf8) + Self.repeated("a", size),
    ] {
      let index = Self.index(bytes)
      #expect(index.fields.map(\.end) == [bytes.count])
      #expect(index.parts[0].bodyStart == bytes.count)
      #expect(index.status == .complete)
    }
  }

  @Test("R-8: the limit on a header section is exact at every offset")
  func headerSectionLimit() {
    let bytes = Array("A: b\r\nX: cccc\r\n c\r\n\r\nbody".utf8)
    let sectionEnds = [6, 19, 21]
    for limit in 0...bytes.count {
      var limits = MessageLimits()
      limits.headerSectionBytes = limit
      let index = Self.index(bytes, limits: limits)
      #expect(index.parts[0].bodyStart == sectionEnds.last { $0 <= limit } ?? 0, "limit \(limit)")
      #expect((index.status == .limited) == (limit < 21), "limit \(limit)")
      #expect(index.parts[0].bodyEnd == bytes.count)
    }
  }

  @Test("R-22: quoted-printable that looks back", arguments: sizes)
  func quotedPrintable(_ size: Int) {
    let header = Array("Content-Transfer-Encoding: quoted-printable\r\n\r\n".utf8)
    let spaced = "a" + String(repeating: " ", count: 100)
    let cases: [(body: [UInt8], decoded: Int)] = [
      // The last is a soft line break that the end of the input cut short.
      (Self.repeated("=", size), size - 1),
      (Self.repeated(" ", size) + [0x78], size + 1),
      (Self.repeated("=\r\n", size), 0),
      // White space at the end of the last line is no text (RFC 2045 section 6.7 rule 3).
      (Self.repeated(spaced, size / 101), size / 101 * 101 - 100),
    ]
    for (body, decoded) in cases {
      let message = Message(parsing: header + body)
      #expect(message.root.place.bodyEnd == header.count + body.count)
      #expect(message.root.decodedBody().count == decoded)
    }
  }

  @Test("R-23: lines that differ from a delimiter in their last byte are preamble", arguments: sizes)
  func nearBoundary(_ size: Int) {
    let header = "Content-Type: multipart/mixed; boundary=" + String(repeating: "a", count: 70) + "\r\n\r\n"
    let bytes = Array(header.utf8) + Self.repeated("\r\n--" + String(repeating: "a", count: 69) + "b", size)
    let index = Self.index(bytes)
    #expect(index.parts.count == 1)
    #expect(index.gaps == [MessageIndex.Gap(kind: .preamble, range: header.utf8.count..<bytes.count)])
    #expect(index.status == .truncated)
  }

  @Test("R-24: nothing but line ends", arguments: sizes)
  func lineEnds(_ size: Int) {
    // A CR alone is data, and a line of data without a field before it begins the body.
    let cases = [("\r", 0, 1), ("\n", 1, size - 1), ("\r\n", 2, size - 1), ("\r\r\n", 0, size)]
    for (lineEnd, bodyStart, lines) in cases {
      let bytes = Self.repeated(lineEnd, size)
      let index = Self.index(bytes)
      #expect(index.parts.map(\.bodyStart) == [bodyStart])
      #expect(index.parts.map(\.bodyEnd) == [bytes.count])
      #expect(index.parts.map(\.lines) == [lines])
    }
  }

  @Test("R-27: defects are counted, not kept, beyond their limit", arguments: sizes)
  func defectStorm(_ size: Int) {
    let fields = Self.index(Self.repeated("X\0: y\r\n", size))
    #expect(fields.defects.count(of: .headerNULInName) == min(size, 10_000))
    #expect(fields.defects.records.count <= 1_000)

    let nothing = Self.index(Self.repeated("\0", size))
    #expect(nothing.defects.count(of: .nul) == 1)

    let base64 = Message(
      parsing: Array("Content-Transfer-Encoding: base64\r\n\r\n".utf8) + Self.repeated("!Q=", size))
    var log = DefectLog()
    _ = base64.root.decodedBody(defects: &log)
    #expect(log.total > 0)
    #expect(log.records.count <= 1_000)
  }

  /// A debug build takes a minute for a million; the stack would not last for a tenth of it either.
  #if DEBUG
    static let depth = 100_000
  #else
    static let depth = 1_000_000
  #endif

  @Test("nesting of any depth needs no deep stack")
  func depth() async {
    for (bytes, content) in [
      (Self.nestedMessages(Self.depth), MessageIndex.Content.message),
      (Self.nestedMultiparts(Self.depth), .multipart),
      (Self.nestedMultiparts(Self.depth) { _ in "b" }, .multipart),
    ] {
      let index = await onSmallStack { Self.index(bytes, limits: .none) }
      #expect(index.parts.count == Self.depth + 1)
      #expect(index.parts.last?.depth == Self.depth)
      let isAsNested = index.parts.dropLast().allSatisfy { $0.content == content && $0.bodyEnd == bytes.count }
      #expect(isAsNested)
    }
  }

  /// Runs something on a thread with a stack of 256 KiB.
  private func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: body()) }
      thread.stackSize = 256 << 10
      thread.start()
    }
  }
}
