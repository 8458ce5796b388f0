"""What the figures were taken on."""

import os
import platform
import re
import subprocess
from pathlib import Path
from typing import Any

from peers import build

from . import paths


def describe() -> dict[str, Any]:
    return {
        "processor": _cpu_field("model name"),
        "cores": os.cpu_count(),
        "vector units": vector_units(),
        "caches": {name: _first_word(_run("getconf", f"{name}_SIZE")) for name in CACHES},
        "memory bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "kernel": platform.release(),
        "system": _os_name(),
        "governor": _read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor") or "not said",
        "load": os.getloadavg()[0],
        "swift": swift(),
        "c compiler": _first_line(_run("gcc", "--version")),
        "revision": _run("git", "-C", str(paths.REPOSITORY), "describe", "--always", "--dirty"),
        "peers": build.state(),
    }


CACHES = ["LEVEL1_DCACHE", "LEVEL2_CACHE", "LEVEL3_CACHE"]


def swift() -> str:
    return _first_line(_run(os.environ.get("SWIFT", "swift"), "--version"))


def vector_units() -> list[str]:
    """Those that kernels may be written for, of the ones that the processor has."""
    flags = set(_cpu_field("flags").split()) | set(_cpu_field("Features").split())
    wanted = ["sse2", "ssse3", "avx2", "avx512bw", "avx512_vbmi2", "avx512vbmi", "asimd", "sve"]
    return [flag for flag in wanted if flag in flags]


def _cpu_field(name: str) -> str:
    found = re.search(rf"^{name}\s*:\s*(.*)$", _read("/proc/cpuinfo"), re.MULTILINE)
    return found[1] if found else platform.processor() if name == "model name" else ""


def _os_name() -> str:
    found = re.search(r'^PRETTY_NAME="(.*)"$', _read("/etc/os-release"), re.MULTILINE)
    return found[1] if found else platform.system()


def _read(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError:
        return ""


def _run(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""


def _first_line(text: str) -> str:
    return text.splitlines()[0] if text else ""


def _first_word(text: str) -> str:
    return text.split()[0] if text else ""
