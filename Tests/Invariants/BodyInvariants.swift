import TransferEncodings
import WireBytes

/// What holds for the decoders of bodies.
enum BodyInvariants {
  static func decoders(_ input: InvariantInput) -> String? {
    for encoding in [TransferEncoding.base64, .quotedPrintable, .uuencode, .yenc, .binary] {
      if let fault = fault(of: encoding, input) { return "\(encoding.name): \(fault)" }
    }
    return nil
  }

  private static func fault(of encoding: TransferEncoding, _ input: InvariantInput) -> String? {
    let bytes = input.bytes
    var log = DefectLog()
    var whole: [UInt8] = []
    let overwork = input.meter.fault("decoding", bytes: bytes.count) {
      log = DefectLog()
      whole = TransferDecoder.decode(bytes.span, as: encoding, defects: &log)
    }
    if let fault = overwork ?? log.fault(within: bytes.count) { return fault }
    let room = input.option(0) ? 4_096 : 1 + input.variant % 7
    let split = decode(input.chunks, as: encoding, room: room)
    if split.bytes != whole { return "in chunks with room for \(room): \(split.bytes), whole \(whole)" }
    if split.log.records != log.records || split.log.total != log.total {
      return "in chunks with room for \(room): \(split.log.records), whole \(log.records)"
    }
    return naiveFault(of: encoding, bytes, whole, log)
  }

  /// Where nothing above a lint is reported, the naive reading is the only one.
  private static func naiveFault(
    of encoding: TransferEncoding, _ bytes: [UInt8], _ decoded: [UInt8], _ log: DefectLog
  ) -> String? {
    guard !log.records.contains(where: { $0.severity > .lint }) else { return nil }
    let expected: [UInt8]
    switch encoding {
    case .base64: expected = NaiveDecoders.base64(bytes)
    case .quotedPrintable: expected = NaiveDecoders.quotedPrintable(bytes)
    case .binary: expected = bytes
    default: return nil
    }
    return decoded == expected ? nil : "\(decoded) instead of \(expected)"
  }

  static func decode(
    _ chunks: [[UInt8]], as encoding: TransferEncoding, room: Int
  ) -> (bytes: [UInt8], log: DefectLog) {
    var decoder = TransferDecoder(encoding)
    var log = DefectLog()
    var bytes: [UInt8] = []
    for chunk in chunks {
      var consumed = 0
      while consumed < chunk.count {
        bytes.append(addingCapacity: room) { output in
          consumed += decoder.decode(chunk.span.extracting(consumed...), into: &output, defects: &log)
        }
      }
    }
    var isFinished = false
    while !isFinished {
      bytes.append(addingCapacity: room) { output in
        isFinished = decoder.finish(into: &output, defects: &log)
      }
    }
    return (bytes, log)
  }
}
