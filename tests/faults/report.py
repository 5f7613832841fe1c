"""What `make faults` saw, as a person reads it: in the terminal, and in docs/reliability.md."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

BEGIN, END = "<!-- seen: make faults -->", "<!-- end of what was seen -->"
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "none": "–"}
HEAD = ("What was done", "On", "Wanted", "Seen", "")
Result = dict[str, Any]


def load(path: Path) -> dict[str, Result]:
    """Return what the last run saw, by part; nothing where there was none."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def save(path: Path, results: Mapping[str, Result]) -> None:
    """Keep it for the next run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def beside(before: Result, now: Result, kind: str) -> Result:
    """Return what was seen now on one kind of database, beside what was seen before on the others."""
    others = [line for line in before["lines"] if line["kind"] != kind]
    lines = sorted([*others, *now["lines"]], key=lambda line: list(KINDS).index(line["kind"]))
    return {**now, "lines": lines, "rest": f" What is not about {KINDS[kind]}: {sentence(before)}" if others else ""}


def sentence(result: Result) -> str:
    """Return where, when and with which seed a part ran."""
    where = result["machine"]
    return (
        f"Seed {result['seed']}; {result['minutes']:g} minutes on {where['cores']} cores, {where['memory_gb']} GB, "
        f"{where['system']}, Python {where['python']}, {where['date']}.{result.get('rest', '')}"
    )


def rows(result: Result) -> Iterator[tuple[str, ...]]:
    """Return the lines of a part."""
    for line in result["lines"]:
        verdict = "as it should be" if line["good"] else "**not so**"
        yield line["what"], KINDS[line["kind"]], line["wanted"], line["seen"], verdict


def show(results: Mapping[str, Result], console: Console) -> None:
    """Print everything."""
    for result in results.values():
        table = Table(title=result["title"], title_justify="left")
        for name in HEAD:
            table.add_column(name)
        for row in rows(result):
            table.add_row(*row)
        console.print(table)
        console.print(sentence(result))


def write_docs(results: Mapping[str, Result], path: Path) -> None:
    """Replace the part of the page between the two marks."""
    parts = [BEGIN]
    for result in results.values():
        table = "\n".join(_line(row) for row in [HEAD, ["---"] * len(HEAD), *rows(result)])
        parts += [f"## {result['title']}", result["about"], table, sentence(result)]
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    path.write_text(before + "\n\n".join([*parts, END]) + rest.partition(END)[2], encoding="utf-8")


def _line(cells: Any) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
