import Testing

@testable import MimewireCLI

/// No byte of a message controls the terminal that it is shown on.
struct TerminalTextTests {
  @Test(
    "what would control a terminal is shown as an escape",
    arguments: [
      ("plain text, naïve 日本語 🐢", "plain text, naïve 日本語 🐢"),
      ("\u{1B}]0;x\u{07}", "\\x1B]0;x\\x07"),
      ("\u{9B}2J", "\\x9B2J"),
      ("a\nb\r\nc\td", "a\\x0Ab\\x0D\\x0Ac\\x09d"),
      ("gpj.\u{202E}exe", "gpj.\\u{202E}exe"),
      ("in\u{200B}voice\u{AD}", "in\\u{200B}voice\\xAD"),
      ("tag\u{E0041}", "tag\\u{E0041}"),
      ("\u{7F}", "\\x7F"),
    ])
  func line(text: String, shown: String) {
    #expect(TerminalText.line(text) == shown)
  }

  @Test(
    "in text of many lines, line feeds and tabs stay",
    arguments: [
      ("a\r\nb\n\tc\n", "a\nb\n\tc\n"),
      ("a\rb\n", "a\\x0Db\n"),
      ("a\r", "a\\x0D"),
      ("\u{1B}[2J\n", "\\x1B[2J\n"),
    ])
  func lines(text: String, shown: String) {
    #expect(String(decoding: TerminalText.lines(Array(text.utf8)), as: UTF8.self) == shown)
  }

  @Test(
    "bytes that are no UTF-8 are shown one by one",
    arguments: [
      ([0x61, 0xFF, 0x62], "a\\xFFb"),
      ([0xC3], "\\xC3"),
      ([0x9B, 0x32, 0x4A], "\\x9B2J"),
      ([0xE2, 0x80, 0x61], "\\xE2\\x80a"),
      ([0xED, 0xA0, 0x80], "\\xED\\xA0\\x80"),
    ] as [([UInt8], String)])
  func malformed(bytes: [UInt8], shown: String) {
    #expect(String(decoding: TerminalText.lines(bytes), as: UTF8.self) == shown)
  }

  @Test("no output of any two bytes holds a control character but line feed and tab")
  func everyPair() {
    for first in UInt8.min...UInt8.max {
      for second: UInt8 in [0x00, 0x0A, 0x0D, 0x1B, 0x41, 0x7F, 0x80, 0x9B, 0xAD, 0xFF] {
        let shown = String(decoding: TerminalText.lines([first, second]), as: UTF8.self)
        let isSafe = shown.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !$0.isUnsafeToShow }
        #expect(isSafe, "\(first) \(second)")
      }
    }
  }
}
