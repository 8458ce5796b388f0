internal import SystemPackage

/// The files under a directory, in the order of their names.
///
/// What is passed over: FIFOs, sockets and devices; symbolic links, unless they lead to a regular file (so no
/// link can make a loop); hidden files; hidden directories, unless they are Maildirs, as the folders of a
/// Maildir++ are (`.Sent`); the `tmp` of a Maildir.
internal struct DirectoryWalk {
  /// What the walk has come upon.
  enum Step {
    /// A regular file; whether it is a message by its place in a Maildir.
    case file(FilePath, isMaildirMessage: Bool)
    /// An entry that is passed over.
    case skipped
    /// An entry that cannot be read.
    case failure(MailboxError)
  }

  /// The directories that are open, outermost first.
  private var levels: [Level] = []

  private struct Level {
    let path: FilePath
    let names: [[UInt8]]
    let isMaildir: Bool
    /// Whether it is the `cur` or `new` of a Maildir.
    let holdsMessages: Bool
    var next = 0
  }

  /// A walk of all that is under `root`.
  init(_ root: FilePath) throws(Errno) {
    let names = try sortedNames(inDirectory: root)
    levels = [Level(path: root, names: names, isMaildir: Maildir.hasLayout(names), holdsMessages: false)]
  }

  /// The next entry that is no directory to enter; nil at the end.
  mutating func next() -> Step? {
    while let level = levels.last {
      guard level.next < level.names.count else {
        levels.removeLast()
        continue
      }
      levels[levels.count - 1].next += 1
      let name = level.names[level.next]
      let path = level.path.appending(name: name)
      do throws(Errno) {
        if let step = try visit(path, named: name, in: level) { return step }
      } catch {
        return .failure(MailboxError(path.string, error))
      }
    }
    return nil
  }

  /// Judges an entry; nil if it was a directory, and is entered or to be passed over.
  private mutating func visit(_ path: FilePath, named name: [UInt8], in level: Level) throws(Errno) -> Step? {
    let isHidden = name.first == UInt8(ascii: ".")
    switch try FileKind(of: path, followingLinks: false) {
    case .regular where !isHidden:
      return .file(path, isMaildirMessage: level.holdsMessages)
    case .symbolicLink where !isHidden:
      // A link that leads nowhere is no error of the person who named the directory.
      guard let target = try? FileKind(of: path, followingLinks: true), target == .regular else { return .skipped }
      return .file(path, isMaildirMessage: level.holdsMessages)
    case .directory:
      try enter(path, named: name, isHidden: isHidden, in: level)
      return nil
    case .regular, .symbolicLink, .special:
      return .skipped
    }
  }

  private mutating func enter(
    _ path: FilePath, named name: [UInt8], isHidden: Bool, in level: Level
  ) throws(Errno) {
    if level.isMaildir, name == Maildir.temporary { return }
    let names = try sortedNames(inDirectory: path)
    let isMaildir = Maildir.hasLayout(names)
    if isHidden, !isMaildir { return }
    let holdsMessages = level.isMaildir && (name == Maildir.current || name == Maildir.new)
    levels.append(Level(path: path, names: names, isMaildir: isMaildir, holdsMessages: holdsMessages))
  }
}
