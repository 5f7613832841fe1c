"""Kudos on their way out: a last look before they are said, the week's recap, and goals that were reached."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from domain.calendar import MORNING, WAKING_FROM, WAKING_UNTIL, instant, zone
from domain.goals import Goal, Level
from domain.goals import State as GoalState
from domain.goals_reached import reached_at
from domain.kudos_recap import common_zone, recap, week_of, week_to_tell
from domain.notices import AnyNotice, GoalCelebrated, GoalReached, KudosJoined, KudosPosted, KudosRecap, KudosReceived
from domain.people import Person
from storage.database import Database
from storage.outbox import Claimed, State
from storage.store import Store

NEWS = timedelta(days=2)
"""So long a goal that was reached is news to its owner; after a longer silence of ours it is no more."""


async def as_they_are(store: Store, claimed: Sequence[Claimed], *, now: datetime) -> list[Claimed]:
    """Return those to send: without kudos that are gone meanwhile, and with everybody who has joined in by now."""
    about = {one.id: number for one in claimed if (number := _kudos_of(one)) is not None}
    if not about:
        return list(claimed)
    gone = await store.kudos_posts.gone(set(about.values()))
    rewritten = [about[one.id] for one in claimed if isinstance(one.notice, KudosJoined)]
    joined = await store.kudos_posts.joined(rewritten) if rewritten else {}
    kept = []
    for one in claimed:
        if about.get(one.id) in gone:
            why = {"trouble": "the kudos are gone", "attempt": one.attempt - 1}
            await store.outbox.record(one, State.CANCELLED, now=now, **why)
        elif isinstance(one.notice, KudosJoined):
            there = one.notice.model_copy(update={"joined": joined.get(one.notice.post.kudos, ())})
            kept.append(one.model_copy(update={"notice": there}))
        else:
            kept.append(one)
    return kept


def _kudos_of(claimed: Claimed) -> int | None:
    """Return which kudos are to be said; None for all else, also for the word that they are gone."""
    notice = claimed.notice
    if isinstance(notice, KudosPosted | KudosReceived):
        return notice.kudos
    return notice.post.kudos if isinstance(notice, KudosJoined) else None


async def celebrate(database: Database, channel: str | None, *, now: datetime) -> None:
    """Say what there is to celebrate. Safe to run late, twice, or on two machines. Raises Unavailable."""
    await _congratulate(database, channel, now=now)
    if channel:
        await _tell_of_the_week(database, channel, now=now)


async def _tell_of_the_week(database: Database, channel: str, *, now: datetime) -> None:
    async with database.reading() as store:
        tz = common_zone(await store.kudos_lists.clocks())
        week = week_to_tell(now, tz)
        if week is None or await store.outbox.said(f"kudos-recap:{week}"):
            return
        since, until = week_of(week, tz)
        kudos = await store.kudos_lists.of_week(since, until)
        goals = {goal.id: goal for goal in await store.goals.shared(closed=True) if goal.id}
        read = await store.goals_reached.shared_and_read(since=since)
        readings = await store.readings.of(read) if read else []
    reached = [goal for goal in read if (at := reached_at(goal, readings)) and since <= at < until]
    if told := recap(week, kudos, goals, reached):
        async with database.transaction() as store:
            await store.outbox.put(KudosRecap(to=channel, **told.model_dump()), now=now)


async def _congratulate(database: Database, channel: str | None, *, now: datetime) -> None:
    """Tell owners, and of company and team goals the channel, of what was reached lately: each goal once.

    In the waking hours of the owner, and of most people.
    """
    async with database.reading() as store:
        arrived = await store.goals_reached.arrived(since=now - NEWS)
        readings = await store.readings.of(arrived) if arrived else []
        reached = [goal for goal in arrived if (at := reached_at(goal, readings)) and at >= now - NEWS]
        news = [goal for goal in reached if not await _was_said(store, goal)]
        people = await store.people.named({one for goal in news for one in (goal.owner, *goal.contributors)})
        tz = common_zone(await store.kudos_lists.clocks()) if news else None
    planned: list[tuple[AnyNotice, datetime]] = []
    for goal in news:
        public = channel is not None and goal.level is not Level.INDIVIDUAL
        if goal.owner in people:
            planned.append((_to_the_owner(goal, shared=public), _awake(now, people[goal.owner].tz)))
        if channel and public:
            planned.append((_in_the_channel(goal, channel, people), _awake(now, str(tz))))
    if planned:
        async with database.transaction() as store:
            await store.outbox.plan(planned)


async def _was_said(store: Store, goal: Goal) -> bool:
    """Tell whether its owner or the channel has heard of it; what was reached twice is celebrated once."""
    said = [await store.outbox.said(f"goal:{goal.id}:{how}") for how in ("reached", "celebrated")]
    return any(said)


def _to_the_owner(goal: Goal, *, shared: bool) -> GoalReached:
    over = goal.state is GoalState.CLOSED
    return GoalReached(to=goal.owner, goal=goal.id or 0, title=goal.title, shared=shared, closed=over)


def _in_the_channel(goal: Goal, channel: str, people: Mapping[str, Person]) -> GoalCelebrated:
    """Name those who are here: the owner, and the contributors by name; nobody by how much they did."""
    helped = [one for one in goal.contributors if one in people and one != goal.owner]
    return GoalCelebrated(
        to=channel,
        goal=goal.id or 0,
        title=goal.title,
        company=goal.level is Level.COMPANY,
        owner=goal.owner,
        contributors=tuple(sorted(helped, key=lambda one: (people[one].name.casefold(), one))),
        score=goal.score if goal.state is GoalState.CLOSED else None,
    )


def _awake(now: datetime, tz_name: str) -> datetime:
    """Return now, or the next morning at nine where it is night."""
    tz = zone(tz_name)
    local = now.astimezone(tz)
    if WAKING_FROM <= local.time() < WAKING_UNTIL:
        return now
    day = local.date() if local.time() < WAKING_FROM else local.date() + timedelta(days=1)
    return instant(day, MORNING, tz)
