"""The *Today* message: strike out what is done."""

from datetime import datetime

from storage.store import Store


async def done(store: Store, person: str, key: str, *, now: datetime, what: str = "done", back: int = 1) -> None:
    """Strike out the item of that key in the person's latest *Today* message, if it stands there.

    Keys: `check-in:{period}`, `feedback-request:{id}`, `blocker:{id}`, `goal:{id}`, `goal:{id}:unanswered`,
    `goal:{id}:owner`, `goal:{id}:cycle`. `what` says in a word what became of it; `back` is how many messages are looked at.
    """
    await store.todays.strike_out(person, key, what, now=now, back=back)
