"""Cards of a blocker: everybody who may read it has one, and all of them change together.

- Who may read it and has none gets one, while it is open. A card that went out of somebody's hands and comes back is a
  new message, so that they notice.
- Whoever may read it no longer keeps a card that says so and nothing else.
- A card shows the replies from when its reader heard of the blocker; its author's shows all.
"""

from collections.abc import Mapping
from datetime import datetime

from domain.blockers import Blocker, Parts
from domain.values import Value


class Card(Value):
    """Somebody's card: posted at revision `first`, for whoever heard `since` then; `gone` once it is not theirs."""

    first: int
    since: datetime
    gone: bool = False


Cards = Mapping[str, Card]


def cards_now(blocker: Blocker, who: Parts, cards: Cards, *, now: datetime) -> dict[str, Card]:
    """Return the cards to write now: new ones, those of everybody who has one, and those just gone."""
    written = {}
    for person in who:
        card = cards.get(person)
        if card and not card.gone:
            written[person] = card
        elif blocker.closed_at is None:
            since = blocker.raised_at if person == blocker.person else now
            written[person] = Card(first=blocker.revision, since=since)
    lost = (person for person, card in cards.items() if person not in who and not card.gone)
    return written | {person: cards[person].model_copy(update={"gone": True}) for person in lost}
