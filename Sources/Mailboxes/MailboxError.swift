internal import SystemPackage

/// Why a path gave no mail, or less than it holds.
///
/// Only paths fail; a message never does, whatever it holds.
///
///     missing.eml: No such file or directory
public struct MailboxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong.
  public enum Reason: Sendable, Hashable {
    /// A system call failed with this error number.
    case system(errno: CInt)
    /// The file holds no byte.
    case empty
    /// The directory or mailbox holds no message.
    case noMail
    /// The file holds nothing but NUL bytes, as after a crash of the machine that wrote it.
    case onlyNUL
    /// The `.gz` is cut or damaged before its first byte of content.
    case gzipWithoutContent
  }

  /// The path as it was named, or as it was found in a directory that was.
  public let path: String
  /// What went wrong.
  public let reason: Reason

  internal init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  internal init(_ path: String, _ errno: Errno) {
    self.init(path, .system(errno: errno.rawValue))
  }

  /// One line: the path and the reason. The path is not escaped for a terminal.
  public var description: String {
    switch reason {
    case .system(let errno): "\(path): \(Errno(rawValue: errno))"
    case .empty: "\(path): the file is empty"
    case .noMail: "\(path): no mail found"
    case .onlyNUL: "\(path): nothing but NUL bytes"
    case .gzipWithoutContent: "\(path): the gzip data is cut or damaged"
    }
  }
}
