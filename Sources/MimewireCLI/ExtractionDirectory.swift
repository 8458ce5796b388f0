import Mimewire
import Synchronization
import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// The only file of the command with `unsafe` for the file system: mkdir, openat and unlinkat, whose C signatures are
// pointers. Each use lends a string for the length of one call.

/// The directory that parts are extracted into.
///
/// It is opened once, and files are made in that very directory and nowhere else: a path is never looked up again,
/// so that nobody can put a symbolic link in the way (MIME-tools CVE-2026-116271). No file is ever overwritten.
final class ExtractionDirectory: Sendable {
  /// The path as it was given.
  let path: String
  private let descriptor: FileDescriptor
  /// The number that was last given to a name, so that ten thousand parts of one name do not try ten thousand each.
  private let lastNumbers = Mutex<[String: Int]>([:])

  /// How many names are tried for one file.
  private static let attempts = 10_000

  /// Opens a directory, and makes it for its owner alone if it is not there.
  init(_ path: String) throws(Errno) {
    self.path = path
    if unsafe mkdir(path, 0o700) != 0, errno != EEXIST { throw Errno(rawValue: errno) }
    let opened = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    if opened < 0 { throw Errno(rawValue: errno) }
    descriptor = FileDescriptor(rawValue: opened)
  }

  deinit {
    _ = try? descriptor.close()
  }

  /// Makes a file, by another name if the name is taken, and has it written.
  ///
  /// - Returns: the file's name in the directory. A file that cannot be written whole is removed.
  func create(_ name: SafeFileName, write: (FileDescriptor) throws -> Void) throws -> String {
    let (file, name) = try create(name)
    do {
      try write(file)
      try file.close()
      return name
    } catch {
      _ = try? file.close()
      _ = unsafe unlinkat(descriptor.rawValue, name, 0)
      throw error
    }
  }

  private func create(_ name: SafeFileName) throws -> (FileDescriptor, name: String) {
    let last = lastNumbers.withLock { $0[name.text, default: 0] }
    for number in last + 1...last + Self.attempts {
      let candidate = number == 1 ? name.text : name.numbered(number)
      let opened = unsafe openat(
        descriptor.rawValue, candidate, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      let error = errno
      if opened >= 0 {
        lastNumbers.withLock { $0[name.text] = number }
        return (FileDescriptor(rawValue: opened), candidate)
      }
      if error != EEXIST { throw Errno(rawValue: error) }
    }
    throw Errno.fileExists
  }
}
