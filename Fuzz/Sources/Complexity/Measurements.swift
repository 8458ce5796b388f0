#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the catalogue has to stay within, and how it is measured.
public enum Measurements {
  /// Measures the growth of the work, in a build that counts it, and prints a line for each generator that grows faster
  /// than the input; the number of these.
  ///
  /// - Parameter largest: sizes are the powers of two from 2^10 to this one.
  public static func printWork(upTo largest: Int, now: () -> UInt64) -> Int {
    var failures = 0
    for generator in Generator.all {
      var previous: UInt64?
      var worst = 0.0
      var perByte = 0.0
      for power in 10...largest {
        let bytes = generator.input(bytes: 1 << power)
        // The first time fills tables.
        if power == 10 { _ = generator.operation.run(bytes) }
        let start = now()
        _ = generator.operation.run(bytes)
        let work = now() - start
        if let previous { worst = max(worst, (Double(work) - slack) / Double(previous)) }
        previous = work
        perByte = Double(work) / Double(bytes.count)
      }
      let fails = worst > 2.02
      failures += fails ? 1 : 0
      print("\(fails ? "FAIL" : "ok  ") \(pad(generator.name)) x\(rounded(worst)) \(rounded(perByte)) steps a byte")
    }
    return failures
  }

  /// What a doubling may add whatever the input: the rounding of growing arrays, and blocks of 64 KiB.
  private static let slack = 65_536.0

  /// Measures time and heap in a build as users have it; the number of generators that are not linear.
  public static func printTimeAndHeap(
    upTo largest: Int, seconds: () -> Double, heapPeak: (() -> Void) -> Int?
  ) -> Int {
    var failures = 0
    for generator in Generator.all {
      var points = times(of: generator, upTo: largest, seconds)
      // Once more where it was too steep: other programs want the caches too.
      if slope(of: points) > generator.operation.steepest { points = times(of: generator, upTo: largest, seconds) }
      let bytes = generator.input(bytes: 1 << (largest - 2))
      let peak = heapPeak { _ = generator.operation.runForHeap(bytes) }
      let slope = slope(of: points)
      let heap = peak.map { max(0, Double($0 - 65_536)) / Double(bytes.count) } ?? 0
      let fails = slope > generator.operation.steepest || heap > generator.operation.heapBound
      failures += fails ? 1 : 0
      let speed = exp2(Double(largest) - (points.last?.y ?? 0)) / 1e6
      print(
        "\(fails ? "FAIL" : "ok  ") \(pad(generator.name)) slope \(rounded(slope)) heap \(rounded(heap)) a byte, "
          + "\(rounded(speed)) MB/s")
    }
    return failures
  }

  /// The logarithms of size and time, the best of three, for six sizes.
  private static func times(
    of generator: Generator, upTo largest: Int, _ seconds: () -> Double
  ) -> [(x: Double, y: Double)] {
    (largest - 5...largest).map { power in
      let bytes = generator.input(bytes: 1 << power)
      var best = Double.infinity
      for _ in 0..<3 {
        let start = seconds()
        _ = generator.operation.run(bytes)
        best = min(best, seconds() - start)
      }
      return (Double(power), log2(best))
    }
  }

  /// Reads what is nested a million deep; the caller gives it a small stack.
  public static func readDepth(_ depth: Int) {
    for generator in Generator.all where generator.isDeep {
      _ = generator.operation.run(generator.input(units: depth))
    }
  }

  /// The slope of the line that fits the points best.
  private static func slope(of points: [(x: Double, y: Double)]) -> Double {
    let n = Double(points.count)
    let x = points.reduce(0) { $0 + $1.x } / n
    let y = points.reduce(0) { $0 + $1.y } / n
    return points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
  }

  private static func pad(_ name: String) -> String {
    name + String(repeating: " ", count: max(0, 38 - name.count))
  }

  private static func rounded(_ number: Double) -> String {
    String((number * 100).rounded() / 100)
  }
}
