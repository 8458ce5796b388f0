import ArgumentParser

/// `mimewire-measure`: what reading mail costs, held against the bounds that the project promises.
///
/// Exit codes: 0 within the bounds, 1 beyond one.
@main
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mimewire-measure", abstract: "Measure what reading mail costs.",
    subcommands: [MemoryCommand.self])
}

/// The memory that streams need.
struct MemoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory", abstract: "Peak memory of reading mail as a stream.",
    discussion: "Run the executable itself: under `swift run` the kernel counts the build's memory too.",
    subcommands: [MessageMemoryCommand.self, MboxMemoryCommand.self])
}
