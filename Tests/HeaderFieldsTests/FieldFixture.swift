import Charsets
import WireBytes

/// One field body, what it is to be read as, and every defect that the reading reports.
///
/// The body is written in the escapes of the catalogue of hostile input: `\r \n \t \0 \xNN` are single bytes, every
/// other backslash is itself. A defect is written as its id and severity, `ew-split-char medium`.
struct FieldFixture: Sendable, CustomStringConvertible {
  let body: String
  let value: String
  let defects: [String]

  init(_ body: String, _ value: String, _ defects: String...) {
    self.body = body
    self.value = value
    self.defects = defects
  }

  var bytes: [UInt8] { wire(body) }
  var description: String { body }
}

/// The bytes of a text with escapes.
func wire(_ text: String) -> [UInt8] {
  let text = Array(text.utf8)
  var bytes: [UInt8] = []
  var i = 0
  while i < text.count {
    defer { i += 1 }
    guard text[i] == ASCII.backslash, i + 1 < text.count else {
      bytes.append(text[i])
      continue
    }
    switch text[i + 1] {
    case UInt8(ascii: "r"): bytes.append(ASCII.cr)
    case UInt8(ascii: "n"): bytes.append(ASCII.lf)
    case UInt8(ascii: "t"): bytes.append(ASCII.tab)
    case UInt8(ascii: "0"): bytes.append(ASCII.nul)
    case UInt8(ascii: "x"):
      guard i + 3 < text.count, let high = ASCII.hexValue(text[i + 2]), let low = ASCII.hexValue(text[i + 3]) else {
        bytes.append(text[i])
        continue
      }
      bytes.append(high << 4 | low)
      i += 2
    default:
      bytes.append(text[i])
      continue
    }
    i += 1
  }
  return bytes
}

/// The defects of a log as fixtures write them.
func summary(_ log: DefectLog) -> [String] {
  log.records.map { "\($0.kind.rawValue) \($0.severity.name)" }
}

/// The built-in charsets and the hiragana of two that are not: enough to see bytes and shift states joined.
///
/// In ISO-2022-JP hiragana are 0x24 0x21...0x73 between `ESC $ B` and `ESC ( B`, in GBK 0xA4 0xA1...0xF3.
/// UTF-7 passes as it stands: only that it was chosen matters.
struct HiraganaCharsets: CharsetDecoding {
  func makeDecoder(for label: CharsetLabel) -> (any CharsetDecoder)? {
    switch label.charset {
    case "iso-2022-jp", "gbk", "utf-7": HiraganaDecoder(charset: label.charset ?? "")
    default: BuiltinCharsets().makeDecoder(for: label)
    }
  }

  func detect(_ bytes: Span<UInt8>) -> CharsetGuess? { nil }
}

private struct HiraganaDecoder: CharsetDecoder {
  let charset: String
  private var held: [UInt8] = []
  private var isShifted = false

  init(charset: String) { self.charset = charset }

  mutating func decode(
    _ bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>, atEnd: Bool
  ) -> (consumed: Int, malformed: Int) {
    var malformed = 0
    var consumed = 0
    while consumed < bytes.count, output.freeCapacity >= 4 {
      held.append(bytes[consumed])
      consumed += 1
      guard let character = take() else { continue }
      if character == "\u{FFFD}" { malformed += 1 }
      for byte in String(character).utf8 { output.append(byte) }
    }
    if atEnd, consumed == bytes.count, !held.isEmpty, output.freeCapacity >= 4 {
      malformed += 1
      held = []
      for byte in "\u{FFFD}".utf8 { output.append(byte) }
    }
    return (consumed, malformed)
  }

  /// The character that the held bytes are, or nil when they are a shift or need more.
  private mutating func take() -> Unicode.Scalar? {
    if charset == "iso-2022-jp", held[0] == 0x1B {
      if held.count == 3 {
        isShifted = held[1] == 0x24
        held = []
      }
      return nil
    }
    let base: UInt8 = charset == "gbk" ? 0xA1 : 0x21
    guard isShifted || charset == "gbk" && held[0] >= 0x80 else {
      defer { held = [] }
      return Unicode.Scalar(held[0])
    }
    guard held.count == 2 else { return nil }
    defer { held = [] }
    guard held[0] == (charset == "gbk" ? 0xA4 : 0x24), held[1] >= base else { return "\u{FFFD}" }
    return Unicode.Scalar(0x3041 + UInt32(held[1] - base))
  }
}
