extension DefectChapter {
  static let transferEncodings = DefectChapter(
    "Transfer encodings",
    [
      DefectExplanation(
        .transferEncodingUnknown, "A transfer encoding that nobody knows.",
        """
        Programs leave the body as it is, guess base64, or offer a file. We leave it. High if the name of an \
        encoding is part of the value, which some programs decode by.
        """),
      DefectExplanation(
        .transferEncodingNearMiss, "More than one word where a transfer encoding is one.",
        """
        Programs decode by the first word or by none. To us it is unknown, and the body stays as it is.
        """),
      DefectExplanation(
        .transferEncodingComment, "A comment beside a transfer encoding.",
        """
        Legal beside the word, and yet many programs do not decode then. We decode; inside the word we do not.
        """),
      DefectExplanation(
        .transferEncodingQuoted, "A transfer encoding in quotes, or with something behind it.",
        """
        Programs decode, or do not. In quotes it is unknown to us; what is behind a semicolon is ignored.
        """),
      DefectExplanation(
        .transferEncodingTextOutside, "Text around the encoded data of a body.",
        """
        Programs drop the text or show it. We give the file alone.
        """),
      DefectExplanation(
        .base64PaddingInside, "Data behind the padding of base64.",
        """
        Padding ends the data; programs stop there, or go on, with or without a shift of the bits. A filter that \
        stops does not see what a reader gets. We stop; going on is another reading.
        """),
      DefectExplanation(
        .base64NonAlphabet, "A byte that is not of the base64 alphabet.",
        """
        To be ignored by the RFC, and we do; programs that stop there see less.
        """),
      DefectExplanation(
        .base64URLAlphabet, "`-` or `_`, of the other base64 alphabet.",
        """
        Programs decode them as the last two letters, skip them, or refuse the body. We skip them.
        """),
      DefectExplanation(
        .base64TrailingBits, "Left-over bits of the last letter that are not zero.",
        """
        Several encodings of the same bytes, which passes by filters that know one of them. The bits are dropped.
        """),
      DefectExplanation(
        .base64ShortGroup, "A single left-over letter, which is no byte.",
        """
        One letter is six bits, no byte. Programs drop it, refuse the body, or show it raw. We drop it.
        """),
      DefectExplanation(
        .base64MissingPadding, "No padding at the end.",
        """
        Everybody can tell what is meant; some refuse.
        """),
      DefectExplanation(
        .base64LineTooLong, "A line of more than 76 bytes.",
        """
        Allowed are 76 characters; filters that read a line at a time may cut the rest. We read lines of any \
        length.
        """),
      DefectExplanation(
        .quotedPrintableBadHex, "An `=` without two hexadecimal digits.",
        """
        Programs keep the sign or drop it. We keep it.
        """),
      DefectExplanation(
        .quotedPrintableLowercase, "Hexadecimal digits in lower case.",
        """
        Everybody accepts it.
        """),
      DefectExplanation(
        .quotedPrintableSoftBreakSpace, "White space between an `=` and its line end.",
        """
        Transport may add white space, so we take it for a soft line break; to others the sign is text.
        """),
      DefectExplanation(
        .quotedPrintableSoftBreakCR, "An `=` before a CR that is no line end.",
        """
        Programs that end lines at a CR join the lines here. To us it is text.
        """),
      DefectExplanation(
        .quotedPrintableEscapeSplit, "An escape that a soft line break cuts in two.",
        """
        Programs that remove soft line breaks first make one escape of the halves. We do not.
        """),
      DefectExplanation(
        .quotedPrintableEndsInEquals, "A body that ends in `=`.",
        """
        Programs keep the sign or drop it. We drop it.
        """),
      DefectExplanation(
        .quotedPrintableTrailingSpace, "White space at the end of a line, which transport may have added.",
        """
        To be removed by the RFC, since transport may have added it; a signature over the body may count it.
        """),
      DefectExplanation(
        .quotedPrintableRawByte, "A control character or a byte above 0x7F.",
        """
        Programs keep it, drop it, or stop. We keep it.
        """),
      DefectExplanation(
        .quotedPrintableLineTooLong, "A line of more than 76 bytes.",
        """
        Allowed are 76 characters. We read lines of any length.
        """),
      DefectExplanation(
        .uuencodeBadLength, "A line whose length is not what it says.",
        """
        A decoder that believes it reads past the line. We take what is there.
        """),
      DefectExplanation(
        .uuencodeBadByte, "A byte that is not of the uuencode alphabet.",
        """
        Programs skip it or decode it to something. We read its low six bits.
        """),
      DefectExplanation(
        .uuencodeNoEnd, "No `end` line.",
        """
        What there is was decoded.
        """),
      DefectExplanation(
        .yencBadEscape, "An escape that escapes nothing.",
        """
        The sign is at the end of a line or of the data, and escapes nothing.
        """),
      DefectExplanation(
        .yencBadLine, "A `=y` line that cannot be read.",
        """
        The line that says name, size and part cannot be read; the data is decoded all the same.
        """),
      DefectExplanation(
        .yencNoEnd, "No `=yend` line.",
        """
        What there is was decoded; nothing says whether it is complete.
        """),
      DefectExplanation(
        .yencBadChecksum, "A size or checksum that the data does not have.",
        """
        The data was changed on the way, or cut.
        """),
    ])
}
