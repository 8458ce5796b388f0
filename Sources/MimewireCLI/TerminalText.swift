import Mimewire

extension Unicode.Scalar {
  /// Whether a terminal would do something else than show the character in its place: control characters of both
  /// sets, characters that change the direction of text, and those that nobody sees.
  ///
  /// A message that prints these can move the cursor, change the window's title or show `gpj.exe` backwards.
  var isUnsafeToShow: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
    case 0xE0000...0xE0FFF: true
    default: false
    }
  }
}

/// Text of strangers, made harmless for a terminal.
///
///     ESC ]0;x BEL        \x1B]0;x\x07
///     U+009B 2J           \x9B2J
///     gpj.U+202E exe      gpj.\u{202E}exe
///     0xFF (no UTF-8)     \xFF
enum TerminalText {
  /// Text as one line: line breaks and tabs are escaped like all control characters, so that nothing can look like
  /// a line of ours.
  static func line(_ text: String) -> String {
    text.utf8.allSatisfy { 0x20..<0x7F ~= $0 }
      ? text : String(decoding: escape(Array(text.utf8)) { _ in false }, as: UTF8.self)
  }

  /// Bytes as one line, those that are no UTF-8 as their numbers.
  static func line(_ bytes: [UInt8]) -> String {
    String(decoding: escape(bytes) { _ in false }, as: UTF8.self)
  }

  /// Text of many lines: line feeds and tabs stay, and the CR before a line feed goes.
  static func lines(_ bytes: [UInt8]) -> [UInt8] {
    escape(bytes) { $0 == "\n" || $0 == "\t" }
  }

  private static func escape(_ bytes: [UInt8], keeping isKept: (Unicode.Scalar) -> Bool) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        offset += encoded.count
        if scalar == "\r", isKept("\n"), offset < bytes.count, bytes[offset] == ASCII.lf { continue }
        if scalar.isUnsafeToShow, !isKept(scalar) {
          result += name(of: scalar).utf8
        } else {
          result += encoded
        }
      case .error(let length):
        for byte in bytes[offset..<offset + length] { result += hexadecimal(byte).utf8 }
        offset += length
      case .emptyInput:
        return result
      }
    }
  }

  private static func name(of scalar: Unicode.Scalar) -> String {
    if let byte = UInt8(exactly: scalar.value) { return hexadecimal(byte) }
    return "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "\\x0" : "\\x") + String(byte, radix: 16, uppercase: true)
  }
}
