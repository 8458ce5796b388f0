/// One thing that is measured: work that is done many times over, and the bar that it is held against.
struct Row: CustomStringConvertible {
  /// What a figure says.
  enum Figure {
    /// Nanoseconds for each time, of which the bar is the most.
    case nanoseconds(atMost: Double)
    /// Gigabytes (1,000,000,000 bytes) a second for so many bytes each time, of which the bar is the least.
    case gigabytesPerSecond(bytes: Int, atLeast: Double)
  }

  private let name: String
  private let figure: Figure
  private let times: Int
  private let work: () -> Int
  private let result: Int
  private var figures: [Double] = []

  /// - Parameters:
  ///   - name: for the table.
  ///   - figure: what is told.
  ///   - times: how often the work is done in a round, for about a tenth of a second.
  ///   - result: what the work comes to. Held against each time, so that the compiler cannot leave any of it out.
  ///   - work: what is measured.
  init(_ name: String, _ figure: Figure, times: Int, result: Int, work: @escaping () -> Int) {
    self.name = name
    self.figure = figure
    self.times = times
    self.result = result
    self.work = work
  }

  /// A round; the one that warms up is not kept.
  mutating func run(isKept: Bool) {
    let elapsed = ProcessorTime.measure {
      for _ in 0..<times { precondition(work() == result, "\(name) comes to the same each time") }
    }
    let nanoseconds = elapsed / Double(times)
    guard isKept else { return }
    switch figure {
    case .nanoseconds: figures.append(nanoseconds)
    case .gigabytesPerSecond(let bytes, _): figures.append(Double(bytes) / nanoseconds)
    }
  }

  private var median: Double { figures.sorted()[figures.count / 2] }

  var isWithinBar: Bool {
    switch figure {
    case .nanoseconds(let most): median < most
    case .gigabytesPerSecond(_, let least): median > least
    }
  }

  var description: String {
    let sorted = figures.sorted()
    switch figure {
    case .nanoseconds(let most):
      func text(_ value: Double) -> String { "\(Int(value.rounded())) ns" }
      return aligned(name, text(median), text(sorted[0]), text(sorted[sorted.count - 1]), "< \(text(most))")
    case .gigabytesPerSecond(_, let least):
      func text(_ value: Double) -> String { "\((value * 10).rounded() / 10) GB/s" }
      return aligned(name, text(median), text(sorted[0]), text(sorted[sorted.count - 1]), "> \(text(least))")
    }
  }
}
