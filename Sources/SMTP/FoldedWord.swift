internal import WireBytes

/// Up to eight bytes as one number, `A-Z` folded: a verb or keyword is looked up by one comparison for each that it may
/// be, without a string.
///
///     "Mail" is "mail" is 0x6D61696C
struct FoldedWord: Equatable, ExpressibleByStringLiteral {
  private let number: UInt64

  /// The word at `range`, or nil if it is empty or too long, or begins with NUL, as no number does with a zero.
  @inline(__always)
  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard 1...8 ~= range.count, bytes[range.lowerBound] != ASCII.nul else { return nil }
    number = FoldedWord.lowercase(bytes.number(range))
  }

  /// How many bytes it has.
  var count: Int { (71 - number.leadingZeroBitCount) / 8 }

  /// `ASCII.lowercase` of all eight bytes: with the highest bit out of the way, adding carries into it for the bytes
  /// from `A` on, and for those beyond `Z`.
  @inline(__always)
  private static func lowercase(_ number: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let low = number & (ones &* 0x7F)
    let isFromA = low &+ ones &* (0x80 - 0x41)
    let isBeyondZ = low &+ ones &* (0x80 - 0x5B)
    let isUppercase = isFromA & ~isBeyondZ & ~number & (ones &* 0x80)
    return number | isUppercase >> 2
  }

  /// A word of the program, in lower case.
  @inline(__always)
  init(stringLiteral literal: StaticString) {
    precondition(literal.utf8CodeUnitCount <= 8, "a word that a number can hold")
    var number: UInt64 = 0
    for i in 0..<literal.utf8CodeUnitCount { number = number &<< 8 | UInt64(literal.byte(at: i)) }
    self.number = number
  }
}
