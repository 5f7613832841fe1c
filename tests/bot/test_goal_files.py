"""`cairn report goals` and `cairn export goals`, typed on both databases."""

import csv
import io
import json
import shutil
from datetime import date

import pytest

from company import BO, EVERYONE, MIA
from domain.cycles import Cycle
from domain.goals import Kind, Milestone
from reported import a_goal, company_goal, kpi, team_goal

QUARTER = Cycle(name="2027Q1", starts=date(2027, 1, 1), ends=date(2027, 3, 31))
WON = {"name": "Deal won", "kind": Kind.YES_NO, "unit": "", "baseline": 0.0, "target": 1.0}
STEPS = (
    Milestone(title="Pilot", due=date(2026, 10, 1), share=0.25, done_on=date(2026, 9, 30)),
    Milestone(title="All of us", due=date(2026, 11, 1), share=0.5),
)


@pytest.fixture
def filled(northwind):
    """A company goal, the team's below it, one of Ana's with all that a goal can have, and a draft."""

    async def fill(store):
        for person in EVERYONE:
            await store.people.save(person)
        top = await store.goals.save(_new(company_goal()))
        team = await store.goals.save(_new(team_goal(parent=top.id)))
        await store.cycles.open(QUARTER)
        [quarter] = await store.cycles.all()
        about = {"contributors": (BO.id, MIA.id), "milestones": STEPS, "cycle": quarter.id}
        await store.goals.save(_new(a_goal(3, parent=team.id, title="=1+1", kpis=(kpi(1), kpi(2, **WON)), **about)))
        await store.goals.save(_new(a_goal(4, title="A draft", state="draft")))

    northwind(fill)
    return northwind


def _new(goal):
    return goal.model_copy(update={"id": None, "kpis": tuple(kpi.model_copy(update={"id": None}) for kpi in goal.kpis)})


def test_the_report_goes_to_the_terminal_or_to_a_file(cairn, filled, tmp_path):
    printed = cairn("report", "goals")
    written = cairn("report", "goals", "--out", "goals.html")

    assert printed.exit_code == 0
    assert printed.stdout.startswith("<!DOCTYPE html>")
    assert (written.exit_code, written.stdout, written.stderr) == (0, "", "Written to goals.html.\n")
    assert "Company and team goals" in (tmp_path / "goals.html").read_text(encoding="utf-8")


def test_individual_goals_are_in_it_for_the_operator_who_asks(cairn, filled):
    def refs(*words):
        return [
            goal["ref"] for goal in json.loads(cairn("report", "goals", "--format", "json", *words).stdout)["goals"]
        ]

    assert refs() == ["C-1", "T-2"]
    assert refs("--everyone") == ["C-1", "T-2", "G-3"]


def test_an_empty_database_has_an_empty_report(cairn, northwind):
    assert "No goals yet." in cairn("report", "goals").stdout


def test_the_export_is_imported_without_effect_and_exported_the_same(cairn, filled, tmp_path):
    exported = cairn("export", "goals", "goals.csv")
    content = (tmp_path / "goals.csv").read_bytes()

    assert exported.exit_code == 0
    assert exported.stderr == "Written to goals.csv.\n"
    assert content.startswith(b"\xef\xbb\xbfid,title,level,")
    assert cairn("import", "goals", "goals.csv").stdout == "Goals: 0 new, 0 changed, 4 as before.\n"
    assert cairn("export", "goals").stdout.splitlines() == content.decode("utf-8-sig").splitlines()


def test_an_empty_database_gets_every_goal_as_it_was(cairn, filled, tmp_path, monkeypatch, sqlite_template):
    cairn("export", "goals", "goals.csv")
    shutil.copy(sqlite_template, tmp_path / "new.db")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    people = [f"{one.id},{one.email},{one.name},,{one.team}," for one in EVERYONE]
    (tmp_path / "people.csv").write_text("\n".join(["slack_id,email,name,manager_slack_id,team,role", *people]))
    cairn("import", "people", "people.csv")
    cairn("cycle", "open", "2027Q1", "--quarter", "2027Q1")

    assert cairn("import", "goals", "goals.csv").stdout == "Goals: 4 new, 0 changed, 0 as before.\n"

    written = (tmp_path / "goals.csv").read_text("utf-8-sig")
    assert cairn("export", "goals").stdout.splitlines() == written.splitlines()


def test_a_formula_stands_defused_in_the_file_and_comes_back_as_it_was(cairn, filled, tmp_path):
    lines = list(csv.DictReader(io.StringIO(cairn("export", "goals").stdout)))
    assert [line["title"] for line in lines] == ["Goal 1", "Goal 2", "'=1+1", "", "A draft"], (
        "a further KPI has a line of its own"
    )

    (tmp_path / "edited.csv").write_text(cairn("export", "goals").stdout.replace("A draft", "'@home"), encoding="utf-8")
    assert cairn("import", "goals", "edited.csv").stdout == "Goals: 0 new, 1 changed, 3 as before.\n"
    assert [goal.title for goal in filled(lambda store: store.goals.all())] == ["Goal 1", "Goal 2", "=1+1", "@home"]


@pytest.mark.parametrize("words", [("report", "goals", "--out"), ("export", "goals")], ids=" ".join)
def test_a_file_that_cannot_be_written_is_explained(cairn, filled, words):
    result = cairn(*words, "nowhere/goals")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("nowhere/goals cannot be written:")


@pytest.mark.parametrize("words", [("report", "goals"), ("export", "goals")], ids=" ".join)
def test_wrong_settings_end_it_with_one_sentence(cairn, monkeypatch, words):
    monkeypatch.setenv("CAIRN_CHECK_IN_DAY", "someday")

    result = cairn(*words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "CAIRN_CHECK_IN_DAY must be a day of the week in English, such as Friday.\n"
