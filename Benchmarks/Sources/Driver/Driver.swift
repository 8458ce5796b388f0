#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `mimewire-driver PACK RUNG WARM PASSES STRIDE [latency]`: the contract that the drivers of other libraries follow,
/// so that one script can compare them. WARM passes over every STRIDE-th message of the pack, then PASSES timed ones,
/// each with a line of JSON; `s` are seconds on the wall, `cpu` seconds of the processor:
///
///     {"peer":"mimewire","mode":"full","s":0.1,"cpu":0.1,"bytes":9,"msgs":1,"parts":1,"headers":3,"decoded":4,"sum":20}
///
/// With `latency` every message is timed by itself instead, and one line at the end says what the median message, the
/// one at the 99th percentile and the slowest took in nanoseconds, each by the fastest of its passes.
@main
enum Driver {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 6 || (arguments.count == 7 && arguments[6] == "latency"),
      let work = Work(arguments[2]), let warm = Int(arguments[3]), let passes = Int(arguments[4]),
      let stride = Int(arguments[5]), stride > 0
    else {
      let rungs = Rung.allCases.map(\.rawValue).joined(separator: "|")
      print("usage: mimewire-driver PACK \(rungs)|CODEC WARM PASSES STRIDE [latency]")
      exit(2)
    }
    let pack = try Pack(path: arguments[1], stride: stride)
    let measure = arguments.count == 7 ? latency : throughput
    measure(pack, arguments[2], work, -warm..<passes)
  }

  private static func throughput(_ pack: Pack, _ rung: String, _ fresh: Work, _ passes: Range<Int>) {
    var work = fresh
    for pass in passes {
      work.reset()
      let time = Stopwatch.measure {
        for bytes in pack.messages { work.add(bytes) }
      }
      guard pass >= 0 else { continue }
      let counts = work.counts
      print(
        #"{"peer":"mimewire","mode":"\#(rung)","s":\#(time.wall),"cpu":\#(time.processor),"#
          + #""bytes":\#(pack.bytes),"msgs":\#(pack.messages.count),"parts":\#(counts.parts),"#
          + #""headers":\#(counts.fields),"decoded":\#(counts.decoded),"sum":\#(counts.sum),"#
          + #""retained":\#(counts.retained)}"#)
    }
  }

  private static func latency(_ pack: Pack, _ rung: String, _ fresh: Work, _ passes: Range<Int>) {
    var fastest = [Duration](repeating: .seconds(1_000_000), count: pack.messages.count)
    var work = fresh
    for pass in passes {
      work.reset()
      for (i, bytes) in pack.messages.enumerated() {
        let elapsed = ContinuousClock().measure { work.add(bytes) }
        if pass >= 0 { fastest[i] = min(fastest[i], elapsed) }
      }
    }
    let nanoseconds = fastest.map { Int($0 / .nanoseconds(1)) }.sorted()
    guard let slowest = nanoseconds.last else { return }
    print(
      #"{"peer":"mimewire","mode":"\#(rung)","msgs":\#(nanoseconds.count),"#
        + #""p50":\#(nanoseconds[nanoseconds.count / 2]),"p99":\#(nanoseconds[nanoseconds.count * 99 / 100]),"#
        + #""max":\#(slowest)}"#)
  }
}
