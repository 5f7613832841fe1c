"""Stored: what became of asking, days away, do-not-disturb, and the message of the day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from company import ANA, BERLIN, BO, EVERYONE, HANA, NOW
from domain.absences import Absence
from domain.check_ins import CheckIn
from domain.notices import CheckInPrompt, Today, TodayChanged
from domain.organisation import Share
from domain.today import CheckInReminder, FeedbackWaits
from domain.turns import Turn
from storage.outbox import State

FRIDAY = date(2026, 11, 20)
WEEK = timedelta(days=7)
PUT_OFF = Turn(person=ANA.id, period=FRIDAY, snoozed_until=NOW, snoozes=1, moves=1)


@pytest.fixture
async def store(company):
    async with company.transaction() as store:
        yield store


async def test_a_turn_of_which_nothing_is_known_is_empty(store):
    assert await store.turns.of(ANA.id, FRIDAY) == Turn(person=ANA.id, period=FRIDAY)


async def test_a_turn_is_kept_and_changed(store):
    await store.turns.save(PUT_OFF)
    await store.turns.save(PUT_OFF.model_copy(update={"skipped_at": NOW}))

    assert await store.turns.of(ANA.id, FRIDAY) == PUT_OFF.model_copy(update={"skipped_at": NOW})
    assert (await store.turns.of(BO.id, FRIDAY)).snoozes == 0


async def test_a_note_of_others_leaves_what_the_person_chose(store):
    await store.turns.save(PUT_OFF)
    other = Turn(person=ANA.id, period=FRIDAY, excused="away", asked_on=FRIDAY, reminders=2, reminded_on=FRIDAY)

    await store.turns.excuse([other])
    await store.turns.note_asked([other])
    await store.turns.note_reminded([other])
    await store.turns.excuse([])

    assert await store.turns.of(ANA.id, FRIDAY) == other.model_copy(
        update={"snoozed_until": NOW, "snoozes": 1, "moves": 1}
    )


async def test_turns_of_many(store):
    later = Turn(person=BO.id, period=FRIDAY + WEEK, skipped_at=NOW)
    await store.turns.save(PUT_OFF, later)

    assert set(await store.turns.since(FRIDAY)) == {(ANA.id, FRIDAY), (BO.id, FRIDAY + WEEK)}
    assert await store.turns.since(FRIDAY + WEEK) == {(BO.id, FRIDAY + WEEK): later}
    assert set(await store.turns.since(FRIDAY, [ANA.id])) == {(ANA.id, FRIDAY)}


async def test_days_away_are_kept_in_order_and_cleared_from_a_day_on(store):
    past = Absence(person=ANA.id, starts=FRIDAY - WEEK, ends=FRIDAY - timedelta(days=1))
    now = Absence(person=ANA.id, starts=FRIDAY, ends=FRIDAY)
    later = Absence(person=ANA.id, starts=FRIDAY + WEEK, ends=FRIDAY + 2 * WEEK)
    for one in (later, now, past, later.model_copy(update={"person": BO.id})):
        await store.absences.add(one, now=NOW)

    assert await store.absences.of(ANA.id, since=FRIDAY) == [now, later]
    assert set(await store.absences.all(since=FRIDAY)) == {ANA.id, BO.id}
    assert await store.absences.all(since=FRIDAY, people=[HANA.id]) == {}
    assert await store.absences.clear(ANA.id, since=FRIDAY) == 2
    assert await store.absences.of(ANA.id, since=FRIDAY - WEEK) == [past]
    assert len(await store.absences.of(BO.id, since=FRIDAY)) == 1


async def test_do_not_disturb_of_those_who_are_known(store):
    until = NOW + timedelta(hours=1)
    await store.people.keep_quiet_hours({ANA.id: (NOW, until), BO.id: None, "USTRANGER": (NOW, until)})
    await store.people.keep_quiet_hours({})

    ana, bo = await store.people.get(ANA.id), await store.people.get(BO.id)
    assert (ana.quiet_from, ana.quiet_until, bo.quiet_until) == (NOW, until, None)
    assert await store.people.get("USTRANGER") is None


async def test_whose_morning_it_may_be(store):
    assert set(await store.people.zones()) == {BERLIN, "Europe/London", "Asia/Tokyo", "America/New_York"}
    await store.people.keep_quiet_hours({HANA.id: (NOW, NOW + timedelta(hours=1))})

    woken = (NOW, NOW + timedelta(hours=1))
    assert set(await store.people.waking_up([BERLIN], quiet_ended=woken)) == {"UANA", "UBO", "UMIA", "UHANA"}
    assert await store.people.waking_up([], quiet_ended=(woken[1], woken[1])) == {}


REMINDER = CheckInReminder(period=FRIDAY)
TODAY = Today(to=ANA.id, day=FRIDAY, items=(REMINDER, FeedbackWaits(request=1, asker=BO.id, expires_on=FRIDAY)))


async def test_one_message_a_person_and_day(store):
    other = Today(to=BO.id, day=FRIDAY, items=(REMINDER,))

    assert await store.todays.say([(TODAY, NOW)]) == {ANA.id}
    assert await store.todays.say([(TODAY, NOW), (other, NOW)]) == {BO.id}
    assert await store.todays.say([(TODAY, NOW)]) == set()
    assert await store.todays.say([]) == set()
    assert await store.outbox.counts() == {State.PLANNED: 2}


async def test_saying_wakes_the_sender(company):
    woken = []
    company.wakes(lambda: woken.append(1))
    for _ in range(2):
        async with company.transaction() as store:
            await store.todays.say([(TODAY, NOW)])

    assert woken == [1]


async def test_the_latest_message_with_what_is_struck_out(store):
    assert await store.todays.latest(ANA.id) is None
    tomorrow = TODAY.model_copy(update={"day": FRIDAY + timedelta(days=1)})
    await store.todays.say([(TODAY, NOW), (tomorrow, NOW + timedelta(days=1))])
    assert await store.todays.latest(ANA.id) is None, "nothing is said yet"

    [claimed] = await store.outbox.claim("one", now=NOW)
    await store.outbox.record(claimed, State.SENT, now=NOW, channel="D1", ts="1.1")
    assert await store.todays.latest(ANA.id) == (TODAY, {}, 0)

    for change, done in enumerate([{REMINDER.key: "snoozed"}, {REMINDER.key: "done"}], start=1):
        rewrite = TodayChanged(to=ANA.id, day=FRIDAY, items=TODAY.items, done=done, change=change)
        await store.outbox.put(rewrite, now=NOW)
    assert await store.todays.latest(ANA.id) == (TODAY, {REMINDER.key: "done"}, 2)
    assert await store.todays.latest(BO.id) is None


async def test_what_was_claimed_can_say_something_else(store):
    await store.todays.say([(TODAY, NOW)])
    [claimed] = await store.outbox.claim("one", now=NOW)
    less = TODAY.model_copy(update={"items": (REMINDER,)})

    changed = await store.todays.change(claimed, less)

    assert (changed.notice, changed.id) == (less, claimed.id)
    assert await store.outbox.said(TODAY.key) == less


async def test_who_is_about_to_be_asked(store):
    due = datetime(2026, 11, 20, 10, tzinfo=UTC)
    await store.outbox.plan(
        [
            (CheckInPrompt(to=BO.id, period=FRIDAY), due),
            (CheckInPrompt(to=HANA.id, period=FRIDAY), due + timedelta(hours=1)),
        ]
    )
    await store.todays.say([(TODAY, NOW)])

    assert await store.todays.about_to_be_asked(until=due, most=9) == [ANA.id, BO.id]
    assert await store.todays.about_to_be_asked(until=due, most=1) == [ANA.id]


async def test_whom_nobody_could_ask_does_not_count_unless_they_answered(store):
    excused = [Turn(person=one.id, period=FRIDAY, excused="away") for one in (ANA, BO, HANA)]
    await store.turns.excuse(excused)
    await store.check_ins.save(CheckIn(person=BO.id, period=FRIDAY, went_well="x", answered_at=NOW))
    await store.people.save(HANA.model_copy(update={"enrolled_at": None}))

    this, after = [(await store.organisation.counts(week, now=NOW)).now for week in (FRIDAY, FRIDAY + WEEK)]
    assert this == Share(answered=1, asked=len(EVERYONE) - 2)
    assert after == Share(answered=0, asked=len(EVERYONE) - 1)
