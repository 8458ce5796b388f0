import ArgumentParser

/// How a run went, and the exit code that says so: 2 comes before 3, 3 before 1.
struct ExitStatus {
  /// Something could not be read, or not to its end.
  var isUnreadable = false
  /// A limit kept something from being looked at.
  var isLimited = false
  /// There are defects at or above the severity that was asked for.
  var hasFindings = false

  /// The usage was wrong or an input unreadable.
  static let failure = ExitCode(2)

  /// The exit code.
  var code: ExitCode {
    if isUnreadable { return Self.failure }
    if isLimited { return ExitCode(3) }
    return hasFindings ? ExitCode(1) : .success
  }
}
