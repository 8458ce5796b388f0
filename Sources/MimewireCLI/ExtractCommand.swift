import ArgumentParser
import Mimewire
import SystemPackage

/// `mimewire extract`: the decoded parts as files.
struct ExtractCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract", abstract: "Write decoded parts into a directory, or list them.",
    discussion: """
      Without --part, all parts are taken that have no parts inside, in messages inside the message too. Each file is \
      a line of the manifest on standard output: path, part id, type, size, SHA-256, separated by tabs. Without -o, \
      nothing is written.

      File names are made safe, and ' (2)' is added to a name that is taken; nothing is ever overwritten.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The directory for the files; it is made if it is not there.", valueName: "dir"),
    completion: .directory)
  var output: String?

  @Option(help: ArgumentHelp("Extract this part (RFC 9051 section number); may be repeated.", valueName: "id"))
  var part: [String] = []

  @Flag(help: "Print the manifest as JSON, one object a line.")
  var json = false

  func run() async throws {
    let extractor = Extractor(partIDs: part, directory: try openDirectory(), printsJSON: json)
    // One at a time: two messages may want the same file name, and the first is to get it.
    try await BulkRun(input: input, mostJobs: 1) { extractor.extract($0) }.run()
  }

  private func openDirectory() throws -> ExtractionDirectory? {
    guard let output else { return nil }
    do {
      return try ExtractionDirectory(output)
    } catch {
      Terminal.report("mimewire: \(output): \(error)")
      throw ExitStatus.failure
    }
  }
}

/// Extracts the parts of one message after the other.
struct Extractor: Sendable {
  /// The parts that are wanted; none for all leaves.
  let partIDs: [String]
  let directory: ExtractionDirectory?
  let printsJSON: Bool

  func extract(_ stored: StoredMessage) -> Rendering {
    let message = Message(parsing: stored.bytes)
    var rendering = Rendering(isLimited: message.index.status == .limited)
    var missing = Set(partIDs)
    var walk = PartWalk(
      message, mboxFormat: stored.mboxFormat, log: DefectLog(capacity: 0), charsets: ICUCharsets())
    while let step = walk.nextPart() {
      if partIDs.isEmpty ? step.isLeaf : missing.remove(step.partID) != nil {
        extract(step, of: stored, into: &rendering)
      }
    }
    for partID in partIDs where missing.contains(partID) {
      rendering.errors.append("\(stored.path): no part \(partID)")
    }
    return rendering
  }

  private func extract(_ step: PartWalk.Step, of stored: StoredMessage, into rendering: inout Rendering) {
    let fileName = step.part.fileName()
    let name = SafeFileName(fileName, partID: step.partID, type: step.type.type)
    do {
      var digest = BodyDigest()
      var path = name.text
      if let directory {
        path = try directory.create(name) { try digest.take(step, to: $0) }
        path = FilePath(directory.path).appending(path).string
      } else {
        try digest.take(step, to: nil)
      }
      let entry = ManifestEntry(
        path: path, source: stored.path, partID: step.partID, type: step.type.type, size: digest.size,
        sha256: digest.sha256, fileName: fileName)
      rendering.output += printsJSON ? entry.json : entry.line
    } catch {
      rendering.errors.append("\(directory?.path ?? "")/\(name.text): \(error)")
    }
  }
}

/// Decodes a part, counts and hashes what comes out, and writes it.
private struct BodyDigest {
  private var digest = SHA256Digest()
  private(set) var size = 0

  var sha256: String { digest.hex }

  mutating func take(_ step: PartWalk.Step, to file: FileDescriptor?) throws {
    var unreported = DefectLog(capacity: 0)
    try step.part.decode(mboxFormat: step.mboxFormat, defects: &unreported) { chunk in
      digest.update(chunk)
      size += chunk.count
      if let file { try file.writeAll(chunk.array) }
    }
  }
}

/// One file of the manifest.
private struct ManifestEntry {
  let path: String
  let source: String
  let partID: String
  let type: String
  let size: Int
  let sha256: String
  let fileName: String?

  /// Path, part id, type, size and hash with tabs between.
  var line: [UInt8] {
    let columns = [path, partID, type, String(size), sha256].map(TerminalText.line)
    return Array((columns.joined(separator: "\t") + "\n").utf8)
  }

  var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("path", path)
      json.member("source", source)
      json.member("partId", partID)
      json.member("type", type)
      json.member("size", size)
      json.member("sha256", sha256)
      json.member("fileName", ifPresent: fileName)
    }
    return json.takeLine()
  }
}
