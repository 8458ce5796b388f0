import Testing
import TransferEncodings
import WireBytes

struct QuotedPrintableDecoderTests {
  @Test(arguments: [
    DecodingCase("nothing", "", ""),
    DecodingCase("text", "caf=C3=A9 au\tlait\r\n", "caf\u{C3}\u{A9} au\tlait\r\n"),
    DecodingCase("soft line break", "A=\r\nB", "AB"),
    DecodingCase("qp-soft-bare-lf", "A=\nB", "AB"),
    DecodingCase("line breaks stay as they are", "a\r\nb\nc\n\r\n", "a\r\nb\nc\n\r\n"),
    DecodingCase("soft line breaks alone", "=\r\n=\r\n=\n", ""),
    DecodingCase("white space before an escape or a soft line break is data", "a =20\r\nb =\r\n c", "a  \r\nb  c"),
    DecodingCase("an escaped = is no escape", "=3D41=3D\r\n", "=41=\r\n"),
    DecodingCase("qp-encoded-crlf", "=0D=0A--foo", "\r\n--foo"),
    DecodingCase(
      "a line of 76", String(repeating: "a", count: 75) + "=\r\nb", String(repeating: "a", count: 75) + "b"),
  ])
  func `what the standard allows has no defect`(row: DecodingCase) {
    row.check(as: .quotedPrintable)
  }

  @Test(arguments: [
    DecodingCase(
      "qp-bad-hex", "A=XYB=4\r\n", "A=XYB=4\r\n", Defect(.quotedPrintableBadHex, at: 1..<2),
      Defect(.quotedPrintableBadHex, at: 5..<7)),
    DecodingCase("bad hex at the end", "A=4", "A=4", Defect(.quotedPrintableBadHex, at: 1..<3)),
    DecodingCase("= before white space and text", "a= \tb", "a= \tb", Defect(.quotedPrintableBadHex, at: 1..<4)),
    DecodingCase("== before an escape", "==41", "=A", Defect(.quotedPrintableBadHex, at: 0..<1)),
    DecodingCase("=== is one run", "===.", "===.", Defect(.quotedPrintableBadHex, at: 0..<3)),
    DecodingCase("qp-lowercase", "=e9", "\u{E9}", Defect(.quotedPrintableLowercase, at: 0..<3)),
    DecodingCase(
      "lower case is reported once", "=e9=E9=Ee =aF", "\u{E9}\u{E9}\u{EE} \u{AF}",
      Defect(.quotedPrintableLowercase, at: 0..<3)),
    DecodingCase("qp-soft-trailing-ws", "C= \r\nD", "CD", Defect(.quotedPrintableSoftBreakSpace, at: 2..<3)),
    DecodingCase("qp-soft-trailing-ws, LF", "C=\t \nD", "CD", Defect(.quotedPrintableSoftBreakSpace, at: 2..<4)),
    DecodingCase("qp-soft-trailing-ws at the end", "C= ", "C", Defect(.quotedPrintableSoftBreakSpace, at: 2..<3)),
    DecodingCase("qp-soft-bare-cr", "A=\rB", "A=\rB", Defect(.quotedPrintableSoftBreakCR, at: 1..<3)),
    DecodingCase(
      "qp-soft-bare-cr with white space", "A= \rB", "A= \rB", Defect(.quotedPrintableSoftBreakCR, at: 1..<4)),
    DecodingCase("CR CR LF", "A=\r\r\nB", "A=\r\r\nB", Defect(.quotedPrintableSoftBreakCR, at: 1..<3)),
    DecodingCase("qp-escape-split", "=4=\r\n1", "=41", Defect(.quotedPrintableEscapeSplit, at: 0..<2)),
    DecodingCase("qp-escape-split after the =", "==\r\n41", "=41", Defect(.quotedPrintableEscapeSplit, at: 0..<1)),
    DecodingCase("no split without a soft line break", "=4=41", "=4A", Defect(.quotedPrintableBadHex, at: 0..<2)),
    DecodingCase(
      "a split, then a bare CR", "=4=\r1", "=4=\r1", Defect(.quotedPrintableBadHex, at: 0..<2),
      Defect(.quotedPrintableSoftBreakCR, at: 2..<4)),
    DecodingCase("qp-eof-eq", "A=", "A", Defect(.quotedPrintableEndsInEquals, at: 1..<2)),
    DecodingCase("= CR at the end", "A=\r", "A", Defect(.quotedPrintableEndsInEquals, at: 1..<3)),
    DecodingCase("qp-trailing-ws", "a  \r\n", "a\r\n", Defect(.quotedPrintableTrailingSpace, at: 1..<3)),
    DecodingCase(
      "trailing white space before LF", "a \t\nb \n", "a\nb\n", Defect(.quotedPrintableTrailingSpace, at: 1..<3)),
    DecodingCase("trailing white space at the end", "a\t ", "a", Defect(.quotedPrintableTrailingSpace, at: 1..<3)),
    DecodingCase(
      "white space before a bare CR is data", "a \rb", "a \rb", Defect(.quotedPrintableRawByte, at: 2..<3)),
    DecodingCase("white space and CR at the end", "a \r", "a \r", Defect(.quotedPrintableRawByte, at: 2..<3)),
    DecodingCase(
      "qp-raw-8bit-ctl", "a\u{12}\u{AA}b\u{7F}", "a\u{12}\u{AA}b\u{7F}",
      Defect(.quotedPrintableRawByte, at: 1..<3), Defect(.quotedPrintableRawByte, at: 4..<5)),
    DecodingCase(
      "qp-long-line", String(repeating: "a", count: 80) + "\r\nb", String(repeating: "a", count: 80) + "\r\nb",
      Defect(.quotedPrintableLineTooLong, at: 76..<80)),
    DecodingCase(
      "a long last line", String(repeating: "a", count: 77), String(repeating: "a", count: 77),
      Defect(.quotedPrintableLineTooLong, at: 76..<77)),
    DecodingCase(
      "a long line with a soft line break", String(repeating: "a", count: 76) + "=\r\nb",
      String(repeating: "a", count: 76) + "b", Defect(.quotedPrintableLineTooLong, at: 76..<77)),
  ])
  func `a departure is tolerated and reported`(row: DecodingCase) {
    row.check(as: .quotedPrintable)
  }

  @Test func `white space is held back up to the longest line of SMTP`() {
    for (blank, end) in [(" ", "\r\n"), ("\t", "\n"), (" ", "")] {
      let body = bytes("a" + String(repeating: blank, count: 998) + end)
      let decoding = Decoding(whole: body, as: .quotedPrintable)
      #expect(decoding.bytes == bytes("a" + end))
      #expect(
        decoding.defects.map(\.kind)
          == (end.isEmpty
            ? [.quotedPrintableLineTooLong, .quotedPrintableTrailingSpace]
            : [.quotedPrintableTrailingSpace, .quotedPrintableLineTooLong]))
    }
  }

  @Test func `a longer run of white space is kept`() {
    for end in ["\r\n", "\n", "x", ""] {
      let text = "a" + String(repeating: " ", count: 2_500) + end
      let body = bytes(text)
      let decoding = Decoding(whole: body, as: .quotedPrintable)
      #expect(decoding.bytes == body)
      #expect(decoding.defects.first == Defect(.quotedPrintableTrailingSpace, at: 1..<999, severity: .medium))
      for split in [1, 2, 998, 999, 1_000, 1_001, 2_000, 2_500] {
        #expect(Decoding([body[..<split], body[split...]], as: .quotedPrintable, room: 100) == decoding)
      }
    }
  }

  @Test func `so is one behind an equals sign`() {
    let body = bytes("a=" + String(repeating: " ", count: 1_500) + "\r\n")
    let decoding = Decoding(whole: body, as: .quotedPrintable)
    #expect(decoding.bytes == body)
    #expect(decoding.defects.first == Defect(.quotedPrintableBadHex, at: 1..<1_000))
  }
}
