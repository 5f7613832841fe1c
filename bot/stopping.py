"""Being told to stop, by Ctrl-C or by whoever runs the process: noticed at any time, also while still starting."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


def told_to_stop() -> asyncio.Event:
    """Return what is set by SIGINT or SIGTERM from now on."""
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    return stopping


async def unless(stopping: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Do `work` and return what it gives; give it up, and return None, where `stopping` is set first."""
    doing, waiting = asyncio.create_task(work), asyncio.create_task(stopping.wait())
    await asyncio.wait({doing, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if doing.done():
        return doing.result()
    doing.cancel()
    with suppress(asyncio.CancelledError):
        await doing
    return None
