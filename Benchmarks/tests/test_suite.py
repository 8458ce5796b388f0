"""What the report says follows from the samples."""

import contextlib
import io
import json
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

from peers import catalogue
from suite import check, markdown, rounds, samples, throughput


def sample(peer: str, cpu: float, **other) -> dict:
    counted = {"parts": 2, "headers": 9, "decoded": 50, "bytes": 1_000_000, "msgs": 10, "s": 9.0}
    return {"corpus": "mix", "mode": "full", "peer": peer, "cpu": cpu} | counted | other


class Rows(unittest.TestCase):
    def test_a_row_is_the_median_over_processor_time(self):
        (row,) = throughput.rows([sample("mimewire", cpu) for cpu in (0.5, 0.1, 0.2)])
        self.assertAlmostEqual(row["MB/s"], 5)
        self.assertAlmostEqual(row["lowest"], 2)
        self.assertAlmostEqual(row["highest"], 10)
        self.assertAlmostEqual(row["ns/message"], 0.02e9)

    def test_a_clock_of_hundredths_falls_back_to_the_wall(self):
        (row,) = throughput.rows([sample("mime4j-dom", 0.0, s=0.5)])
        self.assertAlmostEqual(row["MB/s"], 2)

    def test_the_faster_row_comes_first_and_ratios_are_ours_to_theirs(self):
        table = throughput.rows([sample("mimewire", 0.2), sample("gmime", 0.1), sample("vmime", 0.4)])
        self.assertEqual([row["peer"] for row in table], ["gmime", "mimewire", "vmime"])
        self.assertAlmostEqual(table[0]["ours/theirs"], 0.5)
        self.assertAlmostEqual(table[2]["ours/theirs"], 2)

    def test_other_counts_are_said_but_for_characters_of_text(self):
        found = {
            row["peer"]: row["differences"]
            for row in throughput.rows(
                [
                    sample("mimewire", 0.1),
                    sample("gmime", 0.1),
                    sample("libetpan", 0.1, headers=8, decoded=51),
                    sample("javamail", 0.1, decoded=44),
                ]
            )
        }
        self.assertEqual(found["gmime"], [])
        self.assertEqual(found["libetpan"], ["less decoding", "headers 8 for 9", "decoded 51 for 50"])
        self.assertEqual(found["javamail"], [])

    def test_a_failure_is_a_row(self):
        failure = {"corpus": "mix", "mode": "full", "peer": "vmime", "failure": "exit 1"}
        table = throughput.rows([sample("mimewire", 0.1), failure])
        self.assertEqual(table[-1]["failure"], "exit 1")

    def test_the_noise_floor_is_the_largest_difference_of_the_twins(self):
        small = [sample("mimewire", 0.1, corpus="small"), sample("mimewire-twin", 0.1, corpus="small")]
        table = throughput.rows([sample("mimewire", 0.1), sample("mimewire-twin", 0.125), *small])
        self.assertAlmostEqual(throughput.noise_floor(table), 0.25)


class Rounds(unittest.TestCase):
    def test_every_peer_runs_the_rungs_that_it_has_and_the_twin_is_last(self):
        peers = [catalogue.MIMEWIRE, catalogue.BY_NAME["dovecot"]]
        found = [(peer.name, rung) for peer, _, rung in rounds.cases(peers, ["mix"], ["structure", "selected"])]
        self.assertEqual(
            found,
            [
                ("mimewire", "structure"), ("dovecot", "structure"), ("mimewire-twin", "structure"),
                ("mimewire", "selected"), ("mimewire-twin", "selected"),
            ],
        )  # fmt: skip

    def test_mimewire_runs_on_the_sample_of_a_slow_peer_and_is_compared_there(self):
        slow = replace(catalogue.BY_NAME["vmime"], sampling=7)
        found = [
            (peer.name, peer.sampling) for peer, _, _ in rounds.cases([catalogue.MIMEWIRE, slow], ["mix"], ["full"])
        ]
        self.assertEqual(found, [("mimewire", 1), ("vmime", 7), ("mimewire", 7), ("mimewire-twin", 1)])
        table = throughput.rows(
            [sample("mimewire", 0.1), sample("mimewire", 0.2, sampling=7), sample("vmime", 0.8, sampling=7)]
        )
        self.assertEqual([row["peer"] for row in table], ["mimewire", "vmime"])
        self.assertAlmostEqual(table[1]["ours/theirs"], 4)

    def test_smtp_is_no_rung_of_mail(self):
        found = {
            (corpus, rung)
            for _, corpus, rung in rounds.cases([catalogue.MIMEWIRE], ["mix", "smtp"], ["full", "smtp"])
        }
        self.assertEqual(found, {("mix", "full"), ("smtp", "smtp")})

    def test_a_driver_that_fails_is_recorded_once_and_not_asked_again(self):
        broken = catalogue.Peer("gmime", "GMime", "C", ("false",))
        with tempfile.TemporaryDirectory() as directory:
            out = Path(directory) / "samples.jsonl"
            with contextlib.redirect_stdout(io.StringIO()):
                rounds.measure([broken], ["mix"], ["structure"], 3, 0, out, Path(directory))
            lines = [json.loads(line) for line in out.read_text().splitlines()]
        self.assertEqual([(line["peer"], line["failure"]) for line in lines], [("gmime", "exit 1")])

    def test_a_driver_that_hangs_is_ended(self):
        with self.assertRaisesRegex(samples.DriverFailure, "more than 0 s"):
            samples.run(samples.Run(["sh", "-c", "sleep 9"], Path("/dev/null"), "full"), timeout=0.1)


class Guard(unittest.TestCase):
    def test_only_more_than_the_margin_fails(self):
        thresholds = {"mix/full": {"instructions/byte": 10.0}}
        for figure, code in [(9.0, 0), (10.2, 0), (10.4, 1)]:
            said = io.StringIO()
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                self.assertEqual(check.compare({"mix/full": {"instructions/byte": figure}}, thresholds), code)
            self.assertEqual("EXCEEDED" in said.getvalue(), code == 1)

    def test_without_valgrind_it_says_so_and_passes(self):
        said = io.StringIO()
        with mock.patch("shutil.which", return_value=None), contextlib.redirect_stdout(said):
            self.assertEqual(check.run(update=False), 0)
        self.assertIn("bench-check skipped: no valgrind", said.getvalue())


class Markdown(unittest.TestCase):
    def test_a_faster_peer_stands_in_the_list_of_losses_unless_within_the_noise(self):
        for floor, listed in [(0.01, True), (0.6, False)]:
            report = {
                "throughput": throughput.rows([sample("mimewire", 0.2), sample("gmime", 0.1)]),
                "noise floor": floor,
                "peers": {"gmime": {"title": "GMime"}},
            }
            self.assertEqual("| mix | full | GMime | 2.00 |" in markdown.where_we_lose(report), listed)


class Catalogue(unittest.TestCase):
    def test_every_peer_has_a_driver_of_its_own_in_the_folder(self):
        for peer in catalogue.PEERS:
            self.assertIn("full", peer.rungs)
            self.assertTrue(peer.is_ours or peer.differs, peer.name)


if __name__ == "__main__":
    unittest.main()
