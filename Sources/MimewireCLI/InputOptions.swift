import ArgumentParser
import Mimewire

/// Which messages are read, for every verb that reads messages.
struct InputOptions: ParsableArguments {
  @Argument(
    help: "A file, a directory (recursive), or - for standard input: messages, mailboxes, .gz of either.",
    completion: .file())
  var paths: [String]

  @OptionGroup var reading: ReadingOptions

  init() {}

  /// The options of a verb that can do without paths, once there are some.
  init(paths: [String], reading: ReadingOptions) {
    self.paths = paths
    self.reading = reading
  }

  /// Whether there may be more than one message: several paths, or one that is no file.
  var mayHoldSeveral: Bool { paths.count > 1 || paths.contains { Terminal.isDirectory($0) } }

  /// The messages.
  var source: MailSource { MailSource(paths: paths, format: reading.format) }
}

/// How inputs are read.
struct ReadingOptions: ParsableArguments {
  @Flag(help: "Read each file as one message, whatever it looks like.")
  var eml = false

  @Flag(help: "Read each file as an mbox, whatever it looks like.")
  var mbox = false

  @Option(name: .shortAndLong, help: "How many messages are worked on at a time (default: one a processor).")
  var jobs: Int?

  func validate() throws {
    if eml && mbox { throw ValidationError("--eml and --mbox exclude each other") }
    if let jobs, !(1...1024 ~= jobs) { throw ValidationError("--jobs takes a number from 1 to 1024") }
  }

  /// What a file is taken for.
  var format: MailSource.Format { eml ? .message : mbox ? .mbox : .recognized }
}
