/// Counts the work of a piece of code, where the build counts it: the fuzzer's build counts every edge of the control
/// flow that is taken and every byte that is copied, so that no loop can be forgotten.
public struct WorkMeter: Sendable {
  private let now: (@Sendable () -> UInt64)?

  /// A meter that counts nothing.
  public init() {
    now = nil
  }

  /// A meter of a count that only grows.
  public init(now: @escaping @Sendable () -> UInt64) {
    self.now = now
  }

  /// Does something, once or twice, and says by how much it broke the bound `work <= perByte * bytes + 65,536`, or nil.
  ///
  /// The bound of `HOSTILE.md` I-6 is 64 a byte where bytes looked at are counted. Edges and copies together are
  /// several for each such look.
  func fault(_ what: String, bytes: Int, perByte: Int = 256, _ body: () -> Void) -> String? {
    guard let now else {
      body()
      return nil
    }
    let bound = perByte * bytes + 65_536
    // Once more where it was too much: the first time fills tables.
    for isLast in [false, true] {
      let start = now()
      body()
      let work = Int(now() - start)
      if work <= bound { return nil }
      if isLast { return "\(what) took \(work) steps for \(bytes) bytes, more than \(bound)" }
    }
    return nil
  }
}
