import ArgumentParser
import Mimewire

/// What a verb makes of one message.
struct Rendering: Sendable {
  /// What is printed.
  var output: [UInt8] = []
  /// Whether a limit was hit.
  var isLimited = false
  /// Whether the verb judges messages, and has found what it looks for.
  var hasFindings = false
  /// What a person wants to know beside the output, one line each.
  var notes: [String] = []
  /// What went wrong, one line each.
  var errors: [String] = []
}

extension Rendering {
  /// Lines of text, which are safe for a terminal.
  init(lines: [String], isLimited: Bool = false) {
    self.init(isLimited: isLimited)
    for line in lines {
      output += line.utf8
      output.append(ASCII.lf)
    }
  }
}

/// Reads all inputs in order, lets several messages be worked on at a time, and prints the results in order.
///
/// Small messages go to a worker many at a time. Only as many batches as there are workers wait to be printed, so
/// that memory does not grow with the input.
struct BulkRun {
  let input: InputOptions
  /// The most messages that may be worked on at a time, whatever the user asks for.
  var mostJobs = Int.max
  /// What is printed before, between and after the messages that print something.
  var frame = Frame()
  /// Makes the output of one message.
  let render: @Sendable (StoredMessage) -> Rendering

  /// What makes one document of the output of all messages.
  struct Frame: Sendable {
    var opening: [UInt8] = []
    var separator: [UInt8] = []
    var closing: [UInt8] = []
  }

  private static let batchCount = 64
  private static let batchBytes = 512 << 10

  /// Runs to the end of the inputs, whatever some of them hold; throws the exit code if it is not 0.
  func run() async throws {
    var tally = Tally()
    var progress = ProgressLine()
    var source = input.source
    let workers = min(input.reading.jobs ?? Terminal.processorCount, mostJobs)
    var running: [Task<[Rendering], Never>] = []
    var isAtEnd = false
    do {
      try StandardOutput.write(frame.opening)
      while !isAtEnd || !running.isEmpty {
        if !isAtEnd, running.count < workers {
          let batch = nextBatch(of: &source, &tally, isAtEnd: &isAtEnd)
          running.append(Task { [render] in batch.map(render) })
        } else {
          try print(await running.removeFirst().value, &tally)
          progress.show(tally.messages)
        }
      }
      try StandardOutput.write(frame.closing)
    } catch {
      // The output is gone: nothing more can be printed.
      progress.clear()
      Terminal.report("mimewire: \(error)")
      throw ExitStatus.failure
    }
    progress.clear()
    tally.report(skipped: source.skippedCount, inputs: input.paths.count)
    if tally.status.code != .success { throw tally.status.code }
  }

  /// Reads messages until there are enough for a worker; reports what cannot be read.
  private func nextBatch(of source: inout MailSource, _ tally: inout Tally, isAtEnd: inout Bool) -> [StoredMessage] {
    var batch: [StoredMessage] = []
    var bytes = 0
    while batch.count < Self.batchCount, bytes < Self.batchBytes {
      switch source.next() {
      case .message(let message)?:
        batch.append(message)
        bytes += message.bytes.count
        tally.count(message)
      case .failure(let error)?:
        tally.fail(error.description)
      case nil:
        isAtEnd = true
        return batch
      }
    }
    return batch
  }

  private func print(_ renderings: [Rendering], _ tally: inout Tally) throws {
    var output: [UInt8] = []
    for rendering in renderings {
      if !rendering.output.isEmpty {
        if tally.hasPrinted { output += frame.separator }
        output += rendering.output
        tally.hasPrinted = true
      }
      for note in rendering.notes { Terminal.report("mimewire: \(note)") }
      for error in rendering.errors { tally.fail(error) }
      tally.status.isLimited = tally.status.isLimited || rendering.isLimited
      tally.status.hasFindings = tally.status.hasFindings || rendering.hasFindings
    }
    try StandardOutput.write(output)
  }
}

/// What has happened so far.
private struct Tally {
  private(set) var messages = 0
  private var errors = 0
  var status = ExitStatus()
  var hasPrinted = false

  mutating func count(_ message: StoredMessage) {
    messages += 1
    if message.isTruncated { fail("\(message.path): the input is cut short or damaged") }
    if message.isLimited { status.isLimited = true }
  }

  mutating func fail(_ reason: String) {
    errors += 1
    status.isUnreadable = true
    Terminal.report("mimewire: \(reason)")
  }

  /// The last line of standard error: what a person wants to know after a long run.
  func report(skipped: Int, inputs: Int) {
    guard errors > 0 && inputs > 1 || skipped > 0 else { return }
    Terminal.report(
      "mimewire: \(messages) message\(messages == 1 ? "" : "s"), \(errors) error\(errors == 1 ? "" : "s"), "
        + "\(skipped) file\(skipped == 1 ? "" : "s") skipped")
  }
}
