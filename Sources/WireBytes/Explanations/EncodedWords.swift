extension DefectChapter {
  static let encodedWords = DefectChapter(
    "Encoded words",
    [
      DefectExplanation(
        .encodedWordLineBreak, "An encoded word that decodes to a line break.",
        """
        A program that writes the decoded text into a header writes a new field with it. We decode; an encoder of \
        ours encodes it again.
        """),
      DefectExplanation(
        .encodedWordNUL, "An encoded word that decodes to a NUL.",
        """
        Programs written in C show the text up to the NUL. We decode and keep it.
        """),
      DefectExplanation(
        .encodedWordInQuotedString, "An encoded word inside quotes.",
        """
        Not allowed there; most programs decode it, some show it raw. We decode it for display, and never in an \
        address.
        """),
      DefectExplanation(
        .encodedWordInParameter, "An encoded word in a parameter.",
        """
        Not allowed there, RFC 2231 has its own form, but common: most programs decode it, some take the raw text, \
        and a filter sees no extension. We decode; the raw text is another reading.
        """),
      DefectExplanation(
        .encodedWordInBoundary, "An encoded word in a boundary.",
        """
        A program that decodes the boundary finds other parts than one that does not. We take it raw.
        """),
      DefectExplanation(
        .encodedWordInToken, "An encoded word in a value that is one word.",
        """
        A program that decodes it decodes the body by it. We take it raw: an unknown word.
        """),
      DefectExplanation(
        .encodedWordGlued, "An encoded word without white space around it.",
        """
        Only a word with white space around it is one. Programs decode it or leave it. We decode it and keep the \
        text around it.
        """),
      DefectExplanation(
        .encodedWordTooLong, "An encoded word of more than 75 bytes.",
        """
        Programs cut or ignore words of more than 75 bytes. We decode them.
        """),
      DefectExplanation(
        .encodedWordInnerSpace, "A blank inside an encoded word.",
        """
        A blank ends the word by the grammar, so programs decode it or leave it. We decode it.
        """),
      DefectExplanation(
        .encodedWordBadEncoding, "An encoding other than B and Q.",
        """
        There are B and Q only. We leave the text as it stands.
        """),
      DefectExplanation(
        .encodedWordUnknownCharset, "A charset that no decoder knows.",
        """
        Programs show the bytes in some other charset, or the word raw, or fail. We read the bytes as we read \
        undeclared text.
        """),
      DefectExplanation(
        .encodedWordSplitCharacter, "A character that is split over two encoded words.",
        """
        Each word must be whole, so some programs show two broken characters. We join the bytes of neighbouring \
        words of one charset first.
        """),
      DefectExplanation(
        .encodedWordSplitBase64, "A group of base64 that is split over two encoded words.",
        """
        Some programs decode each word and lose the bits between them. We join where the first stops inside a \
        group.
        """),
      DefectExplanation(
        .encodedWordBadPadding, "Base64 of an encoded word with wrong padding.",
        """
        Programs refuse the word or supply what is missing. We supply it.
        """),
      DefectExplanation(
        .encodedWordBadContent, "Bytes that the encoding of the word does not allow.",
        """
        Programs skip such bytes, keep them, or show the word raw. We keep or skip them as in a body.
        """),
      DefectExplanation(
        .encodedWordShiftOpen, "A charset with states that is not back in its first at the word's end.",
        """
        The state leaks into the next text in some programs. We carry it over neighbouring words of that charset, \
        and never past them.
        """),
      DefectExplanation(
        .encodedWordUTF7, "UTF-7, in which text hides from filters.",
        """
        A filter that does not know UTF-7 sees harmless letters where a reader gets markup. We decode it because \
        it is declared, and never guess it.
        """),
      DefectExplanation(
        .encodedWordEmpty, "An encoded word without text.",
        """
        Not allowed, but common. It stands for nothing; some programs show it raw.
        """),
      DefectExplanation(
        .encodedWordMalformedText, "Bytes that the word's charset does not allow.",
        """
        The bytes are none of the charset's. They become U+FFFD.
        """),
    ])
}
