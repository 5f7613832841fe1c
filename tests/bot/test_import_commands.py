"""`cairn import`: all of a file or nothing, twice the same as once, on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from company import EVERYONE
from domain.goals import State
from domain.homes import Home
from domain.people import Role
from statements import asked

EXAMPLES = Path(__file__).parents[2] / "examples"
PEOPLE = "slack_id,email,name,manager_slack_id,team,role\n"
GOALS = "id,title,level,owner_slack_id,parent_id,kpi,unit,baseline,target,due,status\n"


@pytest.fixture
def file(tmp_path):
    """Write a CSV file."""

    def write(text, name="file.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def statements():
    """What went to the databases from here on; a statement for many rows counts once."""
    with asked(Engine) as seen:
        yield seen


def everyone(northwind):
    return northwind(lambda store: store.people.imported())


def all_goals(northwind):
    return {goal.ref: goal for goal in northwind(lambda store: store.goals.all())}


def test_the_examples_are_imported_and_again_without_effect(cairn, northwind):
    assert cairn("import", "people", EXAMPLES / "people.csv").stdout == "People: 5 new, 0 changed, 0 as before.\n"
    assert cairn("import", "goals", EXAMPLES / "goals.csv").stdout == "Goals: 5 new, 0 changed, 0 as before.\n"
    before = everyone(northwind), all_goals(northwind)

    assert cairn("import", "people", EXAMPLES / "people.csv").stdout == "People: 0 new, 0 changed, 5 as before.\n"
    assert cairn("import", "goals", EXAMPLES / "goals.csv").stdout == "Goals: 0 new, 0 changed, 5 as before.\n"

    assert (everyone(northwind), all_goals(northwind)) == before


def test_people_have_their_line_role_and_enrolment(cairn, northwind):
    cairn("import", "people", EXAMPLES / "people.csv")

    people = everyone(northwind)
    bo = people["U0BOLIND"]
    assert (bo.name, bo.manager, bo.team, bo.role) == ("Bo Lind", "U0MIAOKA", "Support", Role.EMPLOYEE)
    assert bo.manager_since == bo.enrolled_at is not None
    assert people["U0HANASA"].role is Role.ADMIN


def test_goals_hang_in_their_tree(cairn, northwind):
    cairn("import", "people", EXAMPLES / "people.csv")
    cairn("import", "goals", EXAMPLES / "goals.csv")

    goals = all_goals(northwind)
    assert goals["G-2"].parent == goals["T-1"].id
    assert goals["T-1"].parent == goals["C-1"].id
    assert (goals["G-2"].owner, goals["G-2"].state, goals["G-2"].kpis[0].target) == ("U0BOLIND", State.PROPOSED, 60)
    assert goals["C-2"].kpis == ()


def test_one_mistake_and_nothing_is_imported(cairn, northwind, file):
    result = cairn("import", "people", file(PEOPLE + "U1,,Ana,,,\nU2,,Bo,U9,,\n", "people.csv"))

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "people.csv has a mistake, so nothing was imported:\n"
        "  line 3, manager_slack_id: U9 is neither in this file nor in Cairn. Add a line for them.\n"
    )
    assert everyone(northwind) == {}


def test_every_mistake_is_listed_and_the_rest_of_many_counted(cairn, northwind, file):
    result = cairn("import", "people", file(PEOPLE + "".join(f"U{n},,,,,chef\n" for n in range(60))))

    assert result.stderr.startswith("file.csv has 60 mistakes, so nothing was imported:\n  line 2, role: ")
    assert result.stderr.endswith("  … and 10 more.\n")


def test_goals_of_people_nobody_knows_are_refused(cairn, northwind, file):
    result = cairn("import", "goals", file(GOALS + "G-1,A,company,UNONE,,,,,,2027-06-30,active\n"))

    assert "line 2, owner_slack_id: Cairn does not know UNONE." in result.stderr
    assert all_goals(northwind) == {}


def test_what_is_no_table_is_refused(cairn, northwind, file):
    assert "line 1, slack_id: this column is missing" in cairn("import", "people", file("who,boss\na,b\n")).stderr
    assert "line 1, kpi: this column is missing" in cairn("import", "goals", file("id,title\na,b\n")).stderr


def test_a_file_that_is_not_there_is_a_wrong_use_of_the_command(cairn, northwind):
    assert cairn("import", "people", "nowhere.csv").exit_code == 2


def test_the_role_by_settings_is_not_written_down_by_an_import(cairn, northwind, file):
    path = file(PEOPLE + "U1,,Ana,,,\n")
    cairn("import", "people", path)
    northwind(lambda store: store.people.appoint(["U1"]))

    assert cairn("import", "people", path).stdout == "People: 0 new, 0 changed, 1 as before.\n"
    assert everyone(northwind)["U1"].role is Role.EMPLOYEE


def test_only_what_changed_is_changed(cairn, northwind, file):
    cairn("import", "people", EXAMPLES / "people.csv")
    cairn("import", "goals", EXAMPLES / "goals.csv")
    since = everyone(northwind)["U0ANARUI"].manager_since

    moved = file(PEOPLE + "U0ANARUI,,,U0OLUADE,Support,\nU0BOLIND,,Bo Lind,U0MIAOKA,Support,\n")
    assert cairn("import", "people", moved).stdout == "People: 0 new, 1 changed, 1 as before.\n"
    assert everyone(northwind)["U0ANARUI"].manager_since > since

    goal = file(GOALS + "G-1,The queue is empty,individual,U0ANARUI,C-1,Tickets,tickets,40,5,2027-03-31,closed\n")
    kept = all_goals(northwind)["G-1"]
    assert cairn("import", "goals", goal).stdout == "Goals: 0 new, 1 changed, 0 as before.\n"
    changed = all_goals(northwind)["G-1"]
    assert (changed.id, changed.starts, changed.kpis[0].id) == (kept.id, kept.starts, kept.kpis[0].id)
    assert (changed.title, changed.state, changed.kpis[0].name) == ("The queue is empty", State.CLOSED, "Tickets")
    assert changed.parent == all_goals(northwind)["C-1"].id


def test_a_goal_can_get_its_first_kpi_and_lose_its_parent_later(cairn, northwind, file):
    cairn("import", "people", EXAMPLES / "people.csv")
    cairn("import", "goals", EXAMPLES / "goals.csv")

    rows = "C-2,A team,company,U0HANASA,,eNPS,,10,40,2027-06-30,active\nT-1,Fast,team,U0MIAOKA,,,,,,2027-06-30,active\n"
    assert cairn("import", "goals", file(GOALS + rows)).stdout == "Goals: 0 new, 2 changed, 0 as before.\n"

    goals = all_goals(northwind)
    assert [(kpi.name, kpi.target) for kpi in goals["C-2"].kpis] == [("eNPS", 40)]
    assert goals["T-1"].parent is None
    assert [kpi.name for kpi in goals["T-1"].kpis] == ["First-reply time", "Questions asked twice"]


def test_a_file_takes_a_handful_of_statements_however_long_it_is(cairn, northwind, file, statements):
    people = "".join(f"U{n},,Person {n},{f'U{n // 8}' if n else ''},T{n // 50},\n" for n in range(1500))
    goals = "".join(
        f"G-{n},Goal {n},individual,U{n},{f'G-{n // 4}' if n else ''},K,,0,10,2027-06-30,active\n" for n in range(1500)
    )

    assert cairn("import", "people", file(PEOPLE + people)).stdout == "People: 1500 new, 0 changed, 0 as before.\n"
    assert cairn("import", "goals", file(GOALS + goals)).stdout == "Goals: 1500 new, 0 changed, 0 as before.\n"
    later = goals.replace("2027", "2028")
    assert cairn("import", "goals", file(GOALS + later)).stdout == "Goals: 0 new, 1500 changed, 0 as before.\n"
    assert len(statements) < 100


def test_people_known_from_slack_keep_their_name_and_zone(cairn, northwind, file):
    northwind(lambda store: store.people.sync([EVERYONE[0]]))

    cairn("import", "people", file(PEOPLE + "ana@northwind.example,,,,Support,\n"))

    ana = everyone(northwind)["UANA"]
    assert (ana.name, ana.tz, ana.email, ana.team) == ("Ana Ruiz", "Europe/Berlin", "ana@northwind.example", "Support")
    assert ana.enrolled_at is not None


def questions_of(northwind, team):
    return [one.text for one in northwind(lambda store: store.questions.of(team))]


def test_questions_are_imported_in_their_order_and_again_without_effect(cairn, northwind):
    cairn("import", "people", EXAMPLES / "people.csv")

    done = cairn("import", "questions", EXAMPLES / "questions.csv")
    assert done.stdout == "Questions: 2 new, 0 taken out, 0 as before.\n"
    again = cairn("import", "questions", EXAMPLES / "questions.csv")
    assert again.stdout == "Questions: 0 new, 0 taken out, 2 as before.\n"
    assert questions_of(northwind, "Support") == [
        "Which customer taught you something this week?",
        "What should we stop doing?",
    ]


def test_a_file_holds_all_questions_of_the_teams_it_names_and_no_others(cairn, northwind, file):
    cairn("import", "people", EXAMPLES / "people.csv")
    cairn("import", "questions", file("team,question\nSupport,One?\nSupport,Two?\nLead,Where to?\n"))

    done = cairn("import", "questions", file("question,team\nThree?,SUPPORT\nOne?,Support\n"))

    assert done.stdout == "Questions: 1 new, 1 taken out, 1 as before.\n"
    assert questions_of(northwind, "Support") == ["Three?", "One?"]
    assert questions_of(northwind, "Lead") == ["Where to?"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        pytest.param("Suport,What?", "nobody is in a team “Suport”, perhaps Support", id="a slip"),
        pytest.param(",What?", "line 2, team: name the team", id="no team"),
        pytest.param("Support,", "line 2, question: write what to ask", id="no question"),
        pytest.param("Support,What?\nSupport,what? ", "line 3, question: this team asks it already", id="twice"),
        pytest.param("\n".join(f"Support,{n}?" for n in range(6)), "line 7, team: a team asks 5", id="six"),
        pytest.param(f"Support,{'x' * 201}", "longer than 200 signs", id="too long"),
    ],
)
def test_questions_with_a_mistake_are_refused(cairn, northwind, file, rows, words):
    cairn("import", "people", EXAMPLES / "people.csv")

    refused = cairn("import", "questions", file(f"team,question\n{rows}\n"))

    assert refused.exit_code == 1
    assert words in refused.stderr
    assert questions_of(northwind, "Support") == []


def test_the_home_tabs_that_change_with_rights_are_drawn_anew(cairn, northwind, file):
    cairn("import", "people", EXAMPLES / "people.csv")
    for person in ("U0ANARUI", "U0MIAOKA", "U0OLUADE", "U0BOLIND"):
        northwind(lambda store, person=person: store.homes.keep(Home(person=person)))

    cairn("import", "people", file(PEOPLE + "U0ANARUI,,,U0OLUADE,Support,\nU0BOLIND,,Bo Lind,U0MIAOKA,Support,\n"))

    stale = northwind(lambda store: store.homes.stale(most=9))
    assert {one.person for one in stale} == {"U0ANARUI", "U0MIAOKA", "U0OLUADE"}
