"""The contract of a benchmark driver: `python3 contract.py PEER PACK RUNG WARM PASSES STRIDE [latency]`."""

import gc
import importlib
import json
import struct
import sys
import time
from dataclasses import asdict, dataclass

RUNGS = ["structure", "selected", "headers", "full"]


@dataclass
class Counts:
    """What a pass has seen; drivers are compared only where they have seen the same."""

    parts: int = 0
    headers: int = 0
    decoded: int = 0
    sum: int = 0


def read(path, stride):
    messages, ordinal = [], 0
    with open(path, "rb") as file:
        while head := file.read(4):
            (length,) = struct.unpack("<I", head)
            if ordinal % stride == 0:
                messages.append(file.read(length))
            else:
                file.seek(length, 1)
            ordinal += 1
    return messages


def throughput(name, see, messages, rung, passes):
    total = sum(map(len, messages))
    for number in passes:
        counts = Counts()
        gc.collect()
        wall, processor = time.perf_counter(), time.process_time()
        for message in messages:
            see(message, RUNGS.index(rung), counts)
        processor, wall = time.process_time() - processor, time.perf_counter() - wall
        if number >= 0:
            facts = {"peer": name, "mode": rung, "s": wall, "cpu": processor, "bytes": total, "msgs": len(messages)}
            print(json.dumps(facts | asdict(counts)), flush=True)


def latency(name, see, messages, rung, passes):
    fastest = [sys.maxsize] * len(messages)
    for number in passes:
        counts = Counts()
        for i, message in enumerate(messages):
            start = time.perf_counter_ns()
            see(message, RUNGS.index(rung), counts)
            elapsed = time.perf_counter_ns() - start
            if number >= 0:
                fastest[i] = min(fastest[i], elapsed)
    fastest.sort()
    n = len(fastest)
    facts = {"p50": fastest[n // 2], "p99": fastest[n * 99 // 100], "max": fastest[-1]}
    print(json.dumps({"peer": name, "mode": rung, "msgs": n} | facts))


def main():
    peer, path, rung, warm, count, stride = sys.argv[1:7]
    see = importlib.import_module(peer.replace("-", "_") + "_peer").see
    measure = latency if sys.argv[7:] else throughput
    measure(peer, see, read(path, int(stride)), rung, range(-int(warm), int(count)))


main()
