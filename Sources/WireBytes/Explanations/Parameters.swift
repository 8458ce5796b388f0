extension DefectChapter {
  static let parameters = DefectChapter(
    "Parameters and media types",
    [
      DefectExplanation(
        .parameterDuplicateBoundary, "More than one boundary.",
        """
        Parsers take the first or the last, or refuse, and each then finds other parts. We take the first; each of \
        the others is another reading.
        """),
      DefectExplanation(
        .parameterDuplicateFileName, "More than one file name.",
        """
        A filter checks one name and the reader saves the other. We take the first; the others are other readings.
        """),
      DefectExplanation(
        .parameterDuplicate, "More than one of another parameter.",
        """
        Parsers take the first or the last. We take the first.
        """),
      DefectExplanation(
        .parameterExtendedAndPlain, "A parameter both plain and in RFC 2231's form, with different values.",
        """
        Meant for old programs, which read the plain one; new ones read the other. A filter and a reader see two \
        names. We take the extended one. High if the extensions differ; nothing if both say the same.
        """),
      DefectExplanation(
        .parameterExtendedBoundary, "A boundary both plain and in RFC 2231's form, with different values.",
        """
        Parsers take one, the other, or neither, and find other parts. We take the extended one; the plain one is \
        another reading.
        """),
      DefectExplanation(
        .parameterContinuedBoundary, "A boundary in numbered pieces.",
        """
        Parsers join the pieces or see no boundary at all. We join them.
        """),
      DefectExplanation(
        .parameterDuplicateSection, "Two pieces of a parameter with one number.",
        """
        Parsers take the first, the last, or both of them, and each makes another name of it. We take the first of \
        each number.
        """),
      DefectExplanation(
        .parameterGap, "A number is missing among a parameter's pieces.",
        """
        Parsers stop at the gap or join what there is, so one sees an extension and the other none. We stop.
        """),
      DefectExplanation(
        .parameterOrder, "The pieces of a parameter out of order.",
        """
        Legal; we join by number.
        """),
      DefectExplanation(
        .parameterLeadingZero, "A piece's number with a leading zero.",
        """
        Is *00 the same as *0? Parsers differ. For us it is no number.
        """),
      DefectExplanation(
        .parameterHugeIndex, "A piece's number out of all proportion.",
        """
        A number that wraps around becomes another, or makes a parser allocate. We read numbers up to 999.
        """),
      DefectExplanation(
        .parameterBadPercent, "A `%` without two hexadecimal digits.",
        """
        Parsers keep the sign, drop it, or refuse the value. We keep it.
        """),
      DefectExplanation(
        .parameterPercentWithoutCharset, "A percent-encoded parameter without its charset.",
        """
        Parsers decode it in some charset or leave it. We take it literally.
        """),
      DefectExplanation(
        .parameterCharsetAgain, "A charset in a piece that is not the first.",
        """
        Only the first piece names the charset. Parsers decode the prefix away or keep it. We keep it as text.
        """),
      DefectExplanation(
        .parameterInvalidHidesRest, "A broken parameter behind which programs see no more.",
        """
        Parsers that give up at a broken parameter lose all behind it, the boundary too. We skip to the next \
        semicolon; the field without what follows is another reading.
        """),
      DefectExplanation(
        .parameterCommentInValue, "A comment in or beside a value.",
        """
        Comments are legal between tokens, but parsers differ about whether it belongs to the value, and each then \
        looks for another boundary. We strip it.
        """),
      DefectExplanation(
        .parameterQuotedJunk, "Text behind a quoted value.",
        """
        Parsers end the value at the quote, add the text, or give up. We end it at the quote.
        """),
      DefectExplanation(
        .parameterUnquotedSpecials, "A value with blanks or special characters, without quotes.",
        """
        Parsers end the value at the first special character or at the semicolon. We end a name of a file at the \
        semicolon, other values also at white space and comments.
        """),
      DefectExplanation(
        .parameterUnterminatedQuote, "A quoted value that is not closed.",
        """
        Parsers take the rest of the field, nothing, or up to the next semicolon. We take the rest of the field.
        """),
      DefectExplanation(
        .parameterMissingSemicolon, "No semicolon before a parameter.",
        """
        Parsers see a type of several words and no parameter, or read as if the semicolon stood there. We read on; \
        the field without parameters is another reading.
        """),
      DefectExplanation(
        .parameterSpaceAroundEquals, "White space around `=`.",
        """
        Most parsers accept it, some lose the parameter. We accept it.
        """),
      DefectExplanation(
        .parameterBackslash, "A backslash in a quoted value, which is read as a quote of the next byte or as itself.",
        """
        A quote of the next byte by the grammar, itself to programs of systems that have it in paths. So the name \
        has it or not. We take it for a quote.
        """),
      DefectExplanation(
        .parameterNUL, "A NUL in a parameter.",
        """
        Parsers stop at the NUL, drop it, or keep it, and each then has another boundary or name. We keep it; the \
        value up to it is another reading.
        """),
      DefectExplanation(
        .parameterFoldInValue, "A line break inside a value.",
        """
        Parsers end the value at the fold, or join the halves. We end it there.
        """),
      DefectExplanation(
        .parameterNameAndFileName, "A `name` of Content-Type that is not the `filename` of Content-Disposition.",
        """
        A filter that reads the one and a reader that saves under the other see two files. We take filename; name \
        is another reading.
        """),
      DefectExplanation(
        .parameterTrailingSemicolon, "A semicolon behind the last parameter.",
        """
        The grammar does not have it, and everybody accepts it.
        """),
      DefectExplanation(
        .parameterOnWrongType, "A boundary on a type that is no multipart.",
        """
        Some programs split the body all the same. We ignore the boundary.
        """),
      DefectExplanation(
        .parameterWrongName, "A multipart whose only boundary goes by another name.",
        """
        Programs that guess find a boundary in the body, others read one opaque body. We guess nothing.
        """),
      DefectExplanation(
        .parameterRaw8Bit, "Bytes above 0x7F in a parameter.",
        """
        Nothing says what the bytes mean. We read them as we read undeclared text.
        """),
      DefectExplanation(
        .typeMalformed, "A Content-Type that names no media type.",
        """
        RFC 2045 section 5.2 says plain text, and so do we; parsers that see the word multipart or the boundary \
        split the body into parts.
        """),
      DefectExplanation(
        .typeComment, "A comment or white space inside a media type.",
        """
        Comments and blanks between the tokens are legal, so we read the type; parsers that do not expect them see \
        text.
        """),
      DefectExplanation(
        .typeMultipleValues, "More than one media type in a field.",
        """
        Parsers take the first type, the last, or none. We take the first.
        """),
      DefectExplanation(
        .typeMissing, "No Content-Type.",
        """
        Plain text in US-ASCII by RFC 2045 section 5.2. Some programs guess from the content.
        """),
      DefectExplanation(
        .dispositionMalformed, "A Content-Disposition that names no disposition.",
        """
        Programs show the part or offer it as a file. We offer it, as RFC 2183 section 2.8 says for types that \
        nobody knows; an empty field says nothing.
        """),
      DefectExplanation(
        .limitParameters, "More parameters than a field may have.",
        """
        What is behind the limit was not read; raise it to see the rest.
        """),
    ])

  static let fileNames = DefectChapter(
    "File names",
    [
      DefectExplanation(
        .fileNameBidi, "A direction override in a file name.",
        """
        A reader is shown the name in another order than it is written: "gpj" with an override before "exe" looks \
        like a picture. The command line escapes the characters, and files are written without them.
        """),
      DefectExplanation(
        .fileNameInvisible, "An invisible character in a file name.",
        """
        Two names that look alike are two, and a word that a filter looks for is not found. The command line \
        escapes the characters, and files are written without them.
        """),
      DefectExplanation(
        .fileNameHiddenExtension, "An extension behind a long run of white space.",
        """
        So much white space that the extension is out of sight in a list or dialogue.
        """),
      DefectExplanation(
        .fileNameDoubleExtension, "An extension of a program behind one of a document.",
        """
        Systems that hide known extensions show a document where a program is. Reported where the last extension \
        is one that a system runs and the one before it is a document's.
        """),
    ])
}
