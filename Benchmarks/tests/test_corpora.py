"""The corpora are what `library.py` and the report say of them."""

import quopri
import re
import tempfile
import unittest
from base64 import b64decode
from email.header import decode_header, make_header
from itertools import islice
from pathlib import Path
from random import Random

from corpora import adversarial, growth, library, malformed, messages, own_mail, pack, pieces
from corpora.encodings import base64_lines, encoded_words, extended_parameter, quoted_printable
from corpora.mbox import mbox


class Encodings(unittest.TestCase):
    def test_quoted_printable_comes_back_and_keeps_to_76_columns(self):
        random = Random(1)
        for _ in range(200):
            lines = [
                random.randbytes(random.randint(0, 200)).replace(b"\r", b"").replace(b"\n", b"") for _ in range(3)
            ]
            text = b"\r\n".join([*lines, b"ends with a blank ", b"a=b\t"])
            encoded = quoted_printable(text)
            self.assertEqual(quopri.decodestring(encoded), text)
            self.assertLessEqual(max(map(len, encoded.split(b"\r\n"))), 76)

    def test_base64_comes_back_in_76_columns(self):
        data = bytes(range(256)) * 3
        self.assertEqual(b64decode(base64_lines(data)), data)
        self.assertEqual({len(line) for line in base64_lines(data).split(b"\r\n")[:-2]}, {76})

    def test_encoded_words_come_back_and_keep_to_75_characters(self):
        for charset, text in [
            ("utf-8", "Grüße ✅ aus Köln " * 6),
            ("iso-2022-jp", "会議の日程" * 9),
            ("koi8-r", "отчёт " * 12),
        ]:
            for form in "BQ":
                words = encoded_words(text, charset, form)
                self.assertLessEqual(max(map(len, words.split("\r\n "))), 75)
                self.assertEqual(str(make_header(decode_header(words))), text)

    def test_a_long_parameter_is_cut_between_characters_only(self):
        pieces = re.findall(r"=(?:utf-8'')?([^;]*)", extended_parameter("filename", "ж" * 60))
        self.assertGreater(len(pieces), 1)
        self.assertTrue(all(len(piece) % 3 == 0 for piece in pieces))


class Corpora(unittest.TestCase):
    def test_a_seed_gives_the_same_bytes_and_another_one_others(self):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            first = library.write(Path(one), list(library.BY_NAME), scale=0.01)
            self.assertEqual(first, library.write(Path(two), list(library.BY_NAME), scale=0.01))
            other = library.write(Path(two), ["mix"], seed=1, scale=0.01)
            self.assertNotEqual(first["mix"]["sha256"], other["mix"]["sha256"])

    def test_sizes_of_the_mix_are_those_of_mail(self):
        sizes = sorted(messages.sizes(3_000))
        self.assertAlmostEqual(sizes[1_500] / 12_000, 1, delta=0.15)
        self.assertAlmostEqual(sum(sizes) / 3_000 / 40_000, 1, delta=0.1)
        self.assertGreater(sizes[-1], 20_000_000)

    def test_every_eighth_message_is_a_fair_sample_but_for_the_tail(self):
        sizes = [min(size, 1_000_000) for size in messages.sizes(3_000)]
        mean = sum(sizes) / len(sizes)
        for start in range(8):
            sample = sizes[start::8]
            self.assertAlmostEqual(sum(sample) / len(sample) / mean, 1, delta=0.1)

    def test_small_messages_have_15_to_25_fields(self):
        for message in messages.small(1, 0.005):
            section = message[: message.index(b"\r\n\r\n") + 2]
            self.assertIn(len(re.findall(rb"^[^ \t\r]+:", section, re.M)), range(15, 26))

    def test_every_damage_changes_the_message(self):
        sound = next(islice(messages.mix(1, 1), 20, None))
        unchanged = [damage.__name__ for damage in malformed.DAMAGES if damage(sound, Random(1)) == sound]
        self.assertEqual(unchanged, [])

    def test_adversarial_and_growing_messages_have_the_size_asked_for(self):
        for name, shape in adversarial.SHAPES.items():
            self.assertAlmostEqual(len(shape(50_000)) / 50_000, 1, delta=0.35, msg=name)
        self.assertAlmostEqual(sum(map(len, growth.of_size(10**6))) / 10**6, 1, delta=0.01)
        self.assertEqual(b"".join(growth.of_recipients(100)).count(b"@example.org>"), 100)

    def test_names_are_reserved_ones(self):
        for name in ["mix", "small"]:
            for message in library.BY_NAME[name].messages(1, 0.01):
                for domain in re.findall(rb"@([a-z0-9.-]+\.[a-z]+)", message[: message.index(b"\r\n\r\n")]):
                    self.assertRegex(domain.decode(), r"(^|\.)(example\.(org|com|net)|test)$")


class Pieces(unittest.TestCase):
    def test_a_block_decodes_without_anything_cut(self):
        decode = {"base64": b64decode, "quoted-printable": quopri.decodestring, "base64-encoding": bytes}
        for piece in pieces.PIECES:
            codec, _, charset = piece.codec.partition(":")
            for block in islice(pieces.blocks(piece, 1), 2):
                self.assertAlmostEqual(len(block) / pieces.BLOCK, 1, delta=0.25, msg=piece.name)
                text = block.decode(charset) if charset else decode[codec](block)
                self.assertNotIn("\ufffd" if charset else b"\r\n=", text, piece.name)


class Packs(unittest.TestCase):
    def test_what_is_packed_comes_back(self):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "x.pack"
            facts = pack.write(path, [b"one", b"", b"three"])
            self.assertEqual(list(pack.read(path)), [b"one", b"", b"three"])
            self.assertEqual((facts["messages"], facts["bytes"]), (3, 8))
            pack.write_one(path, [b"pie", b"ces"])
            self.assertEqual(list(pack.read(path)), [b"pieces"])

    def test_own_mail_finds_messages_in_files_and_mboxes(self):
        with tempfile.TemporaryDirectory() as directory:
            root = Path(directory)
            (root / "cur").mkdir()
            (root / "cur" / "1:2,S").write_bytes(b"Subject: a\r\n\r\nx\r\n")
            (root / "index").write_bytes(b"\x01\x02: binary")
            (root / "z.mbox").write_bytes(b"".join(mbox([b"Subject: b\r\n\r\nFrom me\r\n", b"Subject: c\r\n\r\n"])))
            found = list(own_mail.messages(root))
            self.assertEqual(
                [message.split(b"\n")[0].strip() for message in found], [b"Subject: a", b"Subject: b", b"Subject: c"]
            )


if __name__ == "__main__":
    unittest.main()
