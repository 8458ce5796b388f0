internal import SystemPackage

/// The messages of any number of files, directories and standard input, one after the other.
///
/// A file is read as what its content shows: an mbox, if its first line is a separator line, else one message;
/// either may be in a `.gz`. A directory is read to its leaves, names in order; there a file counts as mail if it
/// begins with `From ` or one of its first lines looks like a header field, or if it lies in the `cur` or `new` of
/// a Maildir. A file that is named is read whatever it is. What cannot be read is an item like the others, so that
/// one bad path does not stop the rest.
///
///     var source = MailSource(paths: ["inbox", "archive.mbox.gz", "Maildir", "-"])
///     while let item = source.next() {
///       switch item {
///       case .message(let message): …
///       case .failure(let error): …
///       }
///     }
///
/// Nothing is read ahead: memory holds one message, and the names in the directories on the way to it.
public struct MailSource: ~Copyable {
  /// How files are read.
  public enum Format: Sendable {
    /// As their content shows.
    case recognized
    /// As one message each.
    case message
    /// As mailboxes, whatever their first line is.
    case mbox
  }

  /// A message, or why there is none.
  public enum Item: Sendable {
    /// The next message.
    case message(StoredMessage)
    /// A path that could not be read, or not to its end, or that holds no mail. The source goes on.
    case failure(MailboxError)
  }

  /// How many files in directories were passed over because they are no mail.
  public private(set) var skippedCount = 0

  private let paths: [String]
  private let format: Format
  private let limits: MailboxLimits

  private var nextPath = 0
  private var walk: Walk?
  private var file: MailFile?

  private struct Walk {
    let path: String
    var entries: DirectoryWalk
    var hasFound = false
  }

  /// A source of all that the paths hold; `-` is standard input.
  public init(paths: [String], format: Format = .recognized, limits: MailboxLimits = MailboxLimits()) {
    self.paths = paths
    self.format = format
    self.limits = limits
  }

  /// The next message or failure; nil when all paths are done.
  public mutating func next() -> Item? {
    while true {
      if let item = file?.next() { return item }
      file = nil
      if walk != nil {
        if let item = stepWalk() { return item }
      } else if nextPath < paths.count {
        if let item = openNextPath() { return item }
      } else {
        return nil
      }
    }
  }

  /// Opens the file or directory that was named next.
  private mutating func openNextPath() -> Item? {
    let name = paths[nextPath]
    let path = FilePath(name)
    nextPath += 1
    do throws(Errno) {
      if name == "-" {
        file = try mailFile(.standardInput, name: name)
      } else if try FileKind(of: path, followingLinks: true) == .directory {
        walk = Walk(path: name, entries: try DirectoryWalk(path))
      } else {
        file = try mailFile(OpenFile(path, withoutBlocking: false), name: name, lastComponent: path.lastComponent)
      }
      return nil
    } catch {
      return .failure(MailboxError(name, error))
    }
  }

  /// Opens the next file of the directory, if it is mail.
  private mutating func stepWalk() -> Item? {
    switch walk?.entries.next() {
    case nil:
      defer { walk = nil }
      return walk.flatMap { $0.hasFound ? nil : .failure(MailboxError($0.path, .noMail)) }
    case .skipped:
      skippedCount += 1
      return nil
    case .failure(let error):
      walk?.hasFound = true
      return .failure(error)
    case .file(let path, let isMaildirMessage):
      do throws(Errno) {
        file = try foundFile(at: path, isMaildirMessage: isMaildirMessage)
      } catch {
        walk?.hasFound = true
        return .failure(MailboxError(path.string, error))
      }
      if file == nil { skippedCount += 1 } else { walk?.hasFound = true }
      return nil
    }
  }

  // MARK: Files

  /// A file that a person named, whatever is in it.
  private func mailFile(
    _ file: OpenFile, name: String, lastComponent: FilePath.Component? = nil
  ) throws(Errno) -> MailFile {
    let status = try file.status()
    let stream = try ByteStream(file, limits: limits)
    return MailFile(
      stream, path: name, isNamed: true, isMbox: isMbox(stream),
      flags: Maildir.flags(in: (lastComponent?.string ?? "").utf8),
      size: status.kind == .regular ? status.size : nil, limits: limits)
  }

  /// A file that a walk has found; nil if it is no mail.
  private func foundFile(at path: FilePath, isMaildirMessage: Bool) throws(Errno) -> MailFile? {
    // The walk saw a regular file. Should it have become a FIFO since, opening it must not hang.
    let file = try OpenFile(path, withoutBlocking: true)
    let status = try file.status()
    guard status.kind == .regular else { return nil }
    let stream = try ByteStream(file, limits: limits)
    guard !stream.chunk.isEmpty, isMaildirMessage || MailRecognition.isMail(stream.chunk) else { return nil }
    return MailFile(
      stream, path: path.string, isNamed: false, isMbox: isMbox(stream) && !isMaildirMessage,
      flags: Maildir.flags(in: (path.lastComponent?.string ?? "").utf8), size: status.size, limits: limits)
  }

  private func isMbox(_ stream: ByteStream) -> Bool {
    switch format {
    case .recognized: MailRecognition.isMbox(stream.chunk)
    case .message: false
    case .mbox: true
    }
  }
}
