extension DefectChapter {
  static let charsets = DefectChapter(
    "Charsets",
    [
      DefectExplanation(
        .charsetUnknown, "A charset that no decoder knows.",
        """
        Programs fail, or read some other charset. We read the bytes as we read undeclared text.
        """),
      DefectExplanation(
        .charsetUndeclared, "Bytes above 0x7F without a charset that explains them.",
        """
        Each program guesses. We take UTF-8 if they are valid UTF-8, then what detection is sure of, then \
        windows-1252.
        """),
      DefectExplanation(
        .charsetMalformedText, "Bytes that the charset does not allow.",
        """
        Each of the bytes becomes U+FFFD; other programs drop them or read another charset.
        """),
      DefectExplanation(
        .charsetTruncatedText, "A text that ends inside a character.",
        """
        The rest of the character is missing and becomes U+FFFD. Nothing of the next part is taken for it.
        """),
      DefectExplanation(
        .charsetOverlong, "UTF-8 that is longer than it need be, which hides characters from filters.",
        """
        A character in more bytes than it needs passes by a filter for bytes, and a decoder that is not strict \
        gives it back. It becomes U+FFFD.
        """),
      DefectExplanation(
        .charsetUTF7, "UTF-7, in which text hides from filters.",
        """
        A filter that does not know UTF-7 sees harmless letters where a reader gets markup. We decode it because \
        it is declared, and never guess it.
        """),
      DefectExplanation(
        .charsetEscapeInASCII, "An escape sequence in a text without a charset that has any.",
        """
        A program that guesses the charset switches to another alphabet at the escape, and what was text is \
        hidden, or the other way round. We never guess for text of seven bits.
        """),
      DefectExplanation(
        .charsetAlias, "A label of ISO for a Windows charset, with bytes that only the latter has.",
        """
        Programs that know the Windows charset by the name of the ISO one show quotes and dashes, others control \
        characters. We do as the WHATWG Encoding standard says.
        """),
      DefectExplanation(
        .charsetNotASCII, "A charset in which the bytes of syntax mean something else.",
        """
        A filter that looks for ASCII finds nothing. We decode it because it is declared.
        """),
      DefectExplanation(
        .charsetUTF16, "UTF-16 or UTF-32, in which no filter for bytes finds anything.",
        """
        Line ends and delimiters have other bytes there, and no filter for bytes finds anything. Structure is read \
        from the bytes, the text decoded as declared.
        """),
      DefectExplanation(
        .charsetBOMOverLabel, "A byte order mark that is not of the declared charset.",
        """
        Programs follow the mark or the label. We follow the mark.
        """),
      DefectExplanation(
        .charsetMetaMismatch, "HTML that names another charset than its Content-Type.",
        """
        A reader's program may follow the label inside the HTML, a filter the one outside. We follow the \
        Content-Type.
        """),
    ])
}
