"""What an import leaves behind: a history of what it changed, no loop whatever happens beside it, and ten thousand goals."""

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from company import ANA, BO, EVERYONE, MIA
from domain.goal_history import Change, Happened
from domain.goals import Kind
from domain.goals_import import COLUMNS, OPTIONAL

MANY = 10_000
EXAMPLES = Path(__file__).parents[2] / "examples"
USUAL = {
    "title": "Night queue empty", "level": "individual", "owner_slack_id": ANA.id, "kpi": "Tickets", "baseline": 40,
    "target": 5, "due": "2027-03-31", "status": "active",
}  # fmt: skip


@pytest.fixture
def load(cairn, northwind, tmp_path):
    """Import goals, each told by what it has besides the usual: `load({"id": "G-1", "target": 5})`; return what is said."""

    async def people(store):
        for one in EVERYONE:
            await store.people.save(one)

    northwind(people)

    def type_in(*rows):
        path = tmp_path / "goals.csv"
        written(path, [USUAL | row if "id" in row and "kpi" not in row else row for row in rows])
        result = cairn("import", "goals", path)
        return result.stdout or result.stderr

    return type_in


def written(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.DictWriter(file, [*COLUMNS, *sorted({name for row in rows for name in row} & set(OPTIONAL))])
        lines.writeheader()
        lines.writerows(rows)


def events_of(northwind, ref):
    async def ask(store):
        return await store.goal_history.of([(await store.goals.named([ref]))[ref].id])

    return northwind(ask)


def test_the_history_keeps_what_an_import_changed(load, northwind):
    assert load({"id": "G-1"}, {"id": "G-2"}) == "Goals: 2 new, 0 changed, 0 as before.\n"
    changed = {"id": "G-1", "target": 10, "due": "2027-06-30", "parent_id": "G-2"}
    assert load(changed, {"id": "G-2"}) == "Goals: 0 new, 1 changed, 1 as before.\n"
    assert load(changed, {"id": "G-2"}) == "Goals: 0 new, 0 changed, 2 as before.\n"

    came, event = events_of(northwind, "G-1")
    assert (came.what, came.by, came.changes) == (Happened.IMPORTED, None, {})
    above = northwind(lambda store: store.goals.named(["G-2"]))["G-2"]
    assert event.changes == {
        "parent": Change(after=str(above.id)),
        "due": Change(before="2027-03-31", after="2027-06-30"),
        "kpi 1 target": Change(before="5", after="10"),
    }
    assert len(events_of(northwind, "G-2")) == 1, "what stays as it was has nothing to tell"


def test_what_belongs_to_a_goal_comes_and_changes_with_the_file(load, northwind):
    steps = "2027-01-15 40% Pilot (done 2027-01-10)\n2027-03-01 80% All"
    whole = {"id": "G-1", "contributors": f"{BO.id} {MIA.id}", "milestones": steps, "starts": "2026-10-01"}
    won = {"id": "G-1", "kpi": "Night shift agrees", "kind": "yes_no"}
    assert load(whole, won) == "Goals: 1 new, 0 changed, 0 as before.\n"
    assert load(whole, won) == "Goals: 0 new, 0 changed, 1 as before.\n"
    [goal] = northwind(lambda store: store.goals.all())
    assert (goal.contributors, [one.title for one in goal.milestones]) == ((BO.id, MIA.id), ["Pilot", "All"])
    assert [(one.name, one.kind) for one in goal.kpis] == [
        ("Tickets", Kind.NUMBER),
        ("Night shift agrees", Kind.YES_NO),
    ]

    assert load(whole | {"contributors": BO.id, "milestones": ""}) == "Goals: 0 new, 1 changed, 0 as before.\n"

    [goal] = northwind(lambda store: store.goals.all())
    assert (goal.contributors, goal.milestones, len(goal.kpis)) == ((BO.id,), (), 2)
    [_, event] = events_of(northwind, "G-1")
    assert event.changes == {
        "contributors": Change(before=f"{BO.id} {MIA.id}", after=BO.id),
        "milestones": Change(before="2027-01-15 40% Pilot; 2027-03-01 80% All"),
    }


@pytest.mark.parametrize(
    ("parent", "said"),
    [
        pytest.param("G-2 G-3", "parent_id: no goal has the id G-2 G-3", id="two in one cell"),
        pytest.param("G-2;G-3", "parent_id: no goal has the id G-2;G-3", id="two with a sign between them"),
    ],
)
def test_a_goal_has_one_parent(load, northwind, parent, said):
    assert said in load({"id": "G-1", "parent_id": parent}, {"id": "G-2"}, {"id": "G-3"})
    assert "line 3, parent_id: G-1 is the id of line 2 too, and there G-2 is above it" in load(
        {"id": "G-1", "parent_id": "G-2"}, {"id": "G-1", "parent_id": "G-3"}, {"id": "G-2"}, {"id": "G-3"}
    )
    assert northwind(lambda store: store.goals.all()) == []


def test_ten_thousand_goals_in_one_file_and_out_again(cairn, sqlite_url, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    cairn("import", "people", EXAMPLES / "people.csv")
    path = tmp_path / "goals.csv"
    written(path, [USUAL | {"id": f"G-{n}", "owner_slack_id": "U0ANARUI", "parent_id": above(n)} for n in range(MANY)])

    assert cairn("import", "goals", path).stdout == f"Goals: {MANY} new, 0 changed, 0 as before.\n"

    with closing(sqlite3.connect(file_of(sqlite_url))) as database:
        assert database.execute("SELECT count(*), count(parent) FROM goals").fetchone() == (MANY, MANY - 1)
    cairn("export", "goals", path)
    assert cairn("import", "goals", path).stdout == f"Goals: 0 new, 0 changed, {MANY} as before.\n"


def above(number: int) -> str:
    return f"G-{number // 8}" if number else ""


def file_of(url: str) -> str:
    return url.partition("///")[2]
