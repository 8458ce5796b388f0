import SystemPackage

/// A corpus in memory: a pack has messages one after the other, each behind its length as four bytes, lowest first.
struct Pack {
  /// Every `stride`-th message.
  private(set) var messages: [[UInt8]] = []
  /// How many bytes those have.
  private(set) var bytes = 0

  /// Reads a pack message by message, so that the process never holds it twice: peak memory is measured.
  init(path: String, stride: Int) throws {
    let file = try FileDescriptor.open(FilePath(path), .readOnly)
    try file.closeAfter {
      var ordinal = 0
      while let head = try Self.read(4, from: file) {
        let length = head.reversed().reduce(0) { $0 << 8 | Int($1) }
        if ordinal.isMultiple(of: stride) {
          guard let message = try Self.read(length, from: file) else { throw Errno.invalidArgument }
          messages.append(message)
          bytes += length
        } else {
          try file.seek(offset: Int64(length), from: .current)
        }
        ordinal += 1
      }
    }
  }

  /// So many bytes, or nil where the file ends.
  private static func read(_ count: Int, from file: FileDescriptor) throws -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      // Safe: read(2) writes at most the array's own storage.
      let got = try unsafe bytes.withUnsafeMutableBytes {
        try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
      }
      if got == 0 { return nil }
      filled += got
    }
    return bytes
  }
}
