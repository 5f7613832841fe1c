"""`cairn enroll`: who is asked from now on. Nobody is asked for the app having been installed."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.ground import CannotDo, explained, now, workspace

if TYPE_CHECKING:
    from domain.people import Person


def enroll(
    people: Annotated[
        list[str] | None, typer.Argument(metavar="PERSON…", help="Slack ids or e-mail addresses.", show_default=False)
    ] = None,
    team: Annotated[str | None, typer.Option(help="Everyone of this team, as the import of people named it.")] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Everyone who can take part.")] = False,
) -> None:
    """Have people asked for the weekly check-in from now on: some, a team, or all.

    An import of people enrolls them too. Guests, bots and people who left take no part.
    """
    with explained():
        from bot.settings import Settings

        if sum((bool(people), team is not None, everyone)) != 1:
            raise CannotDo("Name people, or --team TEAM, or --all: one of the three.")
        new, before = asyncio.run(_enroll(Settings.load().database_url, people or [], team))
    print(f"{new} enrolled, {before} were enrolled before.")


async def _enroll(url: str, named: Sequence[str], team: str | None) -> tuple[int, int]:
    """Return how many are enrolled now and how many were before."""
    async with workspace(url) as database, database.transaction(budget=30) as store:
        people = await store.people.all()
        chosen = _named(named, people) if named else _of_team(team, people)
        new = await store.people.enroll(chosen, now=now())
        await store.homes.outdate(chosen, now=now(), urgent=True)
        return new, len(chosen) - new


def _named(named: Sequence[str], people: Mapping[str, "Person"]) -> set[str]:
    by_email = {person.email.casefold(): person.id for person in people.values() if person.email}
    found = {name: name if name in people else by_email.get(name.casefold()) for name in named}
    unknown = [name for name, person in found.items() if person is None]
    if unknown:
        raise CannotDo(
            f"Cairn does not know {', '.join(unknown)}, so nobody was enrolled. Check the spelling; people are known "
            "once the bot has run or `cairn import people` has named them."
        )
    return {person for person in found.values() if person}


def _of_team(team: str | None, people: Mapping[str, "Person"]) -> set[str]:
    """Return everyone of a team; without one everyone."""
    chosen = {one.id for one in people.values() if team is None or (one.team or "").casefold() == team.casefold()}
    if chosen:
        return chosen
    if team is None:
        raise CannotDo("Cairn knows nobody yet. Start the bot once, or type: cairn import people FILE.csv")
    teams = sorted({one.team for one in people.values() if one.team})
    raise CannotDo(f"Nobody is in the team “{team}”. The teams are: {', '.join(teams) or 'none yet'}.")
