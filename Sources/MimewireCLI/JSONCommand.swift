import ArgumentParser
import Mimewire
import SystemPackage

/// `mimewire json`: one object a message, one a line.
struct JSONCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "json", abstract: "Print one JSON object a message, one a line.")

  @OptionGroup var input: InputOptions

  @Flag(help: "Add the text of text parts.")
  var text = false

  @Flag(name: .customLong("no-hash"), help: "Leave out the hashes, which cost more than the parse.")
  var omitsHashes = false

  @Flag(help: "Give every part its header fields.")
  var partHeaders = false

  func run() throws {
    let options = MessageReport.Options(text: text, hashes: !omitsHashes, partHeaders: partHeaders)
    var json = JSONWriter()
    for path in input.paths {
      let bytes = try readAll(path)
      let report = MessageReport(
        message: Message(parsing: bytes), source: MessageSource(path: path, offset: 0), options: options,
        charsets: BuiltinCharsets())
      report.write(to: &json)
      try StandardOutput.write(json.takeLine())
    }
  }

  private func readAll(_ path: String) throws -> [UInt8] {
    let file = path == "-" ? FileDescriptor.standardInput : try FileDescriptor.open(FilePath(path), .readOnly)
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = try unsafe chunk.withUnsafeMutableBytes { buffer in try unsafe file.read(into: buffer) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    if path != "-" { try file.close() }
    return bytes
  }
}
