"""Whether the bot can work right now: a list of what is in its way, each in words an operator understands."""

from collections.abc import Awaitable, Callable

from storage.database import Database, Unavailable

Check = Callable[[], Awaitable[str | None]]


class Health:
    """Checks that each answer None, or what is wrong."""

    def __init__(self) -> None:
        self._checks: list[Check] = []

    def watch(self, check: Check) -> None:
        """Ask this one too."""
        self._checks.append(check)

    async def trouble(self) -> list[str]:
        """Return what is wrong; nothing when the bot can work."""
        return [found for check in self._checks if (found := await check())]


def database_answers(database: Database) -> Check:
    """Return a check that the database answers within a second."""

    async def check() -> str | None:
        try:
            async with database.reading(budget=1.0) as store:
                await store.workspaces.only()
        except Unavailable as trouble:
            return f"the database does not answer ({trouble})"
        return None

    return check


def plainly(tell: Callable[[], str | None]) -> Check:
    """Return a check from a plain function."""

    async def check() -> str | None:
        return tell()

    return check
