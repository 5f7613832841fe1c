"""Files of goals with all that a goal can have: several KPIs, their kinds, milestones, contributors, cycles, the start."""

from datetime import date

import pytest

from company import ANA, BO, EVERYONE, MIA
from domain.cycles import Cycle
from domain.goal_history import Change
from domain.goals import Confidence, Goal, Kind, Kpi, Milestone, State
from domain.goals_import import COLUMNS, LONG, OPTIONAL, history, plan_goals
from domain.imports import CannotImport, lines_of
from reported import NOW, TODAY, a_goal

PEOPLE = {person.id: person for person in EVERYONE}
LEFT = PEOPLE | {BO.id: BO.model_copy(update={"active": False})}
QUARTER = Cycle(id=4, name="2027Q1", starts=date(2027, 1, 1), ends=date(2027, 3, 31))
USUAL = {
    "id": "G-1", "title": "Answer fast", "level": "individual", "owner_slack_id": ANA.id, "kpi": "First reply",
    "unit": "hours", "baseline": "6", "target": "2", "due": "2027-03-31", "status": "active", "starts": "2026-07-01",
}  # fmt: skip
FURTHER = {"id": "G-1", "kpi": "Reopened", "unit": "tickets", "baseline": "30", "target": "5"}
STEPS = (
    Milestone(title="Pilot", due=date(2026, 12, 15), share=0.4),
    Milestone(title="All", due=date(2027, 2, 1), share=0.7, done_on=date(2027, 1, 30)),
)
BEFORE = a_goal(1, contributors=(BO.id,), milestones=STEPS, kpis=(Kpi(id=1, name="First reply", baseline=6, target=2),))


def lines(*rows, columns=(*COLUMNS, *OPTIONAL)):
    """The lines of a file, the header on line 1; each row is told by its cells."""
    table = [[*columns], *([str(row.get(column, "")) for column in columns] for row in rows)]
    return lines_of(enumerate(table, start=1), COLUMNS, optional=OPTIONAL, long=LONG)


def planned(*rows, known=(), people=PEOPLE, columns=(*COLUMNS, *OPTIONAL)):
    stored = {goal.ref: goal for goal in known}
    return plan_goals(lines(*rows, columns=columns), stored, people, cycles=[QUARTER], today=TODAY)


def after(*rows, **facts) -> Goal:
    """The first goal of the plan, new or changed."""
    plan = planned(*rows, **facts)
    return [*plan.new, *plan.changed][0].goal


def mistakes(*rows, **facts):
    with pytest.raises(CannotImport) as wrong:
        planned(*rows, **facts)
    return [str(one) for one in wrong.value.mistakes]


def test_a_goal_is_read_with_all_that_it_can_have():
    told = {
        "starts": "2026-10-01",
        "cycle": "2027q1",
        "contributors": f"{MIA.id}, bo@northwind.example;{ANA.id}",
        "milestones": "2026-12-15 40% Pilot\n\n2027-02-01 70% All (done 2027-01-30)",
    }
    won = {"id": "G-1", "kpi": "Deal won", "kind": "yes_no"}

    goal = after(USUAL | told, FURTHER | {"kind": "number", "direction": "less"}, won)

    assert (goal.starts, goal.cycle, goal.contributors, goal.milestones) == (
        date(2026, 10, 1), QUARTER.id, (BO.id, MIA.id), STEPS,
    )  # fmt: skip
    assert goal.kpis == (
        Kpi(name="First reply", unit="hours", baseline=6, target=2),
        Kpi(name="Reopened", unit="tickets", baseline=30, target=5),
        Kpi(name="Deal won", kind=Kind.YES_NO, baseline=0, target=1),
    )


def test_a_file_without_the_further_columns_leaves_what_they_are_about():
    before = BEFORE.model_copy(update={"cycle": 4, "starts": date(2026, 1, 1)})
    row = USUAL | {"target": "1"}

    goal = after(row, known=[before], columns=COLUMNS)

    assert (goal.contributors, goal.milestones, goal.cycle, goal.starts) == ((BO.id,), STEPS, 4, date(2026, 1, 1))


def test_a_new_owner_is_no_contributor_and_has_not_said_yet_how_sure_they_are():
    before = BEFORE.model_copy(update={"confidence": Confidence.AT_RISK})

    kept = after(USUAL | {"title": "Faster"}, known=[before], columns=COLUMNS)
    given = after(USUAL | {"owner_slack_id": BO.id}, known=[before], columns=COLUMNS)

    assert (kept.contributors, kept.confidence) == ((BO.id,), Confidence.AT_RISK)
    assert (given.contributors, given.confidence) == ((), None)


def test_empty_cells_say_that_nobody_contributes_and_no_milestone_is_there():
    before = BEFORE.model_copy(update={"cycle": 4, "starts": date(2026, 1, 1)})

    goal = after(USUAL | {"starts": ""}, known=[before])

    assert (goal.contributors, goal.milestones, goal.cycle, goal.starts) == ((), (), 4, date(2026, 1, 1))


def test_a_milestone_that_is_done_stays_done_under_its_title():
    told = {"milestones": "2026-12-15 40% Pilot\n2027-02-15 All\n2027-03-01 Rest"}

    steps = after(USUAL | told, known=[BEFORE]).milestones

    assert [(one.title, one.share, one.done_on) for one in steps] == [
        ("Pilot", 0.4, None), ("All", 0.6, date(2027, 1, 30)), ("Rest", 0.8, None),
    ]  # fmt: skip


KPIS = (
    Kpi(id=1, name="First reply", kind=Kind.MONEY, unit="€", baseline=6, target=2, value=4),
    Kpi(id=2, name="Reopened", kind=Kind.PERCENT, unit="%", baseline=30, target=5, value=20),
)


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        pytest.param([USUAL], ["First reply", "Reopened"], id="one that no line names stays"),
        pytest.param([USUAL | {"kpi": "Reopened"}], ["First reply", "Reopened"], id="alone, by its name"),
        pytest.param([USUAL | {"kpi": "Reply"}], ["Reply", "Reopened"], id="another name for the first"),
        pytest.param([USUAL | {"kpi": "Reopened"}, FURTHER | {"kpi": "First reply"}], ["First reply", "Reopened"], id="in any order"),
        pytest.param([USUAL, FURTHER | {"kpi": "Closed"}], ["First reply", "Closed"], id="another name for the second"),
        pytest.param([USUAL, FURTHER, FURTHER | {"kpi": "Closed"}], ["First reply", "Reopened", "Closed"], id="a new one"),
        pytest.param([USUAL | {"kpi": "Closed"}, FURTHER, FURTHER | {"kpi": "First reply"}], ["First reply", "Reopened", "Closed"], id="a new one first"),
    ],
)  # fmt: skip
def test_a_line_tells_of_the_number_of_its_name(rows, names):
    goal = after(*rows, known=[a_goal(1, kpis=KPIS)])

    assert [one.name for one in goal.kpis] == names
    assert [(one.id, one.value) for one in goal.kpis[:2]] == [(1, 4), (2, 20)]


@pytest.mark.parametrize(
    ("kind", "said", "becomes"),
    [
        pytest.param(Kind.PERCENT, {"unit": ""}, (Kind.PERCENT, "%"), id="a percentage stays one"),
        pytest.param(Kind.PERCENT, {"unit": "hours"}, (Kind.NUMBER, "hours"), id="of hours it is a number"),
        pytest.param(Kind.MONEY, {"unit": "USD"}, (Kind.MONEY, "USD"), id="money of another currency"),
        pytest.param(Kind.MONEY, {"unit": ""}, (Kind.NUMBER, ""), id="money of none is a number"),
        pytest.param(Kind.YES_NO, {"baseline": "", "target": "", "unit": ""}, (Kind.YES_NO, ""), id="yes or no"),
        pytest.param(Kind.YES_NO, {"target": "3"}, (Kind.NUMBER, "hours"), id="up to three it is a number"),
        pytest.param(Kind.NUMBER, {"unit": "%"}, (Kind.NUMBER, "%"), id="a number of percent"),
        pytest.param(Kind.NUMBER, {"kind": "money", "unit": "€"}, (Kind.MONEY, "€"), id="said anew"),
    ],
)
def test_the_kind_of_a_number_stays_as_long_as_it_fits(kind, said, becomes):
    start = {"baseline": 0, "target": 1} if kind is Kind.YES_NO else {"baseline": 6, "target": 2}
    before = Kpi(id=1, name="First reply", kind=kind, unit="?", **start)

    [kpi] = after(USUAL | said, known=[a_goal(1, kpis=(before,))]).kpis

    assert (kpi.kind, kpi.unit) == becomes


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({"kind": "amount"}, "kind: “amount” is none of them. Write number, percent, money or yes_no.", id="kind"),
        pytest.param({"kind": "money", "unit": ""}, "unit: money has a currency. Write it, for example € or USD.", id="money"),
        pytest.param({"kind": "percent"}, "unit: a percentage has no unit such as hours. Leave it empty", id="percent"),
        pytest.param({"kind": "yes_no", "baseline": "", "target": ""}, "unit: yes or no has no unit.", id="yes or no"),
        pytest.param({"kind": "yes_no", "unit": ""}, "target: yes or no goes from 0 to 1.", id="yes or no with numbers"),
        pytest.param({"direction": "down"}, "direction: “down” is none of them. Write more or less.", id="direction"),
        pytest.param({"direction": "more"}, "direction: more is better here, and the target 2 lies below the baseline 6.", id="the other way"),
        pytest.param({"direction": "less", "target": "9"}, "direction: less is better here, and the target 9 lies above", id="the other way, up"),
        pytest.param({"starts": "soon"}, "starts: “soon” is no date. Write it like 2026-12-31.", id="start"),
        pytest.param({"starts": "2027-04-01"}, "starts: 2027-04-01 is after 2027-03-31, when it is due.", id="start after the end"),
        pytest.param({"cycle": "2026H2"}, "cycle: there is no cycle “2026H2”. Open it first (cairn cycle open)", id="cycle"),
        pytest.param({"contributors": "UBO UNONE"}, "contributors: Cairn does not know UNONE. Import them first", id="stranger"),
        pytest.param({"contributors": "UBO"}, "contributors: Bo Lind has left or is a guest. Take them out.", id="who left"),
        pytest.param({"milestones": "soon"}, "milestones: in its cell, line 1: begin with the day", id="milestone"),
        pytest.param({"milestones": "2026-12-15 40% Pilot (done 2026-13-01)"}, "milestones: in its cell, `2026-13-01` is not a date", id="done when"),
        pytest.param({"milestones": "2026-12-15 40% Pilot\n2027-05-01 All"}, "milestones: in its cell, line 2: 1 May 2027 is not between the goal's start", id="outside"),
        pytest.param({"milestones": "x" * 8001}, "milestones: longer than 8,000 signs. Shorten it.", id="endless"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line_and_column(said, expected):
    people = LEFT if "left" in expected else PEOPLE
    [found] = mistakes(USUAL | said, people=people)

    assert found.startswith(f"line 2, {expected}")


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        pytest.param(USUAL | {"title": "Another"}, "line 3, title: G-1 is the id of line 2 too. Write another id; for a further KPI of that goal leave its title empty.", id="another goal"),
        pytest.param(USUAL | {"parent_id": "G-3"}, "line 3, parent_id: G-1 is the id of line 2 too, and there G-2 is above it. A goal has one parent: correct one of them.", id="two parents"),
        pytest.param(USUAL, "line 3, id: G-1 is the id of line 2 too. Give one of them another; a further KPI of that goal has a name of its own.", id="the same line"),
        pytest.param({"id": "G-1"}, "line 3, id: G-1 is the id of line 2 too. Give one of them another", id="nothing beside the id"),
        pytest.param({**FURTHER, "kpi": "First reply"}, "line 3, kpi: line 2 tells of this KPI too. Give one of them another name, or take one out.", id="the same number"),
        pytest.param({**FURTHER, "target": "30"}, "line 3, target: The target equals the baseline", id="a further number that goes nowhere"),
    ],
)  # fmt: skip
def test_a_further_line_of_a_goal_tells_of_a_further_number_and_of_nothing_else(second, expected):
    others = [USUAL | {"id": ref, "kpi": ref} for ref in ("G-2", "G-3")]

    [found] = mistakes(USUAL | {"parent_id": "G-2"}, second, *others)

    assert found.startswith(expected)


def test_a_company_goal_with_several_numbers_names_each():
    company = USUAL | {"level": "company", "kpi": "", "baseline": "", "target": ""}

    assert mistakes(company, FURTHER)[0].startswith("line 2, kpi: name the number")


def test_whoever_has_left_stays_among_those_who_contributed():
    told = {"contributors": BO.id, "title": "Another"}

    assert after(USUAL | told, known=[BEFORE], people=LEFT).contributors == (BO.id,)
    assert after(USUAL | told | {"status": "closed"}, people=LEFT).contributors == (BO.id,)


def test_numbers_that_share_a_name_read_back():
    twice = (Kpi(id=1, name="Reply", baseline=6, target=2), Kpi(id=2, name="Reply", baseline=9, target=3))
    told = [row | {"kpi": "Reply", "unit": ""} for row in (USUAL, FURTHER)]

    goal = after(*told, known=[a_goal(1, kpis=twice)])

    assert [(one.id, one.baseline) for one in goal.kpis] == [(1, 6), (2, 30)]


def test_the_history_says_what_became_of_state_start_cycle_and_kind():
    before = BEFORE.model_copy(update={"state": State.DRAFT, "cycle": 3, "milestones": ()})
    told = {"cycle": "2027Q1", "starts": "2026-10-01", "kind": "money", "unit": "€", "contributors": BO.id}
    row = USUAL | told | {"title": before.title, "due": before.due.isoformat()}
    plan = planned(row, known=[before])
    second = Cycle(id=3, name="2026Q4", starts=date(2026, 10, 1), ends=date(2026, 12, 31))

    [event] = history(plan, {"G-1": before}, {"G-1": plan.changed[0].goal}, cycles=[QUARTER, second], now=NOW)

    assert {name: (one.before, one.after) for name, one in event.changes.items() if "kpi 1" not in name} == {
        "state": ("draft", "active"),
        "start": ("1 July 2026", "1 October 2026"),
        "cycle": ("2026Q4", "2027Q1"),
    }
    assert event.changes["kpi 1 kind"] == Change(before="number", after="money")
