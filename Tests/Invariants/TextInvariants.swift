import Charsets
import CharsetsICU
import HeaderFields
import WireBytes

/// What holds for text: encoded words and charsets.
enum TextInvariants {
  static func encodedWords(_ input: InvariantInput) -> String? {
    let body = input.bytes
    var log = DefectLog()
    var text = ""
    let overwork = input.meter.fault("the text", bytes: body.count, perByte: 1_024) {
      log = DefectLog()
      text = Unstructured.text(of: body.span, charsets: ICUCharsets(), defects: &log)
    }
    if let fault = overwork ?? log.fault(within: body.count) { return fault }
    if text.utf8.count > 4 * body.count + 4 { return "\(text.utf8.count) bytes of text from \(body.count)" }
    if isPlain(body) {
      let expected = body.dropFirst(body.first.map { ByteClass.wsp.contains($0) } == true ? 1 : 0)
      if !text.utf8.elementsEqual(expected) { return "plain text reads as \(text.debugDescription)" }
    }
    return wrappedFault(body)
  }

  private static func isPlain(_ body: [UInt8]) -> Bool {
    let hasMark = zip(body, body.dropFirst()).contains { $0 == (ASCII.equals, ASCII.question) }
    return !hasMark && body.allSatisfy { $0 < 0x80 && $0 != ASCII.cr && $0 != ASCII.lf }
  }

  /// I-10 and I-12: any bytes in words of the Q encoding come out as they went in, whatever words they spell, and the
  /// cuts between the words leave no trace.
  private static func wrappedFault(_ body: [UInt8]) -> String? {
    let bytes = body.prefix(600).filter { $0 != ASCII.nul }
    var words: [String] = []
    for start in stride(from: 0, to: bytes.count, by: 20) {
      let escapes = bytes[start..<min(start + 20, bytes.count)].map { byte in
        let hex = String(byte, radix: 16, uppercase: true)
        return hex.utf8.count == 1 ? "=0\(hex)" : "=\(hex)"
      }
      words.append("=?utf-8?q?\(escapes.joined())?=")
    }
    var log = DefectLog()
    let text = Unstructured.text(
      of: Array(words.joined(separator: "\r\n ").utf8).span, charsets: ICUCharsets(), defects: &log)
    return text == String(decoding: bytes, as: UTF8.self) ? nil : "in words: \(text.debugDescription)"
  }

  // MARK: - Charsets

  static let labels = [
    "utf-8", "us-ascii", "iso-8859-1", "windows-1252", "iso-8859-16", "utf-16", "utf-16be", "utf-16le", "utf-32",
    "utf-7", "iso-2022-jp", "iso-2022-kr", "shift_jis", "euc-jp", "euc-kr", "gb18030", "gbk", "hz-gb-2312", "big5",
    "koi8-r", "windows-1251", "macintosh", "iso-8859-8-i", "x-unknown", "ibm037", "iso-2022-cn",
  ]

  static func charsets(_ input: InvariantInput) -> String? {
    let number = input.variant % (labels.count + 1)
    let declared = number < labels.count ? CharsetLabel(labels[number]) : nil
    let bytes = input.bytes
    var whole = DecodedText(text: "", charset: "", decision: .utf8, malformed: 0, declaredIsUnknown: false)
    var log = DefectLog()
    let overwork = input.meter.fault("\(declared?.name ?? "no label")", bytes: bytes.count, perByte: 1_024) {
      log = DefectLog()
      whole = ICUCharsets().text(of: bytes.span, declared: declared, defects: &log)
    }
    if let fault = overwork ?? log.fault(within: bytes.count) { return fault }
    if whole.text.utf8.count > 4 * bytes.count + 4 { return "\(whole.text.utf8.count) bytes of text" }
    if whole.charset == "utf-8" {
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      let expected = String(decoding: bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
      if whole.text != expected { return "UTF-8 reads as \(whole.text.debugDescription)" }
    }

    var decoder = TextDecoder(charsets: ICUCharsets(), declared: declared)
    var utf8: [UInt8] = []
    for chunk in input.chunks { decoder.decode(chunk.span, into: &utf8) }
    var splitLog = DefectLog()
    decoder.finish(into: &utf8, defects: &splitLog)
    if !whole.text.utf8.elementsEqual(utf8) {
      return "\(whole.charset) in chunks: \(utf8.quoted) instead of \(whole.text.debugDescription)"
    }
    if decoder.malformed != whole.malformed || decoder.decision != whole.decision || decoder.charset != whole.charset
    {
      return "in chunks \(decoder.charset) \(decoder.decision) \(decoder.malformed), whole \(whole)"
    }
    return splitLog.records == log.records ? nil : "in chunks \(splitLog.records), whole \(log.records)"
  }
}
