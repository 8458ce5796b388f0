import Invariants
import MailTestSupport
import Testing
import WireBytes

@testable import Mailboxes
@testable import MimewireCLI

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What holds for `mimewire extract` into a folder in which traps are laid (`HOSTILE.md` section 3: I-26, I-27).
struct ExtractionPropertyTests {
  @Test("files are made in the folder and nowhere else, by safe names, and nothing is put in the place of another")
  func confinement() {
    let invariant = Invariant("extract", tokens: Self.tokens, check: Self.confinementFault)
    var random = SeededRandom(seed: PropertyCases.seed)
    for _ in 0..<PropertyCases.count(1_000) {
      var input = (0..<Int.random(in: 5...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      // Mapped, and as a multipart more often than not.
      input[0] |= 1
      if input.count > 5, Bool.random(using: &random) { input[5] = 0 }
      guard invariant.fault(in: input) != nil else { continue }
      let smallest = Shrinking.smallest(input) { invariant.fault(in: $0) != nil }
      Issue.record("seed \(PropertyCases.seed), input \(smallest): \(invariant.fault(in: smallest) ?? "")")
      return
    }
  }

  private static let tokens =
    [
      "Content-Type: multipart/mixed; boundary=b\n\n--b\n", "\n--b\n", "\n--b--\n", "\n\n", "text\n", "QUJD\n",
      "begin 644 a\n",
      "Content-Disposition: attachment; filename=", "Content-Disposition: attachment; filename*=utf-8''",
      "Content-Type: text/plain; name=",
      "Content-Type: message/rfc822\n", "Content-Transfer-Encoding: base64\n", "\"", "\"\n", "\n", "a.txt",
      "name.bin", "part-1.txt", "..", "/",
      "\\", "\\\\", "../", "/etc/passwd", "C:", "CON", "nul.txt", "COM1", ".", "-", "-rf", "~", " ", "\t", ":", "\0",
      "%2F", "%00", "%5C", "%0A", "%E2%80%AE",
      "\u{202E}", "\u{200B}", "\u{2028}", "\u{FEFF}", "\u{E9}", "\u{FF0F}", "e\u{301}", "$(id)", "`id`", "|", "*",
      "?", "<", ">", "a", ".exe", ".tar.gz",
      "=?utf-8?q?=2F?=", "=?utf-8?b?Li4v?=", String(repeating: "a", count: 200),
      String(repeating: "\u{20AC}", count: 60), "\u{AD}",
    ] + Tokens.parameters

  @Sendable
  private static func confinementFault(_ input: InvariantInput) -> String? {
    guard let trap = TrappedFolder() else { return nil }
    defer { trap.remove() }
    guard let directory = try? ExtractionDirectory(trap.path) else { return "the folder cannot be opened" }
    let extractor = Extractor(partIDs: input.option(0) ? ["1", "2.1"] : [], directory: directory, printsJSON: false)
    let stored = StoredMessage(bytes: input.bytes, offset: 0, length: input.bytes.count, defects: DefectLog())
    let rendering = extractor.extract(stored)
    if let byte = rendering.output.first(where: { !isPrintable($0) }) { return "byte \(byte) in the manifest" }
    if !input.option(0), !rendering.errors.isEmpty { return "\(rendering.errors)" }

    let lines = String(decoding: rendering.output, as: UTF8.self).split(separator: "\n")
    let names = trap.names().filter { !TrappedFolder.traps.contains($0) }
    if names.count != lines.count { return "\(names) are in the folder, \(lines) in the manifest" }
    for name in names {
      if let fault = nameFault(name) ?? trap.fileFault(name) { return fault }
    }
    return trap.fault
  }

  /// What the manifest is made of: printable text, and the tabs and line feeds between.
  private static func isPrintable(_ byte: UInt8) -> Bool {
    byte == ASCII.tab || byte == ASCII.lf || byte >= ASCII.space && byte != 0x7F
  }

  /// `HOSTILE.md` I-27: what may be in a name.
  private static func nameFault(_ name: String) -> String? {
    // The number of a second file of a name comes on top of the limit.
    guard 1...140 ~= name.utf8.count else { return "a name of \(name.utf8.count) bytes" }
    if name.hasPrefix(".") || name.hasPrefix("-") { return "the name \(name)" }
    let isSafe = name.unicodeScalars.allSatisfy { scalar in
      let isFormat = [.format, .control, .surrogate, .lineSeparator, .paragraphSeparator].contains(
        scalar.properties.generalCategory)
      return !isFormat && !"/\\:".unicodeScalars.contains(scalar)
    }
    return isSafe ? nil : "the name \(name.debugDescription)"
  }
}

/// A folder with files and links of names that messages like to use, and a file outside of it that the links are after.
private struct TrappedFolder {
  static let traps: Set<String> = ["a.txt", "part-1.txt", "name.bin"]

  let path: String
  private let outside: String

  init?() {
    // Safe: the template ends in NUL, and mkdtemp writes within it.
    var template = Array("/tmp/mimewire-extract-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { return nil }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/out"
    outside = String(path.dropLast(3)) + "outside"
    guard unsafe mkdir(path, 0o700) == 0 else { return nil }
    // Safe, here and below: strings lent for the call.
    unsafe symlink("../outside", path + "/a.txt")
    unsafe symlink("/nowhere/at/all", path + "/part-1.txt")
    unsafe mkdir(path + "/name.bin", 0o700)
  }

  func names() -> [String] { TestFiles.names(in: path) }

  /// What is wrong with a file that was made, or nil.
  func fileFault(_ name: String) -> String? {
    guard let status = Self.status(path + "/" + name) else { return "\(name) cannot be looked at" }
    if status.st_mode & S_IFMT != S_IFREG { return "\(name) is no file" }
    return status.st_mode & 0o777 == 0o600 ? nil : "\(name) has the mode \(status.st_mode & 0o777)"
  }

  /// What happened outside of the folder or to what was in it, or nil.
  var fault: String? {
    if TestFiles.names(in: String(path.dropLast(4))) != ["out"] { return "something outside of the folder was made" }
    if !TestFiles.names(in: path + "/name.bin").isEmpty { return "something below the folder was made" }
    let kinds = Self.traps.sorted().map { (Self.status(path + "/" + $0)?.st_mode ?? 0) & S_IFMT }
    return kinds == [S_IFLNK, S_IFDIR, S_IFLNK] ? nil : "a file or link was put in the place of another"
  }

  func remove() {
    for name in names() where unsafe unlink(path + "/" + name) != 0 { unsafe rmdir(path + "/" + name) }
    unsafe rmdir(path)
    unsafe unlink(outside)
    unsafe rmdir(String(path.dropLast(4)))
  }

  private static func status(_ path: String) -> stat? {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status : nil
  }
}
