import ArgumentParser
import Mimewire

/// `mimewire lint`: what other programs may read differently.
struct LintCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Report what departs from the standards, and where.",
    discussion: """
      Severities: critical (a forgery or a whole structure can hide in it), high (known to get past filters or \
      readers), medium (programs may show it differently), lint (untidy). Lines and columns count from the message's \
      first byte.

      Exit codes: 0 nothing at or above --fail-on, 1 something, 2 wrong usage or unreadable input, 3 a limit was hit.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, sarif, header
  }

  /// The severities as words.
  enum Threshold: String, ExpressibleByArgument, CaseIterable {
    case critical, high, medium, lint

    var severity: Severity {
      switch self {
      case .critical: .critical
      case .high: .high
      case .medium: .medium
      case .lint: .lint
      }
    }
  }

  @Argument(
    help: "A file, a directory (recursive), or - for standard input: messages, mailboxes, .gz of either.",
    completion: .file())
  var paths: [String] = []

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var styling: StyleOptions

  @Option(
    help:
      "How findings are printed: text, json (an object a message, one a line), sarif (SARIF 2.1.0), or header (a field to put before the message)."
  )
  var format = Format.text

  @Option(help: "The least severity that ends with exit code 1.")
  var failOn = Threshold.high

  @Option(help: ArgumentHelp("Explain a defect, or all of them as a page of Markdown, and stop.", valueName: "id"))
  var explain: String?

  func validate() throws {
    if let explain {
      guard explain == "all" || DefectKind(rawValue: explain) != nil else {
        throw ValidationError("there is no defect '\(explain)'")
      }
    } else if paths.isEmpty {
      throw ValidationError("Missing expected argument '<paths> ...'")
    }
  }

  func run() async throws {
    if let explain { return try printExplanation(of: explain) }
    let (style, format, failOn) = (styling.style, format, failOn.severity)
    var run = BulkRun(input: InputOptions(paths: paths, reading: reading)) { stored in
      let findings = Findings(in: stored)
      var rendering = Self.rendering(of: findings, format, style)
      rendering.isLimited = findings.isLimited
      rendering.hasFindings = findings.worst.map { $0 >= failOn } ?? false
      return rendering
    }
    if format == .sarif { run.frame = SARIFLog.frame }
    try await run.run()
  }

  private static func rendering(of findings: Findings, _ format: Format, _ style: TerminalStyle) -> Rendering {
    switch format {
    case .text:
      return Rendering(lines: LintText(findings: findings, style: style).lines)
    case .json:
      var json = JSONWriter()
      LintReport(findings: findings).write(to: &json)
      return Rendering(output: json.takeLine())
    case .header:
      return Rendering(output: LintHeader(findings: findings).field)
    case .sarif:
      return Rendering(output: SARIFLog.results(of: findings))
    }
  }

  private func printExplanation(of id: String) throws {
    let kind = DefectKind(rawValue: id)
    let lines = kind.map { DefectManual.entry(of: $0, styling.style) } ?? DefectManual.page
    do {
      try StandardOutput.write(Rendering(lines: lines).output)
    } catch {
      Terminal.report("mimewire: \(error)")
      throw ExitStatus.failure
    }
  }
}
