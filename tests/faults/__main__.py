"""`make faults`: try to make the bot ask twice, miss somebody or lose something, and write down what was seen.

Each part runs by itself, on a machine that does nothing else. The whole of it takes about an hour.
"""

import argparse
import asyncio
import importlib
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import ModuleType

from rich.console import Console

from faults import report
from faults.part import Run, Seen
from faults.server import Server, server
from tests.benchmarks.machine import machine

ROOT = Path(__file__).parents[2]
OUT, DOCS = ROOT / "build" / "faults.json", ROOT / "docs" / "reliability.md"
PARTS = {
    "forged": "forged",
    "zones": "zones",
    "anywhere": "anywhere",
    "answers": "answers",
    "kills": "kill_loop",
    "forms": "forms",
    "database": "database_trouble",
    "instances": "instances",
    "years": "year",
    "load": "load",
}
"""What can be asked for by name, and the module that does it."""
SEED = 20261122
WIDE = 140
"""Columns of what goes to a file."""
Say = Callable[[str], None]


def options_from(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="this part; the rest as the last run saw it")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="only this one")
    parser.add_argument("--seed", type=int, default=SEED, help="decides what happens; each run with it is the same")
    parser.add_argument("--last", action="store_true", help="run nothing: show and write what the last run saw")
    return parser.parse_args(arguments)


def seen_of(part: ModuleType, kind: str, seed: int, say: Say) -> list[Seen]:
    """Run a part on one kind of database, and return what was seen."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cairn-faults-")))
        running: Server | None = stack.enter_context(server()) if kind == "postgresql" else None
        run = Run(seed=seed, kind=kind, folder=folder, server=running, say=say)

        async def collected() -> list[Seen]:
            return [one async for one in part.whole(run)]

        return asyncio.run(collected())


def measured(part: ModuleType, options: argparse.Namespace, say: Say) -> report.Result:
    """Run a part on each kind of database that it is about."""
    kinds = [kind for kind in part.KINDS if options.database in {None, kind} or kind == "none"]
    began, where, lines = time.monotonic(), machine(), []
    for kind in kinds:
        say(f"{part.NAME} on {kind}")
        found = seen_of(part, kind, options.seed, partial(_say, say, f"{part.NAME} on {kind}"))
        lines += [{"kind": kind, **vars(one)} for one in found]
    minutes = (time.monotonic() - began) / 60
    about = {"title": part.TITLE, "about": part.ABOUT, "seed": options.seed, "minutes": round(minutes, 1)}
    return {**about, "machine": where, "lines": lines}


def _say(say: Say, where: str, words: str) -> None:
    say(f"{where}: {words}")


def main() -> int:
    """Do what the command line says; 1 where something is not as it should be."""
    options, console = options_from(), Console(stderr=True)
    results = report.load(OUT)
    for name in () if options.last else options.only or PARTS:
        part = importlib.import_module(f"faults.{PARTS[name]}")
        results[name] = measured(part, options, lambda words: console.print(words, highlight=False))
        report.save(OUT, results)
    results = {name: results[name] for name in PARTS if name in results}
    report.show(results, Console(width=None if sys.stdout.isatty() else WIDE))
    report.write_docs(results, DOCS)
    return 0 if all(line["good"] for result in results.values() for line in result["lines"]) else 1


if __name__ == "__main__":
    sys.exit(main())
