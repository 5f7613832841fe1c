"""The review packet: what it holds, in which order, and what it says of itself."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA, BO, HANA, MIA, NOW, OLU, SAM
from domain.calendar import zone
from domain.check_ins import CheckIn, GoalAnswer, Reading
from domain.evidence import EntryKind, Evidence, keys_of
from domain.feedback import Feedback, Tone, Visibility
from domain.goal_reviews import belongs
from domain.goals import Confidence, Goal, Kpi, KpiReading, Level, Milestone, State
from domain.kudos import Kudos
from domain.notices import CheckInDone, CheckInPrompt, FeedbackGiven, KudosPosted, KudosReceived
from domain.permissions import may_read
from domain.reviews import (
    NotADate,
    PeriodToCome,
    PeriodUpsideDown,
    ReviewPacket,
    Thin,
    bounds,
    check_begun,
    check_period,
    half_year_until,
    packet,
    read_date,
    whole_months,
)
from properties import PROPERTY

SINCE, UNTIL = date(2026, 7, 1), date(2026, 11, 20)
MANAGERS = {ANA.id: MIA.id, MIA.id: OLU.id}
NAMES = {one.id: one.name for one in (ANA, BO, MIA, OLU, HANA, SAM)}
COMPANY = Goal(id=1, ref="C-1", title="Customers stay", level=Level.COMPANY, owner=OLU.id, starts=SINCE, due=UNTIL)
TEAM = COMPANY.model_copy(update={"id": 2, "ref": "T-1", "title": "Quick answers", "level": Level.TEAM, "parent": 1})
GOAL = Goal(
    id=3,
    ref="G-3",
    title="Reply within the hour",
    owner=ANA.id,
    parent=2,
    state=State.ACTIVE,
    starts=SINCE,
    due=date(2026, 12, 31),
    kpis=(Kpi(id=31, name="First reply", unit="min", baseline=90, target=45, value=60),),
)


def on(day: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def reading(day: str, value: float, **fields) -> KpiReading:
    return KpiReading(**({"goal": 3, "kpi": 31, "value": value, "at": on(day), "by": ANA.id} | fields))


def kudos(day: str, **fields) -> Kudos:
    given = {"id": 5, "giver": BO.id, "receivers": (ANA.id,), "reason": "calm", "given_at": on(day)}
    return Kudos(**(given | fields))


def feedback(day: str, **fields) -> Feedback:
    told = {"id": 6, "author": BO.id, "receiver": ANA.id, "behaviour": "b", "visibility": Visibility.RECEIVER}
    return Feedback(**(told | {"given_at": on(day)} | fields))


def check_in(day: str, **fields) -> CheckIn:
    period = date.fromisoformat(day)
    return CheckIn(**({"id": 7, "person": ANA.id, "period": period, "answered_at": on(day), "went_well": "w"} | fields))


def page(reader=MIA, person=ANA, since=SINCE, until=UNTIL, now=NOW, **evidence) -> ReviewPacket:
    grant = may_read(reader, person, MANAGERS)
    found = Evidence(**({"goals": (GOAL,), "around": (TEAM, COMPANY)} | evidence))
    return packet(person, grant, found, since=since, until=until, now=now, names=NAMES)


def test_everything_stands_in_the_order_it_happened():
    made = page(
        check_ins=(check_in("2026-10-02"), check_in("2026-07-03")),
        kudos=(kudos("2026-08-05"),),
        feedback=(feedback("2026-09-01"),),
        readings=(reading("2026-08-20", 80),),
    )

    assert [entry.kind for entry in made.entries] == [
        EntryKind.CHECK_IN,
        EntryKind.KUDOS,
        EntryKind.READING,
        EntryKind.FEEDBACK,
        EntryKind.CHECK_IN,
    ]


@PROPERTY
@given(st.lists(st.sampled_from([on("2026-07-01"), on("2026-07-02"), on("2026-09-01")]), max_size=6), st.randoms())
def test_the_order_does_not_depend_on_how_storage_handed_it_out(moments, random):
    given = [kudos("2026-07-01", id=number, reason=f"{number}", given_at=at) for number, at in enumerate(moments)]
    shuffled = random.sample(given, len(given))

    assert page(kudos=tuple(given)).entries == page(kudos=tuple(shuffled)).entries
    assert all(before.at <= after.at for before, after in pairwise(page(kudos=tuple(shuffled)).entries))


def test_a_check_in_says_what_it_says_of_each_goal_then_the_rest():
    line = GoalAnswer(
        goal=3, readings=(Reading(kpi=31, value=45.5),), confidence=Confidence.AT_RISK, note="the queue grew"
    )
    said = check_in(
        "2026-07-03", goals=(line, GoalAnswer(goal=99, note="old")), next="rest", blockers="access", late=True
    )

    (entry,) = page(check_ins=(said,)).entries

    assert entry.title == "Check-in of 3 July 2026, late"
    assert entry.text == (
        "G-3: First reply 45.5 min · at risk · the queue grew\nA goal: old\nWent well: w\nNext: rest\nBlockers: access"
    )
    assert entry.goals == ("G-3",)
    assert entry.by == ANA.id


def test_a_number_of_a_kpi_nobody_knows_any_more_is_left_out():
    line = GoalAnswer(goal=3, readings=(Reading(kpi=99, value=1),), note="n")

    assert page(check_ins=(check_in("2026-07-03", goals=(line,)),)).entries[0].parts[0].text == "n"
    assert page(readings=(reading("2026-07-03", 1, kpi=99),)).entries == ()


@pytest.mark.parametrize(
    ("given", "title", "text", "goals"),
    [
        pytest.param(kudos("2026-08-05", value="care", goal=3), "Kudos #care", "calm", ("G-3",), id="kudos"),
        pytest.param(kudos("2026-08-05", public=False), "Kudos, private", "calm", (), id="private kudos"),
        pytest.param(kudos("2026-08-05", goal=2), "Kudos", "calm", ("T-1",), id="kudos for a goal of the team"),
        pytest.param(kudos("2026-08-05", goal=77), "Kudos", "calm", (), id="kudos for a goal of somebody else"),
    ],
)
def test_kudos_say_what_for_and_name_only_goals_the_reader_may_know(given, title, text, goals):
    (entry,) = page(kudos=(given,)).entries

    assert (entry.title, entry.text, entry.goals, entry.by) == (title, text, goals, BO.id)


def test_feedback_says_situation_behaviour_and_impact():
    told = feedback("2026-08-05", situation="s", impact="i", tone=Tone.SUGGESTION, goal=3)

    (entry,) = page(feedback=(told,)).entries

    assert entry.title == "Feedback, suggestion"
    assert entry.text == "Situation: s\nBehaviour: b\nImpact: i"
    assert entry.goals == ("G-3",)


def test_a_number_outside_a_check_in_is_evidence_of_its_own_and_one_within_is_not():
    made = page(readings=(reading("2026-08-05", 70, note="new macros"), reading("2026-08-07", 60, check_in=7)))

    assert [entry.text for entry in made.entries] == ["First reply 70 min\nNote: new macros"]
    assert made.entries[0].goals == ("G-3",)


def test_a_reader_without_the_notes_gets_the_number_alone():
    assert [entry.text for entry in page(OLU, readings=(reading("2026-08-05", 70, note="n"),)).entries] == [
        "First reply 70 min"
    ]


@pytest.mark.parametrize(
    ("day", "hour", "inside"),
    [
        pytest.param("2026-06-30", 21, False, id="the evening before, in Berlin"),
        pytest.param("2026-06-30", 22, True, id="the first midnight in Berlin"),
        pytest.param("2026-11-20", 22, True, id="the last evening"),
        pytest.param("2026-11-20", 23, False, id="the midnight after"),
    ],
)
def test_the_period_is_that_of_the_persons_own_days(day, hour, inside):
    at = on(day, hour)
    start, end = bounds(SINCE, UNTIL, zone(ANA.tz))

    assert (start <= at < end) is inside
    assert bool(page(readings=(reading(day, 70, at=at),)).entries) is inside


def test_a_goal_stands_as_it_stood_when_the_period_ended():
    read = (reading("2026-06-20", 88), reading("2026-08-01", 75), reading("2026-10-30", 50))

    (shown,) = page(until=date(2026, 9, 30), readings=read).goals

    assert (shown.kpis[0].start, shown.kpis[0].end) == (88, 75)
    assert shown.goal.kpis[0].value == 75
    assert shown.said == "75 on the way down to 45 min; the plan for 30 September is 67.6; at this pace 59.8 on 31 Dec"
    assert shown.status is Confidence.OFF_TRACK
    assert shown.plan == pytest.approx(91 / 183)


@pytest.mark.parametrize(
    ("read", "start", "end"),
    [
        pytest.param((), None, 60, id="never read: where its entry put it"),
        pytest.param((reading("2026-12-24", 50),), None, None, id="only read after the period"),
        pytest.param((reading("2026-07-05", 80),), None, 80, id="first read in the period"),
        pytest.param((reading("2026-06-05", 80),), 80, 80, id="only read before it"),
    ],
)
def test_a_kpi_is_told_from_where_it_stood_to_where_it_stands(read, start, end):
    (shown,) = page(readings=read).goals

    assert (shown.kpis[0].start, shown.kpis[0].end) == (start, end)


def test_a_period_that_is_not_over_is_judged_by_today():
    assert "the plan for 20 November" in page(until=date(2026, 12, 31)).goals[0].said


@pytest.mark.parametrize("state", [State.CLOSED, State.DROPPED, State.PROPOSED])
def test_only_active_goals_are_judged(state):
    (shown,) = page(goals=(GOAL.model_copy(update={"state": state}),)).goals

    assert (shown.status, shown.plan, shown.said) == (None, None, "")


def test_a_goal_tells_what_it_serves_and_how_much_speaks_of_it():
    (shown,) = page(kudos=(kudos("2026-08-05", goal=3),)).goals

    assert shown.above == ("Quick answers", "Customers stay")
    assert shown.evidence == 1


def test_goals_that_serve_each_other_in_a_circle_end_somewhere():
    circle = (TEAM.model_copy(update={"parent": 1}), COMPANY.model_copy(update={"parent": 2}))

    assert page(around=circle).goals[0].above == ("Quick answers", "Customers stay")


def test_a_goal_above_that_the_reader_may_not_know_is_not_named():
    assert page(around=()).goals[0].above == ()


@pytest.mark.parametrize(
    ("reader", "hidden"),
    [
        pytest.param(ANA, ("feedback: the manager only",), id="oneself"),
        pytest.param(MIA, ("pulse", "private kudos", "feedback: only the receiver", "own evidence"), id="the manager"),
        pytest.param(
            OLU,
            (
                "check-in notes",
                "pulse",
                "private kudos",
                "feedback: only the receiver",
                "feedback: the receiver and their manager",
                "feedback: the manager only",
                "own evidence",
            ),
            id="the line above",
        ),
    ],
)
def test_it_says_what_its_reader_does_not_get(reader, hidden):
    assert page(reader).hidden == hidden


def test_it_names_everybody_in_it_and_nobody_else():
    assert page(kudos=(kudos("2026-08-05"),)).names == {"UANA": "Ana Ruiz", "UBO": "Bo Lind", "UMIA": "Mia Okafor"}
    alone = page(ANA, ANA.model_copy(update={"manager": None}))
    assert alone.names == {"UANA": "Ana Ruiz"}


def test_whoever_is_unknown_keeps_their_id():
    assert page(kudos=(kudos("2026-08-05", giver="UGONE"),)).names["UGONE"] == "UGONE"


def test_it_tells_from_when_on_a_new_manager_reads_and_leaves_out_older_numbers():
    moved = ANA.model_copy(update={"manager_since": on("2026-10-05")})

    made = page(person=moved, readings=(reading("2026-10-04", 80), reading("2026-10-06", 70)))

    assert made.reads_from == date(2026, 10, 5)
    assert [entry.text for entry in made.entries] == ["First reply 70 min"]
    assert made.thin.months == (date(2026, 11, 1),)
    assert page().reads_from == SINCE


def test_months_and_goals_that_nothing_speaks_of_are_thin():
    made = page(kudos=(kudos("2026-08-05"), kudos("2026-10-30", goal=3)))

    assert made.thin == Thin(months=(date(2026, 7, 1), date(2026, 9, 1), date(2026, 11, 1)), goals=())
    assert page().thin.goals == ("G-3",)


@pytest.mark.parametrize(("starts", "thin"), [("2026-11-13", ("G-3",)), ("2026-11-14", ())])
def test_a_goal_of_less_than_a_week_is_not_thin(starts, thin):
    young = GOAL.model_copy(update={"starts": date.fromisoformat(starts)})

    assert page(goals=(young,)).thin.goals == thin


def test_months_before_somebody_took_part_are_not_thin():
    joined = ANA.model_copy(update={"enrolled_at": on("2026-10-20"), "manager_since": None})
    never = ANA.model_copy(update={"enrolled_at": None, "manager_since": None})

    assert page(person=joined).thin.months == (date(2026, 10, 1), date(2026, 11, 1))
    assert len(page(person=never).thin.months) == 5


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        pytest.param("2026-07-01", "2026-08-31", ["2026-07", "2026-08"], id="two months"),
        pytest.param("2026-07-25", "2026-08-07", ["2026-07", "2026-08"], id="a week of each"),
        pytest.param("2026-07-26", "2026-08-06", [], id="six days of each prove nothing"),
        pytest.param("2026-12-01", "2027-01-31", ["2026-12", "2027-01"], id="over New Year"),
        pytest.param("2026-08-01", "2026-07-01", [], id="upside down"),
    ],
)
def test_a_month_counts_from_a_week_on(since, until, months):
    found = whole_months(date.fromisoformat(since), date.fromisoformat(until))

    assert [f"{month:%Y-%m}" for month in found] == months


@pytest.mark.parametrize(
    ("one", "reader", "notices"),
    [
        pytest.param(
            kudos("2026-08-05"),
            MIA.id,
            [KudosPosted(to="C", kudos=5, giver=BO.id, receivers=(ANA.id,), reason="x")],
            id="public kudos: the post",
        ),
        pytest.param(
            kudos("2026-08-05", public=False),
            ANA.id,
            [KudosReceived(to=ANA.id, kudos=5, giver=BO.id, reason="x")],
            id="private kudos: the receiver's DM",
        ),
        pytest.param(
            feedback("2026-08-05"),
            MIA.id,
            [FeedbackGiven(to=MIA.id, feedback=6, author=BO.id, receiver=ANA.id, visibility=Visibility.MANAGER)],
            id="feedback: the reader's own DM",
        ),
        pytest.param(
            check_in("2026-07-03"),
            ANA.id,
            [
                CheckInPrompt(to=ANA.id, period=date(2026, 7, 3)),
                CheckInDone(to=ANA.id, period=date(2026, 7, 3), revision=1),
            ],
            id="a check-in: its card",
        ),
        pytest.param(check_in("2026-07-03"), MIA.id, [], id="somebody else's card cannot be opened"),
    ],
)
def test_a_link_leads_to_a_message_this_reader_can_open(one, reader, notices):
    assert keys_of(one, reader) == tuple(notice.key for notice in notices)


@pytest.mark.parametrize(
    ("links", "link"),
    [
        pytest.param({"kudos:5:post": "https://s/p1"}, "https://s/p1", id="posted"),
        pytest.param({"kudos:4:post": "https://s/p1"}, None, id="not posted"),
    ],
)
def test_an_entry_has_its_link(links, link):
    assert page(kudos=(kudos("2026-08-05"),), links=links).entries[0].link == link


@pytest.mark.parametrize(
    ("today", "since"),
    [
        pytest.param("2026-11-20", "2026-07-01", id="well into the second half"),
        pytest.param("2026-08-01", "2026-01-01", id="the second half is young"),
        pytest.param("2026-05-01", "2026-01-01", id="well into the first half"),
        pytest.param("2026-02-01", "2025-07-01", id="the first half is young"),
    ],
)
def test_without_a_period_it_is_the_half_year(today, since):
    day = date.fromisoformat(today)

    assert half_year_until(day) == (date.fromisoformat(since), day)


@PROPERTY
@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_the_period_of_a_packet_has_three_to_nine_months(today):
    since, until = half_year_until(today)

    assert timedelta(days=90) <= until - since < timedelta(days=280)


def test_a_period_that_ends_before_it_starts_is_refused():
    check_period(SINCE, SINCE)
    with pytest.raises(PeriodUpsideDown, match="ends on 2026-07-01, before it starts on 2026-11-20"):
        check_period(UNTIL, SINCE)


def test_a_period_that_is_still_to_come_is_refused():
    check_begun(SINCE, SINCE)
    with pytest.raises(PeriodToCome):
        check_begun(UNTIL, SINCE)


@pytest.mark.parametrize("typed", ["2026-07-01", " 2026-07-01 ", "20260701"])
def test_a_date_is_read(typed):
    assert read_date(typed) == SINCE


@pytest.mark.parametrize("typed", ["", "July", "01.07.2026", "2026-13-01", "0026-07-01", "9999-12-31", "2026-02-30"])
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(NotADate) as refused:
        read_date(typed, field="since")
    assert refused.value.at() == "since"


ENDED = GOAL.model_copy(
    update={
        "state": State.CLOSED,
        "score": 0.75,
        "learned": "macros",
        "ended_on": date(2026, 9, 30),
        "kpis": (GOAL.kpis[0].model_copy(update={"score": 0.75}),),
        "milestones": tuple(
            Milestone(title="m", due=day, share=0.4, done_on=day) for day in (date(2026, 8, 1), date(2026, 9, 1))
        ),
    }
)


def test_a_goal_that_ended_in_the_period_has_its_score_and_what_was_learned():
    (one,) = page(goals=(ENDED,)).goals

    assert (one.goal.state, one.goal.score, one.goal.learned, one.status) == (State.CLOSED, 0.75, "macros", None)
    assert [kpi.score for kpi in one.kpis] == [0.75]
    assert [step.done_on for step in one.goal.milestones] == [date(2026, 8, 1), date(2026, 9, 1)]


def test_a_goal_that_ended_after_the_period_stands_as_it_did_then():
    (one,) = page(goals=(ENDED,), until=date(2026, 8, 15), readings=(reading("2026-08-10", 80),)).goals

    assert (one.goal.state, one.goal.score, one.goal.learned, one.goal.ended_on) == (State.ACTIVE, None, "", None)
    assert one.status is Confidence.OFF_TRACK
    assert "the plan for 15 August" in one.said
    assert [kpi.score for kpi in one.kpis] == [None]
    assert [step.done_on for step in one.goal.milestones] == [date(2026, 8, 1), None]


@pytest.mark.parametrize(
    ("since", "goal", "there"),
    [
        pytest.param("2026-10-01", {}, False, id="ended before, though due in it"),
        pytest.param("2026-09-30", {}, True, id="ended on its first day"),
        pytest.param("2026-09-01", {"due": date(2026, 8, 1)}, True, id="ended late, in it"),
        pytest.param("2026-10-01", {"ended_on": None}, True, id="came ended, due in it"),
        pytest.param("2026-10-01", {"ended_on": None, "due": date(2026, 8, 1)}, False, id="came ended, due before"),
        pytest.param("2026-10-01", {"state": State.ACTIVE, "due": date(2026, 8, 1)}, True, id="still open"),
        pytest.param("2026-07-01", {"state": State.DRAFT}, False, id="a draft"),
    ],
)
def test_a_goal_belongs_to_the_periods_in_which_it_was_open(since, goal, there):
    assert belongs(ENDED.model_copy(update=goal), date.fromisoformat(since), UNTIL) is there
