"""Whom to ask, and when, at the edges: the moment a period opens or closes, many people at once, reasons in any zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from company import ANA, BO, HANA, MIA, OLU
from domain import prompts
from domain.absences import Absence, Why
from domain.calendar import WEEK, Schedule
from domain.notices import CheckInPrompt
from domain.prompts import (
    HORIZON,
    MOVED,
    OVER,
    Facts,
    Planned,
    Withdrawal,
    best_time,
    prompts_due,
    prompts_to_withdraw,
    why_not,
)
from domain.working_days import WorkingDays

FRIDAY = date(2026, 11, 20)
AT_TEN = datetime(2026, 11, 20, 9, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BERLIN, AUCKLAND = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")
SCHEDULE = Schedule()
SLOT = ANA.id, FRIDAY


def due(*people, now=AT_TEN - HOUR, **facts):
    return prompts_due(people, schedule=SCHEDULE, now=now, until=now + HORIZON, facts=Facts(**facts)).due


def away(person, starts, ends):
    return Absence(person=person.id, starts=starts, ends=ends)


class TestManyAtOnce:
    def test_whoever_is_not_asked_hides_nobody_after_them(self):
        people = ANA.model_copy(update={"active": False}), MIA.model_copy(update={"enrolled_at": None}), BO

        assert {person for person, _ in due(*people)} == {BO.id}

    def test_what_is_special_about_one_holds_for_nobody_else(self):
        """Leave, a status and do-not-disturb of some, before and after others of whom nothing is known."""
        status = MIA.model_copy(update={"away": True, "away_until": MONDAY + HOUR})
        quiet = OLU.model_copy(update={"tz": ANA.tz, "quiet_from": AT_TEN - HOUR, "quiet_until": MONDAY + HOUR})
        leave = {BO.id: [away(BO, FRIDAY, FRIDAY)], HANA.id: [away(HANA, FRIDAY, FRIDAY + 4 * DAY)]}
        hana = HANA.model_copy(update={"tz": ANA.tz})
        wanted = {
            ANA.id: AT_TEN,
            BO.id: MONDAY,
            MIA.id: MONDAY + DAY,
            OLU.id: MONDAY + HOUR,
            HANA.id: MONDAY + 2 * DAY,
            "ULAST": AT_TEN,
        }
        people = (ANA, BO, status, quiet, hana, ANA.model_copy(update={"id": "ULAST"}))

        for order in (people, people[::-1], people[2:] + people[:2]):
            found = due(*order, absences=leave)
            assert {person: found[person, FRIDAY].due for person in wanted} == wanted

    def test_each_is_asked_by_their_own_clock(self):
        found = due(ANA, OLU, HANA, now=AT_TEN - DAY)

        assert [found[one.id, FRIDAY].due for one in (ANA, OLU, HANA)] == [AT_TEN, AT_TEN + HOUR, AT_TEN - 8 * HOUR]

    def test_for_the_many_of_a_place_it_is_worked_out_once(self, monkeypatch):
        asked, real = [], prompts.time_to_ask

        def counted(wanted, *args, **options):
            asked.append(wanted)
            return real(wanted, *args, **options)

        monkeypatch.setattr(prompts, "time_to_ask", counted)
        found = due(ANA, BO, MIA, now=AT_TEN + HOUR)

        assert len(found) == 6
        assert asked == [AT_TEN, AT_TEN + WEEK]


class TestMoments:
    def test_what_opens_just_at_the_end_of_the_horizon_is_planned(self):
        now = AT_TEN + WEEK - HORIZON

        assert (ANA.id, FRIDAY + WEEK) in due(ANA, now=now)
        assert (ANA.id, FRIDAY + WEEK) not in due(ANA, now=now - timedelta(seconds=1))

    def test_a_period_is_over_as_the_next_one_opens(self):
        prompt = CheckInPrompt(to=ANA.id, period=FRIDAY)
        over = Withdrawal(prompt=prompt, why=OVER, expired=True)

        def why(now):
            return why_not(prompt, ANA, schedule=SCHEDULE, now=now, facts=Facts())

        assert why(AT_TEN + WEEK) == over
        assert why(AT_TEN + WEEK - timedelta(seconds=1)) is None

    @pytest.mark.parametrize("now", [AT_TEN, AT_TEN + HOUR], ids=["as it opens", "later"])
    def test_what_waits_for_a_morning_keeps_to_it_when_the_reason_is_gone(self, now):
        planned = {SLOT: Planned(1, MONDAY + DAY)}

        assert due(ANA, now=now, planned=planned)[SLOT] == Planned(1, MONDAY)
        assert due(ANA, BO, now=now, planned=planned)[BO.id, FRIDAY] == Planned(1, AT_TEN)

    def test_what_waited_for_this_morning_is_due_now(self):
        days = WorkingDays(tz=BERLIN)

        assert prompts.time_to_ask(AT_TEN, days, now=MONDAY, closes=AT_TEN + WEEK, planned=MONDAY) == AT_TEN

    def test_a_status_without_an_end_holds_for_today_also_where_it_was_due_before_midnight(self):
        late, days = AT_TEN - 10 * HOUR, WorkingDays(tz=BERLIN, away=True)

        found = prompts.time_to_ask(
            late - HOUR / 12, days, now=late + HOUR / 12, closes=late + WEEK, planned=MONDAY + DAY
        )

        assert found == MONDAY

    def test_a_quarter_of_an_hour_late_is_on_time_also_at_night(self):
        wanted, days, quarter = AT_TEN + 13 * HOUR, WorkingDays(tz=BERLIN, asked_on=4), HOUR / 4
        second = timedelta(seconds=1)

        assert prompts.time_to_ask(wanted, days, now=wanted + quarter, closes=wanted + WEEK) == wanted
        assert prompts.time_to_ask(wanted, days, now=wanted + quarter + second, closes=wanted + WEEK) == MONDAY

    def test_what_is_late_waits_for_tomorrow_where_a_status_without_an_end_holds_for_today(self):
        days = WorkingDays(tz=BERLIN, away=True)

        assert prompts.time_to_ask(AT_TEN, days, now=MONDAY + HOUR, closes=AT_TEN + WEEK) == MONDAY + DAY

    def test_what_waited_since_yesterday_comes_once_do_not_disturb_ends(self):
        """Yesterday and today by the clock of Auckland; in UTC it is one day."""
        yesterday = datetime(2026, 11, 19, 10, tzinfo=AUCKLAND).astimezone(UTC)
        now = yesterday + DAY
        days = WorkingDays(tz=AUCKLAND, quiet_from=now - HOUR / 2, quiet_until=now + 2 * HOUR)

        assert prompts.time_to_ask(yesterday, days, now=now, closes=yesterday + WEEK) == now + 2 * HOUR

    @pytest.mark.parametrize("tz", [BERLIN, AUCKLAND], ids=str)
    def test_what_was_to_come_today_and_finds_do_not_disturb_comes_on_the_next_morning(self, tz):
        opens = datetime(2026, 11, 20, 10, tzinfo=tz).astimezone(UTC)
        days = WorkingDays(tz=tz, quiet_from=opens + HOUR, quiet_until=opens + 4 * HOUR)

        found = prompts.time_to_ask(opens, days, now=opens + 2 * HOUR, closes=opens + WEEK)

        assert found == datetime(2026, 11, 23, 9, tzinfo=tz)

    def test_what_expired_unsaid_does_not_stand_for_having_asked(self):
        later = ANA.id, FRIDAY + DAY
        facts = {"asked": {later: 1}, "expired": {later}}

        assert SLOT in due(ANA, now=AT_TEN + HOUR, **facts)
        assert SLOT not in due(ANA, now=AT_TEN + HOUR, posted={later: 1}, **facts)

    def test_a_prompt_four_days_after_the_last_is_far_enough_apart(self):
        assert (ANA.id, FRIDAY + WEEK) in due(ANA, now=MONDAY + DAY, asked={(ANA.id, MONDAY.date()): 1})

    def test_the_latest_period_counts_in_whatever_order_they_are_known(self):
        """Asked on Saturday already, by another clock: the open week is not caught up."""
        asked = [(ANA.id, FRIDAY + DAY), (ANA.id, FRIDAY - WEEK)]

        for order in (asked, asked[::-1]):
            assert SLOT not in due(ANA, now=AT_TEN + 2 * DAY, asked=dict.fromkeys(order, 1))


def test_what_nobody_wants_is_taken_back_by_its_number_and_with_its_excuse():
    slot = BO.id, FRIDAY
    facts = Facts(planned={SLOT: Planned(2, AT_TEN), slot: Planned(3, AT_TEN)})

    found = prompts_to_withdraw(
        {slot: Planned(1, AT_TEN)},
        {ANA.id: ANA, BO.id: BO},
        schedule=SCHEDULE,
        now=AT_TEN,
        facts=facts,
        excused={SLOT: Why.AWAY},
    )

    assert found == [
        Withdrawal(prompt=CheckInPrompt(to=ANA.id, period=FRIDAY, number=2), why="away"),
        Withdrawal(prompt=CheckInPrompt(to=BO.id, period=FRIDAY, number=3), why=MOVED),
    ]


def test_the_last_look_knows_the_days_of_the_person_it_is_about():
    prompt = CheckInPrompt(to=ANA.id, period=FRIDAY)

    def best(whose):
        facts = Facts(absences={whose: [away(ANA, FRIDAY, FRIDAY)]})
        return best_time(prompt, ANA, schedule=SCHEDULE, now=AT_TEN, facts=facts)

    assert best(ANA.id) == MONDAY
    assert best(BO.id) == AT_TEN


def test_the_last_morning_of_a_period_is_that_of_the_persons_own_clock():
    """The period closes at ten in Los Angeles, eight hours after ten in UTC."""
    there = ANA.model_copy(update={"tz": "America/Los_Angeles"})
    facts = Facts(absences={ANA.id: [away(ANA, FRIDAY, FRIDAY + 6 * DAY)]})
    prompt = CheckInPrompt(to=ANA.id, period=FRIDAY)

    found = best_time(prompt, there, schedule=SCHEDULE, now=AT_TEN + 9 * HOUR, facts=facts)

    assert found == AT_TEN + WEEK + 8 * HOUR


class TestWhyNever:
    """A period that ends before its only morning: on Monday before nine."""

    NOON = AT_TEN + 3 * HOUR
    CLOSES = MONDAY - HOUR

    def why(self, *, now=NOON, closes=CLOSES, wanted=None, tz=BERLIN, **known):
        days = WorkingDays(tz=tz, **known)
        return prompts.time_to_ask(wanted or now, days, now=now, closes=closes)

    def test_do_not_disturb_at_the_only_moment(self):
        assert self.why(quiet_from=self.NOON, quiet_until=self.NOON + HOUR) is Why.QUIET

    def test_a_status_without_an_end(self):
        assert self.why(away=True) is Why.AWAY

    def test_leave_comes_before_do_not_disturb(self):
        leave = (away(ANA, FRIDAY, FRIDAY),)

        assert self.why(own=leave, quiet_from=self.NOON, quiet_until=self.NOON + HOUR) is Why.AWAY

    def test_do_not_disturb_on_the_last_morning_by_the_persons_own_clock(self):
        quiet = {"quiet_from": MONDAY - HOUR / 2, "quiet_until": MONDAY + HOUR}

        assert self.why(wanted=AT_TEN, now=self.NOON + 9 * HOUR, closes=MONDAY + HOUR / 2, **quiet) is Why.QUIET

    def test_days_before_and_after_the_period_are_no_reason(self):
        evening = self.NOON + 9 * HOUR
        leave = away(ANA, FRIDAY - DAY, FRIDAY - DAY), away(ANA, FRIDAY + 4 * DAY, FRIDAY + 4 * DAY)

        assert self.why(wanted=AT_TEN, now=evening, own=leave) is Why.NO_MORNING

    def test_the_days_are_those_of_the_persons_own_clock(self):
        """Friday at ten in Auckland, while it is Thursday in UTC."""
        opens = datetime(2026, 11, 20, 10, tzinfo=AUCKLAND).astimezone(UTC)
        closes = datetime(2026, 11, 23, 8, tzinfo=AUCKLAND).astimezone(UTC)
        leave = (away(ANA, FRIDAY - DAY, FRIDAY - DAY),)

        quiet = {"quiet_from": opens, "quiet_until": opens + HOUR}

        assert self.why(now=opens, closes=closes, tz=AUCKLAND, own=leave, **quiet) is Why.QUIET

    def test_a_status_without_an_end_on_the_evening_that_is_left(self):
        yesterday, evening = AT_TEN - DAY, self.NOON + 9 * HOUR

        assert self.why(wanted=yesterday, now=evening, away=True) is Why.AWAY
