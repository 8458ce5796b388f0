import Testing
import TransferEncodings
import WireBytes

/// Bodies in which every byte is wrong, or has to be held back: of the catalogue.
struct DefectStormTests {
  /// A piece that is repeated, and what so many of them make.
  struct Storm: CustomTestStringConvertible, Sendable {
    let piece: String
    let encoding: TransferEncoding
    var prefix = ""
    let decodedCount: @Sendable (Int) -> Int
    let defectCount: @Sendable (Int) -> Int

    var testDescription: String { "\(encoding.name) \(piece.prefix(12).debugDescription)" }
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      Storm(piece: "!", encoding: .base64, decodedCount: { _ in 0 }, defectCount: { _ in 2 }),
      Storm(piece: "Q\r\n", encoding: .base64, decodedCount: { $0 / 4 * 3 }, defectCount: { _ in 0 }),
      Storm(piece: "=", encoding: .base64, decodedCount: { _ in 0 }, defectCount: { _ in 1 }),
      Storm(piece: "QUJD!\n", encoding: .base64, decodedCount: { 3 * $0 }, defectCount: { $0 }),
      Storm(piece: "Q-!=", encoding: .base64, decodedCount: { _ in 0 }, defectCount: { _ in 4 }),
      // The last one is a soft line break at the end.
      Storm(piece: "=", encoding: .quotedPrintable, decodedCount: { $0 - 1 }, defectCount: { _ in 3 }),
      // Kept beyond what can be held back.
      Storm(piece: " ", encoding: .quotedPrintable, decodedCount: { $0 }, defectCount: { _ in 2 }),
      Storm(piece: "=\r\n", encoding: .quotedPrintable, decodedCount: { _ in 0 }, defectCount: { _ in 0 }),
      Storm(
        piece: "a" + String(repeating: " ", count: 100), encoding: .quotedPrintable,
        decodedCount: { $0 * 101 - 100 }, defectCount: { _ in 2 }),
      Storm(piece: "=X\n", encoding: .quotedPrintable, decodedCount: { $0 * 3 }, defectCount: { $0 }),
      Storm(piece: "=4=\n", encoding: .quotedPrintable, decodedCount: { $0 * 2 }, defectCount: { $0 }),
      Storm(piece: "\u{1}", encoding: .quotedPrintable, decodedCount: { $0 }, defectCount: { _ in 2 }),
      // 45 zeros a line, and no `end`.
      Storm(
        piece: "M\n", encoding: .uuencode, prefix: "begin 644 a\n", decodedCount: { $0 * 45 }, defectCount: { $0 + 1 }
      ),
      Storm(
        piece: "x\n", encoding: .uuencode, prefix: "begin 644 a\n", decodedCount: { _ in 0 }, defectCount: { $0 + 1 }),
      Storm(piece: "begin \n", encoding: .uuencode, decodedCount: { _ in 0 }, defectCount: { _ in 1 }),
      Storm(piece: "=\n", encoding: .yenc, prefix: "=ybegin \n", decodedCount: { _ in 0 }, defectCount: { $0 + 1 }),
      Storm(piece: "=y\n", encoding: .yenc, prefix: "=ybegin \n", decodedCount: { _ in 0 }, defectCount: { $0 + 1 }),
    ])
  func `a storm is counted in full and kept in little`(storm: Storm) {
    for count in [4_000, 8_000] {
      let body = bytes(storm.prefix + String(repeating: storm.piece, count: count))
      var log = DefectLog()
      let decoded = TransferDecoder.decode(body.span, as: storm.encoding, defects: &log)
      #expect(decoded.count == storm.decodedCount(count))
      #expect(log.total == storm.defectCount(count))
      #expect(log.records.count == min(log.total, log.capacity))
    }
  }
}
