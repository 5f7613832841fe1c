"""`cairn packet`: the review packet of one person and one period, as a file."""

import asyncio
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.files import write
from bot.commands.ground import CannotDo, explained, now, workspace

if TYPE_CHECKING:
    from domain.people import Person
    from domain.reviews import ReviewPacket


class Format(StrEnum):
    """How the page is written."""

    HTML = "html"
    MD = "md"
    CSV = "csv"
    JSON = "json"


def packet(
    person: Annotated[
        str,
        typer.Argument(metavar="PERSON", help="Whose evidence: a Slack id or an e-mail address.", show_default=False),
    ],
    since: Annotated[
        str | None, typer.Option("--from", help="First day, such as 2026-07-01.", show_default="the last half-year")
    ] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day.", show_default="today")] = None,
    format: Annotated[Format, typer.Option(help="How to write it.")] = Format.HTML,
    reader: Annotated[
        str | None,
        typer.Option("--as", help="Who reads it, with that person's rights.", show_default="the person themselves"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="A file to write to.", dir_okay=False, show_default="the terminal")
    ] = None,
) -> None:
    """Write the review packet of one person and one period: goals with progress, check-ins, kudos and feedback in order.

    It holds what its reader may see in Slack, nothing else, and the person sees that it was opened.
    """
    with explained():
        from bot.packet import as_file
        from bot.settings import Settings

        made = asyncio.run(_packet(Settings.load().database_url, person, reader or person, since, until))
        content = as_file(made, format.value)
        write(content, out)


async def _packet(url: str, person: str, reader: str, since: str | None, until: str | None) -> "ReviewPacket":
    from domain.calendar import zone
    from domain.reviews import half_year_until, read_date

    async with workspace(url) as database, database.transaction(budget=30) as store:
        people = await store.people.all(active=False)
        subject = _find(person, people)
        today = now().astimezone(zone(people[subject].tz)).date()
        last = read_date(until) if until else today
        first = read_date(since) if since else half_year_until(last)[0]
        return await store.reviews.packet(_find(reader, people), subject, since=first, until=last, now=now())


def _find(name: str, people: Mapping[str, "Person"]) -> str:
    by_email = {person.email.casefold(): person.id for person in people.values() if person.email}
    found = name if name in people else by_email.get(name.casefold())
    if found is None:
        raise CannotDo(f"Cairn does not know {name}. Write a Slack id or an e-mail address.")
    return found
