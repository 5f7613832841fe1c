"""What people say in channels and to each other, and the days somebody is away."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial

from bot.company.files import Row
from bot.company.life import Deed, Life

A_MINUTE = timedelta(minutes=1)


def talk(life: Life, rows: Iterable[Row]) -> Iterator[Deed]:
    """Yield everything said, with its reactions and replies."""
    for row in rows:
        at = life.moment(row["when"], row["who"])
        yield Deed(at, f"what {row['who']} says at {row['when']}", partial(_say, life, row))


async def _say(life: Life, row: Row) -> None:
    said = await life.person(row["who"]).say(row["in"], row["text"])
    for who, text in row.get("replies", {}).items():
        life.clock.forward(A_MINUTE)
        await life.person(who).say(row["in"], text, thread=said["ts"])
    for emoji, people in row.get("reactions", {}).items():
        for who in people:
            await life.person(who).react(row["in"], said["ts"], emoji)


def letters(life: Life, rows: Iterable[Row]) -> Iterator[Deed]:
    """Yield what people write to each other, two or several."""
    for row in rows:
        at = life.moment(row["when"], row["who"])
        yield Deed(at, f"what {row['who']} writes at {row['when']}", partial(_write, life, row))


async def _write(life: Life, row: Row) -> None:
    people, workspace = [row["who"], *row["to"]], life.emulator.workspace
    place = workspace.dm_between(*people) if len(people) == 2 else workspace.group_dm(people)
    await life.person(row["who"]).say(place.id, row["text"])


def leave(life: Life, rows: Iterable[Row]) -> Iterator[Deed]:
    """Yield the statuses people set when they go away."""
    for row in rows:
        at = life.moment(row["when"], row["who"])
        yield Deed(at, f"the leave of {row['who']}", partial(_away, life, row))


async def _away(life: Life, row: Row) -> None:
    until = int(life.moment(row["until"], row["who"]).timestamp())
    await life.emulator.change(
        row["who"], status_emoji=row["emoji"], status_text=row["text"], status_expiration=until, presence="away"
    )
