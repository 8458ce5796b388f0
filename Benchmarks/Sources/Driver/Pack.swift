import SystemPackage

/// A corpus in memory: messages one after the other, each behind its length as four bytes, lowest first.
struct Pack {
  /// Every `stride`-th message.
  private(set) var messages: [[UInt8]] = []
  /// How many bytes those have.
  private(set) var bytes = 0

  init(path: String, stride: Int) throws {
    let content = try Self.content(of: path)
    var offset = 0
    var ordinal = 0
    while offset + 4 <= content.count {
      let length = (0..<4).reduce(0) { $0 | Int(content[offset + $1]) << ($1 * 8) }
      let end = offset + 4 + length
      guard end <= content.count else { throw Errno.invalidArgument }
      if ordinal.isMultiple(of: stride) {
        messages.append(Array(content[offset + 4..<end]))
        bytes += length
      }
      offset = end
      ordinal += 1
    }
  }

  private static func content(of path: String) throws -> [UInt8] {
    let file = try FileDescriptor.open(FilePath(path), .readOnly)
    return try file.closeAfter {
      var content: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 20)
      while true {
        // Safe: read(2) writes at most the array's own storage.
        let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
        if count == 0 { return content }
        content += chunk[..<count]
      }
    }
  }
}
