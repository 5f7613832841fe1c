"""`cairn cycle`: the spans for which goals are planned."""

import asyncio
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.ground import CannotDo, explained, now, workspace

if TYPE_CHECKING:
    from domain.cycles import CycleGoals

DAY = "%Y-%m-%d"
WAYS = "Say which days: --quarter 2027Q1, or --half 2027H1, or --from 2027-02-01 with --to 2027-07-31."


def open_cycle(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What people call it, such as 2027Q1.", show_default=False)
    ],
    quarter: Annotated[str | None, typer.Option(metavar="2027Q1", help="A quarter of a calendar year.")] = None,
    half: Annotated[str | None, typer.Option(metavar="2027H1", help="Half a calendar year.")] = None,
    since: Annotated[datetime | None, typer.Option("--from", formats=[DAY], help="The first day.")] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=[DAY], help="The last day.")] = None,
) -> None:
    """Open a cycle: a quarter, half a year, or dates of your own.

    New goals fall into the cycle that holds their due date, and so do the open ones that have none yet.
    """
    with explained():
        from bot.settings import Settings

        starts, ends = _span(quarter, half, since, until)
        placed = asyncio.run(open_one(Settings.load().database_url, name, starts, ends))
    goals = "1 open goal falls" if placed == 1 else f"{placed} open goals fall"
    print(f"Cycle {name.strip()} is open, from {starts} to {ends}. {goals} into it.")


def list_cycles() -> None:
    """List the cycles, with how many of their goals are open, closed and dropped."""
    with explained():
        from bot.settings import Settings

        cycles = asyncio.run(_list(Settings.load().database_url))
    for one in cycles:
        print(_line(one, now().date()))
    if not cycles:
        print("No cycle yet. Open one: cairn cycle open 2027Q1 --quarter 2027Q1")


def _span(quarter: str | None, half: str | None, since: datetime | None, until: datetime | None) -> tuple[date, date]:
    from domain.cycles import span_of

    own = since is not None and until is not None
    if sum((quarter is not None, half is not None, since is not None or until is not None)) != 1:
        raise CannotDo(WAYS)
    if quarter is not None:
        return span_of(quarter, "Q")
    if half is not None:
        return span_of(half, "H")
    if not own or since is None or until is None:
        raise CannotDo(WAYS)
    return since.date(), until.date()


async def open_one(url: str, name: str, starts: date, ends: date) -> int:
    """Open that cycle; return how many open goals fall into it. Raises Refusal, storing nothing."""
    from domain.cycles import new_cycle

    async with workspace(url) as database, database.transaction(budget=60) as store:
        await store.cycles.hold()
        return await store.cycles.open(new_cycle(name, starts, ends, await store.cycles.all()))


async def _list(url: str) -> "tuple[CycleGoals, ...]":
    async with workspace(url) as database, database.reading(budget=30) as store:
        return await store.cycles.with_goals()


def _line(one: "CycleGoals", today: date) -> str:
    """Return `2027Q1  2027-01-01 to 2027-03-31  7 open, 2 closed, 1 dropped`; of one that is over, what is left to do."""
    over = one.cycle.ends < today and one.open
    left = "; it is over: their owners close them or carry them over" if over else ""
    goals = f"{one.open} open, {one.closed} closed, {one.dropped} dropped"
    return f"{one.cycle.name}  {one.cycle.starts} to {one.cycle.ends}  {goals}{left}"
