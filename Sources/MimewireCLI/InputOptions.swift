import ArgumentParser

/// Which messages are read, for every verb that reads messages.
struct InputOptions: ParsableArguments {
  @Argument(help: "A file, a directory (recursive), or - for standard input.", completion: .file())
  var paths: [String]

  @Flag(help: "Read each file as one message, whatever it looks like.")
  var eml = false

  @Flag(help: "Read each file as an mbox.")
  var mbox = false
}
