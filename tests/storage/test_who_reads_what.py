"""Nobody gets a word that was not for them: every read of storage, as every person, about every person.

Each text says whose it is and what it is, as `«UANA blocker»`. What a reader may ever meet is written down here by
hand, apart from the rules.
"""

import json
import re
from datetime import date, timedelta

import pytest

from company import ANA, BO, EVERYONE, HANA, MIA, NOW, OLU, SAM
from domain.blockers import Blocker
from domain.calendar import Schedule
from domain.check_ins import CheckIn, GoalAnswer
from domain.feedback import Feedback, Question, Visibility
from domain.goals import Goal, Kpi, KpiReading, State
from domain.kudos import Kudos
from domain.own_evidence import Kept
from domain.permissions import Grant, may_read, may_read_all
from domain.refusals import NothingToShow
from domain.values import Value

SELF = {
    "note",
    "goal note",
    "blocker",
    "goal",
    "number note",
    "public kudos",
    "private kudos",
    "to receiver",
    "to both",
    "intent to receiver",
    "intent to both",
    "question to receiver",
    "question to both",
    "own evidence",
}
MANAGER = {"note", "goal note", "blocker", "goal", "number note", "public kudos"} | {
    f"{part}to {whom}" for whom in ("both", "manager") for part in ("", "intent ", "question ")
}
ABOVE = {"blocker", "goal", "public kudos"}
LINE = {ANA.id: (MIA.id, OLU.id), BO.id: (MIA.id, OLU.id), MIA.id: (OLU.id,)}
PERIOD = date(2026, 11, 20)
SINCE, UNTIL = NOW - timedelta(days=60), NOW + timedelta(days=1)
BEFORE = NOW - timedelta(days=10)
TOLD = {
    Visibility.RECEIVER: "to receiver",
    Visibility.RECEIVER_AND_MANAGER: "to both",
    Visibility.MANAGER: "to manager",
}


def may_meet(reader: str, subject: str) -> set[str]:
    if reader == subject:
        return {f"{subject} {what}" for what in SELF}
    line = LINE.get(subject, ())
    kinds = MANAGER if line[:1] == (reader,) else ABOVE if reader in line else set()
    return {f"{subject} {what}" for what in kinds}


def met(*found: object) -> set[str]:
    def plain(one: object) -> object:
        return one.model_dump(mode="json") if isinstance(one, Value) else str(one)

    return set(re.findall("«(.*?)»", json.dumps([plain(one) for one in found], ensure_ascii=False)))


@pytest.fixture
async def full(company):
    """Something of every kind about everybody, last week and this."""
    async with company.transaction() as store:
        for person in EVERYONE:
            await write_about(store, person.id, NOW, PERIOD, "")
    return company


async def write_about(store, person: str, at, period: date, mark: str) -> None:
    def says(what: str) -> str:
        return f"«{person} {mark}{what}»"

    other = SAM.id if person != SAM.id else HANA.id
    goal = await store.goals.save(
        Goal(
            ref=f"G-{mark}{person}",
            title=says("goal"),
            owner=person,
            state=State.ACTIVE,
            starts=at.date() - timedelta(days=9),
            due=date(2026, 12, 31),
            kpis=(Kpi(name="n", baseline=0, target=1),),
        )
    )
    await store.readings.add(
        KpiReading(goal=goal.id, kpi=goal.kpis[0].id, value=1, at=at, by=person, note=says("number note"))
    )
    line = GoalAnswer(goal=goal.id, note=says("goal note"))
    await store.check_ins.save(
        CheckIn(
            person=person,
            period=period,
            goals=(line,),
            went_well=says("note"),
            next=says("note"),
            blockers=says("blocker"),
            answered_at=at,
        )
    )
    named = {"period": period, "named_in": period, "named_at": at, "raised_at": at}
    await store.blockers.save(Blocker(person=person, text=says("blocker"), **named))
    for public in (True, False):
        reason = says("public kudos" if public else "private kudos")
        await store.kudos.add(Kudos(giver=other, receivers=(person,), reason=reason, public=public, given_at=at))
    for visibility, what in TOLD.items():
        piece = Feedback(author=other, receiver=person, behaviour=says(what), visibility=visibility, given_at=at)
        kept = await store.feedback.add(piece.model_copy(update={"intent": says(f"intent {what}")}))
        asked = Question(feedback=kept.id, asker=person, question=says(f"question {what}"), asked_at=at)
        await store.feedback.add_question(asked)
        taken_back = piece.model_copy(update={"taken_back_at": at, "behaviour": "«taken back»"})
        await store.feedback.add(taken_back)
    await store.evidence.add(Kept(person=person, note=says("own evidence"), link="https://x", saved_at=at))


async def everything(store, grant: Grant) -> set[str]:
    """What all reads that take a grant hand out for it."""
    first, last = SINCE.date(), UNTIL.date()
    return met(
        *await store.check_ins.read([grant], since=first, until=last),
        *await store.blockers.open_to([grant]),
        *await store.goals.open_to([grant], tuple(State)),
        *await store.goals.about(grant),
        *await store.kudos.received(grant, since=SINCE, until=UNTIL),
        *await store.feedback.received(grant, since=SINCE, until=UNTIL),
        *await store.evidence.of(grant),
        await store.reviews.packet(grant.reader, grant.subject, since=first, until=last, now=NOW),
    )


@pytest.mark.parametrize("reader", EVERYONE, ids=lambda one: one.id)
async def test_a_reader_meets_exactly_what_was_for_them(full, reader):
    managers = {one.id: one.manager for one in EVERYONE}
    async with full.transaction(budget=30) as store:
        for subject in EVERYONE:
            try:
                grant = may_read(reader, subject, managers)
            except NothingToShow:
                assert may_meet(reader.id, subject.id) == set()
                continue
            assert await everything(store, grant) == may_meet(reader.id, subject.id)


@pytest.mark.parametrize("reader", EVERYONE, ids=lambda one: one.id)
async def test_grants_of_a_whole_line_open_no_more_together_than_each_alone(full, reader):
    people = {one.id: one for one in EVERYONE}
    try:
        grants = may_read_all(reader, people, whole_line=True)
    except NothingToShow:
        grants = ()
    async with full.reading() as store:
        found = met(
            *await store.check_ins.read(grants, since=SINCE.date(), until=UNTIL.date()),
            *await store.blockers.open_to(grants),
            *await store.goals.open_to(grants),
        )
    allowed = set().union(*(may_meet(reader.id, grant.subject) for grant in grants))
    assert found <= allowed
    assert bool(found) is bool(grants)


@pytest.mark.parametrize("reader", EVERYONE, ids=lambda one: one.id)
async def test_the_team_page_tells_nothing_that_was_not_for_the_manager(full, reader):
    async with full.transaction() as store:
        try:
            status, _ = await store.status.team(reader, schedule=Schedule(), now=NOW)
        except NothingToShow:
            assert reader.id not in {MIA.id, OLU.id}
            return
    reports = [subject for subject, line in LINE.items() if line[:1] == (reader.id,)]
    assert met(status) <= set().union(*(may_meet(reader.id, subject) for subject in reports))


async def test_a_new_manager_meets_what_came_after_the_change_and_the_old_one_nothing(full):
    change = NOW - timedelta(days=5)
    moved = ANA.model_copy(update={"manager": SAM.id, "manager_since": change})
    async with full.transaction(budget=30) as store:
        await write_about(store, ANA.id, BEFORE, PERIOD - timedelta(days=7), "old ")
        await store.people.save(moved)
        managers = await store.people.managers()
        found = await everything(store, may_read(SAM, moved, managers))
        for old in (MIA, OLU):
            with pytest.raises(NothingToShow):
                may_read(old, moved, managers)

    new = {f"{ANA.id} {what}" for what in MANAGER}
    open_to_all = {
        f"{ANA.id} old goal",
        f"{ANA.id} old public kudos",
    }  # goals stand until they end; the channel saw these
    assert found == new | open_to_all
