"""Goals written as a file and read back: nothing is new, nothing is changed, and no cell is a formula."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.csv_files import as_csv, read_rows
from company import ANA, EVERYONE, MIA
from domain.goals import Goal, Kpi, Level, State
from domain.goals_export import further_kpis, rows
from domain.goals_import import COLUMNS, plan_goals
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


def read_back(path, goals, known=None, people=PEOPLE):
    """Export these goals to a file, import it, and return what the import would do."""
    path.write_bytes(as_csv(COLUMNS, rows(goals)))
    known = {goal.ref: goal for goal in goals} if known is None else known
    return plan_goals(lines_of(read_rows(path, COLUMNS), COLUMNS), known, people, today=TODAY)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("export") / "goals.csv"


signs = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
titles = st.one_of(st.sampled_from(FORMULAS), st.text(signs, max_size=30)).map(clean).filter(bool)
numbers = st.floats(-LARGEST, LARGEST, allow_nan=False)


@st.composite
def trees(draw):
    """Goals of all levels and states, each under one before it or under none."""
    goals = []
    for number in range(1, draw(st.integers(2, 5))):
        baseline, target = draw(st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1]))
        measure = Kpi(id=number, name=draw(titles), unit=draw(titles | st.just("")), baseline=baseline, target=target)
        level = draw(st.sampled_from(Level))
        goals.append(
            Goal(
                id=number,
                ref=f"G-{number}",
                title=draw(titles),
                level=level,
                owner=draw(st.sampled_from([*PEOPLE])),
                parent=draw(st.sampled_from([None, *(goal.id for goal in goals)])),
                state=draw(st.sampled_from(State)),
                starts=date(2026, 7, 1),
                due=draw(st.dates(date(2026, 7, 1), date(2030, 1, 1))),
                kpis=draw(
                    st.sampled_from([(measure,), (measure, kpi(90 + number))] + [()] * (level is not Level.INDIVIDUAL))
                ),
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
        assert facts(got.goal) == facts(goal)
        assert got.parent == refs.get(goal.parent)


def facts(goal):
    """What a file tells of a goal."""
    told = [(one.name, one.unit, one.baseline, one.target) for one in goal.kpis[:1]]
    return goal.ref, goal.title, goal.level, goal.owner, goal.state, goal.due, told


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


def test_numbers_are_written_plainly_and_exactly():
    goal = a_goal(1, kpis=(kpi(1, baseline=-3.0, target=0.1 + 0.2),))

    assert [*rows([goal])] == [
        ("G-1", "Goal 1", "individual", "UANA", "", "First reply", "min", "-3", "0.30000000000000004", "2026-12-31", "active")
    ]  # fmt: skip


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


def test_goals_with_further_numbers_are_counted():
    assert further_kpis([a_goal(1), a_goal(2, kpis=(kpi(1), kpi(2))), company_goal()]) == 1
