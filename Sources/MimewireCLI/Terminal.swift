import Mimewire
import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What is known about the terminal, if there is one.
enum Terminal {
  /// Whether standard output is a terminal.
  static var showsOutput: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether standard error is a terminal.
  static var showsErrors: Bool { isatty(STDERR_FILENO) == 1 }

  /// Opens what was closed of standard input, output and error when the program began.
  ///
  /// Otherwise the first file that is opened takes the free number: what is printed would go into an attachment. The
  /// direction is the wrong one, so that reading and writing fail as on a closed descriptor.
  static func reserveStandardDescriptors() {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
      _ = try? FileDescriptor.open(FilePath("/dev/null"), number == STDIN_FILENO ? .writeOnly : .readOnly)
    }
  }

  /// Whether the environment has a variable, and it is not empty.
  static func hasVariable(_ name: String) -> Bool {
    // Safe: the string is looked at before anything else could change the environment.
    guard let value = unsafe getenv(name) else { return false }
    return unsafe value.pointee != 0
  }

  /// Whether a path leads to a directory.
  static func isDirectory(_ path: String) -> Bool {
    guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: [.directory, .closeOnExec]) else {
      return false
    }
    return (try? file.close()) != nil
  }

  /// How many processors there are.
  static var processorCount: Int {
    max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// Writes a line to standard error. If that fails there is nobody to tell.
  static func report(_ line: String) {
    _ = try? FileDescriptor.standardError.writeAll(Array((TerminalText.line(line) + "\n").utf8))
  }
}
