"""What may be wrong with the database, for `cairn doctor`: whether it answers, its schema, and who is in it."""

from collections.abc import AsyncIterator
from pathlib import Path

from bot.doctor import Finding
from bot.trouble import why_unavailable
from storage.database import Database, Unavailable
from storage.engine import with_driver
from storage.schema import NewerSchema, OlderSchema, latest, look, refuse_other


async def examine_database(url: str) -> AsyncIterator[Finding]:
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
            yield await _people(database)
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


async def _people(database: Database) -> Finding:
    known = asked = 0
    async with database.reading(budget=10) as store:
        workspaces = await store.workspaces.numbers()
    for number in workspaces:
        async with database.of(number).reading(budget=10) as store:
            known, asked = known + len(await store.people.all()), asked + len(await store.people.to_ask())
    hint = "" if asked else ": nobody will be asked; type cairn enroll --all, or import people"
    return Finding("people", f"{known} known, {asked} enrolled{hint}")
