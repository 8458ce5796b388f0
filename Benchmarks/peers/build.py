"""Installs what the peers need and builds their drivers. A peer that cannot be had is reported, not dropped."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from suite import paths

from .catalogue import CODECS, PEERS, Peer

STATE = paths.WORK / "peers.json"


def build(names: Iterable[str], install: bool = True) -> dict[str, dict[str, str]]:
    """Builds every named peer's driver and says of each its version, or why it is absent."""
    paths.BIN.mkdir(parents=True, exist_ok=True)
    wanted = [peer for peer in PEERS if peer.name in set(names)] + [codec for codec in CODECS if not codec.is_ours]
    problem = _install_debian(wanted) if install else ""
    state = {peer.name: _build_one(peer, install, problem) for peer in wanted}
    known = json.loads(STATE.read_text()) if STATE.exists() else {}
    STATE.write_text(json.dumps(known | state, indent=1) + "\n")
    for name, facts in state.items():
        print(f"{name:18} {facts.get('version') or 'ABSENT: ' + facts['absent']}")
    return state


def state() -> dict[str, dict[str, str]]:
    return json.loads(STATE.read_text()) if STATE.exists() else {}


DRIVER = (paths.BENCHMARKS, "mimewire-driver")
COMMAND = (paths.REPOSITORY, "mimewire")


def build_mimewire(*products: tuple[Path, str]) -> None:
    """`DRIVER` or `COMMAND`, for release."""
    for package, product in products:
        command = [
            os.environ.get("SWIFT", "swift"),
            "build",
            "-c",
            "release",
            "--package-path",
            package,
            "--product",
            product,
        ]
        subprocess.run(command, check=True)


def _build_one(peer: Peer, install: bool, problem: str) -> dict[str, str]:
    try:
        if peer.pypi and install:
            install_pypi(peer.pypi)
        for command in peer.builds:
            subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", "") or problem or str(error)
        return {"absent": said.strip().splitlines()[0][:120]}
    return {"version": _version(peer)}


def _install_debian(peers: list[Peer]) -> str:
    """Installs the packages that are missing; says what went wrong, and leaves it to each build to fail."""
    packages = dict.fromkeys(package for peer in peers for package in peer.debian)
    missing = [package for package in packages if not _debian_version(package)]
    if not missing:
        return ""
    if not shutil.which("apt-get"):
        return "no apt-get on this system"
    if os.geteuid() != 0:
        return f"not root: apt-get install {' '.join(missing)}"
    print("installing", *missing)
    for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        run = subprocess.run(["apt-get", "-qq", *command], capture_output=True, text=True)
        if run.returncode != 0:
            return run.stderr
    return ""


def install_pypi(packages: tuple[str, ...]) -> None:
    """Installs packages into the suite's own environment."""
    if not paths.VENV.exists():
        subprocess.run([sys.executable, "-m", "venv", paths.VENV], check=True)
    command = [paths.VENV / "bin" / "pip", "--quiet", "--disable-pip-version-check", "install", *packages]
    subprocess.run(command, check=True, capture_output=True, text=True)


def _debian_version(package: str) -> str:
    query = ["dpkg-query", "-W", "-f", "${db:Status-Abbrev}${Version}", package]
    try:
        answer = subprocess.run(query, capture_output=True, text=True).stdout
    except OSError:
        return ""
    return answer[3:] if answer.startswith("ii") else ""


def _version(peer: Peer) -> str:
    if peer.is_ours:
        command = ["git", "-C", paths.REPOSITORY, "describe", "--always", "--dirty"]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip() or "unknown"
    if peer.pypi:
        return peer.pypi[0].partition("==")[2]
    if peer.language == "Python":
        return sys.version.split()[0]
    return _debian_version(peer.debian[0]) or "unknown"
