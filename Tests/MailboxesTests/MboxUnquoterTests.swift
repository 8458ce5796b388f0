import Mailboxes
import Testing

struct MboxUnquoterTests {
  @Test(
    "quoting is undone as the format asks, at every split",
    arguments: [
      ("", "", "", ""),
      ("From x", "From x", "From x", "From x"),
      (">From x", "From x", "From x", ">From x"),
      (">>From x", ">>From x", ">From x", ">>From x"),
      (">>>From x\n>From", ">>>From x\n>From", ">>From x\n>From", ">>>From x\n>From"),
      ("a >From x\n>From y\n", "a >From x\nFrom y\n", "a >From x\nFrom y\n", "a >From x\n>From y\n"),
      (">Frox\n>From \n>", ">Frox\nFrom \n>", ">Frox\nFrom \n>", ">Frox\n>From \n>"),
      (">\n>From x", ">\nFrom x", ">\nFrom x", ">\n>From x"),
      (">F\n>>F\n>Fr>From x", ">F\n>>F\n>Fr>From x", ">F\n>>F\n>Fr>From x", ">F\n>>F\n>Fr>From x"),
      (">From: x\n> From x", ">From: x\n> From x", ">From: x\n> From x", ">From: x\n> From x"),
      (">From >From x\r\n>From x", "From >From x\r\nFrom x", "From >From x\r\nFrom x", ">From >From x\r\n>From x"),
    ])
  func undo(stored: String, mboxo: String, mboxrd: String, mboxcl2: String) {
    let bytes = [UInt8](stored.utf8)
    let expected: [(MboxFormat, String)] = [
      (.mboxo, mboxo), (.mboxcl, mboxo), (.mboxrd, mboxrd), (.mboxcl2, mboxcl2),
    ]
    for (format, text) in expected {
      let splits = (0...bytes.count).map { [[UInt8](bytes[..<$0]), [UInt8](bytes[$0...])] }
      for chunks in splits + [bytes.map { [$0] }] {
        var unquoter = MboxUnquoter(format: format)
        var output: [UInt8] = []
        for chunk in chunks { unquoter.unquote(chunk.span, into: &output) }
        unquoter.finish(into: &output)
        #expect(String(decoding: output, as: UTF8.self) == text, "\(format), \(chunks.map(\.count))")
      }
    }
  }
}
