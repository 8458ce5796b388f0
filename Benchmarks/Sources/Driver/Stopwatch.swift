#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a pass took, by the clock on the wall and by the processor's.
///
/// The second is what is compared: a machine that does something else as well lengthens only the first.
struct Stopwatch {
  private(set) var wall: Double
  private(set) var processor: Double

  static func measure(_ work: () -> Void) -> Stopwatch {
    let before = Stopwatch.now
    work()
    let after = Stopwatch.now
    return Stopwatch(wall: after.wall - before.wall, processor: after.processor - before.processor)
  }

  private static var now: Stopwatch {
    Stopwatch(wall: seconds(CLOCK_MONOTONIC), processor: seconds(CLOCK_PROCESS_CPUTIME_ID))
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    // Safe: clock_gettime fills the struct that it is lent.
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
