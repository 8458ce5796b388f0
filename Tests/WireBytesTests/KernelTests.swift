import MailTestSupport
import Testing

@_spi(Instrumentation) import WireBytes

/// Every variant of every kernel gives what the portable one gives, which is the definition. Serialised, because the
/// choice of a variant is for the whole process; tests elsewhere do not mind it.
@Suite(.serialized)
struct KernelTests {
  /// Runs `kernel` by every variant that the machine has and compares with the portable one.
  private func compare<Result: Equatable>(_ input: [UInt8], _ kernel: (Span<UInt8>) -> Result) {
    KernelVariant.portable.force()
    let wanted = kernel(input.span)
    for variant in KernelVariant.allCases where variant.force() == variant {
      #expect(kernel(input.span) == wanted, "\(variant) of \(input)")
    }
    KernelVariant.avx512.force()
  }

  /// Bytes of a small alphabet at every length around a block, and all texts of a few bytes before a block's end.
  private func forEachInput(of alphabet: [UInt8], filler: UInt8, _ body: ([UInt8]) -> Void) {
    var random = SeededRandom(seed: PropertyCases.seed)
    for length in 0...300 {
      body((0..<length).map { _ in alphabet.randomElement(using: &random) ?? filler })
      body((0..<length).map { _ in Int.random(in: 0..<40, using: &random) == 0 ? alphabet[0] : filler })
    }
    for a in alphabet {
      for b in alphabet {
        for c in alphabet {
          var bytes = [UInt8](repeating: filler, count: 140)
          bytes.replaceSubrange(61..<64, with: [a, b, c])
          body(bytes)
        }
      }
    }
  }

  @Test func `a scan of body bytes finds and counts the same`() {
    forEachInput(of: [0x0A, 0x0D, 0x2D, 0x2D, 0x00, 0xFF, 0x61], filler: 0x61) { bytes in
      compare(bytes) { span in
        var counts = BodyCounts()
        var found: [Int] = []
        while let stop = span.scanBody(from: (found.last ?? -1) + 1, counting: &counts) { found.append(stop) }
        return found + [
          counts.lineFeeds, counts.lineBreaks, counts.bareCarriageReturns, counts.nuls, counts.eightBit,
        ]
      }
    }
  }

  @Test func `text lines are counted the same, and stop at the same dots, however they are cut`() {
    forEachInput(of: [0x0D, 0x0A, 0x2E, 0x00, 0xFF, 0x61], filler: 0x61) { bytes in
      for cut in [0, bytes.count / 2, min(63, bytes.count)] {
        compare(bytes) { span in
          var counts = TextLineCounts()
          var found: [Int] = []
          for chunk in [0..<cut, cut..<span.count] {
            let piece = span.extracting(chunk)
            var from = 0
            while let stop = piece.scanTextLines(from: from, counting: &counts) {
              found.append(stop)
              from = stop
            }
          }
          return found + [
            counts.bareLineFeeds, counts.bareCarriageReturns, counts.nuls, counts.eightBit, counts.longestLine,
            counts.endsInCR ? 1 : 0, counts.isAtLineStart ? 1 : 0,
          ]
        }
      }
    }
  }

  @Test func `header fields are framed the same`() {
    let field = Array("Subject: a b\r\n".utf8)
    forEachInput(of: [0x3A, 0x0A, 0x0D, 0x20, 0x09, 0x2D, 0x61, 0x00, 0x80, 0x7F], filler: 0x61) { bytes in
      for prefix in [[], field, field + field] {
        compare(prefix + bytes + field + field) { span in
          var places = [UInt32](repeating: 0, count: 60)
          var room = places.mutableSpan
          let count = span.frameFields(limit: 30, into: &room)
          return places.prefix(2 * count)
        }
      }
    }
  }

  @Test func `base64 is decoded the same, wherever it stops`() {
    forEachInput(of: Array("A+/9z\r\n =-\u{0}".utf8) + [0x80, 0xC1], filler: 0x51) { bytes in
      for (column, longest, room) in [(0, 76, 400), (70, 76, 400), (0, .max, 400), (0, 76, 100), (9, 80, 7)] {
        compare(bytes) { span in
          decoded(room) { output in
            output.append(decodingBase64: span, column: column, longestLine: longest)
          }
        }
      }
    }
  }

  @Test func `base64 in lines is decoded the same`() {
    for length in [4, 60, 64, 72, 75, 76, 77, 80, 1_000] {
      for lineEnd in ["\r\n", "\n", " \r\n"] {
        let line = String(repeating: "AbC9", count: 300).prefix(length) + lineEnd
        compare(Array(String(repeating: String(line), count: 400 / length + 3).utf8)) { span in
          decoded(3_000) { output in
            output.append(decodingBase64: span, column: 0, longestLine: 76)
          }
        }
      }
    }
  }

  @Test func `quoted-printable is decoded the same, wherever it stops`() {
    forEachInput(of: Array("=AF0a\r\n \t".utf8) + [0x00, 0x80, 0x7F], filler: 0x62) { bytes in
      for (column, longest, room) in [(0, 76, 400), (70, 76, 400), (0, .max, 400), (0, 76, 100)] {
        compare(bytes) { span in
          decoded(room) { output in
            output.append(
              decodingQuotedPrintable: span, room: room, column: column, longestLine: longest, longestRun: 998)
          }
        }
      }
    }
  }

  @Test func `escapes and soft line breaks are decoded the same`() {
    for escape in ["=C3=A9", "=\r\n", "=\n", "\r\n", "x\n", " =20 ", "=c3", "=4", " \r\n"] {
      for length in 0...70 {
        let text = String(repeating: String(repeating: "q", count: length) + escape, count: 4)
        compare(Array(text.utf8)) { span in
          decoded(1_000) { output in
            output.append(
              decodingQuotedPrintable: span, room: 1_000, column: 0, longestLine: 76, longestRun: 998)
          }
        }
      }
    }
  }

  @Test func `the first byte above 0x7F and the end of valid UTF-8 are found the same`() {
    let pieces: [UInt8] = [0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xED, 0xA0, 0xF0, 0x9F, 0x98, 0x80, 0xF4, 0xC0, 0xFF]
    forEachInput(of: pieces, filler: 0x61) { bytes in
      for text in [bytes, Array(String(decoding: bytes, as: UTF8.self).utf8)] {
        compare(text) { [$0.firstIndexOfEightBit() ?? -1, $0.validUTF8Count] }
      }
    }
  }

  @Test func `valid UTF-8 is what the standard library says`() {
    var random = SeededRandom(seed: PropertyCases.seed)
    for lead in UInt8.min...UInt8.max {
      for second: UInt8 in [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF] {
        for length in [1, 2, 3, 4] {
          let character = [lead, second, 0x80, 0xBF].prefix(length)
          let before = [UInt8](repeating: 0x61, count: Int.random(in: 0..<130, using: &random))
          compare(before + character + before) { $0.validUTF8 != nil }
          #expect(
            ((before + character + before).span.validUTF8 != nil)
              == (String(validating: before + character + before, as: UTF8.self) != nil))
        }
      }
    }
  }

  @Test func `a single-byte charset is decoded the same`() {
    let scalars = (0..<128).map { Unicode.Scalar([0xFFFD, 0xE9, 0x20AC, 0x0434][$0 % 4] as UInt16) ?? " " }
    let table = UpperHalfTable(scalars)
    forEachInput(of: [0x80, 0x81, 0x82, 0xFF, 0x41], filler: 0x61) { bytes in
      for room in [1_000, 300, 5] {
        compare(bytes) { span in
          var counts: [Int] = []
          let text = [UInt8](capacity: room) { output in
            let step = output.append(decoding: span, by: table)
            counts = [step.consumed, step.malformed]
          }
          return counts + text.map { Int($0) }
        }
      }
    }
    let decoded = [UInt8](capacity: 20) { _ = $0.append(decoding: [0x61, 0x81, 0x82, 0x80].span, by: table) }
    #expect(decoded == Array("aé€\u{FFFD}".utf8))
  }

  @Test func `folds are undone the same`() {
    forEachInput(of: Array("\r\n =?\r".utf8) + [0x80], filler: 0x61) { bytes in
      for room in [400, 50] {
        compare(bytes) { span in
          var isWhole = false
          let text = [UInt8](capacity: room) { isWhole = $0.append(unfoldingASCII: span) }
          return [isWhole ? 1 : 0] + text.map { Int($0) }
        }
      }
    }
    #expect(String(unfoldingASCII: "a\r\n b\n c\rd".utf8.span) == "a b c\rd")
    #expect(String(unfoldingASCII: "a =?utf-8?q?b?=".utf8.span) == nil)
  }

  private struct Decoded: Equatable {
    var bytes: [UInt8] = []
    var consumed = 0
    var column = 0
  }

  private func decoded(
    _ room: Int, by kernel: (inout OutputSpan<UInt8>) -> DecodingProgress
  ) -> Decoded {
    var result = Decoded()
    result.bytes = [UInt8](capacity: room) { output in
      let progress = kernel(&output)
      (result.consumed, result.column) = (progress.consumed, progress.column)
    }
    return result
  }
}
