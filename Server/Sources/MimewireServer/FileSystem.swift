#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The calls that make a message last, and no others: a seam, so that a test can record their order and fail each.
///
/// All of them block; they are made on a thread pool, never on an event loop.
protocol FileSystem: Sendable {
  /// Makes a folder and those above it.
  func makeFolder(_ path: String) throws(FileError)
  /// Creates a file that must not exist.
  func create(_ path: String) throws(FileError) -> Int32
  /// Writes all of the bytes.
  func write(_ bytes: [UInt8], to file: Int32, at path: String) throws(FileError)
  /// Brings the file's content to the disk.
  func sync(_ file: Int32, at path: String) throws(FileError)
  func close(_ file: Int32)
  /// Gives a file another name, which must not exist.
  func link(_ path: String, to newPath: String) throws(FileError)
  func rename(_ path: String, to newPath: String) throws(FileError)
  /// Brings a folder's names to the disk.
  func syncFolder(_ path: String) throws(FileError)
  func remove(_ path: String)
}

/// A call of the system that failed.
struct FileError: Error, Hashable, CustomStringConvertible {
  let call: String
  let path: String
  let code: Int32

  /// No room: the disk or the quota is full.
  var isFull: Bool { code == ENOSPC || code == EDQUOT }

  var description: String { "\(path): cannot \(call): \(unsafe String(cString: strerror(code)))" }
}

/// The system's own.
struct POSIXFileSystem: FileSystem {
  func makeFolder(_ path: String) throws(FileError) {
    guard unsafe mkdir(path, 0o700) != 0, errno != EEXIST else { return }
    let slash = path.lastIndex(of: "/")
    guard errno == ENOENT, let slash, slash != path.startIndex else {
      throw FileError(call: "make the folder", path: path, code: errno)
    }
    try makeFolder(String(path[..<slash]))
    guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw FileError(call: "make the folder", path: path, code: errno)
    }
  }

  func create(_ path: String) throws(FileError) -> Int32 {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw FileError(call: "create", path: path, code: errno) }
    return file
  }

  func write(_ bytes: [UInt8], to file: Int32, at path: String) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe systemWrite(file, UnsafeRawBufferPointer(rebasing: buffer[written...]))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(call: "write", path: path, code: errno) }
      written += count
    }
  }

  func sync(_ file: Int32, at path: String) throws(FileError) {
    guard fsync(file) == 0 else { throw FileError(call: "sync", path: path, code: errno) }
  }

  func close(_ file: Int32) {
    _ = systemClose(file)
  }

  func link(_ path: String, to newPath: String) throws(FileError) {
    guard systemLink(path, newPath) == 0 else { throw FileError(call: "link", path: newPath, code: errno) }
  }

  func rename(_ path: String, to newPath: String) throws(FileError) {
    guard systemRename(path, newPath) == 0 else { throw FileError(call: "rename", path: newPath, code: errno) }
  }

  func syncFolder(_ path: String) throws(FileError) {
    let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw FileError(call: "open the folder", path: path, code: errno) }
    defer { _ = systemClose(folder) }
    guard fsync(folder) == 0 else { throw FileError(call: "sync the folder", path: path, code: errno) }
  }

  func remove(_ path: String) {
    unsafe unlink(path)
  }
}

// The names that the methods above hide.

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(file, bytes.baseAddress, bytes.count)
}

private func systemClose(_ file: Int32) -> Int32 { close(file) }
private func systemLink(_ path: String, _ newPath: String) -> Int32 { unsafe link(path, newPath) }
private func systemRename(_ path: String, _ newPath: String) -> Int32 { unsafe rename(path, newPath) }
