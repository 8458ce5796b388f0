/// U+FEFF at the beginning of a text, which shows by its bytes in which form of Unicode the text is.
///
///     EF BB BF        UTF-8
///     FE FF           UTF-16, big endian          FF FE           UTF-16, little endian
///     00 00 FE FF     UTF-32, big endian          FF FE 00 00     UTF-32, little endian
///
/// `FF FE 00 00` could also be UTF-16 that begins with a NUL, which no text does (RFC 2781 section 3.3 and Unicode
/// section 3.10 leave it open).
struct ByteOrderMark {
  /// The length of the longest mark.
  static let longest = 4

  let charset: String
  let length: Int

  /// The mark that `bytes` begin with, or nil.
  init?(_ bytes: Span<UInt8>) {
    func starts(_ mark: UInt8...) -> Bool {
      bytes.count >= mark.count && mark.indices.allSatisfy { bytes[$0] == mark[$0] }
    }
    if starts(0xEF, 0xBB, 0xBF) {
      (charset, length) = ("utf-8", 3)
    } else if starts(0xFF, 0xFE, 0x00, 0x00) {
      (charset, length) = ("utf-32le", 4)
    } else if starts(0x00, 0x00, 0xFE, 0xFF) {
      (charset, length) = ("utf-32be", 4)
    } else if starts(0xFF, 0xFE) {
      (charset, length) = ("utf-16le", 2)
    } else if starts(0xFE, 0xFF) {
      (charset, length) = ("utf-16be", 2)
    } else {
      return nil
    }
  }
}
