#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `mimewire-measure`: what reading mail costs, held against the bounds that the project promises.
///
/// Exit codes: 0 within the bounds, 1 beyond one or misread, 2 wrong usage.
@main
enum Measure {
  static func main() {
    do {
      var arguments = Arguments(CommandLine.arguments)
      switch (arguments.takeWord(), arguments.takeWord()) {
      case ("memory", "message"): try MessageMemory.measure(&arguments)
      case ("memory", "mbox"): try MboxMemory.measure(&arguments)
      default: throw UsageError()
      }
    } catch is UsageError {
      print(
        """
        usage: mimewire-measure memory message [--size 1G]
               mimewire-measure memory mbox [--size 2G | --path FILE]

        Peak memory of reading mail as a stream: one message with a big attachment in chunks of 64 KiB, or an mbox
        by read(2), which is written to /tmp first and removed after, unless FILE names one.
        """)
      exit(2)
    } catch {
      print("mimewire-measure: \(error)")
      exit(1)
    }
  }
}

/// A measurement that did not come out as it must.
struct MeasurementFailure: Error, CustomStringConvertible {
  let description: String
}

/// Megabytes of 1,000,000 bytes a second.
func rate(_ bytes: Int, _ elapsed: Duration) -> String {
  "\(Int(Double(bytes) / 1e6 / max(elapsed / .seconds(1), 1e-9))) MB/s"
}
