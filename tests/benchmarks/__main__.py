"""`make bench`: measure, print a table, write build/bench.json."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.benchmarks import report
from tests.benchmarks.aims import DATABASES, Run, aims
from tests.benchmarks.figures import QUICK, Size
from tests.benchmarks.machine import machine
from tests.benchmarks.processes import ROOT
from tests.benchmarks.run import measure

WIDE = 120
"""Columns of a table that goes to a file."""


def options_from(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a smoke test: a few kudos and forms on SQLite, without the bare apps"
    )
    parser.add_argument("--database", choices=DATABASES, help="only this one")
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
        found = measure(QUICK if options.quick else Size(), databases, say, bare=not options.quick)
    verdicts = [verdict for aim in aims() if (verdict := aim.verdict(Run(found)))]
    return {"machine": where, "quick": options.quick, "aims": verdicts, "figures": found}


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
