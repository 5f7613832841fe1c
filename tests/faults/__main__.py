"""`make faults`: try to make the bot ask twice, miss somebody or lose something, and write down what was seen.

It needs a machine that does nothing else. The whole of it takes an hour and more.
"""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console

from faults import report
from faults.parts import PARTS, module_of, seen_of
from tests.benchmarks.machine import machine

ROOT = Path(__file__).parents[2]
OUT, DOCS = ROOT / "build" / "faults.json", ROOT / "docs" / "reliability.md"
ALONE = frozenset({"load"})
"""What measures how long things take."""
SEED = 20261122
WIDE = 140
"""Columns of what goes to a file."""


def options_from(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="this part; the rest as the last run saw it")
    parser.add_argument(
        "--database", choices=("sqlite", "postgresql"), help="only this one; the other one as the last run saw it"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="decides what happens; each run with it is the same")
    parser.add_argument("--last", action="store_true", help="run nothing: show and write what the last run saw")
    return parser.parse_args(arguments)


def measured(name: str, options: argparse.Namespace) -> report.Result:
    """Run a part on each kind of database that it is about: beside each other, unless it measures time."""
    part = module_of(name)
    kinds = [kind for kind in part.KINDS if options.database in {None, kind} or kind == "none"]
    began, where = time.monotonic(), machine()
    with ProcessPoolExecutor(1 if name in ALONE else len(kinds), mp_context=get_context("spawn")) as processes:
        found = processes.map(partial(seen_of, name, options.seed), kinds)
        lines = [{"kind": kind, **vars(one)} for kind, seen in zip(kinds, found, strict=True) for one in seen]
    minutes = (time.monotonic() - began) / 60
    about = {"title": part.TITLE, "about": part.ABOUT, "seed": options.seed, "minutes": round(minutes, 1)}
    return {**about, "machine": where, "lines": lines}


def main() -> int:
    """Do what the command line says; 1 where something is not as it should be."""
    options = options_from()
    results = report.load(OUT)
    for name in () if options.last else options.only or PARTS:
        before, results[name] = results.get(name), measured(name, options)
        if before and options.database:
            results[name] = report.beside(before, results[name], options.database)
        report.save(OUT, results)
    results = {name: results[name] for name in PARTS if name in results}
    report.show(results, Console(width=None if sys.stdout.isatty() else WIDE))
    report.write_docs(results, DOCS)
    return 0 if all(line["good"] for result in results.values() for line in result["lines"]) else 1


if __name__ == "__main__":
    sys.exit(main())
