import MIME
import Testing
import WireBytes

/// Soft line breaks, quotes and stuffing by RFC 3676 section 4.
struct FlowedTextTests {
  @Test(arguments: [
    ("", ""),
    ("one line", "one line\n"),
    ("flowed \r\ntext \r\nends.\r\n", "flowed text ends.\n"),
    ("flowed \ntext\n", "flowed text\n"),
    ("hard\r\nbreak\r\n", "hard\nbreak\n"),
    // An empty line is fixed (4.1).
    ("a \r\n\r\nb\r\n", "a \nb\n"),
    ("a\r\n\r\nb\r\n", "a\n\nb\n"),
    // Stuffing (4.4): only one space goes.
    (" From here\r\n  two\r\n >no quote\r\n", "From here\n two\n>no quote\n"),
    // Quotes (4.5).
    ("> a \r\n> b\r\n>> c \r\n>> d\r\n", "> a b\n>> c d\n"),
    (">a \r\n>b\r\n", "> a b\n"),
    (">\r\n", ">\n"),
    // A change of depth ends a paragraph, whatever its last line ends in (4.5).
    ("> a \r\nb\r\n", "> a \nb\n"),
    // The signature separator is never flowed, and nothing flows into it (4.3).
    ("a \r\n-- \r\nAnn\r\n", "a \n-- \nAnn\n"),
    ("> -- \r\n> Ann\r\n", "> -- \n> Ann\n"),
    // A soft break at the end of the text.
    ("a ", "a \n"),
    // A CR that ends no line is text.
    ("a\rb\r\n", "a\rb\n"),
  ])
  func undoesSoftLineBreaks(flowed: String, text: String) {
    #expect(FlowedText(parsing: flowed.utf8.span).text == text)
  }

  @Test(arguments: [
    ("日本 \r\n語\r\n", "日本語\n"),
    ("> 日本 \r\n> 語\r\n", "> 日本語\n"),
    ("two  \r\nspaces\r\n", "two spaces\n"),
    ("-- \r\n", "-- \n"),
  ])
  func deletesTheSpaceAtABreakWithDelSp(flowed: String, text: String) {
    #expect(FlowedText(parsing: flowed.utf8.span, FlowedText.Format(deletesSpace: true)).text == text)
  }

  @Test func knowsHowDeepAParagraphIsQuoted() {
    let text = FlowedText(parsing: ">>> a \n>>> b\n".utf8.span)
    #expect(text.paragraphs.map(\.quoteDepth) == [3])
    #expect(text.paragraphs.map(\.text) == ["a b"])
  }

  @Test(arguments: [
    ("Content-Type: text/plain; format=Flowed; delsp=YES\n\na \nb\n", "ab\n"),
    ("Content-Type: text/plain; format=flowed\n\na \nb\n", "a b\n"),
    ("Content-Type: text/plain; format=fixed\n\na \nb\n", nil),
    ("Content-Type: text/html; format=flowed\n\na \nb\n", nil),
    ("Subject: x\n\na \nb\n", nil),
  ])
  func goesByTheParametersOfThePart(message: String, text: String?) {
    #expect(Message(parsing: Array(message.utf8)).root.flowedText()?.text == text)
  }
}
