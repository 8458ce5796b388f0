import Complexity
import HeapMeter
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `mimewire-complexity LARGEST`: time and heap of the catalogue's inputs of up to 2^LARGEST bytes, at least 2^20, since
/// the times of less are noise; and a million levels in a small stack. Ends with 1 if something is not linear.
@main
enum Measure {
  static func main() {
    let largest = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 22
    let failures = Measurements.printTimeAndHeap(upTo: max(largest, 20), seconds: processorTime) { body in
      mw_heap_begin()
      body()
      return mw_heap_is_counted() == 1 ? mw_heap_peak() : nil
    }
    readDepthOnSmallStack()
    print("\(failures) of \(Generator.all.count) are not linear")
    exit(failures == 0 ? 0 : 1)
  }

  /// The processor's time of this thread: others may want the machine too.
  private static func processorTime() -> Double {
    var time = timespec()
    // Safe: written in the call.
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static let depth = 1_000_000

  /// A stack that is too small ends the program here.
  private static func readDepthOnSmallStack() {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    unsafe pthread_attr_setstacksize(&attributes, 256 << 10)
    var thread = pthread_t()
    // Safe: the thread is joined before the attributes go.
    unsafe pthread_create(
      &thread, &attributes,
      { _ in
        Measurements.readDepth(Measure.depth)
        return nil
      }, nil)
    pthread_join(thread, nil)
    print("ok   \(depth) levels in a stack of 256 KiB")
  }
}
