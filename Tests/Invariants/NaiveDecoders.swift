import WireBytes

/// Decoders written from the documents, whole-buffer and slow, to compare with where input is well formed.
enum NaiveDecoders {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// RFC 2045 section 6.8: characters of the alphabet, six bits each, up to the padding.
  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    var bits = ""
    for byte in bytes.prefix(while: { $0 != ASCII.equals }) {
      guard let value = alphabet.firstIndex(of: byte) else { continue }
      let digits = String(value, radix: 2)
      bits += String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }
    let octets = Array(bits.utf8)
    return stride(from: 0, to: octets.count - octets.count % 8, by: 8).map { start in
      octets[start..<start + 8].reduce(0) { $0 << 1 | ($1 - ASCII.zero) }
    }
  }

  /// RFC 2045 section 6.7, line by line.
  static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for line in lines(of: bytes) {
      var text = line.text
      while let last = text.last, ByteClass.wsp.contains(last) { text.removeLast() }
      let isSoft = text.last == ASCII.equals
      if isSoft { text.removeLast() }
      result += escapesUndone(text)
      if !isSoft { result += line.end }
    }
    return result
  }

  private static func lines(of bytes: [UInt8]) -> [(text: ArraySlice<UInt8>, end: ArraySlice<UInt8>)] {
    var lines: [(ArraySlice<UInt8>, ArraySlice<UInt8>)] = []
    var start = 0
    while start < bytes.count {
      let lineFeed = bytes[start...].firstIndex(of: ASCII.lf) ?? bytes.count
      let isCRLF = lineFeed < bytes.count && lineFeed > start && bytes[lineFeed - 1] == ASCII.cr
      let textEnd = isCRLF ? lineFeed - 1 : lineFeed
      let end = min(lineFeed + 1, bytes.count)
      lines.append((bytes[start..<textEnd], bytes[textEnd..<end]))
      start = end
    }
    return lines
  }

  private static func escapesUndone(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2).compactMap { ASCII.hexValue($0) }
      if byte == ASCII.equals, digits.count == 2 {
        result.append(digits[0] << 4 | digits[1])
        rest = rest.dropFirst(2)
      } else {
        result.append(byte)
      }
    }
    return result
  }
}
