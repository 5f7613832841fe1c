"""kill -9 at every point between any two steps, in every state, exhaustively."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from faults.kills.scenes import SITUATIONS, Situation, survive
from faults.part import Run, Seen
from postgresql import Emptied

NAME = "anywhere"
TITLE = "Killed between any two steps"
ABOUT = (
    "A bot over HTTP is killed (kill -9) at a named point: before and after each thing that it plans, claims, posts, "
    "records, looks for or removes, the first time it gets there, the second and so on. The next one has 75 seconds. "
    "Judged is what stands in Slack: each person asked once, each card, kudos and file there once, nothing overdue."
)
KINDS = ("sqlite", "postgresql")
TEMPLATE = "template_cairn"


async def whole(run: Run) -> AsyncIterator[Seen]:
    """Kill it everywhere; a line for each state."""
    empty = await _databases(run)
    for situation in SITUATIONS:
        wrong, done = [], 0
        for point, times in situation.points.items():
            for nth in range(1, times + 1):
                done += 1
                if trouble := await _survived(situation, point, nth, await empty(), run.folder):
                    wrong.append(f"{point} {nth}: {trouble}")
        run.say(f"{situation.name}: {done} kills")
        what = f"{situation.name}: {done} kills at {len(situation.points)} points ({', '.join(situation.points)})"
        seen = "; ".join(wrong) or "all of it"
        yield Seen(what, "each once, nobody missed, nothing overdue", seen, not wrong)


async def _survived(situation: Situation, point: str, nth: int, url: str, folder: Path) -> str:
    try:
        return await survive(situation, point, nth, url, folder)
    except TimeoutError:
        return "it never came to this point"
    except Exception as trouble:  # noqa: BLE001, what goes wrong here is told, and the others are still tried
        return f"{type(trouble).__name__}: {trouble}"


async def _databases(run: Run) -> Callable[[], Awaitable[str]]:
    """Return what gives the address of an empty database, again and again."""
    template = await run.database(TEMPLATE)
    if run.server:
        emptied = Emptied(template, run.server.url("cairn_anywhere"))
        return lambda: asyncio.to_thread(emptied.again)
    file = run.folder / "anywhere.db"

    async def copied() -> str:
        for ending in ("", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
        shutil.copy(run.folder / f"{TEMPLATE}.db", file)
        return f"sqlite:///{file}"

    return copied
