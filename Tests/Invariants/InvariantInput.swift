import MailTestSupport

/// One input of an invariant: bytes, and what is to be done with them.
///
///     0       options: bit 0 maps the rest through the tokens, bit 1 makes their line ends CR LF, bits 2-7 are the
///             variant, which each invariant reads for itself
///     1...4   the seed of the chunks and of every other choice
///     5...    the bytes, or one byte for each token
public struct InvariantInput: Sendable {
  static let headLength = 5

  let variant: Int
  /// The bytes.
  public let bytes: [UInt8]
  let meter: WorkMeter
  private let seed: UInt64

  init(_ encoded: [UInt8], tokens: [String], meter: WorkMeter) {
    self.meter = meter
    let head = encoded.prefix(Self.headLength)
    let rest = encoded.dropFirst(Self.headLength)
    let options = head.first ?? 0
    variant = Int(options >> 2)
    seed = head.dropFirst().reduce(0) { $0 << 8 | UInt64($1) }
    bytes = options & 1 == 0 ? Array(rest) : Self.mapped(rest, tokens, isCRLF: options & 2 != 0)
  }

  private static func mapped(_ bytes: ArraySlice<UInt8>, _ tokens: [String], isCRLF: Bool) -> [UInt8] {
    var result: [UInt8] = []
    for byte in bytes where result.count < 16_384 {
      let token = tokens[Int(byte) % tokens.count]
      if token == "\n", isCRLF { result.append(0x0D) }
      for character in token.utf8 {
        if character == 0x0A, token.utf8.count > 1, isCRLF { result.append(0x0D) }
        result.append(character)
      }
    }
    return result
  }

  /// A bit of the variant.
  public func option(_ bit: Int) -> Bool { variant >> bit & 1 == 1 }

  /// The numbers that this input's choices are made of.
  var random: SeededRandom { SeededRandom(seed: seed) }

  /// The bytes cut in some way: about one time in four byte by byte, else in chunks of up to some length.
  var chunks: [[UInt8]] { chunks(of: bytes) }

  func chunks(of bytes: [UInt8]) -> [[UInt8]] {
    var random = random
    let longest = [1, 3, 16, 200].randomElement(using: &random) ?? 1
    if longest == 1 { return bytes.map { [$0] } }
    return Splits.random(bytes, longest: longest, using: &random)
  }
}

extension [UInt8] {
  /// The bytes as a Swift literal, for messages.
  var quoted: String {
    unicodeText.map { $0 } ?? "bytes \(self)"
  }

  private var unicodeText: String? {
    guard let text = String(validating: self, as: UTF8.self) else { return nil }
    return text.debugDescription
  }
}
