/// Output that is decided but found no room yet.
///
/// A coder works in steps that write a few bytes at once. When the caller's output has less room than a step
/// needs, the step goes here, and from here into the output as room appears; so no coder has to be able to stop
/// in the middle of a step.
struct Overflow: Sendable {
  private var bytes: [UInt8] = []
  private var drained = 0

  /// Replaces what is there, all of it drained, by the output of further steps.
  mutating func refill(with newBytes: [UInt8]) {
    bytes = newBytes
    drained = 0
  }

  /// Moves what fits into `output` and tells whether nothing is left.
  @discardableResult
  mutating func drain(into output: inout OutputSpan<UInt8>) -> Bool {
    while drained < bytes.count, output.freeCapacity > 0 {
      output.append(bytes[drained])
      drained += 1
    }
    return drained == bytes.count
  }
}
