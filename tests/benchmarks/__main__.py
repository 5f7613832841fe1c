"""`make bench`: measure, print a table, write build/bench.json."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.benchmarks import report
from tests.benchmarks.aims import DATABASES, Run, aims
from tests.benchmarks.figures import QUICK, Figure, Size
from tests.benchmarks.machine import machine
from tests.benchmarks.processes import ROOT
from tests.benchmarks.run import PARTS, measure

WIDE = 120
"""Columns of a table that goes to a file."""


def options_from(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a smoke test: a few kudos and forms on SQLite, without the bare apps"
    )
    parser.add_argument("--database", choices=DATABASES, help="only this one")
    parser.add_argument(
        "--only", choices=PARTS, help="this part alone, without the bare apps; the rest as the last run saw it"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench.json")
    parser.add_argument("--last", action="store_true", help="measure nothing: show what the last run wrote")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/performance.md")
    return parser.parse_args(arguments)


def measured(options: argparse.Namespace) -> dict[str, Any]:
    """Measure, and return all that build/bench.json holds."""
    console = Console(stderr=True)
    where = machine()
    databases = ("sqlite",) if options.quick else (options.database,) if options.database else DATABASES
    with console.status("starting") as status:
        say = status.update if console.is_terminal else console.print
        bare = not (options.quick or options.only)
        found = measure(QUICK if options.quick else Size(), databases, say, bare=bare, only=options.only)
    if options.only:
        found = [*_others(options.out, found), *found]
    verdicts = [verdict for aim in aims() if (verdict := aim.verdict(Run(found)))]
    return {"machine": where, "quick": options.quick, "aims": verdicts, "figures": found}


def _others(last: Path, found: list[Figure]) -> list[Figure]:
    """Return what the last run saw, but for the figures that are measured anew."""
    before = json.loads(last.read_text(encoding="utf-8"))["figures"] if last.exists() else []
    again = {_about(figure) for figure in found}
    return [figure for figure in before if _about(figure) not in again]


def _about(figure: Figure) -> tuple[object, ...]:
    return figure["figure"], figure["server"], figure["database"]


def main() -> None:
    """Do what the command line says."""
    options = options_from()
    if options.last:
        result = json.loads(options.out.read_text(encoding="utf-8"))
    else:
        result = measured(options)
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    report.show(result, Console(width=None if sys.stdout.isatty() else WIDE))
    if options.write_docs:
        report.write_docs(result, ROOT / "docs" / "performance.md")


if __name__ == "__main__":
    main()
