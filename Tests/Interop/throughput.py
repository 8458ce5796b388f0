#!/usr/bin/env python3
"""Messages a second that smtp-source gets into mimewire-server and into Postfix's smtp-sink, interleaved, medians.

    throughput.py PATH_OF_MIMEWIRE_SERVER [--rounds 7] [--check]

`discard` takes messages and throws them away, as smtp-sink does; `maildir` is real service, with an fsync of file and folder
for each message. Each figure is the ratio to smtp-sink's of the same round. `--check` fails below 0.9 for `discard`.
"""
import argparse
import os
import pathlib
import shlex
import statistics
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
RIG = str(HERE / "rig.sh")
options = argparse.ArgumentParser()
options.add_argument("server")
options.add_argument("--rounds", type=int, default=7)
options.add_argument("--messages", type=int, default=2_000)
options.add_argument("--check", action="store_true")
options = options.parse_args()
work = pathlib.Path(tempfile.mkdtemp(prefix="mimewire-throughput-"))
(work / "users").write_text("b@interop.test:\n")


def serve(name, *more):
    process = subprocess.Popen(
        [options.server, "serve", "--domain", "interop.test", "--users", work / "users", "--maildir", work / name,
         "--smtp", "127.0.0.1:0", "--log-level", "warning", *more], stdout=subprocess.PIPE)
    return process, int(process.stdout.readline().rsplit(b":", 1)[1])


def rate(port, size, count, flags):
    """Messages a second of one run."""
    source = ["smtp-source", "-s", "8", "-m", str(count), "-l", str(size), "-f", "a@sender.test", "-t", "b@interop.test", *flags,
              f"inet:127.0.0.1:{port}"]
    script = f"began=$(date +%s%N); {shlex.join(source)} >/dev/null || exit; echo $(($(date +%s%N) - began))"
    took = int(subprocess.run([RIG, "exec", "postfix", "bash", "-c", script], check=True, capture_output=True).stdout)
    return count / (took / 1e9)


def spread(values):
    return f"{statistics.median(values):7.2f} ({min(values):.2f}-{max(values):.2f})"


discard, discard_port = serve("discard", "--discard")
maildir, maildir_port = serve("maildir")
subprocess.run([RIG, "start", "smtp-sink", str(work / "sink")], check=True, capture_output=True, env={**os.environ, "SINK_OPTIONS": ""})
sink_port = int((work / "sink" / "env").read_text().split("SMTP_PORT=")[1].split()[0])
missed = []
try:
    print(f"{'message':>8} {'connections':>12} {'smtp-sink/s':>12} {'discard, ratio':>20} {'maildir/s':>10}")
    for size in 1 << 10, 10 << 10, 100 << 10:
        for name, flags in ("kept", ["-d"]), ("reconnecting", []):
            sinks, ratios, stored = [], [], []
            for _ in range(options.rounds):
                sink = rate(sink_port, size, options.messages, flags)
                sinks.append(sink)
                ratios.append(rate(discard_port, size, options.messages, flags) / sink)
                stored.append(rate(maildir_port, size, options.messages // 4, flags))
                for path in (work / "maildir" / "b@interop.test" / "new").iterdir():
                    path.unlink()
            print(f"{size >> 10:>4} KiB {name:>13} {statistics.median(sinks):12.0f} {spread(ratios):>20} {statistics.median(stored):10.0f}", flush=True)
            if statistics.median(ratios) < 0.9:
                missed.append(f"{size >> 10} KiB {name}")
finally:
    discard.terminate()
    maildir.terminate()
    subprocess.run([RIG, "stop", "smtp-sink", str(work / "sink")], capture_output=True)
    subprocess.run(["rm", "-rf", work])
if missed:
    print("below 0.9 of smtp-sink: " + ", ".join(missed))
raise SystemExit(bool(options.check and missed))
