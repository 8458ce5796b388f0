import Testing
import TransferEncodings
import WireBytes

/// One way to encode, and how to undo it.
struct EncoderCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let encoding: TransferEncoding
  /// An encoder for so many bytes.
  let encoder: @Sendable (Int) -> TransferEncoder
  let longestLine: Int

  static let all = [
    EncoderCase(testDescription: "base64", encoding: .base64, encoder: { _ in .base64() }, longestLine: 76),
    EncoderCase(
      testDescription: "base64, a line", encoding: .base64, encoder: { _ in .base64(lineLength: nil) },
      longestLine: .max),
    EncoderCase(
      testDescription: "base64, short lines", encoding: .base64, encoder: { _ in .base64(lineLength: 11) },
      longestLine: 8),
    EncoderCase(
      testDescription: "quoted-printable", encoding: .quotedPrintable, encoder: { _ in .quotedPrintable() },
      longestLine: 76),
    EncoderCase(
      testDescription: "quoted-printable, binary", encoding: .quotedPrintable,
      encoder: { _ in .quotedPrintable(keepsLineBreaks: false) }, longestLine: 76),
    EncoderCase(
      testDescription: "uuencode", encoding: .uuencode, encoder: { _ in .uuencode(fileName: "a") }, longestLine: 61),
    EncoderCase(
      testDescription: "yEnc", encoding: .yenc, encoder: { .yEnc(fileName: "a", size: $0) }, longestLine: 129),
  ]

  /// The encoding of pieces, into outputs with so much room each.
  func encode(_ pieces: [ArraySlice<UInt8>], room: Int) -> [UInt8] {
    var encoder = encoder(pieces.reduce(0) { $0 + $1.count })
    var encoded: [UInt8] = []
    for piece in pieces {
      var consumed = 0
      while consumed < piece.count {
        encoded.append(addingCapacity: room) { output in
          consumed += encoder.encode(piece.span.extracting(consumed...), into: &output)
        }
      }
    }
    var isFinished = false
    while !isFinished {
      encoded.append(addingCapacity: room) { output in isFinished = encoder.finish(into: &output) }
    }
    return encoded
  }
}

struct TransferEncoderTests {
  @Test(arguments: EncoderCase.all)
  func `decoding gives back what was encoded, of any length`(encoder: EncoderCase) {
    for count in 0...1_000 {
      let body = sample(count, seed: UInt64(count))
      let encoded = encoder.encoder(count).encode(whole: body.span)
      let decoding = Decoding(whole: encoded, as: encoder.encoding)
      #expect(decoding.bytes == body)
      // A single line of base64 is meant to be longer than a body may have it.
      if encoder.longestLine != .max { #expect(decoding.defects.isEmpty) }
    }
  }

  @Test(arguments: EncoderCase.all)
  func `every byte survives in every place of a group`(encoder: EncoderCase) {
    for prefix in 0..<3 {
      for byte in UInt8.min...UInt8.max {
        let body = [UInt8](repeating: 0x61, count: prefix) + [byte]
        let encoded = encoder.encoder(body.count).encode(whole: body.span)
        #expect(Decoding(whole: encoded, as: encoder.encoding) == Decoding(body))
      }
    }
  }

  @Test(arguments: EncoderCase.all)
  func `no line is longer than the standard allows, and CR LF ends each`(encoder: EncoderCase) {
    for body in [
      sample(1_000, seed: 1), [UInt8](repeating: 0x61, count: 1_000), [UInt8](repeating: 0x20, count: 1_000),
    ] {
      let encoded = encoder.encoder(body.count).encode(whole: body.span)
      var lineStart = 0
      for index in encoded.indices where encoded[index] == 0x0A {
        #expect(encoded[index - 1] == 0x0D)
        #expect(index - 1 - lineStart <= encoder.longestLine)
        lineStart = index + 1
      }
      #expect(encoded.count - lineStart <= encoder.longestLine)
    }
  }

  @Test(arguments: EncoderCase.all)
  func `the cutting of the input and the room in the output change nothing`(encoder: EncoderCase) {
    for body in [sample(200, seed: 2), bytes("a \r\n b\t\r\r\n=\n" + String(repeating: "x", count: 80) + " \r\n ")] {
      let whole = encoder.encoder(body.count).encode(whole: body.span)
      for split in 0...body.count {
        #expect(encoder.encode([body[..<split], body[split...]], room: 4_096) == whole)
      }
      for room in 1...5 {
        #expect(encoder.encode(body.indices.map { body[$0...$0] }, room: room) == whole)
        #expect(encoder.encode([body[...]], room: room) == whole)
      }
    }
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func `base64 as in RFC 4648 section 10`(text: String, encoded: String) {
    #expect(TransferEncoder.base64().encode(whole: text.utf8.span) == Array(encoded.utf8))
  }

  @Test func `base64 breaks lines between them only`() {
    let line = String(repeating: "QUJD", count: 19)
    let text = String(repeating: "ABC", count: 38)
    #expect(TransferEncoder.base64().encode(whole: text.utf8.span) == Array((line + "\r\n" + line).utf8))
  }

  @Test(arguments: [
    ("caf\u{C3}\u{A9} = tea\r\n", "caf=C3=A9 =3D tea\r\n"),
    ("a \r\nb\t\r\n", "a=20\r\nb=09\r\n"),
    ("a  \r\n", "a =20\r\n"),
    ("end ", "end=20"),
    ("a\rb\nc\r", "a=0Db=0Ac=0D"),
    (" \r", " =0D"),
    (" \rx", " =0Dx"),
    ("\r\r\n", "=0D\r\n"),
    ("\0\u{7F}", "=00=7F"),
    (String(repeating: "a", count: 76), String(repeating: "a", count: 75) + "=\r\na"),
    (String(repeating: "a", count: 73) + "\u{FF}", String(repeating: "a", count: 73) + "=\r\n=FF"),
    (String(repeating: "a", count: 72) + "\u{FF}", String(repeating: "a", count: 72) + "=FF"),
  ])
  func `quoted-printable of text keeps its line breaks`(text: String, encoded: String) {
    #expect(TransferEncoder.quotedPrintable().encode(whole: bytes(text).span) == bytes(encoded))
  }

  @Test func `quoted-printable of anything else keeps none`() {
    let encoded = TransferEncoder.quotedPrintable(keepsLineBreaks: false).encode(whole: bytes("a \r\nb").span)
    #expect(encoded == bytes("a =0D=0Ab"))
  }

  @Test func `uuencode has its own lines`() {
    let encoded = TransferEncoder.uuencode(fileName: "a\r\nb", mode: 0o7).encode(whole: "Cat".utf8.span)
    #expect(encoded == bytes("begin 007 a__b\r\n#0V%T\r\n`\r\nend\r\n"))
  }

  @Test func `yEnc has its own lines`() {
    let encoded = TransferEncoder.yEnc(fileName: "cat.txt", size: 3).encode(whole: "Cat".utf8.span)
    #expect(
      encoded
        == bytes("=ybegin line=128 size=3 name=cat.txt\r\nm\u{8B}\u{9E}\r\n=yend size=3 crc32=a6130548\r\n"))
  }

  @Test func `yEnc escapes what mail may change`() {
    // Plus 42: NUL, LF, CR and =; TAB and space; a dot at the start of a line and another one.
    let body: [UInt8] = [0x04, 0xD6, 0xE0, 0xE3, 0x13, 0xDF, 0xF6, 0x04]
    let encoded = TransferEncoder.yEnc(fileName: "a", size: 8).encode(whole: body.span)
    #expect(encoded.starts(with: bytes("=ybegin line=128 size=8 name=a\r\n=n=@=J=M=}=I=`.\r\n=yend")))
  }

  /// Bytes of all kinds, with many line breaks and blanks, different for every seed.
  private func sample(_ count: Int, seed: UInt64) -> [UInt8] {
    var state = seed &+ 0x9E37_79B9_7F4A_7C15
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let random = UInt8(truncatingIfNeeded: state >> 40)
      let common: [UInt8] = [0x0D, 0x0A, 0x20, 0x09, 0x3D, 0x2E, 0x61, 0x62]
      return state >> 62 == 0 ? random : common[Int(random & 7)]
    }
  }
}

extension Decoding {
  /// What a decoder should make of an encoder's output.
  fileprivate init(_ bytes: [UInt8]) {
    self.init([], as: .binary)
    self.bytes = bytes
  }
}
