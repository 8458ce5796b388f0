/// Ways of cutting an input into chunks. A streaming parser must give the same for all of them.
public enum Splits {
  /// The whole, each byte alone, and every cut in two.
  public static func every(_ bytes: [UInt8]) -> [[[UInt8]]] {
    var ways = [[bytes], bytes.map { [$0] }]
    for cut in 0...bytes.count { ways.append([Array(bytes[..<cut]), Array(bytes[cut...])]) }
    return ways
  }

  /// One random way of cutting, chunks of 0 to `longest` bytes.
  public static func random(_ bytes: [UInt8], longest: Int, using generator: inout SeededRandom) -> [[UInt8]] {
    var chunks: [[UInt8]] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let length = Int.random(in: 0...longest, using: &generator)
      chunks.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return chunks
  }
}
