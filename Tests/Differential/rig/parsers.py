"""The parsers: how their drivers are built and run over a batch of messages."""
import json
import os
import shlex
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import reading

DRIVERS = Path(__file__).resolve().parent.parent / "drivers"
JAVA = "/usr/share/java"
CLASSPATH = ":".join(f"{JAVA}/{jar}.jar" for jar in
                     ("apache-mime4j-core", "apache-mime4j-dom", "commons-io", "javax.mail", "javax.activation"))

FAST = ["gmime", "etpan", "mimetic", "python-compat32", "python-default"]
SLOW = ["mime-tools", "mime4j", "javamail", "go"]

# (source, what it makes, command line). `make` rules without make: a driver is built when its source is newer.
BUILDS = [
    ("gmime.c", "gmime", "cc -O2 -o {out} {source} $(pkg-config --cflags --libs gmime-3.0)"),
    ("etpan.c", "etpan", "cc -O2 -o {out} {source} -letpan"),
    ("mimetic.cc", "mimetic", "c++ -O2 -w -o {out} {source} -lmimetic"),
    ("go_mail/main.go", "go", "cd $(dirname {source}) && GO111MODULE=off go build -o {out} ."),
    ("Driver.java", "java", "javac -cp {classpath} -d {out} {folder}/*.java"),
]


class Parsers:
    """Runs mimewire and references, one process a batch."""

    def __init__(self, mimewire, references, build):
        self.mimewire, self.references, self.build = mimewire, references, Path(build)
        self.pool = ThreadPoolExecutor(max_workers=2)

    def build_drivers(self):
        self.build.mkdir(parents=True, exist_ok=True)
        wanted = {"java" if name in ("mime4j", "javamail") else name for name in self.references}
        for source, made, command in BUILDS:
            out, source = self.build / made, DRIVERS / source
            newest = max(file.stat().st_mtime for file in [source, DRIVERS / "driver.h", *DRIVERS.glob("*.java")])
            if made not in wanted or out.exists() and out.stat().st_mtime >= newest:
                continue
            line = command.format(out=shlex.quote(str(out.resolve())), source=shlex.quote(str(source)),
                                  classpath=CLASSPATH, folder=shlex.quote(str(DRIVERS)))
            subprocess.run(["sh", "-c", line], check=True)
            if out.is_dir():
                os.utime(out)

    def build_union(self):
        """Our own driver, which tells what any reading shows. A first build takes minutes."""
        subprocess.run(["swift", "build", "-c", "release", "--package-path", DRIVERS.parent / "union",
                        "--scratch-path", self.build / "union-build"], check=True, stdout=subprocess.DEVNULL)
        shutil.copy(self.build / "union-build/release/union", self.build / "union")

    def union(self, messages):
        """What any reading of each message shows, as we see it: one reading a message."""
        return self._reference("union", messages)

    def command(self, reference):
        java = ["java", "-Xss8m", "-XX:TieredStopAtLevel=1", "-cp", f"{CLASSPATH}:{self.build / 'java'}"]
        return {
            "python-compat32": ["python3", str(DRIVERS / "python_email.py"), "compat32"],
            "python-default": ["python3", str(DRIVERS / "python_email.py"), "default"],
            "mime-tools": ["perl", str(DRIVERS / "mime_tools.pl")],
            "mime4j": [*java, "Mime4j"],
            "javamail": [*java, "JavaMail"],
        }.get(reference, [str(self.build / reference)])

    def read(self, messages):
        """The readings of a batch: a list of ours, and one of each reference by its name."""
        ours = self.pool.submit(self._ours, messages)
        theirs = {name: self.pool.submit(self._reference, name, messages) for name in self.references}
        return ours.result(), {name: future.result() for name, future in theirs.items()}

    def _ours(self, messages):
        with tempfile.TemporaryDirectory(dir=self._memory()) as folder:
            paths = [f"{folder}/{number:06}.eml" for number in range(len(messages))]
            for path, message in zip(paths, messages):
                Path(path).write_bytes(message)
            run = subprocess.run([self.mimewire, "json", "--eml", *paths], capture_output=True)
        lines = run.stdout.splitlines()
        if len(lines) != len(messages):
            raise RuntimeError(f"mimewire told of {len(lines)} messages out of {len(messages)}: {run.stderr[-500:]}")
        return [reading.of_mimewire(json.loads(line)) for line in lines]

    def _reference(self, name, messages, seconds=120):
        """One answer a message. A driver that dies or hangs has that as its answer, and goes on behind it."""
        readings = []
        while len(readings) < len(messages):
            rest = messages[len(readings):]
            with tempfile.TemporaryFile(dir=self._memory()) as input_, tempfile.TemporaryFile() as output:
                for message in rest:
                    input_.write(b"%d\n%s" % (len(message), message))
                input_.seek(0)
                try:
                    subprocess.run(self.command(name), stdin=input_, stdout=output, stderr=subprocess.DEVNULL,
                                   timeout=seconds)
                    end = "crash"
                except subprocess.TimeoutExpired:
                    end = "timeout"
                output.seek(0)
                lines = output.read().split(b"\n")[:-1][:len(rest)]
            readings += [reading.of_reference(json.loads(line)) for line in lines]
            if len(lines) < len(rest):
                readings.append(reading.Reading(error=end))
        return readings

    @staticmethod
    def _memory():
        return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
