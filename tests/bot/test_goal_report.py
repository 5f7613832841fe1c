"""The report of goals as people and programs read it: the page, and the JSON."""

import itertools
import json
import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from bot.goal_report import as_file
from bot.goal_report.sparkline import HEIGHT, WIDTH, sparkline
from company import ANA, BO, NOW
from domain.goal_report import Below, Point
from domain.goals import Confidence, Kind, Milestone, State
from reported import REPLY, TODAY, a_goal, a_report, at, company_goal, kpi, team_goal

DOCS = Path(__file__).parents[2] / "docs" / "goal-report.md"
PILOT = Milestone(title="Pilot", due=date(2026, 9, 1), share=0.4, done_on=date(2026, 8, 30))
ROLLOUT = Milestone(title="Rollout", due=date(2026, 11, 1), share=0.8)
LAST = Milestone(title="Last team", due=date(2026, 12, 20), share=0.9)
EVIL = "<u onclick=x>|\u202eevil"


def page(*goals, **fields) -> str:
    return as_file(a_report(*goals, **fields), "html").decode()


def text(html: str) -> str:
    """What stands on the page, without markup and with single spaces."""
    shown = re.sub(r"<(script|style)>.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL).replace("&nbsp;", " ")
    return re.sub(r" (?=[:,.;])", "", " ".join(shown.split()))


def told(*goals, **fields) -> str:
    return text(page(*goals, **fields))


def test_a_goal_stands_with_owner_due_date_status_progress_and_sum():
    shown = told(company_goal(), team_goal(contributors=(ANA.id, BO.id)))

    for words in (
        "As they stood on 20 November 2026",
        "T-2 Goal 2",
        "▲ at risk",
        "Owner: Mia Okafor",
        "With: Ana Ruiz and Bo Lind",
        "Due: 31 December 2026",
        "67 % of the way, plan 78 %",
        "60 on the way down to 45 min; the plan for 20 November is 55.1",
        "60 min; from 90, target 45",
    ):
        assert words in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"kpis": (kpi(2, value=45),)}, "● on track", id="on track"),
        pytest.param({"kpis": (kpi(2, value=88),)}, "■ off track", id="off track"),
        pytest.param({"kpis": ()}, "○ no number yet", id="nothing says"),
        pytest.param({"state": State.PROPOSED}, "◇ proposed, not agreed yet", id="proposed"),
        pytest.param({"state": State.CLOSED, "score": 0.8}, "✓ closed with 0.8", id="closed"),
    ],
)
def test_every_state_has_a_shape_and_words_beside_its_colour(fields, words):
    assert words in told(company_goal(), team_goal(**fields))


def test_how_many_stand_how_is_counted_those_first_that_need_a_look():
    late = team_goal(3, kpis=(kpi(3, value=90),))
    overview = told(company_goal(state=State.PROPOSED), team_goal(), late).split("At a glance")[1]

    assert overview.startswith(": 3 goals 1 ■ off track 1 ▲ at risk 1 ◇ proposed, not agreed yet")


def test_the_goals_below_stand_under_their_sum():
    half, whole = team_goal(kpis=(kpi(2, value=67.5),)), team_goal(3, kpis=(kpi(3, value=45),))
    waits = team_goal(4, state=State.PROPOSED)

    assert "2 goals below: 75 % of the way on average (50 % and 100 %)" in told(company_goal(), half, whole)
    some = told(company_goal(), half, whole, waits)
    assert "3 goals below, of which 2 count: 75 % of the way on average (50 % and 100 %)" in some
    assert "1 goal below, none of which counts yet" in told(company_goal(), waits)


def test_a_sum_of_different_units_says_that_it_is_one_of_shares():
    own = team_goal(kpis=(kpi(2), kpi(9, unit="%", baseline=0, target=10)))
    assert "different units (min and %): the mean is of how far each has come, not of the numbers" in told(own)

    below = told(company_goal(), team_goal(), team_goal(3, kpis=(kpi(3, unit="EUR"),)))
    assert "different units (min and EUR)" in below
    assert "different units" not in told(company_goal(), team_goal(), team_goal(3))
    assert "different units" not in told(company_goal(), own.model_copy(update={"state": State.PROPOSED}), team_goal(3))


@pytest.mark.parametrize(
    ("below", "words"),
    [
        pytest.param(Below(individual=1), "1 individual goal below is not on this page, and in no mean on it.", id="one"),
        pytest.param(Below(individual=4), "4 individual goals below are not on this page, and in no mean on it.", id="few"),
        pytest.param(
            Below(individual=6, counted=5, mean=0.4),
            "6 individual goals below are not on this page; 5 of them count in the mean: 40 % of the way on average.",
            id="some count",
        ),
        pytest.param(Below(individual=5, counted=5, mean=0.4), "not on this page; they count in the mean", id="all count"),
    ],
)  # fmt: skip
def test_what_is_not_on_the_page_is_said(below, words):
    report = a_report(company_goal())
    report = report.model_copy(update={"goals": (report.goals[0].model_copy(update={"below": below}),)})

    assert words in text(as_file(report, "html").decode())


def test_what_the_owner_believes_stands_beside_where_they_part():
    assert "Its owner says: on track" in told(team_goal(confidence=Confidence.ON_TRACK))
    assert "Its owner says" not in told(team_goal(confidence=Confidence.AT_RISK))


def test_milestones_stand_with_their_days():
    shown = told(team_goal(milestones=(PILOT, ROLLOUT, LAST)))

    assert "Pilot done on 30 August 2026, 40 % of the way" in shown
    assert "Rollout was due 1 November 2026, 80 % of the way" in shown
    assert "Last team due 20 December 2026, 90 % of the way" in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"value": None}, "no number yet; from 90, target 45 min", id="never read"),
        pytest.param(
            {"value": 60, "read_at": at(11, 3)}, "60 min; from 90, target 45 as of 3 November 2026", id="a day"
        ),
        pytest.param({"unit": "", "score": 0.65}, "60; from 90, target 45; closed with 0.65", id="a score"),
        pytest.param({"kind": Kind.YES_NO, "baseline": 0, "target": 1, "value": 1}, "First reply done", id="yes"),
        pytest.param({"kind": Kind.YES_NO, "baseline": 0, "target": 1, "value": None}, "not done yet", id="no"),
    ],
)
def test_a_number_is_told_from_where_it_came_to_where_it_shall_be(fields, words):
    assert words in told(team_goal(kpis=(kpi(7, **fields),)))


def test_evidence_is_counted_and_what_was_learned_is_told():
    learned = team_goal(state=State.CLOSED, score=0.8, learned="Start with the night shift.")

    assert "Evidence: 3 kudos, 1 piece of feedback and 8 check-ins" in told()
    assert "Evidence: nothing names it yet" in told(company_goal(), evidence={})
    assert "Learned: Start with the night shift." in told(company_goal(), learned)


def test_the_page_that_goes_round_and_the_operators_say_which_they_are():
    everyone = told(a_goal(1), everyone=True)

    assert "Not to be passed on." in everyone
    assert "Individual goal" in everyone
    assert "Individual goals are not on this page. They count" in told()
    assert "Not to be passed on." not in told()


def test_no_goals_at_all_is_said():
    empty = a_report(company_goal(state=State.DRAFT))

    assert "No goals yet." in text(as_file(empty, "html").decode())
    assert json.loads(as_file(empty, "json"))["goals"] == []


# How a number went


def test_the_line_runs_from_the_baseline_on_the_first_day_to_the_latest_number():
    way = [Point(at(7, 1).replace(hour=12), 90), Point(at(9, 1), 70), Point(at(11, 20), 45)]
    line = sparkline(team_goal(), REPLY, way, TODAY)

    points = [tuple(map(float, one.split(","))) for one in line.points.split()]
    assert len(points) == 4
    assert (points[0], points[-1]) == ((4, 4), line.last)
    assert line.target == line.last[1] == HEIGHT - 4
    assert points == sorted(points)
    assert line.said == "90, then 90, 70, 45; target 45"


@pytest.mark.parametrize(
    ("goal", "way"),
    [
        pytest.param({}, [Point(at(3, 1), 90)], id="read before the start"),
        pytest.param({}, [Point(at(12, 30), 1e15)], id="read after today"),
        pytest.param({"starts": TODAY, "due": TODAY}, [Point(NOW, 0)], id="one day"),
    ],
)
def test_no_line_leaves_its_picture(goal, way):
    line = sparkline(team_goal(**goal), REPLY, way, TODAY)

    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in (map(float, p.split(",")) for p in line.points.split()))
    assert 0 <= line.target <= HEIGHT


def test_a_long_way_is_told_in_ten_numbers():
    way = [Point(at(8, 1 + day), day) for day in range(28)]

    assert sparkline(team_goal(), REPLY, way, TODAY).said == "90, then 2, 5, 8, 11, 15, 18, 21, 24, 27; target 45"
    assert sparkline(team_goal(), REPLY, [], TODAY) is None


def test_a_line_speaks_to_whoever_does_not_see_it():
    assert 'role="img" aria-label="How it went: 90, then 80, 72, 60; target 45"' in page()


# The page itself


def test_it_stands_alone_and_only_its_own_script_runs():
    shown = page()
    script = re.search(r"<script>(.*?)</script>", shown, re.DOTALL)[1]

    assert not re.search(r"( src=|@import|url\(|<link)", shown)
    allowed = b64encode(sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{allowed}'; base-uri 'none'" in shown


def test_its_headings_follow_each_other_however_deep_the_tree_is():
    deep = [a_goal(number, parent=number - 1 or None) for number in range(1, 9)]
    shown = page(*deep, everyone=True)

    headings = [int(level) for level in re.findall(r"<h(\d)", shown)]
    assert headings[0] == 1
    assert max(headings) == 6
    assert all(after <= before + 1 for before, after in itertools.pairwise(headings))
    for tag in ("li", "ul", "details", "article"):
        assert len(re.findall(f"<{tag}[ >]", shown)) == shown.count(f"</{tag}>")


def test_of_a_large_tree_only_what_is_in_sight_is_drawn():
    many = [company_goal(number, kpis=()) for number in range(1, 502)]

    assert '<ul id="tree" class="tree large">' in page(*many)
    assert '<ul id="tree" class="tree">' in page(*many[1:])


def test_what_is_below_a_closed_goal_is_folded():
    closed = team_goal(state=State.CLOSED, score=0.5)

    assert page().count("<details open>") == 1
    assert page(company_goal(), closed, team_goal(3, parent=2)).count("<details>") == 1


@pytest.mark.parametrize("field", ["title", "ref", "owner", "kpi", "unit", "milestone", "learned"])
def test_what_people_wrote_stays_text(field):
    fields = {
        "kpi": {"kpis": (kpi(2, name=EVIL),)},
        "unit": {"kpis": (kpi(2, unit=EVIL),)},
        "milestone": {"milestones": (PILOT.model_copy(update={"title": EVIL}),)},
    }.get(field, {field: EVIL})
    shown = as_file(a_report(team_goal(**fields), names={}), "html").decode()

    assert "&lt;u onclick=x&gt;|evil" in shown
    assert "<u " not in shown
    made = as_file(a_report(team_goal(**fields), names={}), "json").decode()
    assert "<u onclick=x>|evil" in made
    assert "\u202e" not in shown + made


# JSON


def test_json_says_what_the_page_says():
    shown = json.loads(as_file(a_report(company_goal(), team_goal(milestones=(PILOT, LAST))), "json"))
    top, team = shown["goals"]

    assert (shown["version"], shown["day"], shown["everyone"]) == (1, "2026-11-20", False)
    assert (top["ref"], top["by_own_numbers"], top["below"]["mean"]) == ("C-1", False, 0.6667)
    assert (team["parent"], team["depth"], team["status"], team["progress"]) == ("C-1", 1, "at_risk", 0.6667)
    assert team["owner"] == {"id": "UMIA", "name": "Mia Okafor"}
    assert team["kpis"][0]["readings"][-1] == {"at": "2026-11-03T09:00:00+00:00", "value": 60}
    assert [step["done_on"] for step in team["milestones"]] == ["2026-08-30", None]
    assert team["evidence"] == {"kudos": 3, "feedback": 1, "check_ins": 8}


def test_its_keys_are_the_documented_ones():
    goals = company_goal(), team_goal(contributors=(BO.id,), milestones=(PILOT,)), team_goal(3)
    documented = set(re.findall(r"`([a-z_]+)`", DOCS.read_text().split("## JSON")[1]))

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    assert keys(json.loads(as_file(a_report(*goals), "json"))) <= documented
