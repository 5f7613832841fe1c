"""The manager's page as values: who counts, what is owed, what stands, in which order."""

from datetime import UTC, date, datetime, timedelta

import pytest

from company import ANA, BO, MIA, NOW
from domain.blockers import Blocker, promised, replied
from domain.calendar import WEEK, Schedule
from domain.check_ins import CheckIn
from domain.goals import Confidence, Goal, Kpi, State
from domain.status import Answered, TeamStatus, participation, periods_now, team_status
from domain.team_goals import team_goals
from domain.turns import Turn

FRIDAY = date(2026, 11, 20)
LAST = FRIDAY - WEEK


def said(person, period=FRIDAY, **fields) -> CheckIn:
    return CheckIn(**({"person": person.id, "period": period, "went_well": "w", "answered_at": NOW} | fields))


def page(
    *check_ins: CheckIn,
    reports=(ANA, BO),
    goals=(),
    thanked=None,
    notes_of=(ANA.id, BO.id),
    today=FRIDAY,
    **fields,
) -> TeamStatus:
    return team_status(
        MIA.id,
        reports,
        period=FRIDAY,
        check_ins={(one.person, one.period): one for one in check_ins},
        notes_of=frozenset(notes_of),
        goals=team_goals(goals, {}, today),
        kudos=3,
        feedback=2,
        last_thanked=thanked or {},
        **({"now": NOW} | fields),
    )


def stuck(person, text="no access", number=7, *, since=NOW, **more) -> Blocker:
    about = {"period": LAST, "named_in": FRIDAY, "named_at": NOW, "raised_at": since}
    return Blocker(id=number, person=person.id, text=text, **(about | more))


def goal(value: float, *, confidence=None, title="t") -> Goal:
    return Goal(
        ref="G-1",
        title=title,
        owner=ANA.id,
        state=State.ACTIVE,
        starts=FRIDAY - timedelta(days=50),
        due=FRIDAY + timedelta(days=50),
        kpis=(Kpi(name="n", baseline=0, target=100, value=value),),
        confidence=confidence,
    )


def test_everyone_stands_in_order_of_name_with_their_answer():
    answer = said(BO)

    shown = page(answer, reports=(BO, ANA))

    assert [(line.name, line.check_in) for line in shown.answered] == [("Ana Ruiz", None), ("Bo Lind", answer)]
    assert (shown.kudos, shown.feedback, shown.manager, shown.period) == (3, 2, MIA.id, FRIDAY)


@pytest.mark.parametrize(
    ("change", "counted"),
    [
        pytest.param({}, (0, 1), id="asked"),
        pytest.param({"enrolled_at": None}, (0, 0), id="never enrolled"),
        pytest.param({"enrolled_at": NOW}, (0, 0), id="enrolled after the prompt was due"),
        pytest.param({"manager_since": NOW}, (0, 0), id="somebody else's report when it was due"),
        pytest.param({"manager_since": None}, (0, 1), id="nobody knows since when a report"),
        pytest.param({"tz": "America/New_York"}, (0, 0), id="it is not ten o'clock there yet"),
    ],
)
def test_nobody_is_missing_who_was_not_asked(change, counted):
    assert page(reports=(ANA.model_copy(update=change),)).participation == counted


def test_whoever_answers_unasked_counts():
    unasked = ANA.model_copy(update={"enrolled_at": None})

    assert page(said(ANA), reports=(unasked, BO)).participation == (1, 2)
    assert participation([Answered(person="U1", name="x", period=FRIDAY, asked=False)]) == (0, 0)


def test_last_week_stands_beside_this_one_in_numbers():
    shown = page(said(ANA, LAST))

    assert (shown.answered_last_period, shown.asked_last_period) == (1, 2)


def test_a_second_period_is_told_person_by_person():
    shown = page(said(ANA, LAST), beside=LAST)

    assert [bool(line.check_in) for line in shown.beside] == [True, False]
    assert page().beside == ()


@pytest.mark.parametrize(
    ("now", "zones", "periods"),
    [
        pytest.param("2026-11-24T12:00", ["Europe/Berlin"], (FRIDAY, None), id="a Tuesday"),
        pytest.param("2026-11-20T12:00", ["Europe/Berlin"], (FRIDAY, LAST), id="prompt day: the closing one beside"),
        pytest.param("2026-11-20T08:00", ["Europe/Berlin"], (LAST, FRIDAY), id="prompt day before ten: the new one"),
        pytest.param("2026-11-19T22:30", ["Pacific/Kiritimati"], (LAST, FRIDAY), id="a report's clock is ahead"),
        pytest.param("2026-11-19T22:30", [], (LAST, None), id="nobody's clock is ahead"),
    ],
)
def test_a_second_period_stands_beside_where_somebody_is_in_it(now, zones, periods):
    reports = [ANA.model_copy(update={"tz": tz}) for tz in zones]
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)

    assert periods_now(MIA, reports, schedule=Schedule(), now=at) == periods


def test_a_report_who_is_not_asked_makes_no_second_period():
    far = ANA.model_copy(update={"tz": "Pacific/Kiritimati", "enrolled_at": None})

    assert periods_now(MIA, [far], schedule=Schedule(), now=datetime(2026, 11, 19, 22, 30, tzinfo=UTC))[1] is None


def test_blockers_are_owed_before_check_ins_and_the_oldest_first():
    shown = page(
        said(ANA, answered_at=NOW - timedelta(hours=3)),
        said(BO, LAST, answered_at=NOW - timedelta(days=7)),
        blockers=[stuck(BO), stuck(ANA, number=8, since=NOW - timedelta(days=30))],
    )

    assert [(one.person, one.period, one.blocker) for one in shown.owed] == [
        (ANA.id, FRIDAY, 8),
        (BO.id, FRIDAY, 7),
        (BO.id, LAST, None),
        (ANA.id, FRIDAY, None),
    ]


@pytest.mark.parametrize(
    ("check_in", "notes_of"),
    [
        pytest.param(said(ANA, read_at=NOW), [ANA.id], id="read"),
        pytest.param(said(ANA), [], id="not theirs to read"),
        pytest.param(said(ANA, LAST - WEEK), [ANA.id], id="of a week that is not shown"),
    ],
)
def test_some_check_ins_are_not_owed(check_in, notes_of):
    assert page(check_in, notes_of=notes_of).owed == ()


@pytest.mark.parametrize(
    ("blocker", "notes_of", "owed"),
    [
        pytest.param(stuck(ANA), [ANA.id], True, id="nobody has answered"),
        pytest.param(replied(stuck(ANA), ANA.id, "still", now=NOW), [ANA.id], True, id="its author said more"),
        pytest.param(replied(stuck(ANA), BO.id, "I know", now=NOW), [ANA.id], False, id="somebody replied"),
        pytest.param(
            promised(stuck(ANA), BO.id, FRIDAY, seen=None, today=FRIDAY, now=NOW), [ANA.id], False, id="promised"
        ),
        pytest.param(stuck(ANA), [], False, id="not theirs to answer"),
    ],
)
def test_a_blocker_is_owed_until_somebody_answers_it(blocker, notes_of, owed):
    shown = page(said(ANA, read_at=NOW), blockers=[blocker], notes_of=notes_of)

    assert [one.blocker for one in shown.owed] == ([7] if owed else [])
    assert shown.blocked == (blocker,), "answered or not, it stands"


def test_blockers_stand_by_age_and_put_their_people_first():
    new, old = stuck(ANA), stuck(BO, number=8, since=NOW - timedelta(days=9))

    shown = page(blockers=[new, old])

    assert shown.blocked == (old, new)
    assert [line.person for line in page(blockers=[old]).in_need_first] == [BO.id, ANA.id]


@pytest.mark.parametrize(
    ("one", "told"),
    [
        pytest.param(goal(50), None, id="on track"),
        pytest.param(goal(40), Confidence.AT_RISK, id="behind"),
        pytest.param(goal(10), Confidence.OFF_TRACK, id="far behind"),
        pytest.param(goal(50, confidence=Confidence.OFF_TRACK), Confidence.OFF_TRACK, id="its owner worries"),
        pytest.param(goal(10, confidence=Confidence.ON_TRACK), Confidence.OFF_TRACK, id="its owner does not worry"),
    ],
)
def test_a_goal_is_told_by_the_worse_of_sum_and_belief(one, told):
    assert [found.worst for found in page(goals=[one]).at_risk] == ([told] if told else [])


def test_goals_far_behind_come_first_with_their_sum_and_whose_view_it_is():
    worried = goal(50, confidence=Confidence.AT_RISK, title="worried")

    first, second = page(goals=[worried, goal(10)]).at_risk

    assert first.stand.said == "10 of 100; the plan for today is 50; at this pace 20 on 9 Jan"
    assert (first.stand.status, first.believed) == (Confidence.OFF_TRACK, None)
    assert (second.stand.status, second.believed) == (Confidence.ON_TRACK, Confidence.AT_RISK)


def test_goals_are_measured_by_the_managers_own_day():
    assert page(goals=[goal(50)], today=FRIDAY + timedelta(days=40)).at_risk[0].worst is Confidence.OFF_TRACK


@pytest.mark.parametrize(
    ("enrolled", "thanked", "named"),
    [
        pytest.param(90, None, True, id="never thanked"),
        pytest.param(90, 31, True, id="thanked a month ago"),
        pytest.param(90, 30, False, id="thanked within thirty days"),
        pytest.param(29, None, False, id="new here"),
        pytest.param(None, None, False, id="takes no part yet"),
    ],
)
def test_people_without_recognition_for_thirty_days_are_named(enrolled, thanked, named):
    person = ANA.model_copy(update={"enrolled_at": NOW - timedelta(days=enrolled) if enrolled else None})
    last = {ANA.id: NOW - timedelta(days=thanked)} if thanked else {}

    assert page(reports=(person,), thanked=last).unrecognised == ((ANA.id,) if named else ())


def turn(person, **fields):
    return {(person.id, FRIDAY): Turn(person=person.id, period=FRIDAY, **fields)}


def test_who_skipped_is_said_to_have_skipped_and_still_counts():
    shown = page(turns=turn(ANA, skipped_at=NOW), reports=(ANA, BO))

    assert [line.skipped for line in shown.answered] == [True, False]
    assert shown.participation == (0, 2)
    assert [line.person for line in shown.in_need_first] == [BO.id, ANA.id]


def test_whom_nobody_could_ask_is_excused_and_not_counted():
    shown = page(turns=turn(ANA, excused="away"), reports=(ANA, BO))

    assert [line.excused for line in shown.answered] == ["away", None]
    assert shown.participation == (0, 1)
    assert shown.weeks[-1].asked == 1
    assert page(said(ANA), turns=turn(ANA, excused="away")).participation == (1, 2), "unless they answered"
