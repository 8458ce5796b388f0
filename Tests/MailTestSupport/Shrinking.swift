/// Makes a failing input small enough to be understood.
public enum Shrinking {
  /// The smallest input that is reached by taking away runs of bytes, ever shorter ones, while the test still fails.
  public static func smallest(_ bytes: [UInt8], failing: ([UInt8]) -> Bool) -> [UInt8] {
    var bytes = bytes
    var length = bytes.count / 2
    while length > 0 {
      var start = 0
      var hasShrunk = false
      while start + length <= bytes.count {
        let shorter = Array(bytes[..<start] + bytes[(start + length)...])
        if failing(shorter) {
          bytes = shorter
          hasShrunk = true
        } else {
          start += 1
        }
      }
      if !hasShrunk { length /= 2 }
    }
    return bytes
  }
}
