import ArgumentParser
import Mimewire

/// Findings as a header field for the filters behind, as Authentication-Results are handed on (RFC 8601).
///
///     MIME-Ambiguity-Results: mimewire/0.1.0; worst=critical;
///      critical=param-dup-boundary; lint=type-missing
///
/// Whoever adds the field has to drop those that were there before: anybody can write one.
struct LintHeader {
  let findings: Findings

  /// The field with its line end. It says what was found and nothing of the message: no byte of it can get in here.
  var field: [UInt8] {
    var items = ["mimewire/\(MimewireCommand.configuration.version)", "worst=\(findings.worst?.name ?? "none")"]
    for severity in Severity.allCases.reversed() {
      let kinds = Set(
        findings.sections.flatMap(\.log.records).filter { $0.severity == severity }.map(\.kind.rawValue))
      items += kinds.sorted().map { "\(severity.name)=\($0)" }
    }
    var line = "MIME-Ambiguity-Results:"
    var lines: [String] = []
    for (index, item) in items.enumerated() {
      if line.utf8.count + item.utf8.count > 76 {
        lines.append(line)
        line = ""
      }
      line += " " + item + (index < items.count - 1 ? ";" : "")
    }
    return Array((lines + [line]).map { $0 + "\r\n" }.joined().utf8)
  }
}
