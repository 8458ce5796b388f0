import ArgumentParser

/// How a run went, and the exit code that says so: 2 comes before 3. (1 is for findings, once a verb judges.)
struct ExitStatus {
  /// Something could not be read, or not to its end.
  var isUnreadable = false
  /// A limit kept something from being looked at.
  var isLimited = false

  /// The usage was wrong or an input unreadable.
  static let failure = ExitCode(2)

  /// The exit code.
  var code: ExitCode {
    if isUnreadable { return Self.failure }
    return isLimited ? ExitCode(3) : .success
  }
}
