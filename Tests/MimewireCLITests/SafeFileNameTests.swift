import Testing

@testable import MimewireCLI

/// Names that strangers suggest for files, by the rows `path-*` of the catalogue of hostile mail.
struct SafeFileNameTests {
  @Test(
    "a suggested name is made safe",
    arguments: [
      ("report.pdf", "report.pdf"),
      ("naïve café.txt", "naïve café.txt"),
      // Only the last component, of either system.
      ("../../etc/passwd", "passwd"),
      ("/etc/x", "x"),
      ("C:\\temp\\a.txt", "a.txt"),
      ("\\\\host\\share\\s.txt", "s.txt"),
      ("..\\../x.txt", "x.txt"),
      // Windows: streams, devices, and what it drops from the end.
      ("a.txt:evil", "a.txt_evil"),
      ("CON", "part-CON"),
      ("con.txt", "part-con.txt"),
      ("Lpt9.log", "part-Lpt9.log"),
      ("COM¹.txt", "part-COM¹.txt"),
      ("console.txt", "console.txt"),
      ("com10.txt", "com10.txt"),
      ("a.exe. .", "a.exe"),
      ("a<b>|?*\".txt", "a_b_____.txt"),
      // Options and hidden files.
      ("-rf", "part--rf"),
      (".bashrc", "part-.bashrc"),
      // Controls of both sets, NUL, direction, and what nobody sees.
      ("a.txt\0.exe", "a.txt_.exe"),
      ("a\u{1B}[2J.txt", "a_[2J.txt"),
      ("a\u{9B}2J.txt", "a_2J.txt"),
      ("gpj.\u{202E}exe", "gpj._exe"),
      ("in\u{200B}voice.pdf", "in_voice.pdf"),
      // An extension that blanks push out of sight.
      ("a.pdf            .exe", "a.pdf .exe"),
      ("  a \t\n b.txt ", "a b.txt"),
    ])
  func safe(suggestion: String, name: String) {
    #expect(SafeFileName(suggestion, partID: "2", type: "text/plain").text == name)
  }

  @Test(
    "a name of which nothing is left comes from the part's id and type",
    arguments: [nil, "", " ", ".", "..", "../", "dir/", "\\", "\0", "\u{202E}", "...", "_ _"])
  func generated(suggestion: String?) {
    #expect(SafeFileName(suggestion, partID: "2.1", type: "image/png").text == "part-2.1.png")
  }

  @Test(
    "a made-up name never has an extension that a system would run",
    arguments: ["application/x-msdownload", "application/javascript", "../../x", "text/x-sh"])
  func unknownType(type: String) {
    #expect(SafeFileName(nil, partID: "1", type: type).text == "part-1.bin")
  }

  @Test("a long name is cut to the limit on a character's edge, and keeps its extension", arguments: ["a", "é", "🐢"])
  func long(character: String) {
    let name = SafeFileName(String(repeating: character, count: 300) + ".pdf", partID: "1", type: "text/plain").text
    #expect(name.utf8.count <= SafeFileName.byteLimit)
    #expect(name.utf8.count > SafeFileName.byteLimit - 4)
    #expect(name.hasSuffix(character + ".pdf"))
    #expect(!name.unicodeScalars.contains("\u{FFFD}"))
  }

  @Test("what is long behind the last dot is no extension, and is cut")
  func longExtension() {
    let name = SafeFileName("a." + String(repeating: "x", count: 300), partID: "1", type: "text/plain").text
    #expect(name.utf8.count == SafeFileName.byteLimit)
  }

  @Test(
    "a number stands before the extension",
    arguments: [("a.txt", "a (2).txt"), ("a.tar.gz", "a.tar (2).gz"), ("README", "README (2)")])
  func numbered(name: String, second: String) {
    #expect(SafeFileName(name, partID: "1", type: "text/plain").numbered(2) == second)
  }
}
