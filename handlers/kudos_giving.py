"""Giving kudos, however they were said: decide, store, and write down whom to tell, all in the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from domain.calendar import week_start, zone
from domain.goals import Goal, Level
from domain.kudos import Kudos, NoKudosLeft, thank
from domain.kudos_again import WITHIN, Again, said_before, same_words
from domain.kudos_groups import GroupTooBig, Thanked
from domain.messages import MessageRef
from domain.notices import AnyNotice, KudosPosted, KudosReceived
from domain.people import NotTakingPart, Person
from domain.refusals import UnknownPerson
from domain.rules import Rules
from handlers.views import kudos as view
from handlers.views.blocks import mention
from storage.kudos import Earlier
from storage.store import Store


@dataclass(frozen=True)
class Wish:
    """What somebody wants to give. `groups` says in words which groups were named; `asked` names the input."""

    thanked: Thanked
    reason: str
    asked: str
    value: str | None = None
    goal: Goal | None = None
    public: bool = True
    about: MessageRef | None = None
    groups: str = ""


class Given(NamedTuple):
    """The kudos that were stored, and what is left of the giver's week."""

    kudos: Kudos
    left: int


class Before(NamedTuple):
    """They said the same a moment ago, so they are asked first: `again` is what they may answer *yes* to."""

    kudos: Kudos
    again: Again


async def give(
    store: Store, giver: str, wish: Wish, *, people: Mapping[str, Person], rules: Rules, now: datetime
) -> Given | Before:
    """Give the kudos, unless the giver said the same a moment ago; then they are asked. Raises a Refusal.

    Of `people`, who were read before, the giver is locked.
    """
    earlier = await _earlier(store, giver, wish, people=people, now=now)
    new, left = await _decided(store, people[giver], wish, earlier, rules=rules, now=now)
    lately = [one.id for one in earlier if now - one.given_at < WITHIN and same_words(one.reason, new.reason)]
    if before := said_before(new, await store.kudos.all_of(lately)):
        return Before(before, _again(wish, new, before))
    return await _given(store, new, wish, left=left, rules=rules, now=now)


async def give_surely(
    store: Store, giver: str, wish: Wish, *, people: Mapping[str, Person], rules: Rules, now: datetime
) -> Given:
    """Give the kudos as `give` does; their giver was asked already. Raises a Refusal."""
    earlier = await _earlier(store, giver, wish, people=people, now=now)
    new, left = await _decided(store, people[giver], wish, earlier, rules=rules, now=now)
    return await _given(store, new, wish, left=left, rules=rules, now=now)


async def _earlier(
    store: Store, giver: str, wish: Wish, *, people: Mapping[str, Person], now: datetime
) -> Sequence[Earlier]:
    """Return what the giver gave in this week and a moment ago."""
    if giver not in people:
        raise NotTakingPart
    for receiver in wish.thanked.receivers:
        if receiver not in people:
            raise UnknownPerson(who=mention(receiver), field=view.RECEIVERS)
    return await store.kudos.earlier(giver, since=min(_week(people[giver], now), now - WITHIN))


async def _decided(
    store: Store, giver: Person, wish: Wish, earlier: Sequence[Earlier], *, rules: Rules, now: datetime
) -> tuple[Kudos, int]:
    """Return the kudos to give and how many were left before them."""
    address = await store.workspaces.url() if wish.about else ""
    week = _week(giver, now)
    used = sum(one.receivers for one in earlier if one.given_at >= week)
    left = rules.allowance - used
    return _decide(giver.id, wish, left=left, address=address, rules=rules, now=now), left


def _week(giver: Person, now: datetime) -> datetime:
    """Return when the giver's week began."""
    return week_start(now, zone(giver.tz))


async def _given(store: Store, new: Kudos, wish: Wish, *, left: int, rules: Rules, now: datetime) -> Given:
    """Store the kudos and what is to be said of them."""
    kudos = await store.kudos.add(new)
    address = await store.workspaces.url() if wish.about else ""
    links = {one: wish.about.link_for(one, address) for one in kudos.receivers} if wish.about else {}
    await store.outbox.put(*_notices(kudos, wish.goal, links, rules), now=now)
    return Given(kudos, left - len(kudos.receivers))


def _decide(giver: str, wish: Wish, *, left: int, address: str, rules: Rules, now: datetime) -> Kudos:
    try:
        return thank(
            giver,
            wish.thanked.receivers,
            wish.reason,
            left_this_week=left,
            now=now,
            allowance=rules.allowance,
            value=wish.value,
            values=rules.values,
            goal=wish.goal.id if wish.goal else None,
            public=wish.public,
            link=wish.about.public_link(address) if wish.about else None,
            command=rules.command("kudos"),
        )
    except NoKudosLeft as too_few:
        if wish.groups:
            raise GroupTooBig(**too_few.facts, group=wish.groups) from None
        raise


def _again(wish: Wish, new: Kudos, before: Kudos) -> Again:
    return Again(
        asked=wish.asked,
        like=before.id or 0,
        receivers=new.receivers,
        value=new.value,
        goal=new.goal,
        public=new.public,
        about=wish.about,
    )


def _notices(kudos: Kudos, goal: Goal | None, links: Mapping[str, str | None], rules: Rules) -> Sequence[AnyNotice]:
    """Return what to say; `links` leads each receiver to the message it is about, if they can open that."""
    number, told = kudos.id or 0, bool(kudos.public and rules.kudos_channel)
    dms = [
        KudosReceived(
            to=receiver,
            kudos=number,
            giver=kudos.giver,
            reason=kudos.reason,
            value=kudos.value,
            public=told,
            link=links.get(receiver),
        )
        for receiver in kudos.receivers
    ]
    if not told:
        return dms
    post = KudosPosted(
        to=rules.kudos_channel or "",
        kudos=number,
        giver=kudos.giver,
        receivers=kudos.receivers,
        reason=kudos.reason,
        value=kudos.value,
        goal=goal.title if goal and goal.level is not Level.INDIVIDUAL else None,
        link=kudos.link,
    )
    return [post, *dms]
