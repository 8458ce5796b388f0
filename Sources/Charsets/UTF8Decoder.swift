internal import WireBytes

/// UTF-8 checked and copied, with U+FFFD for what is malformed.
///
/// The decoder of the WHATWG Encoding standard, section 8.1.1. A maximal subpart of a character, as Unicode
/// section 3.9 calls it, is what can begin a well-formed one; it becomes one U+FFFD, and the byte that broke it
/// is looked at again as the beginning of something:
///
///     E3 81 82        あ
///     E3 81 41        U+FFFD A               the subpart E3 81, then A
///     C0 AE           U+FFFD U+FFFD          C0 begins nothing: no overlong dot
///     ED A0 80        U+FFFD U+FFFD U+FFFD   a surrogate: A0 is not what may follow ED
struct UTF8Decoder: CharsetDecoder {
  // Small enough for an existential to hold it in place.
  var charset: String { "utf-8" }

  /// The bytes of an unfinished character, the first one highest.
  private var partial: UInt32 = 0
  private var partialCount: UInt8 = 0
  /// How many bytes it still needs.
  private var needed: UInt8 = 0
  /// What the next of them may be: a narrower range behind the leads of overlong, surrogate and too high forms.
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  mutating func decode(_ bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>, atEnd: Bool)
    -> (consumed: Int, malformed: Int)
  {
    var malformed = 0
    var i = 0
    while i < bytes.count {
      guard output.freeCapacity >= 4 else { return (i, malformed) }
      if needed == 0 {
        let rest = bytes.extracting(i..<min(bytes.count, i + output.freeCapacity))
        let valid = rest.extracting(..<rest.validUTF8Count)
        output.append(valid)
        i += valid.count
        guard i < bytes.count, output.freeCapacity >= 4 else { continue }
      }
      let byte = bytes[i]
      if needed == 0 {
        i += 1
        if !begin(byte) {
          output.appendReplacement()
          malformed += 1
        }
      } else if allowed.contains(byte) {
        i += 1
        partial = partial << 8 | UInt32(byte)
        partialCount += 1
        needed -= 1
        allowed = 0x80...0xBF
        if needed == 0 { finishCharacter(into: &output) }
      } else {
        needed = 0
        output.appendReplacement()
        malformed += 1
      }
    }
    if atEnd, needed > 0, output.freeCapacity >= 3 {
      needed = 0
      output.appendReplacement()
      malformed += 1
    }
    return (i, malformed)
  }

  /// Begins a character of two to four bytes; false when `lead` begins none.
  private mutating func begin(_ lead: UInt8) -> Bool {
    switch lead {
    case 0xC2...0xDF: (needed, allowed) = (1, 0x80...0xBF)
    case 0xE0: (needed, allowed) = (2, 0xA0...0xBF)
    case 0xED: (needed, allowed) = (2, 0x80...0x9F)
    case 0xE1...0xEF: (needed, allowed) = (2, 0x80...0xBF)
    case 0xF0: (needed, allowed) = (3, 0x90...0xBF)
    case 0xF1...0xF3: (needed, allowed) = (3, 0x80...0xBF)
    case 0xF4: (needed, allowed) = (3, 0x80...0x8F)
    default: return false
    }
    (partial, partialCount) = (UInt32(lead), 1)
    return true
  }

  private func finishCharacter(into output: inout OutputSpan<UInt8>) {
    for i in 1...partialCount { output.append(UInt8(truncatingIfNeeded: partial >> (8 * UInt32(partialCount - i)))) }
  }
}

extension OutputSpan where Element == UInt8 {
  /// Appends U+FFFD; needs 3 free bytes.
  mutating func appendReplacement() {
    append(0xEF)
    append(0xBF)
    append(0xBD)
  }
}
