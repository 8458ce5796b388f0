import HeaderFields
import WireBytes

/// Looks at the file names of a part for what shows a reader another name than there is.
///
///     gpj. U+202E exe                     shown as exe.jpg
///     invoice.pdf          (200 blanks) .exe
///     invoice.pdf.exe                     shown as invoice.pdf where known extensions are hidden
struct FileNameAudit {
  let name: FileName

  /// Reports each kind once, at the field that has the name.
  func report(at range: Range<Int>, into log: inout DefectLog) {
    let names = [name.name] + (name.other.map { [$0] } ?? [])
    if names.contains(where: DeceptiveText.changesDirection) {
      log.report(.fileNameBidi, at: range)
    } else if let severity = names.compactMap(DeceptiveText.invisibles(in:)).max() {
      log.report(.fileNameInvisible, at: range, severity: severity)
    }
    if names.contains(where: Self.hidesExtension) { log.report(.fileNameHiddenExtension, at: range) }
    if names.contains(where: Self.hasDocumentBeforeProgram) { log.report(.fileNameDoubleExtension, at: range) }
  }

  /// How much white space pushes an extension out of a column: CVE-2006-0236 did it with some hundred.
  private static let longRun = 16

  /// Whether a long run of white space stands before an extension.
  private static func hidesExtension(_ name: String) -> Bool {
    var run = 0
    for scalar in name.unicodeScalars {
      if scalar == ".", run >= longRun { return true }
      run = scalar.properties.isWhitespace ? run + 1 : 0
    }
    return false
  }

  private static func hasDocumentBeforeProgram(_ name: String) -> Bool {
    let pieces = name.utf8.split(separator: ASCII.dot, omittingEmptySubsequences: false)
    guard pieces.count > 2 else { return false }
    let extensions = pieces.suffix(2).map { String(decoding: $0.map(ASCII.lowercase), as: UTF8.self) }
    return documents.contains(extensions[0]) && programs.contains(extensions[1])
  }

  /// What a system runs when it is opened.
  private static let programs: Set<String> = [
    "bat", "cmd", "com", "cpl", "exe", "hta", "jar", "js", "jse", "lnk", "msi", "pif", "ps1", "scr", "vbe", "vbs",
    "wsf",
  ]

  private static let documents: Set<String> = [
    "csv", "doc", "docx", "gif", "htm", "html", "jpeg", "jpg", "mp3", "mp4", "odt", "pdf", "png", "ppt", "pptx",
    "rtf",
    "txt", "xls", "xlsx", "zip",
  ]
}
