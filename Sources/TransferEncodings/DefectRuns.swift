import WireBytes

/// Stands between a decoder and the log, so that a body in which every byte is wrong is reported in a few words.
///
/// Departures of one kind that touch one another become one defect, and a lint is reported once a body.
///
///     QU!!!#JD      one `b64-nonalpha` at 2..<6
///
/// A run is reported when something else follows it or the body ends, which makes the log the same however the
/// body is cut into chunks.
struct DefectRuns: Sendable {
  private var run: Defect?
  private var lintsSeen: [DefectKind] = []

  /// Reports a departure, or makes the current run longer.
  mutating func report(_ kind: DefectKind, at range: Range<Int>, to log: inout DefectLog, severity: Severity? = nil) {
    if let current = run, current.kind == kind, current.range.upperBound == range.lowerBound {
      run = Defect(kind, at: current.range.lowerBound..<range.upperBound, severity: current.severity)
      return
    }
    let defect = Defect(kind, at: range, severity: severity)
    if defect.severity == .lint {
      guard !lintsSeen.contains(kind) else { return }
      lintsSeen.append(kind)
    }
    flush(to: &log)
    run = defect
  }

  /// Whether a lint was reported, so that there is no need to look for more of its kind.
  func hasSeen(_ lint: DefectKind) -> Bool { lintsSeen.contains(lint) }

  /// Reports the current run.
  mutating func flush(to log: inout DefectLog) {
    guard let run else { return }
    log.report(run.kind, at: run.range, severity: run.severity)
    self.run = nil
  }
}
