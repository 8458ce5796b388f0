import ArgumentParser

/// `mimewire`: the verbs, and the exit codes.
@main
struct MimewireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mimewire", abstract: "Show what a mail message is made of.", subcommands: [JSONCommand.self])
}
