#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files for tests that cannot have Foundation, whose own ICU does not go together with the system's.
public enum TestFiles {
  /// The root of the repository.
  public static let root: String = {
    let folders = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return folders.dropLast(3).joined(separator: "/")
  }()

  /// The names in a folder, sorted; none if it cannot be read.
  public static func names(in folder: String) -> [String] {
    // Safe: the stream is closed in this function; a name lies within its entry and ends in NUL.
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The bytes of a file; nil if it cannot be read.
  public static func bytes(of path: String) -> [UInt8]? {
    // Safe: the stream is closed in this function, and `fread` writes within the buffer.
    guard let stream = unsafe fopen(path, "r") else { return nil }
    defer { unsafe fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, stream)
      bytes += buffer[..<count]
      if count < buffer.count { return bytes }
    }
  }
}
