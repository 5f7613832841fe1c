"""How the tree, a person's goals and a card look: within Slack's limits whatever people wrote, and the same for the ear."""

import json
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hostile import HOSTILE, SAFE_MARKUP
from seeds import TODAY, goal, shown

from company import ANA, BO, NOW
from domain.goal_history import Change, GoalEvent, Happened
from domain.goal_sight import Row, Stand
from domain.goals import Confidence, Goal, Kind, Kpi, KpiReading, Level, Milestone, State
from emulator.block_kit import view_report
from handlers.views import goal_cards, goal_measures, goal_tree, goals

TZ = ZoneInfo("Europe/Berlin")
STAND = Stand(progress=0.43, status=Confidence.AT_RISK, said="42 of 90; the plan for today is 55")


BASE = {"me": ANA.id, "tz": TZ, "today": TODAY, "stand": STAND}


def facts(one: Goal, **more) -> goal_cards.Facts:
    return goal_cards.Facts(**{"goal": one} | BASE | more)


def full(text: str, number: int = 1, **about) -> Goal:
    """A goal in which this text stands wherever somebody can write."""
    kpis = [Kpi(id=n, name=text, unit=text, baseline=0, target=9, value=n, score=0.5) for n in range(15)]
    steps = [Milestone(title=text, due=TODAY + timedelta(days=n - 9), share=(n + 1) / 30) for n in range(25)]
    more = {"id": number, "kpis": tuple(kpis), "milestones": tuple(steps), "contributors": (BO.id,), "learned": text}
    return goal(number, title=text, **more | about)


def history(text: str) -> list[GoalEvent]:
    changes = {name: Change(before=text, after=text) for name in ("title", "milestones", "kpi 1 name", "kpi 99 unit")}
    changes |= {"due": Change(before="2026-12-31", after="2027-01-31"), "parent": Change(before="7", after="8")}
    return [
        GoalEvent(goal=1, at=NOW, by=BO.id, what=what, why=text, changes=changes) for what in Happened for _ in range(2)
    ]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_people_wrote_it_fits_and_obeys_nobody(text):
    one, others = full(text, parent=7), [full(text, n) for n in range(2, 30)]
    below = [(other, STAND) for other in others[: goal_cards.MOST_BELOW]]
    rows = [Row(goal=other, depth=n, below=n % 2, opened=False) for n, other in enumerate(others)]
    read = [KpiReading(goal=1, kpi=1, value=n, at=NOW, by=ANA.id, note=text) for n in range(90)]
    more = {"below": below, "count_below": 28, "readings": read, "events": history(text)}
    more |= {"named": {"7": text}, "mean_below": "x"}
    windows = [
        goal_cards.card(facts(one, above=one, round=2, editable=True, noted=True, may_end=True, **more), trail=[3]),
        goal_cards.card(facts(one, **more), start=8, trail=range(99)),
        goal_tree.tree(rows[:20], lambda _: STAND, start=0, count=28, opened=range(10**4, 10**4 + 300)),
        goal_tree.of_person(ANA.id, others[:20], lambda _: STAND, start=0, count=28, noted=True),
    ]
    for window in windows:
        assert view_report(window, surface="modal").messages == []
        page = shown(window["blocks"])
        assert all(page.startswith(SAFE_MARKUP, found.start()) for found in re.finditer("<", page))
    mine = goals.mine(others, TODAY, has_manager=True)
    assert len(json.dumps(mine.blocks, ensure_ascii=False)) <= 13_000, "so much Slack takes in a message"


@pytest.mark.parametrize(
    ("about", "stand", "told"),
    [
        pytest.param({}, STAND, "🟡 *Goal 1* · `G-1`\ngoal of <@UANA> · ▓▓▓▓░░░░░░ 43 % · at risk · due", id="active"),
        pytest.param({"level": Level.TEAM}, Stand(), "⚪ *Goal 1* · `G-1`\nteam goal of <@UANA> · due", id="unsaid"),
        pytest.param(
            {"confidence": Confidence.ON_TRACK}, STAND, "at risk · <@UANA> says *on track* · due", id="two that part"
        ),
        pytest.param({"confidence": Confidence.AT_RISK}, STAND, "43 % · at risk · due", id="two that agree"),
        pytest.param({"state": State.PROPOSED}, Stand(), "⏳ *Goal 1*", id="proposed"),
        pytest.param({"state": State.DROPPED}, Stand(), "✖️ *Goal 1*", id="dropped"),
        pytest.param(
            {"state": State.CLOSED, "ended_on": date(2026, 11, 3)},
            Stand(progress=0.8, said="closed at 0.8"),
            "🏁 *Goal 1* · `G-1`\ngoal of <@UANA> · ▓▓▓▓▓▓▓▓░░ 80 % · closed at 0.8 on 3 November 2026",
            id="closed",
        ),
    ],
)
def test_a_row_says_in_words_what_its_sign_says(about, stand, told):
    assert told in goal_tree.row_text(goal(1, **about), stand)


def test_a_row_far_down_is_not_pushed_out_of_the_window():
    text = goal_tree.row_text(goal(1), STAND, depth=40)

    assert text.startswith("\u2003" * (goal_tree.DEEPEST - 1) + "↳ 🟡")


@pytest.mark.parametrize(
    ("confidence", "status", "said"),
    [
        pytest.param(
            Confidence.ON_TRACK, Confidence.AT_RISK, "The two part: its owner says *on track*", id="they part"
        ),
        pytest.param(Confidence.AT_RISK, Confidence.AT_RISK, "Its owner says *at risk*, too", id="they agree"),
        pytest.param(Confidence.AT_RISK, None, "Its owner says *at risk*.", id="only one says"),
    ],
)
def test_the_owners_confidence_stands_beside_the_numbers(confidence, status, said):
    stand = STAND.model_copy(update={"status": status})

    assert said in shown(goal_cards.card(facts(goal(1, confidence=confidence), stand=stand))["blocks"])


@pytest.mark.parametrize(
    ("more", "buttons"),
    [
        pytest.param({}, ["Update", "Blocked", "Explain", "Rescope"], id="the owner"),
        pytest.param(
            {"may_end": True}, ["Update", "Blocked", "Explain", "Rescope", "Close"], id="the owner who may end it"
        ),
        pytest.param({"me": BO.id}, [], id="somebody else"),
        pytest.param({"me": BO.id, "changeable": True}, ["Change", "Cascade"], id="who looks after a team"),
        pytest.param({"me": BO.id, "may_end": True}, ["Close"], id="their manager"),
        pytest.param({"goal": goal(1, state=State.DRAFT), "editable": True}, ["Edit and propose again"], id="a draft"),
        pytest.param(
            {"goal": goal(1, state=State.PROPOSED), "me": BO.id, "round": 1}, ["Agree", "Ask for a change"], id="asked"
        ),
        pytest.param({"goal": goal(1, state=State.CLOSED), "may_end": True}, [], id="over"),
    ],
)
def test_a_card_offers_what_its_reader_may_do(more, buttons):
    window = goal_cards.card(goal_cards.Facts(**{"goal": goal(1)} | BASE | more))

    rows = [block["elements"] for block in window["blocks"] if block["block_id"] == "goal-card"]
    assert [one["text"]["text"] for row in rows for one in row] == buttons


def test_evidence_is_counted_in_words():
    counts = {"check-in": 1, "kudos": 2, "piece of feedback": 3}

    page = shown(goal_cards.card(facts(goal(1), evidence=counts))["blocks"])

    assert "1 check-in, 2 kudos, 3 pieces of feedback that you may read." in page


def test_a_changed_goal_shows_both_what_it_was_and_what_it_is():
    changes = {
        "kpi 5 target": Change(before="2 hours", after="4 hours"),
        "due": Change(before="2026-12-31", after="2027-03-31"),
        "owner": Change(before=BO.id, after=ANA.id),
        "contributors": Change(before="", after=f"{BO.id} {ANA.id}"),
        "milestones": Change(before="2026-12-01 40% Pilot", after=""),
        "parent": Change(before="7", after="9"),
        "score": Change(after="0.8"),
        "carried over into": Change(after="G-9"),
    }
    events = [GoalEvent(goal=1, at=NOW, by=None, what=Happened.IMPORTED, changes=changes)]
    one = goal(1, kpis=(Kpi(id=5, name="First reply", baseline=6, target=4),))

    page = shown(goal_cards.card(facts(one, events=events, named={"7": "Calm"}))["blocks"])

    for told in (
        "The operator imported it",
        "• target of First reply: 2 hours → 4 hours",
        "• due: 31 December 2026 → 31 March 2027",
        "• owner: <@UBO> → <@UANA>",
        "• contributors: <@UBO> <@UANA>",
        "• milestones: 2026-12-01 40% Pilot → _none_",
        "• parent: “Calm” → a goal that is not yours to see",
        "• score: 0.8",
        "• carried over into: G-9",
    ):
        assert told in page, told


def test_the_history_has_parts():
    events = [GoalEvent(goal=1, at=NOW, by=BO.id, what=Happened.EXPLAINED, why=f"why {n}.") for n in range(20)]

    first, second, last = (
        shown(goal_cards.card(facts(goal(1), events=events), start=at)["blocks"]) for at in (0, 8, 16)
    )

    assert ("why 7." in first, "why 8." in first, "Earlier (12)" in first, "Later" in first) == (
        True,
        False,
        True,
        False,
    )
    assert ("why 8." in second, "Earlier (4)" in second, "Later" in second) == (True, True, True)
    assert ("why 19." in last, "Earlier" in last) == (True, False)


@pytest.mark.parametrize(
    ("values", "bars"),
    [
        pytest.param([1, 2, 3], "▁▅█", id="rising"),
        pytest.param([6, 2], "█▁", id="falling"),
        pytest.param([4, 4], "▅▅", id="even"),
        pytest.param([-1e308, 1e308], "▁█", id="far apart"),
    ],
)
def test_a_sparkline_goes_from_the_lowest_to_the_highest(values, bars):
    assert goal_measures.sparkline(values) == bars


def test_many_readings_fit_on_a_line():
    line = goal_measures.sparkline(list(range(1000)))

    assert len(line) == goal_measures.MOST_BARS
    assert (line[0], line[-1]) == ("▁", "█")


@pytest.mark.parametrize(
    ("kpi", "told"),
    [
        pytest.param({"value": 42}, "42 % · from 0 to 90 % · 47 % of the way", id="a number"),
        pytest.param({}, "no value yet · from 0 to 90 % · 0 % of the way", id="never read"),
        pytest.param({"kind": Kind.YES_NO, "target": 1, "value": 1}, ": done", id="done"),
        pytest.param({"kind": Kind.YES_NO, "target": 1}, ": not done yet", id="not done"),
        pytest.param({"value": 90, "score": 1.0}, "100 % of the way · closed at 1.0", id="with its score"),
        pytest.param({"value": 1e9}, "far off of the way", id="beyond all measure"),
    ],
)
def test_a_kpi_in_words(kpi, told):
    measure = Kpi(id=1, name="Answers", **{"unit": "%", "baseline": 0, "target": 90} | kpi)

    assert told in goal_measures.kpi_text(goal(1, kpis=(measure,)), measure, [], TODAY)


def test_of_several_kpis_each_has_its_pace_and_its_way():
    kpis = tuple(Kpi(id=n, name="Answers", baseline=0, target=90, value=42) for n in (1, 2))
    at = datetime(2026, 9, 1, tzinfo=NOW.tzinfo)
    read = [
        KpiReading(goal=1, kpi=1, value=value, at=at + timedelta(days=n), by=ANA.id) for n, value in enumerate((9, 42))
    ]

    text = goal_measures.kpi_text(goal(1, kpis=kpis), kpis[0], read, TODAY)

    assert "At this pace 84 on 31 Mar." in text
    assert "`▁▃█` 2 readings, 1 Sep to 2 Sep: 9 first, 42 last" in text


def test_a_page_past_the_end_is_the_first():
    assert goal_tree.page("abc", 40) == (0, "abc")
    assert goal_tree.page(range(30), 20) == (20, range(20, 30))
