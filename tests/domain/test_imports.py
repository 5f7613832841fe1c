"""Imports: every mistake is named with its line, its column and what to write; what is right changes only what is new."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA, EVERYONE, LONG_AGO, NOW
from domain.goals import Goal, Kpi, Level, State
from domain.goals_import import COLUMNS as GOAL_COLUMNS
from domain.goals_import import PlannedGoal, plan_goals
from domain.imports import CannotImport, Line, Mistake, lines_of, loops_of
from domain.people import Person, Role
from domain.people_import import COLUMNS as PEOPLE_COLUMNS
from domain.people_import import OPTIONAL, plan_people
from oracles import find_loop

KNOWN = {person.id: person for person in EVERYONE}
LEFT = Person(id="ULEFT", name="Lee Tan", email="lee@northwind.example", active=False)
TODAY = NOW.date()


def table(columns, *rows):
    """The lines of a file: its header, then each row as one text with commas."""
    return lines_of(enumerate([columns, *(row.split(",") for row in rows)], start=1), columns)


def people(*rows, known=KNOWN):
    return plan_people(table(PEOPLE_COLUMNS, *rows), known, now=NOW)


def goals(*rows, known=(), people=KNOWN):
    stored = {goal.ref: goal for goal in known}
    return plan_goals(table(GOAL_COLUMNS, *rows), stored, people, today=TODAY)


def mistakes(plan, *rows, **facts):
    with pytest.raises(CannotImport) as wrong:
        plan(*rows, **facts)
    return [str(mistake) for mistake in wrong.value.mistakes]


# The table


def test_columns_may_stand_in_any_order_and_case():
    lines = lines_of([(1, ["B ", "a"]), (2, ["2", " 1 "])], ("a", "b"))

    assert lines == [Line(number=2, cells={"a": "1", "b": "2"})]


def test_empty_lines_are_left_out():
    assert [line.number for line in lines_of([(1, ["a"]), (2, [" "]), (3, ["x"]), (5, [])], ("a",))] == [3]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([(1, ["a"])], ["line 1, b: this column is missing"], id="missing column"),
        pytest.param([(1, ["a", "b", "bb"])], ["line 1, bb: this column is unknown, perhaps b"], id="unknown column"),
        pytest.param([(1, ["a", "b", ""])], ["line 1, (no name): this column is unknown."], id="nameless column"),
        pytest.param([(1, ["a", "b", "a"])], ["line 1, a: this column is there twice"], id="doubled column"),
        pytest.param([], ["line 1, a: this column is missing", "line 1, b: this column"], id="nothing at all"),
        pytest.param([(1, ["a", "b"])], ["line 1: there is nothing under the header"], id="header alone"),
        pytest.param([(1, ["a", "b"]), (2, ["x"])], ["line 2: 1 cells where the header has 2"], id="too few cells"),
        pytest.param(
            [(1, ["a", "b"]), (2, ["x"] * 3)], ["line 2: 3 cells where the header has 2"], id="too many cells"
        ),
        pytest.param([(1, ["a", "b"]), (2, ["x", "\0"])], ["line 2, b: This text holds a character"], id="NUL"),
        pytest.param([(1, ["a", "b"]), (2, ["x" * 201, ""])], ["line 2, a: longer than 200 signs"], id="too long"),
    ],
)
def test_a_table_that_does_not_fit_is_explained(rows, expected):
    with pytest.raises(CannotImport) as wrong:
        lines_of(rows, ("a", "b"))

    assert len(wrong.value.mistakes) == len(expected)
    assert all(str(mistake).startswith(start) for mistake, start in zip(wrong.value.mistakes, expected, strict=True))


def test_mistakes_are_told_in_the_order_of_the_file():
    assert (
        str(CannotImport([Mistake(line=3, text="b"), Mistake(line=2, column="x", text="a")]))
        == "line 2, x: a; line 3: b"
    )


# People


def test_a_new_person_is_enrolled_and_has_a_manager_from_now_on():
    plan = people("UNEW,new@northwind.example,Noa New,UMIA,Support,")

    expected = Person(
        id="UNEW", name="Noa New", email="new@northwind.example", team="Support", manager="UMIA",
        manager_since=NOW, enrolled_at=NOW,
    )  # fmt: skip
    assert plan.new == (expected,)
    assert (plan.changed, plan.unchanged) == ((), 0)


def test_the_same_file_again_changes_nothing():
    rows = ("UNEW,new@northwind.example,,UMIA,Support,employee", "UANA,,,mia@northwind.example,Support,")
    first = people(*rows)

    again = people(*rows, known=KNOWN | {person.id: person for person in first.new + first.changed})

    assert (again.new, again.changed, again.unchanged) == ((), (), 2)


def test_empty_cells_keep_what_slack_said_but_an_empty_manager_is_none():
    (changed,) = people("UANA,,,,,").changed

    assert (changed.name, changed.email, changed.tz, changed.role) == (ANA.name, ANA.email, ANA.tz, ANA.role)
    assert (changed.manager, changed.manager_since, changed.team) == (None, None, None)


def test_only_a_new_manager_gets_a_new_date():
    plan = people("UANA,,,UOLU,Support,", "UBO,,Bo L.,UMIA,Support,")

    assert {person.id: person.manager_since for person in plan.changed} == {"UANA": NOW, "UBO": LONG_AGO}


def test_someone_not_enrolled_yet_is_now():
    plan = people("UANA,,,UMIA,Support,", known=KNOWN | {"UANA": ANA.model_copy(update={"enrolled_at": None})})

    assert [person.enrolled_at for person in plan.changed] == [NOW]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("ANA@northwind.example,,,bo@northwind.example,Support,", id="in the place of the id"),
        pytest.param(",Ana@Northwind.example,,BO@northwind.example,Support,", id="beside an empty id"),
    ],
)
def test_the_e_mail_stands_for_either_id_in_any_case(row):
    (changed,) = people(row).changed

    assert (changed.id, changed.manager, changed.email) == ("UANA", "UBO", ANA.email)


def test_an_e_mail_of_the_file_names_a_manager_too():
    plan = people("UX,x@y.example,X,,,", "UZ,,Z,X@y.example,,")

    assert plan.new[1].manager == "UX"


def test_two_people_may_swap_their_e_mails():
    plan = people("UANA,bo@northwind.example,,UMIA,Support,", "UBO,ana@northwind.example,,UMIA,Support,")

    assert [person.email for person in plan.changed] == ["bo@northwind.example", "ana@northwind.example"]


@pytest.mark.parametrize(
    ("cell", "role"), [("manager", Role.MANAGER), ("ADMIN", Role.ADMIN), ("Employee", Role.EMPLOYEE)]
)
def test_roles_are_read_in_any_case(cell, role):
    assert people(f"UNEW,,Noa,,,{cell}").new[0].role is role


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([",,Noa,,,"], ["line 2, slack_id: nobody is named."], id="nobody"),
        pytest.param(["ana,,,,,"], ["line 2, slack_id: “ana” is nobody's id."], id="no id"),
        pytest.param([",no@where.example,,,,"], ["line 2, email: nobody in Cairn has the e-mail"], id="unknown e-mail"),
        pytest.param(
            ["UANA,,,,,", "ana@northwind.example,,,,,"], ["line 3, slack_id: the same person as on line 2"], id="twice"
        ),
        pytest.param(["ULEFT,,,,,"], ["line 2, slack_id: Lee Tan has left or is a guest."], id="left"),
        pytest.param(["UANA,a b,,,,"], ["line 2, email: “a b” is no e-mail address."], id="no e-mail"),
        pytest.param(["UANA,bo@northwind.example,,,,"], ["line 2, email: bo@northwind.example belongs to Bo Lind"], id="taken e-mail"),
        pytest.param(
            ["UX,x@y.example,Xi,,,", "UZ,x@y.example,,,,"], ["line 3, email: x@y.example belongs to Xi."], id="e-mail twice"
        ),
        pytest.param(["UANA,,,UANA,,"], ["line 2, manager_slack_id: nobody is their own manager."], id="self"),
        pytest.param(["UANA,,,UNONE,,"], ["line 2, manager_slack_id: UNONE is neither in this file"], id="unknown manager"),
        pytest.param(["UANA,,,no@x.example,,"], ["line 2, manager_slack_id: no@x.example is neither"], id="their e-mail"),
        pytest.param(["UANA,,,mia,,"], ["line 2, manager_slack_id: “mia” is nobody's id."], id="manager by name"),
        pytest.param(["UANA,,,ULEFT,,"], ["line 2, manager_slack_id: Lee Tan has left"], id="manager who left"),
        pytest.param(
            ["UMIA,,,UANA,,"],
            ["line 2, manager_slack_id: the reporting line loops: Mia Okafor → Ana Ruiz → Mia Okafor."],
            id="loop with what is stored",
        ),
        pytest.param(
            ["UX,,Xi,UZ,,", "UZ,,,UX,,"], ["line 2, manager_slack_id: the reporting line loops: Xi → UZ → Xi."], id="loop"
        ),
        pytest.param(["UANA,,,,,chef"], ["line 2, role: “chef” is none of them. Write employee, manager or admin."], id="role"),
        pytest.param(["UANA,,,,,manger"], ["line 2, role: “manger” is none of them, perhaps manager."], id="role misspelt"),
        pytest.param(
            ["ana,ana@y.example,,,,", "UBO,,,ana@y.example,,"], ["line 2, slack_id: “ana”"], id="said once, not at each report"
        ),
    ],
)  # fmt: skip
def test_mistakes_about_people_are_named(rows, expected):
    found = mistakes(people, *rows, known=KNOWN | {"ULEFT": LEFT})

    assert len(found) == len(expected), found
    assert all(one.startswith(start) for one, start in zip(found, expected, strict=True)), found


def test_all_mistakes_are_named_at_once():
    found = mistakes(people, "UANA,,,UANA,,chef", "x,,,,,", "UBO,,,UNONE,,")

    assert [one.split(":")[0] for one in found] == [
        "line 2, manager_slack_id", "line 2, role", "line 3, slack_id", "line 4, manager_slack_id",
    ]  # fmt: skip


def test_a_loop_that_was_stored_before_is_not_the_files_mistake():
    looped = KNOWN | {
        "UX": Person(id="UX", name="Xi", manager="UZ"),
        "UZ": Person(id="UZ", name="Zoe", manager="UX"),
    }

    assert people("UANA,,,UMIA,Support,", known=looped).unchanged == 1


@given(st.dictionaries(st.integers(0, 8).map(str), st.none() | st.integers(0, 8).map(str)))
def test_loops_are_found_exactly_where_there_are_some(above):
    loops = loops_of(above)

    assert bool(loops) == (find_loop(above) is not None)
    for first, *rest in loops:
        assert all(above[one] == following for one, following in zip((first, *rest[:-1]), rest, strict=True))
        assert rest[-1] == first


# Goals

COMPANY = "C-1,Customers stay,company,UOLU,,Renewals,%,86,92,2027-06-30,active"
TEAM = "T-1,Same-day answers,team,UMIA,C-1,,,,,2027-06-30,active"
MINE = "G-1,Night queue empty,individual,ana@northwind.example,T-1,Tickets,,40,5,2027-03-31,proposed"


def stored(plan):
    """The goals as they are once they are stored: with ids, and parents by id."""
    numbers = {one.goal.ref: number for number, one in enumerate(plan.new, start=1)}
    return [
        one.goal.model_copy(
            update={
                "id": numbers[one.goal.ref],
                "parent": numbers[one.parent] if one.parent else None,
                "kpis": tuple(kpi.model_copy(update={"id": numbers[one.goal.ref]}) for kpi in one.goal.kpis),
            }
        )
        for one in plan.new
    ]


def test_goals_are_read_whole():
    plan = goals(COMPANY, TEAM, MINE)

    assert plan.new[2] == PlannedGoal(
        parent="T-1",
        goal=Goal(
            ref="G-1", title="Night queue empty", level=Level.INDIVIDUAL, owner="UANA", state=State.PROPOSED,
            starts=TODAY, due=date(2027, 3, 31), kpis=(Kpi(name="Tickets", baseline=40, target=5),),
        ),
    )  # fmt: skip
    assert plan.new[1].goal.kpis == ()
    assert plan.new[0].goal.kpis[0].unit == "%"


def test_a_parent_may_stand_further_down_or_be_stored():
    assert [one.parent for one in goals(MINE, TEAM, COMPANY).new] == ["T-1", "C-1", None]
    assert goals(MINE, known=stored(goals(COMPANY, TEAM))).new[0].parent == "T-1"


def test_the_same_goals_again_change_nothing():
    known = stored(goals(COMPANY, TEAM, MINE))

    again = goals(COMPANY, TEAM, MINE, known=known)

    assert (again.new, again.changed, again.unchanged) == ((), (), 3)


def test_a_changed_goal_keeps_what_has_happened_since():
    before = stored(goals(COMPANY, TEAM, MINE))[2]
    kpi = before.kpis[0].model_copy(update={"value": 20.0, "read_at": NOW})
    second = Kpi(id=9, name="Nights without a page", baseline=0, target=30)
    long_ago = TODAY - timedelta(days=90)
    known = [
        *stored(goals(COMPANY, TEAM)), before.model_copy(update={"kpis": (kpi, second), "starts": long_ago, "score": 0.4}),
    ]  # fmt: skip

    (changed,) = goals(MINE.replace(",40,5,", ",40,2,"), known=known).changed

    assert changed.goal.kpis == (kpi.model_copy(update={"target": 2.0}), second)
    assert (changed.goal.starts, changed.goal.score, changed.goal.parent) == (long_ago, 0.4, before.parent)


def test_a_goal_can_be_hung_elsewhere():
    known = stored(goals(COMPANY, TEAM, MINE))

    (changed,) = goals(MINE.replace("T-1", "C-1"), known=known).changed

    assert changed.parent == "C-1"


def test_a_stored_kpi_stays_where_the_file_has_none():
    known = stored(goals(COMPANY))

    assert goals("C-1,Customers stay,company,UOLU,,,,,,2027-06-30,active", known=known).unchanged == 1


def test_a_goal_that_was_due_before_today_starts_when_it_ends():
    assert goals(COMPANY.replace("2027", "2026")).new[0].goal.starts == date(2026, 6, 30)


def test_an_ended_goal_may_belong_to_someone_who_left():
    ended = COMPANY.replace("UOLU", "ULEFT").replace("active", "closed")

    assert goals(ended, people=KNOWN | {"ULEFT": LEFT}).new[0].goal.owner == "ULEFT"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(",A,company,UOLU,,,,,,2027-06-30,active", ["line 2, id: write up to 40 letters"], id="no id"),
        pytest.param("G 1,A,company,UOLU,,,,,,2027-06-30,active", ["line 2, id: write up to 40 letters"], id="odd id"),
        pytest.param("G-1,,company,UOLU,,,,,,2027-06-30,active", ["line 2, title: name the goal"], id="no title"),
        pytest.param("G-1,A,firm,UOLU,,,,,,2027-06-30,active", ["line 2, level: “firm” is none of them. Write company, team or"], id="level"),
        pytest.param("G-1,A,,UOLU,,,,,,2027-06-30,active", ["line 2, level: write one of company, team"], id="no level"),
        pytest.param("G-1,A,company,,,,,,,2027-06-30,active", ["line 2, owner_slack_id: a goal has one owner"], id="no owner"),
        pytest.param("G-1,A,company,UNONE,,,,,,2027-06-30,active", ["line 2, owner_slack_id: Cairn does not know UNONE"], id="unknown owner"),
        pytest.param("G-1,A,company,ULEFT,,,,,,2027-06-30,active", ["line 2, owner_slack_id: Lee Tan has left"], id="owner who left"),
        pytest.param("G-1,A,company,UOLU,G-9,,,,,2027-06-30,active", ["line 2, parent_id: no goal has the id G-9"], id="unknown parent"),
        pytest.param("G-1,A,company,UOLU,G-1,,,,,2027-06-30,active", ["line 2, parent_id: the goals loop: G-1 → G-1."], id="own parent"),
        pytest.param("G-1,A,individual,UANA,,,,,,2027-06-30,active", ["line 2, kpi: name the number", "line 2, baseline: a KPI has", "line 2, target: a KPI has"], id="no KPI"),
        pytest.param("G-1,A,company,UOLU,,K,,1,,2027-06-30,active", ["line 2, target: a KPI has a baseline and a target"], id="half a KPI"),
        pytest.param("G-1,A,company,UOLU,,,,1,2,2027-06-30,active", ["line 2, kpi: name the number"], id="nameless KPI"),
        pytest.param("G-1,A,company,UOLU,,K,,x,2,2027-06-30,active", ["line 2, baseline: “x” is no number"], id="no number"),
        pytest.param("G-1,A,company,UOLU,,K,,2,2.0,2027-06-30,active", ["line 2, target: The target equals the baseline"], id="target is baseline"),
        pytest.param("G-1,A,company,UOLU,,,,,,30.06.2027,active", ["line 2, due: “30.06.2027” is no date. Write it like"], id="date"),
        pytest.param("G-1,A,company,UOLU,,,,,,,active", ["line 2, due: “” is no date"], id="no date"),
        pytest.param("G-1,A,company,UOLU,,,,,,2027-06-30,open", ["line 2, status: “open” is none of them"], id="status"),
        pytest.param("G-1,A,company,UOLU,,,,,,2027-06-30,", ["line 2, status: write one of draft"], id="no status"),
    ],
)  # fmt: skip
def test_mistakes_about_goals_are_named(row, expected):
    found = mistakes(goals, row, people=KNOWN | {"ULEFT": LEFT})

    assert len(found) == len(expected), found
    assert all(one.startswith(start) for one, start in zip(found, expected, strict=True)), found


def test_an_id_stands_once():
    [found] = mistakes(goals, COMPANY, COMPANY)

    assert found.startswith("line 3, id: C-1 is the id of line 2 too. Give one of them another;")
    assert found.endswith("a further KPI of that goal has a name of its own.")


def test_a_loop_is_found_across_file_and_store():
    known = stored(goals(COMPANY, TEAM))

    found = mistakes(goals, COMPANY.replace("UOLU,,", "UOLU,G-1,"), MINE, known=known)

    assert found == ["line 2, parent_id: the goals loop: C-1 → G-1 → T-1 → C-1. Give one of them another parent."]


def test_a_tree_that_looped_before_is_not_the_files_mistake():
    one, two = stored(goals(COMPANY, TEAM.replace("C-1", "")))
    looped = [one.model_copy(update={"parent": two.id}), two.model_copy(update={"parent": one.id})]

    assert len(goals(MINE.replace("T-1", ""), known=looped).new) == 1


def with_country(*rows, known=KNOWN):
    columns = (*PEOPLE_COLUMNS, *OPTIONAL)
    file = enumerate([columns, *(row.split(",") for row in rows)], start=1)
    return plan_people(lines_of(file, PEOPLE_COLUMNS, optional=OPTIONAL), known, now=NOW)


@pytest.mark.parametrize(
    ("cell", "country"),
    [
        pytest.param("DE", "DE", id="a country"),
        pytest.param("de-by", "DE-BY", id="a part of one"),
        pytest.param("", None, id="empty: the workspace's"),
    ],
)
def test_a_country_stands_in_a_column_of_its_own(cell, country):
    known = {ANA.id: ANA.model_copy(update={"country": "FR"})}

    [changed] = with_country(f"UANA,,,,Support,,{cell}", known=known).changed

    assert changed.country == country


def test_a_file_without_that_column_leaves_countries_as_they_are():
    known = {ANA.id: ANA.model_copy(update={"country": "FR", "manager": None, "manager_since": None})}

    assert people("UANA,,,,Support,", known=known).unchanged == 1


def test_an_unknown_country_is_named_with_what_to_write():
    [mistake] = mistakes(with_country, "UANA,,,,Support,,Germany")

    assert mistake.startswith("line 2, country: “Germany” is no country whose holidays I know.")
    [mistake] = mistakes(with_country, "UNEW,,New,,Support,,DE-XX")
    assert "Or write DE alone" in mistake


def test_the_header_may_hold_what_is_optional_and_nothing_else():
    header = (1, [*PEOPLE_COLUMNS, "countri"])

    with pytest.raises(CannotImport) as wrong:
        lines_of([header, (2, ["x"] * 7)], PEOPLE_COLUMNS, optional=OPTIONAL)
    assert "this column is unknown, perhaps country" in str(wrong.value)
    assert "and country if you like (in any order)" in str(wrong.value)
