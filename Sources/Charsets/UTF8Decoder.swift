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
  let charset = "utf-8"

  /// The bytes of an unfinished character, the first one highest.
  private var partial: UInt32 = 0
  private var partialCount = 0
  /// How many bytes it still needs.
  private var needed = 0
  /// What the next of them may be: a narrower range behind the leads of overlong, surrogate and too high forms.
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  mutating func decode(_ bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>, atEnd: Bool)
    -> (consumed: Int, malformed: Int)
  {
    var malformed = 0
    var i = 0
    while i < bytes.count {
      guard output.freeCapacity >= 4 else { return (i, malformed) }
      let byte = bytes[i]
      if needed == 0 {
        if byte < 0x80 {
          i += output.appendASCII(bytes, from: i)
          continue
        }
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
    for i in 1...partialCount { output.append(UInt8(truncatingIfNeeded: partial >> (8 * (partialCount - i)))) }
  }
}

extension OutputSpan where Element == UInt8 {
  /// Appends the bytes from `start` on up to the first one above 0x7F, as far as there is room.
  ///
  /// - Returns: how many.
  mutating func appendASCII(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let limit = start + min(freeCapacity, bytes.count - start)
    var end = start
    while end < limit, bytes[end] < 0x80 { end += 1 }
    for i in start..<end { append(bytes[i]) }
    return end - start
  }

  /// Appends U+FFFD; needs 3 free bytes.
  mutating func appendReplacement() {
    append(0xEF)
    append(0xBF)
    append(0xBD)
  }

  /// Appends a scalar of the Basic Multilingual Plane that is no surrogate; needs 3 free bytes.
  mutating func append(scalar: UInt16) {
    if scalar < 0x80 {
      append(UInt8(scalar))
    } else if scalar < 0x800 {
      append(0xC0 | UInt8(scalar >> 6))
      append(0x80 | UInt8(scalar & 0x3F))
    } else {
      append(0xE0 | UInt8(scalar >> 12))
      append(0x80 | UInt8(scalar >> 6 & 0x3F))
      append(0x80 | UInt8(scalar & 0x3F))
    }
  }
}
