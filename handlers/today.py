"""The *Today* message: strike out what is done."""

from datetime import datetime

from storage.store import Store


async def done(store: Store, person: str, key: str, *, now: datetime, what: str = "done") -> None:
    """Strike out the item of that key in the person's latest *Today* message, if it stands there.

    Keys: `check-in:{period}`, `feedback-request:{id}`, `blocker:{id}`. `what` says in a word what became of it.
    """
    await store.todays.strike_out(person, key, what, now=now)
