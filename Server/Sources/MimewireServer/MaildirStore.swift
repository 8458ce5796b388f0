import MailNIO
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Mailboxes as Maildirs in one folder: `ROOT/ann@example.org/{tmp,new,cur}`.
///
/// A delivery writes one file in the first recipient's `tmp`, brings it to the disk, gives it its name in the `new` of
/// each, and brings those names to the disk. Only then may a 250 go out. Whatever fails or is killed before leaves at
/// most a file in a `tmp`, which no reader looks at, or a message that the sender will send once more.
///
///     create tmp/N · write … · sync · link to each other new/N · rename to new/N · sync each new
struct MaildirStore: Sendable {
  let root: String
  let fileSystem: any FileSystem
  /// The host's name in file names.
  private let host: String

  private static let deliveries = Atomic<Int>(0)

  init(root: String, host: String, fileSystem: any FileSystem = POSIXFileSystem()) {
    self.root = root
    // The two letters that a Maildir's names give a meaning to (cr.yp.to/proto/maildir.html).
    self.host = String(
      decoding: host.utf8.flatMap { byte -> [UInt8] in
        switch byte {
        case 0x2F: Array("\\057".utf8)
        case 0x3A: Array("\\072".utf8)
        default: [byte]
        }
      }, as: UTF8.self)
    self.fileSystem = fileSystem
  }

  /// The folder of a mailbox. What could leave the root, or hide, is escaped as in a URL.
  func folder(of mailbox: String) -> String {
    var name = ""
    for byte in mailbox.utf8 {
      switch byte {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x40, 0x2D, 0x5F, 0x2B:
        name.unicodeScalars.append(Unicode.Scalar(byte))
      case 0x2E where !name.isEmpty: name.append(".")
      default: name += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return "\(root)/\(name)"
  }

  /// Makes the folders of a mailbox, so that they last as long as what will be in them.
  func prepare(_ mailbox: String) throws(FileError) {
    let folder = folder(of: mailbox)
    for name in ["tmp", "new", "cur"] { try fileSystem.makeFolder("\(folder)/\(name)") }
    try fileSystem.syncFolder(folder)
    try fileSystem.syncFolder(root)
  }

  /// A message to mailboxes, of which there is one at least. `lead` goes before its content.
  func delivery(to mailboxes: [String], name: String, lead: String) -> MaildirDelivery {
    MaildirDelivery(name: name, folders: mailboxes.map(folder(of:)), lead: lead, fileSystem: fileSystem)
  }

  /// A name that no other message of this host has.
  func uniqueName() -> String {
    let time = MailTime.now()
    let number = MaildirStore.deliveries.wrappingAdd(1, ordering: .relaxed).newValue
    return "\(time.seconds).M\(time.microseconds)P\(getpid())Q\(number).\(host)"
  }
}

/// One message on its way into Maildirs: kept in memory until `spill`, then in a file. Each call blocks.
struct MaildirDelivery: Sendable {
  /// The name of its file; also what the server calls the message.
  let name: String
  private let folders: [String]
  private let fileSystem: any FileSystem
  private var file: Int32?
  private var pending: [UInt8]
  private var placed: [String] = []

  init(name: String, folders: [String], lead: String, fileSystem: any FileSystem) {
    self.name = name
    self.folders = folders
    self.fileSystem = fileSystem
    self.pending = Array(lead.utf8)
  }

  /// Octets that are not in the file yet.
  var pendingCount: Int { pending.count }

  private var temporaryPath: String { "\(folders[0])/tmp/\(name)" }

  /// Adds to the message; does not block.
  mutating func append(_ body: (inout [UInt8]) -> Void) {
    body(&pending)
  }

  /// Writes what is pending, so that memory is bounded.
  mutating func spill() throws(FileError) {
    let file: Int32
    if let open = self.file { file = open } else { file = try fileSystem.create(temporaryPath) }
    self.file = file
    try fileSystem.write(pending, to: file, at: temporaryPath)
    pending.removeAll()
  }

  /// Delivers the message: for each mailbox nil, or why it does not have it.
  mutating func finish() -> [FileError?] {
    do throws(FileError) {
      try spill()
      if let file { try fileSystem.sync(file, at: temporaryPath) }
    } catch {
      abort()
      return folders.map { _ in error }
    }
    close()
    var results: [FileError?] = [nil]
    for folder in folders.dropFirst() { results.append(place(in: folder, by: fileSystem.link)) }
    // The first mailbox is the last to be served, by the rename that empties its `tmp`.
    results[0] = place(in: folders[0], by: fileSystem.rename)
    if results[0] != nil { fileSystem.remove(temporaryPath) }
    return results
  }

  private mutating func place(
    in folder: String, by move: (String, String) throws(FileError) -> Void
  ) -> FileError? {
    let path = "\(folder)/new/\(name)"
    do {
      try move(temporaryPath, path)
    } catch {
      return error
    }
    do {
      try fileSystem.syncFolder("\(folder)/new")
    } catch {
      // The sender will be told to try again, so this try must leave nothing.
      fileSystem.remove(path)
      return error
    }
    placed.append(path)
    return nil
  }

  /// Takes the message back from the mailboxes that have it, because another could not be served and the sender will
  /// try again for all.
  mutating func retract() {
    for path in placed { fileSystem.remove(path) }
    placed = []
  }

  /// Leaves nothing behind.
  mutating func abort() {
    guard file != nil else { return }
    close()
    fileSystem.remove(temporaryPath)
  }

  private mutating func close() {
    if let file { fileSystem.close(file) }
    file = nil
  }
}
