"""What docs/goals.md says of the arithmetic is what the code does: each example is worked out anew, and each sum adds up."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from domain.cycles import Cycle, cycle_of, span_of
from domain.goal_history import changes_between
from domain.goal_report import without_small_groups
from domain.goal_rescoping import Wanted, rescoped
from domain.goal_scores import band, mean, shown, suggested
from domain.goal_status import at_this_pace, expected, explain, parted, status
from domain.goal_tree import COUNTED, roll_up
from domain.goals import Confidence, Goal, Kind, Kpi, Level, Milestone, State
from worked import EXACT, NOTHING, Row, Table, adds_up, agree, changed, number, numbers, tables

PAGE = (Path(__file__).parents[1] / "docs/goals.md").read_text()
STARTS, DUE = date(2026, 7, 1), date(2026, 10, 9)
SOURCES = "Where this comes from"
GIVEN = {"Starts", "Due", "Day", "Baseline", "Target", "Value", "Shares", "Shares of the KPIs", "Goal", "Below"}
"""What an example begins with. With another one the rest may still be so: from its due date on each day has the plan 1."""


def kpi(baseline=0.0, target=100.0, value=None, **facts) -> Kpi:
    return Kpi(**({"id": 1, "name": "n", "baseline": baseline, "target": target, "value": value} | facts))


def kpi_of(row: Row) -> Kpi:
    return kpi(number(row["Baseline"]), number(row["Target"]), number(row["Value"]))


def goal(*kpis: Kpi, **facts) -> Goal:
    about = {"id": 1, "ref": "G-1", "title": "t", "owner": "A", "state": State.ACTIVE, "starts": STARTS, "due": DUE}
    return Goal(**(about | {"kpis": kpis} | facts))


def day(cell: str) -> date:
    return date.fromisoformat(cell)


def says(row: Row, column: str, value: float | None) -> None:
    """Hold a number against what the code says, and the sum beside it too."""
    sum_of = row.get("Sum", NOTHING)
    assert agree(row[column], value, rounded="≈" in sum_of), f"{row[column]}, and it is {value}: {row}"
    if sum_of != NOTHING and value is not None:
        assert abs(adds_up(sum_of) - value) <= (EXACT if "≈" not in sum_of else 0.005), row


def written(row: Row) -> list[float]:
    """Return the numbers of a sum's first formula, as they stand there."""
    return [number(found) for found in re.findall(r"−?\d+(?:\.\d+)?", re.split("[=≈]", row["Sum"])[0])]


def kpis(table: Table) -> None:
    for row in table.rows:
        one = kpi_of(row)
        at = one.baseline if one.value is None else one.value
        assert written(row) == [at, one.baseline, one.target, one.baseline], row
        says(row, "Share", one.progress)
        assert agree(row["Counts as"], goal(one).progress, rounded="≈" in row["Sum"]), row


def yes_or_no(table: Table) -> None:
    for row in table.rows:
        one = goal(kpi(0, 1, {"yes": 1, "no": 0}[row["Answer"]], kind=Kind.YES_NO))
        today = day(row["Day"])
        assert one.progress == number(row["Counts as"])
        assert (status(one, today).in_words, explain(one, today)) == (row["Status"], row["Said"])


def several(table: Table) -> None:
    for row in table.rows:
        one = goal(*(kpi(0, 1, share) for share in numbers(row["Shares of the KPIs"])))
        says(row, "Progress", one.progress)
        assert explain(one, day(row["Day"])) == row["Said"]


def even_plans(table: Table) -> None:
    for row in table.rows:
        starts, due, today = (day(row[column]) for column in ("Starts", "Due", "Day"))
        says(row, "Plan", expected(goal(starts=starts, due=due), today))
        passed = (min(max(today, starts), due) - starts).days
        assert written(row) == ([passed, (due - starts).days] if due > starts else [1]), row


def plans_with_milestones(steps: Table, days: Table) -> None:
    milestones = [
        Milestone(title=row["Milestone"], due=day(row["Due"]), share=number(row["Share"])) for row in steps.rows
    ]
    for row in days.rows:
        says(row, "Plan", expected(goal(milestones=milestones), day(row["Day"])))


def statuses(numbers_say: Table, beliefs: Table) -> None:
    for row in numbers_say.rows:
        one, today = goal(kpi(value=number(row["Value"])), due=day(row["Due"])), day(row["Day"])
        assert written(row) == pytest.approx([one.progress, expected(one, today)]), row
        assert abs(adds_up(row["Sum"]) - one.progress / expected(one, today)) <= EXACT, row
        assert status(one, today).in_words == row["Status"], row
    for row in beliefs.rows:
        believed = None if row["Its owner believes"] == NOTHING else in_words(row["Its owner believes"])
        one, today = goal(kpi(value=number(row["Value"])), confidence=believed), day(row["Day"])
        assert status(one, today) is in_words(row["By the numbers"])
        assert parted(one, today) is {"yes": True, "no": False}[row["They part"]]


def in_words(cell: str) -> Confidence:
    return next(one for one in Confidence if one.in_words == cell)


def paces(table: Table) -> None:
    for row in table.rows:
        one, today = goal(kpi_of(row)), day(row["Day"])
        ends = at_this_pace(one, one.kpis[0], today)
        if ends == 0:
            assert (number(row["Ends at"]), adds_up(row["Sum"]) < 0) == (0, True), row
        else:
            says(row, "Ends at", ends)
        assert explain(one, today) == row["Said"]


def tree(table: Table) -> None:
    ids = {row["Goal"]: place for place, row in enumerate(table.rows, start=1)}
    goals = {row["Goal"]: hung(row, ids) for row in table.rows}
    rolled = roll_up(goals.values())
    today = day(table.columns[-1].removeprefix("Status on "))
    for row in table.rows:
        one = goals[row["Goal"]]
        found = rolled[one.id]
        says(row, "Stands at", found.progress)
        below = [child for child in table.rows if child["Below"] == row["Goal"] and child["Counts above"] == "yes"]
        assert len(below) == len(found.below), row
        assert all(agree(child["Stands at"], share) for child, share in zip(below, found.below, strict=True))
        judged = one.state is State.ACTIVE and found.progress is not None
        told = status(one, today, progress=found.progress).in_words if judged else NOTHING
        assert told == row[table.columns[-1]], row


def hung(row: Row, ids: dict[str, int]) -> Goal:
    measure = [kpi_of(row).model_copy(update={"unit": row["Unit"]})] if row["Baseline"] != NOTHING else []
    facts = {"id": ids[row["Goal"]], "ref": row["Goal"], "state": State(row["State"]), "score": number(row["Score"])}
    assert row["Counts above"] == "no" or State(row["State"]) in COUNTED
    return goal(*measure, parent=ids.get(row["Below"]), **facts)


def groups(table: Table) -> None:
    for row in table.rows:
        shares = zip(row["Owners"].split(), numbers(row["Shares"]), strict=True)
        below = [goal(kpi(0, 1, share), id=n, owner=owner, parent=1) for n, (owner, share) in enumerate(shares, 2)]
        team = goal(level=Level.TEAM)
        says(row, "The team goal stands at", roll_up(without_small_groups([team, *below]))[1].progress)


def changed_plans(table: Table) -> None:
    first = table.rows[0]
    agreed = goal(kpi(target=number(first["Target"]), value=number(first["Value"])), due=day(first["Due"]))
    today = date(2026, 8, 20)
    for row in table.rows:
        now = rescoped(agreed, Wanted(targets={1: number(row["Target"])}, due=day(row["Due"])))
        assert now.kpis[0].value == number(row["Value"]), "a change of plan leaves what was measured"
        assert abs(adds_up(row["Sum"]) - now.progress / expected(now, today)) <= EXACT, row
        kept = "; ".join(f"{one.before} → {one.after}" for one in changes_between(agreed, now).values())
        assert (status(now, today).in_words, kept or NOTHING) == (row["Status"], row["The history keeps"])


def scores(suggestions: Table, means: Table) -> None:
    for row in suggestions.rows:
        assert abs(adds_up(row["Sum"]) - kpi_of(row).progress) <= EXACT, row
        assert shown(suggested(kpi_of(row))) == row["Suggested"]
    for row in means.rows:
        score = mean(numbers(row["Scores"]))
        says(row, "Score", score)
        assert band(score) == row["Reads"]


def cycles(spans: Table, days: Table) -> None:
    known = [Cycle(name=row["Cycle"], starts=day(row["From"]), ends=day(row["To"])) for row in spans.rows]
    for one, row in zip(known, spans.rows, strict=True):
        assert one.days == number(row["Days"])
    for quarter_or_half, part in zip(known[:2], "QH", strict=True):
        assert span_of(quarter_or_half.name, part) == (quarter_or_half.starts, quarter_or_half.ends)
    for row in days.rows:
        found = cycle_of(day(row["Due"]), known)
        assert (found.name if found else NOTHING) == row["Falls into"]


CHECKS: dict[str, Callable[..., None]] = {
    "How far a KPI is": kpis,
    "Yes or no": yes_or_no,
    "Several KPIs": several,
    "The plan for a day": even_plans,
    "The plan with milestones": plans_with_milestones,
    "Status": statuses,
    "At this pace": paces,
    "Up the tree": tree,
    "Whose number is it?": groups,
    "A target that changed, a day that moved": changed_plans,
    "Scores": scores,
    "Cycles": cycles,
}
"""What reads the tables under each heading."""


def under(heading: str) -> list[Table]:
    return [one for one in tables(PAGE) if one.heading == heading]


@pytest.mark.parametrize("heading", CHECKS)
def test_the_examples_are_what_the_code_says(heading):
    CHECKS[heading](*under(heading))


def test_every_table_is_read():
    assert list(dict.fromkeys(one.heading for one in tables(PAGE))) == [*CHECKS, SOURCES]


@pytest.mark.parametrize("heading", CHECKS)
def test_nothing_that_follows_can_be_another_number(heading):
    found = under(heading)

    unnoticed = [
        what
        for place, table in enumerate(found)
        for column, what, other in changed(table)
        if column not in GIVEN and holds(heading, [*found[:place], other, *found[place + 1 :]])
    ]

    assert unnoticed == []


def holds(heading: str, found: list[Table]) -> bool:
    try:
        CHECKS[heading](*found)
    except (ArithmeticError, AssertionError, LookupError, ValueError, SyntaxError):
        return False
    return True
