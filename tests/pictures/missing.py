"""Which sentences of our views stand in no picture: for whoever writes scenes."""

import importlib
from collections.abc import Iterator

from rich.console import Console

from pictures import wanted
from pictures.album import Album
from pictures.payloads import texts


def show(taken: Album, console: Console) -> None:
    """Print them by module."""
    for name, left in sentences(taken):
        console.print(f"[bold]{name}[/bold]")
        for text in sorted(left):
            console.print(f"  {text!r}", markup=False, highlight=False)


def sentences(taken: Album) -> Iterator[tuple[str, set[str]]]:
    """Yield each module of views with its sentences that no picture shows."""
    seen = "\n".join(text for pictures in taken.values() for one in pictures for text in texts(one.payload))
    for path in sorted(wanted.VIEWS.rglob("*.py")):
        name = ".".join(("handlers", "views", *path.relative_to(wanted.VIEWS).with_suffix("").parts))
        left = {text for text in wanted.sentences(importlib.import_module(name)) if text not in seen}
        if left:
            yield name, left
