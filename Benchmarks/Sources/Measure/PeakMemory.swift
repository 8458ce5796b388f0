#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

import ArgumentParser

/// The most memory that this process has had resident, its code and libraries included.
///
/// On Linux the number covers what the process was before exec(2) too, so a fat parent spoils it.
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

  /// Prints the peak next to what is allowed, and fails the command when it is more.
  static func check(limit: Int, saying what: String) throws {
    let peak = bytes
    print("peak memory \(megabytes(peak)), allowed \(megabytes(limit)) (\(what))")
    guard peak <= limit else { throw ExitCode.failure }
  }
}

/// `19.4 MB`, a megabyte being 1,000,000 bytes.
func megabytes(_ bytes: Int) -> String {
  let tenths = (bytes + 50_000) / 100_000
  return "\(tenths / 10).\(tenths % 10) MB"
}
