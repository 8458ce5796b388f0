import Testing
import TransferEncodings
import WireBytes

/// What a decoder makes of a body.
struct Decoding: Equatable {
  var bytes: [UInt8] = []
  var defects: [Defect] = []

  /// Decodes a body that comes in pieces, into outputs with so many free bytes each.
  init(_ pieces: [ArraySlice<UInt8>], as encoding: TransferEncoding, room: Int = 4_096) {
    var decoder = TransferDecoder(encoding)
    var log = DefectLog()
    for piece in pieces {
      var consumed = 0
      while consumed < piece.count {
        bytes.append(addingCapacity: room) { output in
          let count = decoder.decode(piece.span.extracting(consumed...), into: &output, defects: &log)
          consumed += count
          #expect(consumed == piece.count || output.freeCapacity == 0, "it stops early only when the output is full")
        }
      }
    }
    var isFinished = false
    while !isFinished {
      bytes.append(addingCapacity: room) { output in
        isFinished = decoder.finish(into: &output, defects: &log)
      }
    }
    defects = log.records
  }

  /// Decodes a body in one call.
  init(whole body: [UInt8], as encoding: TransferEncoding) {
    var log = DefectLog()
    bytes = TransferDecoder.decode(body.span, as: encoding, defects: &log)
    defects = log.records
  }
}

/// A body, what it decodes to, and what is wrong with it.
struct DecodingCase: CustomTestStringConvertible, Sendable {
  let name: String
  let body: [UInt8]
  let decoded: [UInt8]
  let defects: [Defect]

  /// - Parameters:
  ///   - body: the encoded bytes, where each scalar below U+0100 stands for one byte.
  ///   - decoded: the same for the decoded bytes.
  init(_ name: String, _ body: String, _ decoded: String, _ defects: Defect...) {
    self.name = name
    self.body = bytes(body)
    self.decoded = bytes(decoded)
    self.defects = defects
  }

  var testDescription: String { name }

  /// Checks the case whole, byte by byte, at every two-way split, and with outputs that have hardly any room.
  func check(as encoding: TransferEncoding, sourceLocation: SourceLocation = #_sourceLocation) {
    let whole = Decoding(whole: body, as: encoding)
    #expect(whole.bytes == decoded, sourceLocation: sourceLocation)
    #expect(whole.defects == defects, sourceLocation: sourceLocation)

    func expectSame(_ pieces: [ArraySlice<UInt8>], room: Int = 4_096, _ how: Comment) {
      #expect(Decoding(pieces, as: encoding, room: room) == whole, how, sourceLocation: sourceLocation)
    }
    let byteByByte = body.indices.map { body[$0...$0] }
    expectSame(byteByByte, "byte by byte")
    for split in 0...body.count { expectSame([body[..<split], body[split...]], "split at \(split)") }
    for room in 1...5 {
      expectSame([body[...]], room: room, "with room for \(room)")
      expectSame(byteByByte, room: room, "byte by byte with room for \(room)")
    }
  }
}

/// The bytes that the scalars of a string stand for, each below U+0100.
func bytes(_ string: String) -> [UInt8] {
  string.unicodeScalars.map { UInt8($0.value) }
}
