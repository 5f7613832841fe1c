"""How the tree, a person's goals and a card look: within Slack's limits whatever people wrote, and the same for the ear."""

import json
import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hostile import HOSTILE, SAFE_MARKUP
from seeds import TODAY, goal, shown

from company import ANA, BO, NOW
from domain.goal_history import Change, GoalEvent, Happened
from domain.goal_sight import Row, Stand, newest_first
from domain.goals import Confidence, Goal, Kpi, KpiReading, Level, Milestone, State
from emulator.block_kit import view_report
from handlers.views import goal_cards, goal_tree, goals

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


def tree_of(*rows, start=0, count=None):
    return goal_tree.tree(rows, lambda _: STAND, start=start, count=count or len(rows), opened=[])["blocks"]


@pytest.mark.parametrize(
    ("depth", "before", "level"),
    [(0, "🟡", "Level 1"), (2, "› › 🟡", "Level 3"), (40, "› " * goal_tree.DEEPEST + "🟡", "Level 41")],
)
def test_how_deep_a_goal_hangs_is_shown_and_said(depth, before, level):
    _, title, details, *_ = tree_of(Row(goal=goal(1), depth=depth, below=0, opened=False))

    assert title["text"]["text"] == f"{before} *Goal 1* · `G-1`"
    assert details["elements"][0]["text"].startswith(f"{level} · goal of <@UANA> · ▓▓▓▓░░░░░░ 43 %")


@pytest.mark.parametrize(
    ("start", "shown", "count", "said"),
    [
        (0, 1, 1, "One goal"),
        (0, 7, 7, "7 goals"),
        (20, 20, 45, "Goals 21 to 40 of 45"),
        (40, 1, 41, "Goal 41 of 41"),
    ],
)
def test_which_part_of_a_list_is_shown(start, shown, count, said):
    rows = [Row(goal=goal(n), depth=0, below=0, opened=False) for n in range(shown)]

    assert tree_of(*rows, start=start, count=count)[0]["elements"][0]["text"] == said


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
            {"may_end": True}, ["Update", "Blocked", "Explain", "Rescope", "Close goal"], id="the owner who may end it"
        ),
        pytest.param({"me": BO.id}, [], id="somebody else"),
        pytest.param({"me": BO.id, "changeable": True}, ["Change", "Cascade"], id="who looks after a team"),
        pytest.param({"me": BO.id, "may_end": True}, ["Close goal"], id="their manager"),
        pytest.param({"goal": goal(1, state=State.DRAFT), "editable": True}, ["Edit and propose"], id="a draft"),
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


def test_what_was_learned_is_told_once():
    told = GoalEvent(goal=1, at=NOW, by=ANA.id, what=Happened.CLOSED, why="Ask the night shift")
    over = goal(1, state=State.CLOSED, score=0.8, learned="Ask the night shift")

    page = shown(goal_cards.card(facts(over, events=[told]))["blocks"])

    assert (page.count("Ask the night shift"), "closed it" in page) == (1, True)


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


def test_what_happened_in_one_moment_reads_in_its_order():
    told = [(Happened.PROPOSED, ANA), (Happened.SENT_BACK, BO), (Happened.PROPOSED, ANA), (Happened.AGREED, BO)]
    events = [GoalEvent(goal=1, at=NOW, by=who.id, what=what) for what, who in told]

    page = shown(goal_cards.card(facts(goal(1), events=newest_first(events, goal(1), None)))["blocks"])

    said = ["agreed to it", "proposed it", "asked for a change", "proposed it"]
    assert re.findall("|".join(said), page) == said


@pytest.mark.parametrize(
    ("one", "stand", "where", "how_often"),
    [
        pytest.param(
            {"confidence": Confidence.ON_TRACK}, STAND, "The two part: its owner says *on track*", 1, id="once"
        ),
        pytest.param({"confidence": Confidence.ON_TRACK}, Stand(), "<@UANA> says *on track*", 0, id="nothing to part"),
    ],
)
def test_a_card_says_once_that_owner_and_numbers_part(one, stand, where, how_often):
    page = shown(goal_cards.card(facts(goal(1, **one), stand=stand))["blocks"])

    assert (page.count(where), page.count("on track")) == (how_often, how_often)


def test_a_page_past_the_end_is_the_first():
    assert goal_tree.page("abc", 40) == (0, "abc")
    assert goal_tree.page(range(30), 20) == (20, range(20, 30))
