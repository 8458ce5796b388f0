extension DefectChapter {
  static let headerSections = DefectChapter(
    "Header sections",
    [
      DefectExplanation(
        .headerMBOXFrom, "An mbox `From ` line before the first field.",
        """
        A mailbox puts this line before each message; a copy that kept it puts it before the first field. Parsers \
        strip it or lose the field behind it. We keep it as no field and go on.
        """),
      DefectExplanation(
        .headerBOM, "A byte order mark before the first field.",
        """
        An editor that saves as UTF-8 may put a byte order mark first. Programs that do not know it take it for \
        the begin of the first field's name, and that field is lost to them. We set it apart, and the field \
        counts.
        """),
      DefectExplanation(
        .headerNoSeparator, "A line that is no field, where programs see the body begin or go on with the fields.",
        """
        Parsers end the header section here and show the rest as text, or skip the line, or join it to the field \
        before. So the same fields count for some and are body to others. We keep the line as no field and go on \
        to the empty line; where no field came before, or the line is a delimiter, the body begins here.
        """),
      DefectExplanation(
        .headerNoColon, "An mbox `From ` or `>From ` line among the fields.",
        """
        Left by programs that write mailboxes. Parsers skip it, end the header section, or refuse the message. We \
        keep it as no field and go on; it is legal as the first line only.
        """),
      DefectExplanation(
        .headerLeadingContinuation, "A continuation line before the first field.",
        """
        It continues nothing. Parsers drop it, or take what it holds for a field. We keep it as no field.
        """),
      DefectExplanation(
        .headerWhitespaceOnlyLine,
        "A line of nothing but blanks, which continues a field or ends the header section.",
        """
        By the grammar a line of blanks continues the field before. To a program that strips lines it is the empty \
        line that ends the header section, and the fields behind it are text. We read a continuation.
        """),
      DefectExplanation(
        .headerSpaceBeforeColon, "White space between a field's name and its colon.",
        """
        The obsolete syntax allows it, so we take the field for what it is. Other parsers end the header section \
        there or do not recognise the name, so a Content-Type written like this hides a structure from them.
        """),
      DefectExplanation(
        .headerEmptyName, "A field without a name.",
        """
        A line that begins with its colon. Most parsers drop it silently. We keep it as no field.
        """),
      DefectExplanation(
        .headerEightBitName, "A byte above 0x7F in a field's name.",
        """
        Names are ASCII. Parsers drop the field, or fold the letters by the rules of Unicode until a known name \
        comes out. We keep a field of exactly this name, which is none we know.
        """),
      DefectExplanation(
        .headerNULInName, "A NUL in a field's name.",
        """
        A program written in C reads the name up to the NUL, and so a Content-Transfer-Encoding that nobody else \
        sees. We keep a field of exactly this name, which is none we know.
        """),
      DefectExplanation(
        .headerControl, "A control character in a header section, or hidden in an encoded parameter.",
        """
        Programs that split text at every character that Unicode calls a line break see a new field behind a \
        vertical tab or U+2028; a terminal obeys an escape. We keep the bytes, and the command line escapes them.
        """),
      DefectExplanation(
        .headerRaw8Bit, "Bytes above 0x7F in a field that are not UTF-8.",
        """
        Nothing says what the bytes mean, so each program guesses. We take UTF-8 if they are valid UTF-8, then \
        what detection is sure of, then windows-1252.
        """),
      DefectExplanation(
        .headerFoldBeforeValue, "A line break between a field's colon and its value.",
        """
        Legal, and yet some parsers take the value for empty. Reported for Content-Type, Content-Disposition and \
        Content-Transfer-Encoding only, where a whole part depends on it. We unfold first.
        """),
      DefectExplanation(
        .headerFoldInToken, "A line break inside a value that is one word.",
        """
        Parsers join the halves with a blank or with nothing, so that "base" and "64" are an unknown word to some \
        and base64 to others. We read an unknown word.
        """),
      DefectExplanation(
        .headerLikeBodyStart, "An empty header section, and a body that begins like one.",
        """
        A blank line too many stands before the fields of a part. Some parsers skip it and take the lines behind \
        it for fields. We read them as body.
        """),
      DefectExplanation(
        .headerTruncated, "A header section that ends in the middle of a field.",
        """
        The input ends inside a field, or at its end without the empty line. The field counts as it stands.
        """),
      DefectExplanation(
        .duplicateFrom, "More than one From.",
        """
        One program checks the first author, another shows the last: a forgery passes every test. We show the \
        first, list all, and never call it certain; critical even if they are equal, since a verifier may count.
        """),
      DefectExplanation(
        .duplicateSingleton, "More than one of a field that may occur once.",
        """
        Programs take the first or the last of Subject, Date, Sender, Reply-To, Message-ID and the like. We take \
        the first and list all. Lint if they are equal.
        """),
      DefectExplanation(
        .duplicateDestination, "More than one To, Cc or Bcc.",
        """
        Programs take the first or the last of several To, Cc or Bcc, and recipients are lost. We join them in \
        order.
        """),
      DefectExplanation(
        .duplicateReturnPath, "More than one Return-Path.",
        """
        Each final delivery writes one, so an old one may be left. The topmost counts.
        """),
      DefectExplanation(
        .duplicateContentType, "More than one Content-Type.",
        """
        One program reads the first as text, another the second as a multipart with attachments. We take the \
        first; the second is another reading. Lint if they are equal.
        """),
      DefectExplanation(
        .duplicateTransferEncoding, "More than one Content-Transfer-Encoding.",
        """
        One program leaves the body as it stands, another decodes it into something else. We take the first; the \
        second is another reading. Lint if they are equal.
        """),
      DefectExplanation(
        .duplicateMIMEField, "More than one of another MIME field.",
        """
        Programs take the first or the last, and a part is shown by one and offered as a file by the other. We \
        take the first. Lint if they are equal.
        """),
      DefectExplanation(
        .missingFrom, "No From.",
        """
        A message without author is refused by many servers, and verifiers have nothing to go by. Nothing is made \
        up in its place.
        """),
      DefectExplanation(
        .missingDate, "No Date.",
        """
        Programs show the date of delivery, of the file, or of 1970. We show none.
        """),
      DefectExplanation(
        .mimeVersionMissing, "MIME fields without MIME-Version.",
        """
        A strict program shows the raw text of such a message; most, and we, read the MIME fields all the same.
        """),
      DefectExplanation(
        .mimeVersionOdd, "A MIME-Version other than 1.0, or written with comments.",
        """
        Only 1.0 was ever defined; a comment inside is legal. We read the MIME fields whatever it says.
        """),
      DefectExplanation(
        .dateObsolete, "A date of an obsolete form: two digits of a year, a named zone.",
        """
        Years of two digits and names of zones, which are read in several ways. We read them by RFC 5322 section \
        4.3; a military zone says nothing about the offset.
        """),
      DefectExplanation(
        .dateInvalid, "A date that is broken, or that no calendar has.",
        """
        Programs roll the date over to another day, or fall back on some other date. We give no date, and the \
        field stays as it is.
        """),
      DefectExplanation(
        .messageIDMalformed, "A message id without its brackets or its `@`.",
        """
        Programs drop it or invent another, and replies lose their thread. We take it as written, without its \
        brackets.
        """),
      DefectExplanation(
        .commentHalfOpen, "A `(` without its `)`.",
        """
        To some programs the comment swallows the lines behind it, to others it is text. We end it where the field \
        ends.
        """),
      DefectExplanation(
        .dkimPartialBody, "A signature of DKIM that covers only the begin of the body.",
        """
        The signature's l= covers only the begin of the body. What follows can be replaced, and with another \
        Content-Type it is all that a reader sees, under a valid signature. High where bytes follow the signed \
        length, otherwise lint.
        """),
      DefectExplanation(
        .dkimUncoveredField, "A field that a reader is shown, above the one of its name that DKIM signs.",
        """
        A verifier takes the lowest fields of a name, as many as h= names. A field of the same name above them is \
        not signed, and it is the one that a reader is shown. Reported where there is such a field.
        """),
      DefectExplanation(
        .dkimUnsignedContentType, "A signature of DKIM that leaves out Content-Type.",
        """
        Content-Type can be replaced without breaking the signature, and with it the structure of the body. Most \
        ordinary signatures leave it out, so lint; medium together with l=.
        """),
      DefectExplanation(
        .dkimDuplicateTag, "A tag that a signature of DKIM has twice.",
        """
        A verifier that takes the first and one that takes the last check two signatures. The field is invalid by \
        the grammar of tag lists.
        """),
      DefectExplanation(
        .dkimBareNewline, "Line ends in a signed body that each hop may change.",
        """
        Each hop may turn a bare CR or LF into another line end, and the hash of the body with it: the same \
        message verifies in one place and fails in another.
        """),
    ])
}
