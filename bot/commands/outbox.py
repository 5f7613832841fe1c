"""`cairn outbox`: what the bot could not say, without a word of it; tried again, or given up. It works beside the bot."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.ground import CannotDo, explained, now, workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.outbox_care import Entry
    from storage.outbox_rows import State

MOST = 100
"""Lines a list has; the rest is counted."""
MEANS = {
    "undeliverable": "Slack said no, or it was tried too often",
    "uncertain": "nobody knows whether Slack took it",
    "planned": "waits for its turn",
    "sending": "is being said",
}

Numbers = Annotated[list[int], typer.Argument(metavar="ID...", help="As the list has them.", show_default=False)]


def list_outbox(
    state: Annotated[
        str | None, typer.Option(help="All in one state: planned, uncertain, undeliverable, cancelled, expired.")
    ] = None,
) -> None:
    """List what needs somebody: undeliverable, left to somebody's eyes, or late. And how many are in which state."""
    with explained():
        from bot.settings import Settings
        from storage.outbox_rows import State

        if state is not None and state not in list(State):
            raise CannotDo(f"{state} is no state. These are: {', '.join(State)}.")
        counts, entries = asyncio.run(_list(Settings.load().database_url, State(state) if state else None))
    for one in entries[:MOST]:
        print(_line(one))
    if len(entries) > MOST:
        print(f"and more: the first {MOST} are listed")
    if not entries:
        print("Nothing needs you." if state is None else f"Nothing is {state}.")
    print("In all: " + (", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "nothing yet") + ".")


def retry(ids: Numbers) -> None:
    """Say these after all. What may stand in Slack already is looked for first."""
    with explained():
        from bot.settings import Settings

        done, left = asyncio.run(_change(Settings.load().database_url, ids, "retry"))
    _tell(
        done,
        left,
        "goes out as soon as the bot runs",
        "only what is undeliverable, or left to somebody, is tried again",
    )


def give_up(ids: Numbers) -> None:
    """Have these never said."""
    with explained():
        from bot.settings import Settings

        done, left = asyncio.run(_change(Settings.load().database_url, ids, "give_up"))
    _tell(done, left, "is given up", "it is said, being said, or was taken back before")


async def _list(url: str, state: "State | None") -> "tuple[Mapping[State, int], list[Entry]]":
    async with workspace(url) as database, database.reading(budget=10) as store:
        care = store.outbox_care
        entries = await (care.in_state(state, most=MOST + 1) if state else care.stuck(now=now(), most=MOST + 1))
        return await store.outbox.counts(), entries


async def _change(url: str, ids: list[int], what: str) -> "tuple[list[Entry], list[Entry]]":
    """Return what was changed, and what was left. Raises CannotDo for unknown numbers, and changes nothing then."""
    async with workspace(url) as database, database.transaction(budget=10) as store:
        entries = await store.outbox_care.chosen(ids)
        if unknown := sorted({*ids} - {one.id for one in entries}):
            raise CannotDo(f"No such number: {', '.join(map(str, unknown))}. Nothing was done. See: cairn outbox list")
        done = await getattr(store.outbox_care, what)(entries, now=now())
        return done, [one for one in entries if one not in done]


def _line(one: "Entry") -> str:
    from storage.outbox_rows import A_PERSON_DECIDES

    when = (
        "whoever caused it is asked" if one.due_at == A_PERSON_DECIDES else f"since {one.wanted_at:%Y-%m-%d %H:%M} UTC"
    )
    tried = "never tried" if not one.attempt else "tried once" if one.attempt == 1 else f"tried {one.attempt} times"
    why = one.trouble or MEANS.get(one.state, "")
    return f"{one.id:>8}  {one.state:<14} {one.kind:<24} to {one.to:<12} {when}, {tried}: {why}"


def _tell(done: "Sequence[Entry]", left: "Sequence[Entry]", what: str, why: str) -> None:
    for one in done:
        print(f"{one.id} ({one.kind} to {one.to}) {what}.")
    for one in left:
        print(f"{one.id} is {one.state}: {why}. It was left alone.")
    if left:
        raise typer.Exit(1)
