"""The card that a check-in leaves in its author's messages: answered, read by the manager, closed.

A card says *Edit* as long as its week is open. The rewrite that takes it away is planned with the card, for the moment
at which the next week opens.
"""

from datetime import datetime

from domain.calendar import Schedule, closes_at, zone
from domain.check_ins import CheckIn
from domain.notices import CheckInDone
from domain.people import Person
from handlers import turns
from storage.store import Store


async def answered(store: Store, me: Person, saved: CheckIn, schedule: Schedule, *, now: datetime) -> None:
    """Put the card of an answer, or of its change, in the place of what asked for it."""
    prompt = await turns.answered(store, me.id, saved.period, now=now)
    card = CheckInDone(
        to=me.id,
        period=saved.period,
        revision=saved.revision,
        late=saved.late,
        prompted=prompt is not None,
        prompt=prompt or 1,
    )
    await _show(store, me, card, schedule, now=now)


async def was_read(store: Store, author: Person, one: CheckIn, by: str, schedule: Schedule, *, now: datetime) -> None:
    """Let the author's card say that their manager has read it."""
    card = CheckInDone(to=author.id, period=one.period, revision=one.revision)
    said = await store.outbox.said(card.key)
    if isinstance(said, CheckInDone):
        read_on = now.astimezone(zone(author.tz)).date()
        read = said.model_copy(update={"reader": by, "read_on": read_on, "closed": False})
        await _show(store, author, read, schedule, now=now)


async def _show(store: Store, author: Person, card: CheckInDone, schedule: Schedule, *, now: datetime) -> None:
    """Put the card now, without *Edit* where its week is over; else plan that for when it will be.

    What closes a card rewrites it; so the first card of somebody whom nobody had asked is put in any case.
    """
    await store.outbox.withdraw(*_earlier(card), why="the check-in has changed since", now=now)
    closes, closed = closes_at(card.period, schedule, zone(author.tz)), card.model_copy(update={"closed": True})
    if now < closes:
        await store.outbox.put(card, now=now)
        await store.outbox.plan([(closed, closes)])
    else:
        first = () if card.replaces else (card,)
        await store.outbox.put(*first, closed, now=now)


def _earlier(card: CheckInDone) -> list[str]:
    """Return the keys of the closing rewrites that were planned for what the card said before."""
    told = [{}, {"reader": card.to, "read_on": card.period}]
    cards = [
        CheckInDone(to=card.to, period=card.period, revision=revision, closed=True, **facts)
        for revision in {card.revision, card.revision - 1}
        for facts in told
    ]
    return [one.key for one in cards]
