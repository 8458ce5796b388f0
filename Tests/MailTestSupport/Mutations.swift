/// Random damage to a message: bytes and lines deleted, doubled, moved, and pieces of another message put in.
public enum Mutations {
  /// The message with one to four changes.
  ///
  /// - Parameter donor: the message that pieces come from.
  public static func mutate(
    _ bytes: [UInt8], with donor: [UInt8], using random: inout SeededRandom
  ) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let piece = Bool.random(using: &random) ? lines(of: result, using: &random) : run(of: result, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: result.removeSubrange(piece)
      case 1: result.insert(contentsOf: result[piece], at: piece.upperBound)
      case 2:
        let moved = Array(result[piece])
        result.removeSubrange(piece)
        result.insert(contentsOf: moved, at: Int.random(in: 0...result.count, using: &random))
      default:
        let graft = Bool.random(using: &random) ? lines(of: donor, using: &random) : run(of: donor, using: &random)
        result.replaceSubrange(piece, with: donor[graft])
      }
    }
    return result
  }

  /// A few bytes.
  private static func run(of bytes: [UInt8], using random: inout SeededRandom) -> Range<Int> {
    let start = Int.random(in: 0...bytes.count, using: &random)
    return start..<min(bytes.count, start + Int.random(in: 0...6, using: &random))
  }

  /// One to three lines.
  private static func lines(of bytes: [UInt8], using random: inout SeededRandom) -> Range<Int> {
    let starts = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 } + [bytes.count]
    let first = Int.random(in: 0..<starts.count - 1, using: &random)
    let last = min(starts.count - 1, first + Int.random(in: 1...3, using: &random))
    return starts[first]..<starts[last]
  }
}
