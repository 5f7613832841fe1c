"""Keep a blocker and have all its cards say the same: the author's, the manager's, the helper's, the people team's."""

from datetime import datetime
from typing import NamedTuple

from domain.blocker_cards import Card, Cards, cards_now
from domain.blockers import Blocker, Part, Parts, as_may_be
from domain.notices import BlockerCard, BlockerNews
from domain.notices.blockers import Happened
from domain.people import Person
from handlers import today
from storage.store import Store

MOST_REPLIES = 4
"""So many of the last replies stand on a card, more of them in a window."""
IN_A_WINDOW = 20
READ_GOALS = {Part.AUTHOR, Part.MANAGER}
"""Those for whom a goal's title may stand on a card; a helper reads the blocker alone."""
BEGINNING = 200
"""Characters of a blocker that say which one is meant."""


class News(NamedTuple):
    """What somebody did just now that others should notice."""

    by: str
    what: Happened


async def keep(store: Store, blocker: Blocker, *, now: datetime, news: News | None = None) -> Blocker:
    """Store the blocker as it is now, change every card, and send word of what somebody did. Returns what is stored."""
    who = await readers(store, blocker)
    saved = await store.blockers.save(as_may_be(blocker, who))
    number = saved.id or 0
    before = await store.blockers.cards(number)
    cards = cards_now(saved, who, before, now=now)
    people = await store.people.named(list(cards))
    await store.blockers.keep_cards(number, cards)
    title = await _title(store, saved)
    written = [_card(saved, who, cards, one, people[one].tz if one in people else "UTC", title=title) for one in cards]
    await store.outbox.put(*written, *_news(saved, news, before, cards), now=now)
    return saved


async def _title(store: Store, blocker: Blocker) -> str:
    """Return what the goal is called that it stands in the way of."""
    goal = await store.goals.get(blocker.goal) if blocker.goal else None
    return goal.title if goal else ""


async def readers(store: Store, blocker: Blocker) -> Parts:
    """Return who may read it and act now."""
    return (await store.blockers.parts_in([blocker])).get(blocker.id or 0, {})


async def strike_out(store: Store, before: Blocker, after: Blocker, *, now: datetime) -> None:
    """Strike the promise out of the *Today* message of whoever made it, once it is kept, moved or needed no more."""
    if before.promised_by and before.chased_at:
        what = "closed" if after.closed_at else "moved"
        await today.done(store, before.promised_by, f"blocker:{before.id}", now=now, what=what)


async def card_for(store: Store, blocker: Blocker, who: Parts, reader: Person, *, now: datetime) -> BlockerCard:
    """Return the blocker as this reader may see it in a window: like their card, with more of the replies.

    Whoever has no card yet reads what is said from now on; a manager, from when they are one.
    """
    cards = await store.blockers.cards(blocker.id or 0)
    card = cards.get(reader.id)
    if card is None or card.gone:
        author = await store.people.get(blocker.person)
        since = (author and author.manager_since) or blocker.raised_at
        card = Card(first=blocker.revision, since=since if who[reader.id] is Part.MANAGER else now)
    title = await _title(store, blocker)
    return _card(blocker, who, {**cards, reader.id: card}, reader.id, reader.tz, title=title, most=IN_A_WINDOW)


def _card(
    blocker: Blocker, who: Parts, cards: Cards, to: str, tz: str = "UTC", *, title: str, most: int = MOST_REPLIES
) -> BlockerCard:
    card, number = cards[to], blocker.id or 0
    if card.gone:
        return BlockerCard(to=to, blocker=number, revision=blocker.revision, first=card.first, person=blocker.person)
    replies = blocker.since(card.since).replies
    return BlockerCard(
        to=to,
        blocker=number,
        revision=blocker.revision,
        first=card.first,
        person=blocker.person,
        part=who[to],
        tz=tz,
        text=blocker.text,
        named_in=blocker.named_in,
        raised_at=blocker.raised_at,
        told=tuple(one for one in who if one not in {to, blocker.person} and _live(cards, one)),
        replies=replies[-most:],
        earlier=len(replies[:-most]),
        promised_by=blocker.promised_by,
        promised_for=blocker.promised_for,
        closed_at=blocker.closed_at,
        closed_by=blocker.closed_by,
        goal=blocker.goal,
        title=title if who[to] in READ_GOALS else "",
    )


def _live(cards: Cards, person: str) -> bool:
    return person in cards and not cards[person].gone


def _news(blocker: Blocker, news: News | None, before: Cards, cards: Cards) -> list[BlockerNews]:
    """Return word for the author, or from the author for those who said something; a first card is word enough."""
    if news is None:
        return []
    spoke = {blocker.person, blocker.promised_by, *(one.author for one in blocker.replies)}
    wanted = spoke if news.by == blocker.person else {blocker.person}
    heard = [one for one in cards if one in wanted and one != news.by and _live(before, one) and _live(cards, one)]
    said = blocker.replies[-1].text if news.what == "reply" else ""
    return [
        BlockerNews(
            to=to,
            blocker=blocker.id or 0,
            revision=blocker.revision,
            person=blocker.person,
            by=news.by,
            what=news.what,
            about=blocker.text[:BEGINNING],
            said=said,
            promised_for=blocker.promised_for if news.what in {"promise", "moved"} else None,
        )
        for to in heard
    ]
