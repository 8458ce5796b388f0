"""Python's `email` package, under the policy that is named: `compat32` or `default`."""
import email
import email.header
import email.policy
import email.utils
import json
import sys

POLICY = {"compat32": email.policy.compat32, "default": email.policy.default}[sys.argv[1]]


def hexadecimal(text):
    """The text's bytes; raw ones are kept in surrogates. None stays None."""
    if text is None:
        return None
    if isinstance(text, email.header.Header):  # what compat32 makes of raw 8-bit text
        raw = "".join(str(part) if isinstance(part, str) else part.decode("ascii", "surrogateescape")
                      for part, _ in text._chunks)
        text = raw
    return str(text).encode("utf-8", "surrogateescape").hex()


def decoded_words(text):
    """The text with its encoded words decoded, which compat32 leaves to the caller."""
    if POLICY is email.policy.default or not isinstance(text, str) or "=?" not in text:
        return text
    try:
        return str(email.header.make_header(email.header.decode_header(text)))
    except (UnicodeError, LookupError, ValueError, email.errors.HeaderParseError):
        return text


def leaves(part):
    if part.is_multipart():
        for child in part.get_payload():
            yield from leaves(child)
    else:
        body = part.get_payload(decode=True)
        yield {"type": part.get_content_type().encode("utf-8", "surrogateescape").hex(),
               "name": hexadecimal(decoded_words(part.get_filename())),
               "body": (body or b"").hex()}


def addresses(message):
    field = message["from"]
    if field is None:
        return []
    if POLICY is email.policy.default:
        return [hexadecimal(address.addr_spec) for address in field.addresses]
    text = bytes.fromhex(hexadecimal(field)).decode("utf-8", "surrogateescape")
    return [hexadecimal(address) for _, address in email.utils.getaddresses([text])]


def reading(raw):
    message = email.message_from_bytes(raw, policy=POLICY)
    return {"leaves": list(leaves(message)), "from": addresses(message),
            "subject": hexadecimal(decoded_words(message["subject"]))}


def main():
    source = sys.stdin.buffer
    while line := source.readline():
        raw = source.read(int(line))
        try:
            answer = reading(raw)
        except Exception as error:  # it raises whatever it comes across: that is its answer
            answer = {"error": repr(error).encode("utf-8", "backslashreplace").hex()}
        print(json.dumps(answer, separators=(",", ":")), flush=True)


sys.setrecursionlimit(10_000)
main()
