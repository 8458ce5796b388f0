import SystemPackage

/// Standard output, written in large pieces.
enum StandardOutput {
  /// Writes bytes whole, or throws what the system said: the reader has gone, or the disk is full.
  static func write(_ bytes: [UInt8]) throws {
    try FileDescriptor.standardOutput.writeAll(bytes)
  }
}
