extension DefectChapter {
  static let lineEnds = DefectChapter(
    "Line ends and bytes",
    [
      DefectExplanation(
        .bareLF, "LF without CR ends lines, as in files on disk; reported once a message.",
        """
        Messages travel with CR LF and are stored with LF alone, so this is no fault of a file on disk. We read LF \
        as a line end everywhere and say so once. In an SMTP dialogue a bare LF is another matter: there it is \
        refused.
        """),
      DefectExplanation(
        .mixedLineEnds, "Some lines end in CR LF and some in LF alone.",
        """
        Programs that take the first line end they meet as the only one, and programs that insist on CR LF, read \
        the lines with the other end as text: a field, or a delimiter, is then invisible to them. We end lines at \
        LF and at CR LF alike. Medium in a header section and at a delimiter, lint inside a body.
        """),
      DefectExplanation(
        .bareCR, "A CR without LF, which some programs take for a line end.",
        """
        Some parsers split lines at a CR of its own, so that one field becomes two and a text becomes a delimiter; \
        others, and we, keep it as a byte of the text. High in a header section, where a whole field hides behind \
        it; medium in a body.
        """),
      DefectExplanation(
        .nul, "A NUL, at which programs in C stop reading.",
        """
        Programs written in C stop at a NUL: they see a shorter value, or a shorter body, than the others. We keep \
        it and read on.
        """),
      DefectExplanation(
        .eightBitInSevenBit, "Bytes above 0x7F in a body that is declared, or by default, 7bit.",
        """
        A hop that keeps the promise of 7bit clears the top bit of such bytes or drops them, and a signature over \
        the body breaks. We keep them; the charset decides what they mean.
        """),
      DefectExplanation(
        .lineTooLong, "A line of more than 998 bytes.",
        """
        Servers wrap or cut lines of more than 998 bytes, and then signatures break and file names change. We read \
        lines of any length. Medium from 8,192 bytes on.
        """),
    ])
}
