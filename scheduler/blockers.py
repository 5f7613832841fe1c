"""A last look at what is said about blockers: it goes only to those who may still read them.

A right may end while a message waits: the manager changed, the helper left, the author named somebody else.
"""

from collections.abc import Sequence
from datetime import datetime

from domain.notices import AnyNotice, BlockerCard, BlockerNews, BlockerRaised
from storage.outbox import Claimed, State
from storage.store import Store

GONE = "not theirs to read any more"


async def still_theirs(store: Store, claimed: Sequence[Claimed], *, now: datetime) -> list[Claimed]:
    """Return those to send. The others are taken back in this same transaction, their claim undone."""
    cards = {one.id: one.notice for one in claimed if isinstance(one.notice, BlockerCard | BlockerNews)}
    blockers = await store.blockers.numbered({card.blocker for card in cards.values()}) if cards else []
    who = await store.blockers.parts_in(blockers) if blockers else {}
    kept = []
    for one in claimed:
        card = cards.get(one.id)
        if isinstance(one.notice, BlockerRaised):
            theirs = await _may_clear(store, one.notice)
        else:
            theirs = card is None or _says_nothing(card) or card.to in who.get(card.blocker, ())
        if theirs:
            kept.append(one)
        else:
            await store.outbox.record(one, State.CANCELLED, now=now, trouble=GONE, attempt=one.attempt - 1)
            await _forget(store, one.notice)
    return kept


async def _forget(store: Store, notice: AnyNotice) -> None:
    """Note that somebody has no card after all, so that they get one when it is theirs again."""
    if isinstance(notice, BlockerCard) and notice.replaces is None:
        cards = await store.blockers.cards(notice.blocker)
        if notice.to in cards:
            await store.blockers.keep_cards(
                notice.blocker, {notice.to: cards[notice.to].model_copy(update={"gone": True})}
            )


def _says_nothing(card: BlockerCard | BlockerNews) -> bool:
    return isinstance(card, BlockerCard) and card.part is None


async def _may_clear(store: Store, raised: BlockerRaised) -> bool:
    """Tell whether what the version before planned is still for the same one."""
    author = await store.people.get(raised.person)
    manager = await store.people.manager_of(author) if author else None
    if raised.to_manager or manager:
        return manager is not None and manager.id == raised.to
    return raised.to in {one.id for one in await store.people.people_team()}
