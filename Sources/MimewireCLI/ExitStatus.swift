import ArgumentParser

/// How a run went, and the exit code that says so: 2 comes before 3, and 3 before 1.
struct ExitStatus {
  /// Something could not be read, or not to its end.
  var isUnreadable = false
  /// A limit kept something from being looked at.
  var isLimited = false
  /// A verb that judges has found what it looks for.
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
