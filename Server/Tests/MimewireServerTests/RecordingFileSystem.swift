import Synchronization

@testable import MimewireServer

/// A file system that writes down each call, makes none, and fails the one it is told to.
final class RecordingFileSystem: FileSystem {
  private struct State {
    var calls: [String] = []
    var descriptors: Int32 = 0
    /// Files that exist: the paths.
    var files: Set<String> = []
  }

  /// The call that fails, as it is written down, and with which code.
  let failing: String?
  let code: Int32
  private let state = Mutex(State())

  init(failing: String? = nil, code: Int32 = 5) {
    self.failing = failing
    self.code = code
  }

  var calls: [String] { state.withLock { $0.calls } }
  var files: [String] { state.withLock { $0.files.sorted() } }

  private func record(_ call: String, _ path: String, _ change: (inout State) -> Void = { _ in }) throws(FileError) {
    let folders = path.split(separator: "/").dropFirst().prefix { $0 != "tmp" && $0 != "new" }
    let place = path.contains("/tmp") ? "tmp" : "new"
    let line = "\(call) \(folders.joined(separator: "/"))/\(place)"
    let fails = state.withLock { state in
      state.calls.append(line)
      if line != failing { change(&state) }
      return line == failing
    }
    if fails { throw FileError(call: call, path: path, code: code) }
  }

  func makeFolder(_ path: String) {}

  func create(_ path: String) throws(FileError) -> Int32 {
    try record("create", path) { state in
      state.files.insert(path)
      state.descriptors += 1
    }
    return state.withLock { $0.descriptors }
  }

  func write(_ bytes: [UInt8], to file: Int32, at path: String) throws(FileError) { try record("write", path) }
  func sync(_ file: Int32, at path: String) throws(FileError) { try record("sync", path) }
  func close(_ file: Int32) {}

  func link(_ path: String, to newPath: String) throws(FileError) {
    try record("link", newPath) { $0.files.insert(newPath) }
  }

  func rename(_ path: String, to newPath: String) throws(FileError) {
    try record("rename", newPath) { state in
      state.files.remove(path)
      state.files.insert(newPath)
    }
  }

  func syncFolder(_ path: String) throws(FileError) { try record("sync folder", path) }

  func remove(_ path: String) {
    _ = state.withLock { $0.files.remove(path) }
  }
}
