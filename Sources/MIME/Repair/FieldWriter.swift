import TransferEncodings
import WireBytes

/// Writes header fields in the one form that nobody reads differently: short lines of ASCII, what is not ASCII in
/// encoded words (RFC 2047) and extended parameters (RFC 2231).
enum FieldWriter {
  private static let lineLength = 76

  /// `Name: value CRLF`, with the value broken at the blanks between its pieces.
  static func field(_ name: String, _ pieces: [String]) -> [UInt8] {
    var line = name + ":"
    var text = ""
    for piece in pieces {
      if line.utf8.count + 1 + piece.utf8.count > lineLength, !line.hasSuffix(":") {
        text += line + "\r\n"
        line = ""
      }
      line += " " + piece
    }
    return Array((text + line + "\r\n").utf8)
  }

  /// Text as the pieces of a field: its words, or encoded words where there is anything but printable ASCII.
  static func text(_ text: String) -> [String] {
    let clean = printable(text)
    guard clean.utf8.allSatisfy({ $0 < 0x80 }), !clean.contains("=?") else { return encodedWords(clean) }
    let words = clean.split(separator: " ").map(String.init)
    return words.contains { $0.utf8.count > 900 } ? encodedWords(clean) : words
  }

  /// A display name: a quoted string, or encoded words.
  static func phrase(_ name: String) -> [String] {
    let clean = printable(name)
    guard clean.utf8.allSatisfy({ $0 < 0x80 }), !clean.contains("=?"), clean.utf8.count < 900 else {
      return encodedWords(clean)
    }
    let quoted = clean.filter { $0 != "\\" && $0 != "\"" }
    return ["\"\(quoted)\""]
  }

  /// A parameter: a token, a quoted string, or extended, in numbered pieces if it is long.
  static func parameter(_ name: String, _ value: String) -> [String] {
    let bytes = Array(value.utf8)
    if bytes.count <= 60, !bytes.isEmpty, bytes.allSatisfy(ByteClass.token.contains), !value.contains("=?") {
      return ["\(name)=\(value)"]
    }
    let isPlain = bytes.allSatisfy { 0x20..<0x7F ~= $0 && $0 != ASCII.backslash && $0 != ASCII.quote }
    if bytes.count <= 60, isPlain, !value.contains("=?") { return ["\(name)=\"\(value)\""] }
    var pieces: [String] = [""]
    for byte in bytes {
      if pieces[pieces.count - 1].utf8.count > 40 { pieces.append("") }
      pieces[pieces.count - 1] += escaped(byte)
    }
    guard pieces.count > 1 else { return ["\(name)*=utf-8''\(pieces[0])"] }
    return pieces.enumerated().map { "\(name)*\($0)*=\($0 == 0 ? "utf-8''" : "")\($1)" }
  }

  private static func escaped(_ byte: UInt8) -> String {
    let isPlain = ByteClass.alpha.contains(byte) || ByteClass.digit.contains(byte) || byte == ASCII.dot
    if isPlain || byte == ASCII.hyphen { return String(Unicode.Scalar(byte)) }
    let digits = [ASCII.upperHexDigit(byte >> 4), ASCII.upperHexDigit(byte & 15)]
    return "%" + String(decoding: digits, as: UTF8.self)
  }

  /// UTF-8 in base64, as many words as it takes; no character is split.
  private static func encodedWords(_ text: String) -> [String] {
    var words: [String] = []
    var piece: [UInt8] = []
    for scalar in text.unicodeScalars {
      let encoded = Array(String(scalar).utf8)
      if piece.count + encoded.count > 42 {
        words.append(encodedWord(piece))
        piece = []
      }
      piece += encoded
    }
    if !piece.isEmpty { words.append(encodedWord(piece)) }
    return words
  }

  private static func encodedWord(_ bytes: [UInt8]) -> String {
    let content = TransferEncoder.base64(lineLength: nil).encode(whole: bytes.span)
    return "=?utf-8?B?" + String(decoding: content, as: UTF8.self) + "?="
  }

  /// The text with blanks for control characters and without those that nobody sees.
  static func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: result.append(" ")
      case .format: break
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
