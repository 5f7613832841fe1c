"""Goals written as a file and read back: nothing is new, nothing is changed, and no cell is a formula."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.csv_files import as_csv, read_rows
from company import ANA, EVERYONE, MIA
from domain import goals_import
from domain.cycles import Cycle
from domain.goals import Goal, Kind, Kpi, Level, Milestone, State
from domain.goals_export import COLUMNS, rows
from domain.goals_import import LONG, OPTIONAL, plan_goals
from domain.imports import CannotImport, as_typed, defused, lines_of
from domain.numbers import LARGEST
from domain.texts import clean
from properties import PROPERTY
from reported import TODAY, a_goal, company_goal, kpi, team_goal

PEOPLE = {person.id: person for person in EVERYONE}
FORMULAS = [
    "=1+1",
    "@SUM(A1)",
    "-2",
    "+49",
    "＝1",
    "'=1",
    "''=1",
    "'",
    "it's",
    "\u200b=1",
    "a=b",
    "- one\n- two",
    "=\u0338x",
]


QUARTER = Cycle(id=4, name="=2026 Q4", starts=date(2026, 10, 1), ends=date(2026, 12, 31))


def read_back(path, goals, known=None, people=PEOPLE):
    """Export these goals to a file, import it, and return what the import would do."""
    path.write_bytes(as_csv(COLUMNS, rows(goals, [QUARTER])))
    lines = lines_of(read_rows(path, goals_import.COLUMNS), goals_import.COLUMNS, optional=OPTIONAL, long=LONG)
    known = {goal.ref: goal for goal in goals} if known is None else known
    return plan_goals(lines, known, people, cycles=[QUARTER], today=TODAY)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("export") / "goals.csv"


signs = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
titles = st.one_of(st.sampled_from(FORMULAS), st.text(signs, max_size=30)).map(clean).filter(bool)
numbers = st.floats(-LARGEST, LARGEST, allow_nan=False)


STARTS, LATEST = date(2026, 7, 1), date(2030, 1, 1)
days = st.dates(STARTS, LATEST)


@st.composite
def measures(draw, number):
    """A KPI of any kind, in either direction."""
    kind = draw(st.sampled_from(Kind))
    baseline, target = draw(st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1]))
    baseline, target = (0.0, 1.0) if kind is Kind.YES_NO else (baseline, target)
    unit = {Kind.YES_NO: "", Kind.PERCENT: "%"}.get(kind) if kind in {Kind.YES_NO, Kind.PERCENT} else draw(titles)
    unit = draw(st.sampled_from([unit, ""])) if kind is Kind.NUMBER else unit
    return Kpi(id=number, name=draw(titles), kind=kind, unit=unit, baseline=baseline, target=target)


@st.composite
def ways(draw, starts, due):
    """Milestones between two days, further from one to the next."""
    on = sorted(draw(st.sets(st.dates(starts, due), max_size=3)))
    shares = sorted(draw(st.sets(st.integers(1, 9999), min_size=len(on), max_size=len(on))))
    lines = titles.map(lambda title: " ".join(title.split())).filter(bool)
    steps = zip(on, shares, strict=True)
    return tuple(
        Milestone(title=draw(lines), due=day, share=share / 10_000, done_on=draw(st.none() | days))
        for day, share in steps
    )


@st.composite
def trees(draw):
    """Goals of all levels and states with all that a goal can have, each under one before it or under none."""
    goals = []
    for number in range(1, draw(st.integers(2, 5))):
        level, owner = draw(st.sampled_from(Level)), draw(st.sampled_from([*PEOPLE]))
        starts, due = sorted(draw(st.tuples(days, days)))
        least = 1 if level is Level.INDIVIDUAL else 0
        kpis = [draw(measures(10 * number + place)) for place in range(draw(st.integers(least, 3)))]
        goals.append(
            Goal(
                id=number,
                ref=f"G-{number}",
                title=draw(titles),
                level=level,
                owner=owner,
                parent=draw(st.sampled_from([None, *(goal.id for goal in goals)])),
                state=draw(st.sampled_from(State)),
                starts=starts,
                due=due,
                kpis=tuple({one.name: one for one in kpis}.values()),
                contributors=tuple(sorted(draw(st.sets(st.sampled_from([*PEOPLE]))) - {owner})),
                milestones=draw(ways(starts, due)),
                cycle=draw(st.sampled_from([None, QUARTER.id])),
            )
        )
    return goals


@settings(PROPERTY, max_examples=50)  # each writes and reads a file
@given(goals=trees())
def test_read_back_nothing_is_new_or_changed_and_an_empty_database_gets_all_that_the_file_tells(file, goals):
    plan = read_back(file, goals)
    anew = {one.goal.ref: one for one in read_back(file, goals, known={}).new}
    refs = {goal.id: goal.ref for goal in goals}

    assert (plan.new, plan.changed, plan.unchanged) == ((), (), len(goals))
    for goal in goals:
        got = anew[goal.ref]
        assert got.goal == as_told(goal)
        assert got.parent == refs.get(goal.parent)


def as_told(goal):
    """A goal as a file tells of it: without the numbers of the database."""
    kpis = tuple(one.model_copy(update={"id": None}) for one in goal.kpis)
    return goal.model_copy(update={"id": None, "parent": None, "kpis": kpis})


@PROPERTY
@given(titles)
def test_no_cell_is_worked_out_and_every_one_reads_back(text):
    cell = defused(text)

    assert as_typed(cell) == text
    assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠"))
    assert defused(cell) == cell or defused(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), ("-2", "'-2"), ("'=1", "''=1"), ("\u200b=1", "'\u200b=1"),
        ("it's", "it's"), ("'quoted'", "'quoted'"), ("'", "'"), ("1=1", "1=1"), ("", ""),
    ],
)  # fmt: skip
def test_only_what_a_spreadsheet_would_work_out_gets_an_apostrophe(text, cell):
    assert defused(text) == cell


def cells(goal):
    """What the file says of a goal, line by line, the empty cells left out."""
    return [{name: cell for name, cell in zip(COLUMNS, row, strict=True) if cell} for row in rows([goal], [QUARTER])]


def test_a_goal_has_a_line_and_each_further_number_one_below_it():
    won = Kpi(name="Deal won", kind=Kind.YES_NO, baseline=0, target=1)
    steps = (
        Milestone(title="Pilot", due=date(2026, 10, 1), share=0.25, done_on=date(2026, 9, 30)),
        Milestone(title="All of us", due=date(2026, 11, 1), share=0.5),
    )
    about = {"contributors": ("UBO", "UMIA"), "milestones": steps, "cycle": QUARTER.id}
    goal = a_goal(1, kpis=(kpi(1, baseline=-3.0, target=-0.1 - 0.2), won), **about)

    assert cells(goal) == [
        {
            "id": "G-1",
            "title": "Goal 1",
            "level": "individual",
            "owner_slack_id": "UANA",
            "kpi": "First reply",
            "unit": "min",
            "baseline": "-3",
            "target": "-0.30000000000000004",
            "due": "2026-12-31",
            "status": "active",
            "kind": "number",
            "direction": "more",
            "starts": "2026-07-01",
            "cycle": "'=2026 Q4",
            "contributors": "UBO UMIA",
            "milestones": "2026-10-01 25% Pilot (done 2026-09-30)\n2026-11-01 50% All of us",
        },
        {"id": "G-1", "kpi": "Deal won", "baseline": "0", "target": "1", "kind": "yes_no", "direction": "more"},
    ]


def test_a_company_goal_without_a_number_has_empty_cells():
    top, team = company_goal(), team_goal()

    assert [row[4:9] for row in rows([top, team])] == [
        ("", "", "", "", ""),
        ("C-1", "First reply", "min", "90", "45"),
    ]


def test_what_somebody_who_left_still_owns_comes_back_and_nothing_new_does(file):
    people = PEOPLE | {ANA.id: ANA.model_copy(update={"active": False})}
    theirs = a_goal(1)

    assert read_back(file, [theirs], people=people).unchanged == 1
    for known in ({}, {"G-1": a_goal(1, owner=MIA.id)}):
        with pytest.raises(CannotImport, match="Ana Ruiz has left"):
            read_back(file, [theirs], known=known, people=people)
