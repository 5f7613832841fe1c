"""Processes: start one, wait until it answers, see what it takes, end it."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
PATIENCE = 60.0
"""Seconds until a process that does not answer is given up."""
MB = 1024 * 1024


@dataclass
class Child:
    """A process that listens on `port`; `ready_in` are the seconds from its start to its first good answer."""

    port: int
    process: psutil.Process
    ready_in: float

    @property
    def cpu_seconds(self) -> float:
        """What it has used so far, all threads, in the kernel too."""
        used = self.process.cpu_times()
        return float(used.user + used.system)

    @property
    def megabytes(self) -> float:
        """What it holds in memory now (RSS)."""
        return float(self.process.memory_info().rss) / MB


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def child(*arguments: str, port: int, settings: Mapping[str, str] | None = None, path: str) -> Iterator[Child]:
    """Run `python -m …` with these settings; ready when `path` answers 200."""
    with tempfile.TemporaryFile() as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=_environment() | dict(settings or {}),
            stdout=log,
            stderr=log,
        )
        try:
            _wait(process, port, path, log)
            yield Child(port, psutil.Process(process.pid), time.perf_counter() - began)
        finally:
            process.terminate()
            process.wait(30)


def _environment() -> dict[str, str]:
    """Return our variables without settings of the bot; compiled modules are kept, as an installation keeps them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "SLACK_"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | {"PYTHONPYCACHEPREFIX": str(ROOT / "build" / "compiled")}


def _wait(process: "subprocess.Popen[bytes]", port: int, path: str, log: IO[bytes]) -> None:
    until = time.perf_counter() + PATIENCE
    while not _answers(port, path):
        if process.poll() is not None or time.perf_counter() > until:
            log.seek(0)
            raise RuntimeError(f"{process.args!r} did not begin to answer:\n{log.read().decode()}")
        time.sleep(0.01)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
