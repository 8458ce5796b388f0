import Mimewire

/// A line of a message with a caret under what is meant, safe for a terminal.
///
///     Content-Type: multipart/mixed; boundary=a; boundary=b
///                                                ^~~~~~~~~~
struct LineExcerpt {
  private static let before = 60
  private static let width = 110

  /// The line, or the piece of it around the place.
  let text: String
  /// Blanks, then `^`, then `~` under the rest.
  let caret: String

  init(of bytes: [UInt8], at place: LinePlace) {
    let line = place.lineBytes
    let mark = min(place.shown.lowerBound, line.upperBound)..<min(place.shown.upperBound, line.upperBound)
    var start = max(line.lowerBound, mark.lowerBound - Self.before)
    while start > line.lowerBound, bytes[start] & 0xC0 == 0x80, mark.lowerBound - start < Self.before + 4 {
      start -= 1
    }
    let end = max(mark.upperBound, min(line.upperBound, start + Self.width))
    let head = (start > line.lowerBound ? "…" : "") + TerminalText.line(Array(bytes[start..<mark.lowerBound]))
    let marked = TerminalText.line(Array(bytes[mark]))
    let tail = TerminalText.line(Array(bytes[mark.upperBound..<end]))
    text = head + marked + tail + (end < line.upperBound ? "…" : "")
    caret =
      String(repeating: " ", count: head.unicodeScalars.count) + "^"
      + String(repeating: "~", count: max(0, marked.unicodeScalars.count - 1))
  }
}
