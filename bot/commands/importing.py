"""What the two imports share: a progress bar, the list of mistakes, and the sentence at the end."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.commands.ground import FAILED

if TYPE_CHECKING:
    from rich.progress import Progress

    from domain.imports import CannotImport

File = Annotated[
    Path, typer.Argument(metavar="FILE.csv", exists=True, dir_okay=False, readable=True, show_default=False)
]
AT_ONCE = 500
"""Rows stored between two steps of the bar."""
MOST_MISTAKES = 50
"""More of them are counted, not listed: they mostly have one cause."""
A_MINUTE = 60
"""Seconds an import may take before it gives up and leaves everything as it was."""

T = TypeVar("T")


@contextmanager
def all_or_nothing(file: Path) -> Iterator["Progress"]:
    """Show a progress bar on a terminal; list the mistakes of the file, and stop, where it has any."""
    from rich.console import Console
    from rich.progress import Progress

    from domain.imports import CannotImport

    console = Console(stderr=True)
    try:
        with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
            yield progress
    except CannotImport as wrong:
        _list(file, wrong)
        raise typer.Exit(FAILED) from None


def _list(file: Path, wrong: "CannotImport") -> None:
    found = wrong.mistakes
    count = "a mistake" if len(found) == 1 else f"{len(found)} mistakes"
    print(f"{file.name} has {count}, so nothing was imported:", file=sys.stderr)
    for mistake in found[:MOST_MISTAKES]:
        print(f"  {mistake}", file=sys.stderr)
    if len(found) > MOST_MISTAKES:
        print(f"  … and {len(found) - MOST_MISTAKES} more.", file=sys.stderr)


def in_parts(progress: "Progress", label: str, rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Return the rows in parts, and move the bar after each."""
    task = progress.add_task(label, total=len(rows))
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        yield part
        progress.advance(task, len(part))


def tell(what: str, new: int, changed: int, unchanged: int) -> None:
    """Say what the import did."""
    print(f"{what}: {new} new, {changed} changed, {unchanged} as before.")
