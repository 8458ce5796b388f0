extension DefectChapter {
  static let addresses = DefectChapter(
    "Addresses",
    [
      DefectExplanation(
        .addressMultipleFrom, "Several mailboxes in From.",
        """
        Legal together with Sender. But a check that reads one of them and a reader who is shown another disagree \
        about who wrote. We show all in order.
        """),
      DefectExplanation(
        .addressMultipleAt, "An address with more than one `@`.",
        """
        Programs split at the first or the last @ and so deliver to two different domains. We keep what is \
        written, as an address that is not valid.
        """),
      DefectExplanation(
        .addressTrailingSpecial, "A special character behind an address.",
        """
        Parsers stop at the character and take what is before it for the whole address, or take what follows for a \
        second one; a check of the domain passes for the wrong one. We show what stands before it and call it \
        invalid.
        """),
      DefectExplanation(
        .addressAngleTwice, "Two addresses in angle brackets in one mailbox.",
        """
        Parsers take the first address, the second, or both. We show both in order.
        """),
      DefectExplanation(
        .addressAngleNested, "Angle brackets inside angle brackets.",
        """
        Parsers take the inner address, the outer text, or nothing. We take the inner one, as RFC 7103 advises.
        """),
      DefectExplanation(
        .addressTextAfterAngle, "Text behind an address in angle brackets.",
        """
        Parsers drop the text, or join it to the address and so change its domain. We take the address in the \
        brackets.
        """),
      DefectExplanation(
        .addressUnquotedAddressName, "A display name that is itself an address, without quotes.",
        """
        Some parsers take the name for the mailbox and never see the brackets; a reader sees an address that is \
        not the sender's. We take the one in the brackets. Lint if both are the same.
        """),
      DefectExplanation(
        .addressDisplayLooksLikeAddress, "A display name that shows another address.",
        """
        Many programs show the name alone, and the reader takes it for the address. Legal; reported only if the \
        mailbox is another one.
        """),
      DefectExplanation(
        .addressEncodedWordInAddrSpec, "An encoded word inside an address, where none is decoded.",
        """
        A parser that decodes it makes an address out of what was none, with another domain. We never decode \
        inside an address.
        """),
      DefectExplanation(
        .addressCommentInLocalPart, "A comment in a local part.",
        """
        Legal in the obsolete syntax. Parsers drop it, keep it, or take it for the name. We drop it.
        """),
      DefectExplanation(
        .addressCommentInDomain, "A comment in a domain.",
        """
        Parsers that drop the comment join the pieces to one domain, others stop at it. We stop at it and call the \
        address invalid.
        """),
      DefectExplanation(
        .addressNestedComment, "A comment inside a comment.",
        """
        Legal, but a parser that ends the comment at the first parenthesis sees an address that was inside it. We \
        count the nesting.
        """),
      DefectExplanation(
        .addressSpaceInAddrSpec, "White space around the dots or the `@` of an address.",
        """
        The obsolete syntax allows blanks around the dots, so we join. Parsers that stop at a blank see another \
        domain.
        """),
      DefectExplanation(
        .addressGroupInFrom, "A group in From.",
        """
        Allowed since RFC 6854. Programs that know no groups here show no author, and checks find no domain. The \
        members are the authors.
        """),
      DefectExplanation(
        .addressGroupNested, "A group inside a group.",
        """
        Groups hold no groups. Parsers fail, or lose members. We read one level.
        """),
      DefectExplanation(
        .addressSourceRoute, "An obsolete source route before an address.",
        """
        An obsolete path before the address. Parsers deliver to the address, to the first hop, or to all. We take \
        the address behind the colon.
        """),
      DefectExplanation(
        .addressPercentOrBang, "A `%` or `!` in a local part, which some servers route by.",
        """
        Old mailers forward such a local part to another host. We never do: it is a local part like others.
        """),
      DefectExplanation(
        .addressDots, "A dot at the begin or end of a local part or domain, or two in a row.",
        """
        The grammar has no empty atom, but large providers gave out such addresses. Parsers refuse or repair them. \
        We keep what is written.
        """),
      DefectExplanation(
        .addressUnterminated, "A quote, comment or bracket that is not closed.",
        """
        Parsers go on to the end of the field, or back, or give up, so each finds another address. We end the open \
        quote, comment or bracket where the address or the field ends, as RFC 7103 section 7.1 advises.
        """),
      DefectExplanation(
        .addressFoldInQuotes, "A line break inside a quoted local part.",
        """
        Legal. A program that unfolds after it has quoted sends a line break on, into a header or a command. We \
        unfold.
        """),
      DefectExplanation(
        .addressDomainLiteral, "An address literal in place of a domain.",
        """
        Legal, and hardly used by anybody but senders of spam and tests.
        """),
      DefectExplanation(
        .addressConfusableSpecial, "A character that looks like `@` or another special.",
        """
        A later program that normalises text turns the character into @, a dot or another special: then it is an \
        address, after all checks were made. We leave it as it is.
        """),
      DefectExplanation(
        .addressBidiOrInvisible, "A direction override or an invisible character.",
        """
        The text is shown in another order than it is written, or looks like another. The command line escapes \
        such characters. Lint for marks and joiners in scripts that use them.
        """),
      DefectExplanation(
        .addressEmpty, "A field without an address where there has to be one.",
        """
        No mailbox where there has to be one: nobody to reply to, nothing to check.
        """),
      DefectExplanation(
        .addressNoDomain, "A local part without a domain.",
        """
        Programs add a domain of their own, so the address means something else on each host. We add nothing.
        """),
      DefectExplanation(
        .addressNoLocalPart, "A domain without a local part.",
        """
        There is no mailbox in it. We keep what is written.
        """),
      DefectExplanation(
        .addressEmptyListElement, "A comma with nothing before or behind it.",
        """
        The obsolete syntax allows it; we skip it.
        """),
      DefectExplanation(
        .addressObsoleteSyntax, "Another obsolete form of an address.",
        """
        Old forms that the grammar still has programs accept, and not write.
        """),
      DefectExplanation(
        .addressUnquotedSpecial, "A special character in a display name without quotes.",
        """
        Parsers cut the name there, or the address with it. We keep the name as it is shown.
        """),
      DefectExplanation(
        .addressInvalid, "An address that fits no grammar, kept as written.",
        """
        Nothing in the grammar fits, so each parser finds something else. We keep what is written.
        """),
      DefectExplanation(
        .addressTooLong, "A local part or domain longer than SMTP carries.",
        """
        A server that cuts it off delivers to another address. We cut nothing.
        """),
      DefectExplanation(
        .limitAddresses, "More addresses than a field may have.",
        """
        What is behind the limit was not read; raise it to see the rest.
        """),
    ])
}
