import ArgumentParser
import Mimewire

/// `mimewire smtp`: an SMTP dialogue dissected.
struct SMTPTranscriptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "smtp", abstract: "Dissect an SMTP dialogue.",
    discussion: """
      Reads lines that begin with "C: " or "S: ", or with swaks' marks " -> " and "<-  ". Each line stands for its bytes \
      plus CR LF unless it ends in a backslash; \\r \\n \\t \\0 and \\xNN stand for one byte.
      """)

  @Argument(help: "The transcript; - for standard input.")
  var transcript: String?

  @Option(help: "The client's bytes as captured, with --server.")
  var raw: String?

  @Option(help: "The server's bytes as captured, with --raw.")
  var server: String?

  @Flag(help: "Print one JSON object an event, one a line.")
  var json = false

  func validate() throws {
    guard (transcript != nil) != (raw != nil), (raw == nil) == (server == nil) else {
      throw ValidationError("Give a transcript, or both --raw and --server.")
    }
  }

  func run() throws {
    do {
      let report = TranscriptReport(transcript: try readTranscript())
      try StandardOutput.write(json ? report.json() : report.text())
    } catch {
      Terminal.report("mimewire: \(error)")
      throw ExitStatus.failure
    }
  }

  private func readTranscript() throws -> SMTPTranscript {
    if let raw, let server {
      return SMTPTranscript(client: try Self.contents(of: raw), server: try Self.contents(of: server))
    }
    let path = transcript ?? "-"
    let text = try Self.contents(of: path)
    do throws(SMTPTranscript.NotATranscript) {
      return try SMTPTranscript(parsing: text.span)
    } catch {
      throw Failure(path: path, reason: error.description)
    }
  }

  /// A file whole. `MailSource` reads it as it reads any input: files, pipes, standard input.
  private static func contents(of path: String) throws -> [UInt8] {
    var source = MailSource(paths: [path], format: .message)
    switch source.next() {
    case .message(let stored)?: return stored.bytes
    // Of a transcript the parser says so, with the line; of a capture it means that this side said nothing.
    case .failure(let error)? where error.reason == .empty: return []
    case .failure(let error)?: throw error
    case nil: throw Failure(path: path, reason: "nothing to read")
    }
  }

  private struct Failure: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "\(path): \(reason)" }
  }
}
