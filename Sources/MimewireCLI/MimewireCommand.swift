import ArgumentParser

/// `mimewire`: the verbs, and the exit codes.
@main
struct MimewireCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mimewire", abstract: "Show what a mail message is made of.",
    discussion: """
      Reads messages, mailboxes (mbox, Maildir) and .gz files of either, and shows what is in them. Without a verb, \
      the verb is show.

      Exit codes: 0 fine, 1 lint has found something, 2 wrong usage or unreadable input, 3 a limit was hit.
      """,
    version: "0.1.0",
    subcommands: [
      ShowCommand.self, TreeCommand.self, HeadersCommand.self, BodyCommand.self, ExtractCommand.self,
      HexCommand.self, JSONCommand.self, LintCommand.self, RepairCommand.self, SMTPTranscriptCommand.self,
    ],
    defaultSubcommand: ShowCommand.self)

  /// Runs the verb. Wrong usage ends with 2, not with the 64 of sysexits that ArgumentParser takes.
  static func main() async {
    Terminal.reserveStandardDescriptors()
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch  where exitCode(for: error) == .validationFailure {
      Terminal.report("mimewire: \(message(for: error))")
      exit(withError: ExitStatus.failure)
    } catch {
      exit(withError: error)
    }
  }
}
