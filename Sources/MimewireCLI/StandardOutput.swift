import SystemPackage

/// Standard output, written in large pieces.
enum StandardOutput {
  /// What the system said when it took no more: the disk is full, or the reader has gone.
  struct Failure: Error, CustomStringConvertible {
    let reason: Errno

    var description: String { "standard output: \(reason)" }
  }

  /// Writes bytes whole.
  static func write(_ bytes: [UInt8]) throws(Failure) {
    do {
      try FileDescriptor.standardOutput.writeAll(bytes)
    } catch {
      throw Failure(reason: error as? Errno ?? .ioError)
    }
  }
}
