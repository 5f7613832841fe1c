"""What may be wrong with the database, for `cairn doctor`: whether it answers, its schema, who is in it and was not asked."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.doctor import Finding
from bot.trouble import why_unavailable
from domain.calendar import known_zone
from domain.notices import CheckInPrompt
from storage.database import Database, Unavailable
from storage.engine import with_driver
from storage.schema import NewerSchema, OlderSchema, latest, look, refuse_other

LATELY = timedelta(days=30)
"""So long it is told which check-ins were not asked."""
SHOWN = 5
"""Names of zones in a line."""
NEW_ZONES = (
    "UTC counts for them. Bring the tzdata package up to date (and the system's), or have them choose another time zone "
    "in Slack: Preferences → Language & region."
)


async def examine_database(url: str, *, now: datetime) -> AsyncIterator[Finding]:
    """Look at the database, its schema and who is enrolled. It is not set up here."""
    if missing := missing_file(url):
        yield missing
        return
    database = Database.open(url)
    try:
        version, empty = await look(database.engine)
        yield Finding("database", _where(url))
        yield _schema(version, empty=empty)
        if version == latest():
            async for finding in _people(database, now):
                yield finding
    except Unavailable as trouble:
        yield Finding("database", f"{_where(url)} does not answer", why_unavailable(trouble))
    finally:
        await database.close()


def missing_file(url: str) -> Finding | None:
    """Look for the file of SQLite first: opening it would make it."""
    address = with_driver(url)
    if address.get_backend_name() != "sqlite" or Path(address.database or "").exists():
        return None
    if Path(address.database or "").parent.is_dir():
        return Finding("database", f"{_where(url)}: not there yet, the first command that needs it makes it")
    return Finding("database", f"{_where(url)}: its folder is not there", "Make the folder, or correct DATABASE_URL.")


def _where(url: str) -> str:
    """Return the address without user and password."""
    address = with_driver(url)
    if address.get_backend_name() == "sqlite":
        return f"SQLite, {address.database}"
    return f"PostgreSQL, {address.database} at {address.host or address.query.get('host', 'this machine')}"


def _schema(version: str | None, *, empty: bool) -> Finding:
    if version is None and empty:
        return Finding("schema", "empty: the first command that needs it sets it up")
    try:
        refuse_other(version)
    except (OlderSchema, NewerSchema) as other:
        return Finding("schema", str(version or "unknown"), str(other))
    return Finding("schema", f"{version}, the one this version needs")


async def _people(database: Database, now: datetime) -> AsyncIterator[Finding]:
    known, asked = Counter[str](), 0
    not_asked = Counter[tuple[str, date]]()
    async with database.reading(budget=10) as store:
        workspaces = await store.workspaces.numbers()
    for number in workspaces:
        async with database.of(number).reading(budget=30) as store:
            known += Counter(one.tz for one in (await store.people.all()).values())
            asked += len(await store.people.to_ask())
            async for prompt, why in store.outbox.expired("check_in_prompt", since=now - LATELY):
                if isinstance(prompt, CheckInPrompt):
                    not_asked[why, prompt.period] += 1
    hint = "" if asked else ": nobody will be asked; type cairn enroll --all, or import people"
    yield Finding("people", f"{known.total()} known, {asked} enrolled{hint}")
    if unknown := {name: count for name, count in known.items() if not known_zone(name)}:
        yield _zones(unknown)
    if not_asked:
        yield _not_asked(not_asked)


def _zones(unknown: Mapping[str, int]) -> Finding:
    people = sum(unknown.values())
    named = sorted(unknown, key=lambda name: (-unknown[name], name))
    more = f" and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
    live = "1 person lives" if people == 1 else f"{people} people live"
    zones = "a time zone" if len(named) == 1 else "time zones"
    return Finding("zones", f"{live} in {zones} unknown here: {', '.join(named[:SHOWN])}{more}", NEW_ZONES)


def _not_asked(counts: Mapping[tuple[str, date], int]) -> Finding:
    """Tell of what nobody can put right any more: it is for whoever wonders why answers are missing."""
    told, weeks_of = [], dict[str, list[date]]()
    for why, week in sorted(counts, key=lambda told: told[1]):
        weeks_of.setdefault(why, []).append(week)
    for why, weeks in weeks_of.items():
        count = sum(counts[why, week] for week in weeks)
        check_ins = "1 check-in" if count == 1 else f"{count} check-ins"
        span = f"week of {weeks[0]}" if len(weeks) == 1 else f"weeks from {weeks[0]} to {weeks[-1]}"
        told.append(f"{check_ins} of the {span}: {why}")
    days = LATELY.days
    return Finding("not asked", f"{'; '.join(told)} (noted in the last {days} days: cairn outbox list --state expired)")
