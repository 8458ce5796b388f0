internal import SystemPackage

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

// The only file of this target with `unsafe` for the file system: read, stat and readdir, whose C signatures
// are pointers. Each use lends memory for the length of one call and keeps no pointer. (swift-system has the
// descriptors; its `Stat` asks for macOS 27 and it lists no directories, so those two are called here.)

/// Something that bytes can be read from, piece by piece.
internal protocol ByteProducer: AnyObject {
  /// Overwrites `buffer` from `start` on with the next bytes and returns how many; 0 is the end.
  func read(into buffer: inout [UInt8], from start: Int) throws(Errno) -> Int
}

/// What a path leads to.
internal enum FileKind {
  case regular, directory, symbolicLink
  /// A FIFO, a socket or a device: reading it may block or never end.
  case special
}

/// An open file, FIFO, device or standard input, read with read(2) from where it stands.
internal final class OpenFile: ByteProducer {
  private let descriptor: FileDescriptor
  private let isOwned: Bool

  /// Opens a path for reading.
  ///
  /// - Parameter withoutBlocking: whether opening a FIFO that nobody writes to must not hang.
  init(_ path: FilePath, withoutBlocking: Bool) throws(Errno) {
    let options: FileDescriptor.OpenOptions = withoutBlocking ? [.closeOnExec, .nonBlocking] : .closeOnExec
    descriptor = try typed { try FileDescriptor.open(path, .readOnly, options: options) }
    isOwned = true
  }

  private init(borrowing descriptor: FileDescriptor) {
    self.descriptor = descriptor
    self.isOwned = false
  }

  /// Standard input; it is left open.
  static var standardInput: OpenFile { OpenFile(borrowing: .standardInput) }

  deinit {
    // Nothing was written, so a failing close loses nothing.
    if isOwned { try? descriptor.close() }
  }

  func read(into buffer: inout [UInt8], from start: Int) throws(Errno) -> Int {
    let descriptor = descriptor
    return try typed {
      // Safe: read(2) writes at most `count` bytes into the array's own storage, which outlives the call.
      unsafe try buffer.withUnsafeMutableBytes { storage in
        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: storage[start...])
        return unsafe try descriptor.read(into: room, retryOnInterrupt: true)
      }
    }
  }

  /// What the file is, and how many bytes it holds if it is a regular one.
  func status() throws(Errno) -> (kind: FileKind, size: Int) {
    var status = stat()
    // Safe: fstat fills the struct that it is lent.
    guard unsafe fstat(descriptor.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
    return (FileKind(mode: UInt32(status.st_mode)), max(0, Int(status.st_size)))
  }
}

extension FileKind {
  fileprivate init(mode: UInt32) {
    // The file type bits of POSIX `st_mode`; the C macros S_ISREG and so on are not visible to Swift.
    switch mode & 0o170000 {
    case 0o100000: self = .regular
    case 0o040000: self = .directory
    case 0o120000: self = .symbolicLink
    default: self = .special
    }
  }

  /// What stands at a path.
  ///
  /// - Parameter followingLinks: whether a symbolic link is looked through.
  init(of path: FilePath, followingLinks: Bool) throws(Errno) {
    var status = stat()
    // Safe: the C string lives during the call, and the call fills the struct that it is lent.
    let result = unsafe path.withPlatformString { name in
      unsafe followingLinks ? stat(name, &status) : lstat(name, &status)
    }
    guard result == 0 else { throw Errno(rawValue: errno) }
    self.init(mode: UInt32(status.st_mode))
  }
}

/// The names in a directory but for `.` and `..`, sorted by their bytes, so that every run sees one order.
internal func sortedNames(inDirectory path: FilePath) throws(Errno) -> [[UInt8]] {
  // Safe: the C string lives during the call.
  guard let directory = unsafe path.withPlatformString({ name in unsafe opendir(name) }) else {
    throw Errno(rawValue: errno)
  }
  // Safe: opened above, closed once.
  defer { unsafe closedir(directory) }
  var names: [[UInt8]] = []
  while true {
    errno = 0
    // Safe: `directory` is open, and the entry is used before the next call may reuse its memory.
    guard let entry = unsafe readdir(directory) else { break }
    // Safe: read in place, up to the NUL that readdir puts at the end of the name.
    let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      unsafe [UInt8](bytes.prefix { $0 != 0 })
    }
    if name != [UInt8](".".utf8), name != [UInt8]("..".utf8) { names.append(name) }
  }
  guard errno == 0 else { throw Errno(rawValue: errno) }
  return names.sorted { $0.lexicographicallyPrecedes($1) }
}

extension FilePath {
  /// The path of an entry in this directory, whatever bytes its name has.
  internal func appending(name: [UInt8]) -> FilePath {
    let bytes = name.map { CChar(bitPattern: $0) } + [0]
    // Safe: the array ends in NUL and lives during the call, which copies it.
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return self }
      return unsafe appending(FilePath(platformString: start).components)
    }
  }
}

/// Runs what can throw nothing but `Errno`, as swift-system promises of its calls.
private func typed<Result>(_ body: () throws -> Result) throws(Errno) -> Result {
  do {
    return try body()
  } catch let error as Errno {
    throw error
  } catch {
    throw .ioError
  }
}
