"""The parts of `make faults`, and how one is run on one kind of database."""

import asyncio
import importlib
import logging
import tempfile
import warnings
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import ModuleType

import structlog
from rich.console import Console

from faults.databases.server import Server, server
from faults.part import Run, Seen

PARTS = {
    "forged": "forgery.forged",
    "zones": "zones.zones",
    "anywhere": "kills.anywhere",
    "answers": "kills.answers",
    "kills": "kills.kill_loop",
    "forms": "forms.forms",
    "database": "databases.trouble",
    "instances": "kills.instances",
    "years": "years.year",
    "load": "crowds.load",
}
"""What can be asked for by name, and the module that does it."""


def module_of(name: str) -> ModuleType:
    """Return the module of a part."""
    return importlib.import_module(f"faults.{PARTS[name]}")


def seen_of(name: str, seed: int, kind: str) -> list[Seen]:
    """Run a part on one kind of database, and return what was seen."""
    part = module_of(name)
    warnings.simplefilter("ignore")
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL)
    )  # who listens sets it again
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cairn-faults-")))
        running: Server | None = stack.enter_context(server()) if kind == "postgresql" else None
        run = Run(seed=seed, kind=kind, folder=folder, server=running, say=partial(_say, name, kind))

        async def collected() -> list[Seen]:
            return [one async for one in part.whole(run)]

        return asyncio.run(collected())


def _say(name: str, kind: str, words: str) -> None:
    Console(stderr=True).print(f"{name} on {kind}: {words}", highlight=False)
