extension DefectChapter {
  static let limits = DefectChapter(
    "Limits",
    [
      DefectExplanation(
        .limitDepth, "Parts nest too deep.",
        """
        What lies deeper was not looked at, and is one opaque body; raise the limit to see it.
        """),
      DefectExplanation(
        .limitParts, "Too many parts.",
        """
        The parts behind the limit were not looked at, and are one opaque body; raise the limit to see them.
        """),
      DefectExplanation(
        .limitFields, "Too many fields in a header section.",
        """
        The fields behind the limit were not read, and are body; raise the limit to see them.
        """),
      DefectExplanation(
        .limitHeaderSection, "A header section that is too long.",
        """
        The rest of the header section was not read, and is body; raise the limit to see it.
        """),
      DefectExplanation(
        .limitEncodedMessages, "Too many transfer-encoded messages inside one another.",
        """
        The message was not decoded, since each decoding may cost as much as the message around it; raise the \
        limit to see it.
        """),
      DefectExplanation(
        .limitInflation, "A `.gz` that inflates out of all proportion.",
        """
        A small file that inflates to a huge one is made to fill memory. The rest was not read; raise the limit if \
        you trust the file.
        """),
      DefectExplanation(
        .limitInflatedMessage, "A message out of a `.gz` that is too long.",
        """
        The rest was not read; raise the limit if you trust the file.
        """),
      DefectExplanation(
        .limitMessage, "A stored message that is too long.",
        """
        The rest was not read; raise the limit to see it.
        """),
    ])

  static let mailboxes = DefectChapter(
    "Mailboxes",
    [
      DefectExplanation(
        .gzipTrailingGarbage, "Bytes behind the compressed data.",
        """
        Programs stop, fail, or go on with what follows. What was inflated is read.
        """),
      DefectExplanation(
        .gzipDamaged, "Compressed data that is cut or damaged.",
        """
        What could be inflated was read.
        """),
      DefectExplanation(
        .mboxFromUnescaped, "A `From ` line in a body that some programs take for the next message.",
        """
        A mailbox program that does not ask for an empty line and a date begins a new message here, which somebody \
        else wrote. To us it is body.
        """),
      DefectExplanation(
        .mboxContentLength, "A Content-Length at which no message ends.",
        """
        Programs that believe it swallow the next message or cut this one. We believe it only if a message ends \
        there.
        """),
    ])

  static let smtp = DefectChapter(
    "SMTP dialogues",
    [
      DefectExplanation(
        .smtpSyntax, "A line that a strict server refuses.",
        """
        A strict server refuses the line; a tolerant one makes something of it. It has no effect here.
        """),
      DefectExplanation(
        .smtpEndOfDataVariant, "Bytes that some servers take for the end of a message.",
        """
        A server that takes it for the end of the message reads what follows as commands: a message in somebody \
        else's name (CVE-2023-51764). Only CR LF . CR LF ends a message here.
        """),
      DefectExplanation(
        .smtpEarlyData, "Bytes that were sent before the client's turn.",
        """
        Sent before the reply that it depends on. The server may have refused, and then the text is read as \
        commands.
        """),
      DefectExplanation(
        .smtpPlaintextAfterSTARTTLS, "Plain text between STARTTLS and the handshake.",
        """
        Commands that were sent in the clear would run as if they had been encrypted (CVE-2011-0411). The session \
        has to be closed.
        """),
      DefectExplanation(
        .smtpReplyMalformed, "A reply that programs read differently, or cannot.",
        """
        Clients go by the first line or by the last, and one of them is wrong. It counts as no reply.
        """),
      DefectExplanation(
        .smtpReplyOdd, "A reply whose enhanced status codes do not agree.",
        """
        The codes of the lines disagree or do not fit the reply. The reply's own code counts.
        """),
    ])
}
