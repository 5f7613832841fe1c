"""The last look before a prompt goes out: what it takes back or puts off, what it notes, and which cards it closes."""

from datetime import UTC, datetime, timedelta

import pytest
from fake_slack import FRIDAY, prompt

from company import ANA, BO, NOW, SAM
from domain.absences import Absence
from domain.calendar import Schedule
from domain.check_ins import CheckIn
from domain.notices import CheckInAskedAgain, CheckInClosed, CheckInPrompt, KudosReceived
from domain.prompts import ANSWERED, MOVED, NOT_ASKED, OVER
from domain.turns import Turn
from scheduler.last_look import still_wanted
from storage.outbox import State

DAY = timedelta(days=1)
WEEK = 7 * DAY
BEFORE = FRIDAY - WEEK
SATURDAY, MONDAY = NOW + DAY, datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def due(company):
    """Claim these and look; return those to send."""

    async def due(*notices, now=NOW):
        async with company.transaction() as store:
            await store.outbox.plan([(one, NOW - timedelta(minutes=1)) for one in notices])
            claimed = await store.outbox.claim("me", now=now)
            return [one.notice for one in await still_wanted(store, claimed, schedule=Schedule(), now=now)]

    return due


@pytest.fixture
def stands(row):
    """Where a notice stands: state, trouble, how often it was tried, and when it is due or was settled."""

    async def stands(notice):
        *facts, due, settled = await row(notice, "state", "trouble", "attempt", "due_at", "settled_at")
        return *facts, settled or due

    return stands


@pytest.fixture
def said(company):
    async def said(notice):
        async with company.reading() as store:
            return await store.outbox.said(notice.key)

    return said


@pytest.fixture
def sent(company):
    """Have these stand in Slack."""

    async def sent(*notices):
        async with company.transaction() as store:
            for one in notices:
                await store.outbox.plan([(one, NOW - WEEK)])
                (claimed,) = await store.outbox.claim("another", now=NOW - WEEK)
                await store.outbox.record(claimed, State.SENT, now=NOW - WEEK, channel="D", ts="1.1")

    return sent


@pytest.fixture
def away(company):
    async def away(person, until):
        async with company.transaction() as store:
            await store.absences.add(Absence(person=person.id, starts=FRIDAY, ends=until), now=NOW)

    return away


@pytest.fixture
def turns(company):
    async def turns(*new):
        async with company.transaction() as store:
            await store.turns.save(*new)

    return turns


@pytest.fixture
def turn_of(company):
    async def turn_of(person, period=FRIDAY):
        async with company.reading() as store:
            return await store.turns.of(person.id, period)

    return turn_of


def answered(person, period):
    return CheckIn(person=person.id, period=period, went_well="x", answered_at=NOW)


class TestTakingBack:
    async def test_whom_nobody_knows_is_not_asked(self, due, stands):
        assert await due(prompt("UNOBODY"), prompt(BO.id)) == [prompt(BO.id)]
        assert await stands(prompt("UNOBODY")) == (State.CANCELLED, NOT_ASKED, 0, NOW)

    async def test_whoever_has_answered_is_not_asked(self, company, due, stands):
        async with company.transaction() as store:
            await store.check_ins.save(answered(ANA, FRIDAY))

        assert await due(prompt(ANA.id)) == []
        assert await stands(prompt(ANA.id)) == (State.CANCELLED, ANSWERED, 0, NOW)

    async def test_what_is_over_expires(self, due, stands):
        assert await due(prompt(ANA.id, BEFORE), now=NOW) == []
        assert await stands(prompt(ANA.id, BEFORE)) == (State.EXPIRED, OVER, 0, NOW)

    async def test_whoever_is_away_to_the_end_is_excused_and_the_claim_is_no_attempt(
        self, due, stands, away, turns, turn_of
    ):
        kept = Turn(person=ANA.id, period=FRIDAY, moves=2)
        await turns(kept)
        await away(ANA, FRIDAY + WEEK)

        assert await due(prompt(ANA.id)) == []
        assert await stands(prompt(ANA.id)) == (State.CANCELLED, "away", 0, NOW)
        assert await turn_of(ANA) == kept.model_copy(update={"excused": "away"})

    async def test_whoever_is_away_for_a_day_is_asked_the_next_morning(self, due, stands, away):
        await away(ANA, FRIDAY)

        assert await due(prompt(ANA.id)) == []
        assert await stands(prompt(ANA.id)) == (State.PLANNED, None, 0, MONDAY)

    @pytest.mark.parametrize(
        ("state", "goes"), [(State.SENT, False), (State.UNCERTAIN, False), (State.UNDELIVERABLE, True)]
    )
    async def test_where_the_day_was_changed_nobody_is_asked_for_two_periods_at_once(
        self, company, due, stands, state, goes
    ):
        """The planner took the other one back while it was on its way, or put back after a 429."""
        thursday, friday = prompt(ANA.id, FRIDAY - DAY), prompt(ANA.id)
        async with company.transaction() as store:
            await store.outbox.plan([(thursday, NOW - DAY)])
            (claimed,) = await store.outbox.claim("another", now=NOW)
            await store.outbox.record(claimed, state, now=NOW - DAY)

        assert await due(friday, prompt(BO.id)) == [*([friday] if goes else []), prompt(BO.id)]
        if not goes:
            assert await stands(friday) == (State.CANCELLED, MOVED, 0, NOW)

    async def test_the_facts_of_all_periods_that_are_asked_about_are_looked_at(self, company, due, stands):
        """An old prompt beside a new one: the answer to the old one counts too."""
        async with company.transaction() as store:
            await store.check_ins.save(answered(ANA, BEFORE))
            await store.check_ins.save(answered(BO, FRIDAY))

        assert await due(prompt(ANA.id, BEFORE), prompt(BO.id), prompt(SAM.id, FRIDAY)) == []
        assert (await stands(prompt(ANA.id, BEFORE)))[:2] == (State.CANCELLED, ANSWERED)
        assert (await stands(prompt(BO.id)))[:2] == (State.CANCELLED, ANSWERED)


async def test_everything_else_goes_as_it_is_and_in_its_place(due):
    thanks = KudosReceived(to=BO.id, kudos=1, giver=ANA.id, reason="x")

    assert await due(thanks) == [thanks]
    assert await due(KudosReceived(to=BO.id, kudos=2, giver=ANA.id, reason="x"), prompt(ANA.id)) == [
        KudosReceived(to=BO.id, kudos=2, giver=ANA.id, reason="x"),
        prompt(ANA.id),
    ]


class TestNoting:
    async def test_a_prompt_of_today_is_not_noted(self, due, turn_of):
        assert await due(prompt(ANA.id)) == [prompt(ANA.id)]
        assert await turn_of(ANA) == Turn(person=ANA.id, period=FRIDAY)

    async def test_one_that_had_to_wait_is_noted_with_its_day(self, due, turns, turn_of):
        await turns(Turn(person=ANA.id, period=FRIDAY, moves=2))

        assert await due(prompt(ANA.id), now=MONDAY) == [prompt(ANA.id)]
        assert await turn_of(ANA) == Turn(person=ANA.id, period=FRIDAY, moves=2, asked_on=MONDAY.date())

    async def test_the_day_is_the_persons_own(self, company, due, turn_of):
        """It is Monday already in Auckland, and still Sunday in UTC."""
        auckland = ANA.model_copy(update={"tz": "Pacific/Auckland"})
        async with company.transaction() as store:
            await store.people.save(auckland)

        assert await due(prompt(ANA.id), now=datetime(2026, 11, 22, 20, tzinfo=UTC)) == [prompt(ANA.id)]
        assert (await turn_of(ANA)).asked_on == MONDAY.date()


class TestClosingEarlierCards:
    LAST = prompt(ANA.id, BEFORE)
    CLOSED = CheckInClosed(to=ANA.id, period=BEFORE, prompt=1)

    async def test_the_card_of_a_week_that_nobody_answered_says_that_it_is_over(self, due, said, sent):
        await sent(self.LAST)

        await due(prompt(ANA.id))

        assert await said(self.CLOSED) == self.CLOSED

    async def test_the_card_of_a_week_that_was_answered_does_not(self, company, due, said, sent):
        await sent(self.LAST)
        async with company.transaction() as store:
            await store.check_ins.save(answered(ANA, BEFORE))

        await due(prompt(ANA.id))

        assert await said(self.CLOSED) is None

    async def test_a_card_that_was_never_there_does_not(self, due, said):
        await due(prompt(ANA.id))

        assert await said(self.CLOSED) is None

    @pytest.mark.parametrize(
        ("there", "snoozes", "closed"),
        [([1, 2], 1, 2), ([1], 1, 1), ([1, 2, 3], 2, 3), ([1, 2], 2, 2)],
        ids=["asked again", "put off, and not asked again", "put off twice", "put off twice, asked again once"],
    )
    async def test_of_a_week_put_off_the_last_card_says_so(self, due, said, sent, turns, there, snoozes, closed):
        await sent(*(CheckInPrompt(to=ANA.id, period=BEFORE, number=number) for number in there))
        await turns(Turn(person=ANA.id, period=BEFORE, snoozes=snoozes))

        await due(prompt(ANA.id))

        told = [await said(self.CLOSED.model_copy(update={"prompt": number})) for number in (1, 2, 3)]
        assert [one.prompt for one in told if one] == [closed]

    async def test_the_card_of_the_prompt_before_says_that_another_one_came(self, due, said, sent, turns):
        await sent(self.LAST)
        await turns(Turn(person=ANA.id, period=FRIDAY, snoozes=1))
        again = CheckInPrompt(to=ANA.id, period=FRIDAY, number=2)

        assert await due(again) == [again]

        passed = CheckInAskedAgain(to=ANA.id, period=FRIDAY, prompt=1)
        assert await said(passed) == passed
        assert await said(self.CLOSED) is None
