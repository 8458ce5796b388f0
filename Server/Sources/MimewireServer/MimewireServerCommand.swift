import ArgumentParser
import Foundation

/// The reference server and client on MailNIO.
@main
struct MimewireServerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mimewire-server",
    abstract: "A mail server and a client that sends, built on the libraries of Mimewire.",
    subcommands: [ServeCommand.self, SendCommand.self, PasswordCommand.self])
}

/// Makes a line's hash for the users file.
struct PasswordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "password", abstract: "Read a password from standard input and print its hash for the users file.")

  @Option(help: "How often the hash is iterated: what an attempt to log in costs, and a guess.")
  var iterations = 100_000

  func validate() throws {
    guard 1...10_000_000 ~= iterations else { throw ValidationError("--iterations is 1 to 10000000") }
  }

  func run() throws {
    guard let password = readLine(), !password.isEmpty else { throw ValidationError("no password on standard input") }
    print(PasswordHash(of: password, iterations: iterations))
  }
}

/// Says in one line on standard error what was wrong.
///
/// - Returns: the exit code for usage and unreadable input.
func failure(_ error: any Error) -> ExitCode {
  FileHandle.standardError.write(Data("mimewire-server: \(error)\n".utf8))
  return ExitCode(2)
}
