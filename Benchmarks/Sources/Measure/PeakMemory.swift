#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The most memory that this process has had resident, its code and libraries included.
///
/// Linux keeps the number over exec(2), so run the executable itself: `swift run` would be measured too.
enum PeakMemory {
  static var bytes: Int {
    var usage = rusage()
    // RUSAGE_SELF is 0 everywhere; glibc's is an enumeration that its getrusage does not take in Swift.
    // Safe: getrusage fills the struct that it is lent.
    unsafe getrusage(0, &usage)
    #if canImport(Darwin)
      return Int(usage.ru_maxrss)
    #else
      return Int(usage.ru_maxrss) << 10
    #endif
  }

  /// Prints the peak next to what is allowed, and fails when it is more.
  static func check(limit: Int, saying what: String) throws {
    let peak = bytes
    print("peak memory \(megabytes(peak)), allowed \(megabytes(limit)) (\(what))")
    guard peak <= limit else { throw MeasurementFailure(description: "too much memory") }
  }
}

/// `19.4 MB`, a megabyte being 1,000,000 bytes.
func megabytes(_ bytes: Int) -> String {
  let tenths = (bytes + 50_000) / 100_000
  return "\(tenths / 10).\(tenths % 10) MB"
}
