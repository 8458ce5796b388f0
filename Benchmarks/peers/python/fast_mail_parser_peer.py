"""fast-mail-parser (https://pypi.org/project/fast-mail-parser/), a binding of the Rust crate mailparse."""

import fast_mail_parser


def see(message, rung, counts):
    try:
        if rung < 3:
            structure(message, counts)
        else:
            full(message, counts)
    except fast_mail_parser.ParseError:
        counts.sum += 1


def structure(message, counts):
    for part in fast_mail_parser.walk(fast_mail_parser.parse_email_tree(message, mode="metadata")):
        counts.headers += sum(map(len, part.headers.values()))
        counts.parts += not part.children


def full(message, counts):
    """Its flat result: the fields of the message's own section once each, text as `str`, attachments as bytes."""
    parsed = fast_mail_parser.parse_email(message)
    counts.headers += len(parsed.headers)
    texts = parsed.text_plain + parsed.text_html
    counts.parts += len(texts) + len(parsed.attachments)
    counts.decoded += sum(map(len, texts)) + sum(len(attachment.content) for attachment in parsed.attachments)
