extension DefectChapter {
  static let multiparts = DefectChapter(
    "Multipart structure",
    [
      DefectExplanation(
        .boundaryPrefixMatch, "A line that begins with a delimiter and goes on in letters of a boundary.",
        """
        The grammar compares whole lines, and so do we; a note in the RFC lets implementations compare the \
        beginning only, and some do: to them a part begins here.
        """),
      DefectExplanation(
        .boundaryTrailingJunk, "A delimiter with text behind it.",
        """
        Text to us and to most; a delimiter to those who compare the beginning of a line, an error to others.
        """),
      DefectExplanation(
        .boundaryTrailingSpace, "A delimiter with white space behind it, which is allowed.",
        """
        Allowed, since transport may add it.
        """),
      DefectExplanation(
        .boundaryParameterTrailingSpace, "A boundary that is declared with white space at its end.",
        """
        The grammar has no boundary that ends in a blank, so we strip it. Programs that keep it find no delimiter.
        """),
      DefectExplanation(
        .boundaryEmpty, "An empty boundary.",
        """
        Some programs split the body at every line of two dashes; to us it is opaque.
        """),
      DefectExplanation(
        .boundaryMissingParameter, "A multipart without a boundary.",
        """
        Some programs take the first line that begins with two dashes for the boundary; to us the body is opaque.
        """),
      DefectExplanation(
        .boundaryTooLong, "A boundary of more than 70 bytes.",
        """
        Programs with a buffer of 70 bytes compare the first 70, or nothing. We compare up to 998.
        """),
      DefectExplanation(
        .boundaryLeadingSpace, "A line that is a delimiter but for white space before or in it.",
        """
        Text by the grammar; a delimiter to programs that strip lines or blanks.
        """),
      DefectExplanation(
        .boundaryCase, "A line that is a delimiter but for the case of its letters.",
        """
        Boundaries are compared to the letter; programs that fold case see a delimiter.
        """),
      DefectExplanation(
        .boundaryBareCR, "A delimiter behind a CR that is no line end.",
        """
        Programs that end lines at a CR see a delimiter here, and a part behind it. To us it is text. High where \
        the CR is behind the boundary.
        """),
      DefectExplanation(
        .boundaryMissingClose, "A multipart whose input ends without a close delimiter.",
        """
        The message was cut, or was written like this. The last part is kept; some programs drop it.
        """),
      DefectExplanation(
        .boundaryBadClose, "A close delimiter with one dash, or with text behind it.",
        """
        No close delimiter by the grammar, so we read on; programs that compare the beginning stop here.
        """),
      DefectExplanation(
        .partsAfterClose, "A delimiter behind its own close delimiter.",
        """
        Behind the close delimiter is epilogue, which nobody shows; programs that go on show another part.
        """),
      DefectExplanation(
        .entityInPreamble, "A preamble that looks like a part.",
        """
        The preamble is not shown. Programs that find fields in it show a part.
        """),
      DefectExplanation(
        .innerEqualsOuter, "A multipart with the boundary of one around it.",
        """
        A delimiter can belong to either, so the parts nest differently in each program. We give it to the \
        innermost that is open.
        """),
      DefectExplanation(
        .innerPrefixOfOuter, "A multipart whose boundary begins with that of one around it, or the other way round.",
        """
        Harmless for those who compare whole lines, as we do; programs that compare beginnings give the delimiters \
        of one to the other.
        """),
      DefectExplanation(
        .outerClosesInner, "A multipart that the delimiter of one around it ends.",
        """
        An outer delimiter also ends what is open inside it; programs that wait for the inner close delimiter \
        swallow the rest.
        """),
      DefectExplanation(
        .digestDefaultType, "A part of a digest without Content-Type, which is a message.",
        """
        In a digest a part without Content-Type is a message; programs that do not know this show text.
        """),
      DefectExplanation(
        .multipartZeroParts, "A multipart without a part.",
        """
        Nothing is in it by the grammar. Programs show the preamble, an empty message, or fail.
        """),
      DefectExplanation(
        .transferEncodingOnMultipart, "A multipart with a transfer encoding.",
        """
        Only identity encodings are allowed, so we ignore it; a program that decodes the whole body first finds \
        other parts. Medium for quoted-printable.
        """),
      DefectExplanation(
        .messageEncoded, "A message inside a message with a transfer encoding.",
        """
        Not allowed, but found in mail. Some programs decode it and show the message, with its attachments, others \
        offer a file. We decode it, and list its parts as lying within it.
        """),
      DefectExplanation(
        .messagePartial, "A piece of a message, of which no filter sees the whole.",
        """
        A reader's program puts the pieces together, behind the back of every filter on the way. We never do.
        """),
      DefectExplanation(
        .messageExternalBody, "A reference to a body elsewhere.",
        """
        A reader's program may fetch it. We never do.
        """),
      DefectExplanation(
        .encryptedSiblingHTML, "HTML beside an encrypted part of the same multipart.",
        """
        A program that joins the parts to one page gives what it decrypted to the HTML around it, and an unclosed \
        attribute sends it away (EFAIL, CVE-2017-17688). We never join parts.
        """),
      DefectExplanation(
        .htmlUnclosedAttribute, "HTML that ends inside an attribute's value.",
        """
        A program that joins the parts to one page makes the next part the value of this attribute, an address \
        that is fetched (EFAIL, CVE-2017-17688). We never join parts.
        """),
      DefectExplanation(
        .uuencodeInText, "A uuencoded file in a text.",
        """
        Some programs take it for an attachment, to others it is text that a filter does not decode. To us it is \
        text, the file another reading.
        """),
      DefectExplanation(
        .opaqueContainer, "An attachment in a format that holds attachments of its own.",
        """
        A format of its own that carries attachments with names of their own. We do not look inside; a filter has \
        to.
        """),
      DefectExplanation(
        .truncatedInput, "The input ends where more was promised.",
        """
        The file ends where more was promised. What there is was read.
        """),
    ])
}
