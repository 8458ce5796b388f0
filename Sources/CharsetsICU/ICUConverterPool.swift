internal import Synchronization

/// Converters that wait for their next text.
///
/// Opening a converter loads and checks its tables, which costs more than decoding a header field; so a decoder
/// takes one out, has it to itself, and gives it back when it goes.
final class ICUConverterPool: Sendable {
  /// How many converters of one charset wait at most; as many as threads usually read mail at once.
  static let idleLimit = 8

  private let idle = Mutex<[String: [ICUConverter]]>([:])

  /// A converter in its initial state, or nil when ICU has none of that name.
  func take(_ name: String, euroAt80: Bool = false) -> ICUConverter? {
    let waiting = idle.withLock { $0[name]?.popLast() }
    return waiting ?? ICUConverter(name: name, euroAt80: euroAt80)
  }

  /// Takes a converter back and wipes its state, so that nothing of one text gets into another.
  func giveBack(_ converter: ICUConverter) {
    converter.reset()
    idle.withLock { idle in
      if idle[converter.name, default: []].count < ICUConverterPool.idleLimit {
        idle[converter.name, default: []].append(converter)
      }
    }
  }

  /// How many converters of a charset wait.
  func idleCount(of name: String) -> Int {
    idle.withLock { $0[name]?.count ?? 0 }
  }
}
