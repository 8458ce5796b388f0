#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How long property tests run, and from which seed; both can be set from outside.
public enum PropertyCases {
  /// `PROPERTY_CASES`, else `usual`.
  public static func count(_ usual: Int) -> Int {
    environment("PROPERTY_CASES").flatMap { Int($0) } ?? usual
  }

  /// `PROPERTY_SEED`, else a fixed one, so that main does not turn red by chance.
  public static var seed: UInt64 {
    environment("PROPERTY_SEED").flatMap { UInt64($0) } ?? 2026
  }

  private static func environment(_ name: String) -> String? {
    // Safe: getenv's string is copied at once, and nothing in the tests changes the environment.
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
