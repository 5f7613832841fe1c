"""The figures as a person reads them: tables in the terminal, and the same in docs/performance.md."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.aims import Run

BEGIN, END = "<!-- figures: python -m tests.benchmarks --write-docs -->", "<!-- end of figures -->"
NAMES = {"bare": "Bolt", "bare-before": "Bolt, before"}
HEAD = ("What", "Server", "p50 ms", "p99 ms", "max ms", "a second", "CPU ms", "× Bolt")
Result = dict[str, Any]


def rows(result: Result) -> Iterator[tuple[str, ...]]:
    """Return the timed figures, a line each."""
    run = Run(result["figures"])
    for figure in result["figures"]:
        if "p50_ms" in figure:
            about = {"figure": "kudos", "server": "bare-before", "at_once": figure["at_once"]}
            bare = run.value("cpu_ms", **about)
            times = [f"{figure[name]:,.1f}" for name in ("p50_ms", "p99_ms", "max_ms")]
            share = f"{figure['cpu_ms'] / bare:.1f}" if bare else "–"
            speed = f"{figure['per_second']:,.0f}", f"{figure['cpu_ms']:.2f}", share
            yield _what(figure), _server(figure), *times, *speed


def others(result: Result) -> Iterator[tuple[str, ...]]:
    """Return starts and memory, a line each."""
    for figure in result["figures"]:
        if "seconds" in figure:
            yield "start until it answers", _server(figure), f"{figure['seconds']:.2f} s"
        elif "megabytes" in figure:
            after = f" {figure['requests']:,} requests" if "requests" in figure else ""
            yield f"{figure['figure']}{after}", _server(figure), f"{figure['megabytes']:.0f} MB"


def verdicts(result: Result) -> Iterator[tuple[str, ...]]:
    """Return the aims, a line each."""
    for aim in result["aims"]:
        yield aim["aim"], f"{aim['limit']:g}", f"{aim['seen']:g}", "met" if aim["met"] else "missed"


def tables(result: Result) -> Iterator[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    """Return title, head and lines of each table."""
    yield "Requests", HEAD, list(rows(result))
    yield "Starts and memory", ("What", "Server", "Seen"), list(others(result))
    yield "Aims", ("Aim", "wanted", "seen", ""), list(verdicts(result))


def sentence(result: Result) -> str:
    """Return where and when it was measured, and whether every answer was as it should be."""
    where = result["machine"]
    timed = [figure for figure in result["figures"] if "good" in figure]
    bad = sum(figure["requests"] - figure["good"] for figure in timed)
    return (
        f"{where['cores']} cores, {where['memory_gb']} GB, {where['system']}, Python {where['python']}, {where['date']}; "
        f"load before the run {where['load_before']}. "
        f"{sum(figure['requests'] for figure in timed):,} requests measured, {bad} answered otherwise than they should."
    )


def show(result: Result, console: Console) -> None:
    """Print everything."""
    for title, head, lines in tables(result):
        table = Table(title=title, title_justify="left")
        for number, name in enumerate(head):
            table.add_column(name, justify="left" if number < 2 else "right", no_wrap=True)
        for line in lines:
            table.add_row(*line)
        console.print(table)
    console.print(sentence(result))


def write_docs(result: Result, path: Path) -> None:
    """Replace the part of the document between the two marks."""
    parts = [BEGIN, sentence(result)]
    for title, head, lines in tables(result):
        marks = ["---"] * 2 + ["---:"] * (len(head) - 2)
        parts.append("\n".join([f"### {title}", "", *(_line(one) for one in [head, marks, *lines])]))
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    path.write_text(before + "\n\n".join([*parts, END]) + rest.partition(END)[2], encoding="utf-8")


def _line(cells: Any) -> str:
    return "| " + " | ".join(cells) + " |"


def _what(figure: dict[str, Any]) -> str:
    if figure["figure"] == "kudos":
        return f"/kudos, {figure['at_once']} at once"
    if figure["figure"] == "handlers":
        return f"/kudos, {figure['handlers']} handlers"
    if figure["figure"] == "team-status":
        return f"/team-status, {figure['reports']} of {figure['people']:,}, {figure['weeks']} weeks"
    if "goals" in figure:
        return f"{figure['figure']}, {figure['goals']:,} goals"
    return str(figure["figure"])


def _server(figure: dict[str, Any]) -> str:
    if figure["server"] == "cairn":
        return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[figure["database"]]
    return NAMES[figure["server"]]
