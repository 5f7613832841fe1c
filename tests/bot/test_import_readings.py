"""`cairn import readings`: numbers from a file, all of it or nothing, twice the same as once."""

from datetime import date

import pytest

from company import EVERYONE
from domain.goals import Goal, Kind, Kpi, State

HEAD = "goal,kpi,value,at\n"
KPIS = (Kpi(name="First reply", unit="min", baseline=90, target=45), Kpi(name="Backlog", baseline=40, target=5))
PILOT = Kpi(name="Pilot", kind=Kind.YES_NO, baseline=0, target=1)


@pytest.fixture
def goals(northwind):
    """Ana's goal with two KPIs, Bo's with one, since 2024; the fixture asks for all of them by ref."""

    async def fill(store):
        await store.people.save_all(EVERYONE)
        dates = {"starts": date(2024, 1, 1), "due": date(2099, 12, 31), "state": State.ACTIVE}
        await store.goals.save(Goal(ref="G-1", title="Reply soon", owner="UANA", kpis=KPIS, **dates))
        await store.goals.save(Goal(ref="G-2", title="A pilot", owner="UBO", kpis=(PILOT,), **dates))

    northwind(fill)
    return lambda: {goal.ref: goal for goal in northwind(lambda store: store.goals.all())}


@pytest.fixture
def load(cairn, goals, tmp_path):
    """Import lines: `load("G-1,Backlog,30,2024-05-01")` gives the result of the command."""

    def load(*lines, head=HEAD, options=()):
        path = tmp_path / "readings.csv"
        path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
        return cairn("import", "readings", path, *options)

    return load


def values(goals):
    return {kpi.name: kpi.value for goal in goals().values() for kpi in goal.kpis}


def readings(northwind, goals):
    all_goals = goals().values()
    found = northwind(lambda store: store.readings.of(all_goals))
    return [(one.value, one.by, one.note, one.key) for one in found]


LINES = ("G-1,first reply,60,2024-05-02", "G-1,Backlog,30,2024-05-02T09:00:00+02:00", "G-2,,yes,2024-05-01")


def test_a_file_is_taken_and_again_without_effect(load, goals, northwind):
    assert load(*LINES).stdout == "Readings: 3 new, 0 corrected, 0 as before.\n"
    assert load(*LINES[::-1], *LINES).stdout == "Readings: 0 new, 0 corrected, 6 as before.\n"

    assert values(goals) == {"First reply": 60, "Backlog": 30, "Pilot": 1}
    assert len(readings(northwind, goals)) == 3


def test_an_older_line_is_kept_and_the_latest_counts(load, goals):
    load("G-1,Backlog,30,2024-05-02", "G-1,Backlog,35,2024-04-02")

    assert values(goals)["Backlog"] == 30
    assert goals()["G-1"].kpis[1].read_at.isoformat() == "2024-05-01T22:00:00+00:00"


def test_key_and_note_may_stand_beside(load, goals, northwind):
    head = "note;at;goal;value;kpi;key\n"

    first = load("from the CRM;2024-05-01;G-2;yes;;crm-1", head=head)
    assert first.stdout == "Readings: 1 new, 0 corrected, 0 as before.\n"
    assert readings(northwind, goals) == [(1, "", "from the CRM", "crm-1")]
    again = load("from the CRM;2024-05-02;G-2;yes;;crm-1", head=head)
    assert "line 2, key: The key “crm-1” belongs to another reading." in again.stderr


def test_a_wrong_number_is_corrected_when_one_says_so(load, goals, northwind):
    load("G-1,Backlog,300,2024-05-02")

    refused = load("G-1,Backlog,30,2024-05-02", "G-2,,yes,2024-05-01")
    assert refused.exit_code == 1
    assert "line 2, value: At that moment it was 300 already. If that was wrong, import the file with --correct." in (
        refused.stderr
    )
    assert values(goals) == {"First reply": None, "Backlog": 300, "Pilot": None}

    done = load("G-1,Backlog,30,2024-05-02", "G-2,,yes,2024-05-01", options=["--correct"])
    assert done.stdout == "Readings: 1 new, 1 corrected, 0 as before.\n"
    assert values(goals)["Backlog"] == 30
    assert [value for value, *_ in readings(northwind, goals)] == [1, 30]
    assert load("G-1,Backlog,300,2024-05-02").stdout == "Readings: 0 new, 0 corrected, 1 as before.\n"


def test_every_mistake_is_listed_and_nothing_is_taken(load, goals):
    result = load(
        LINES[0], "G-9,,1,2024-05-01", "G-1,,1,2024-05-01", "G-1,Backlog,lots,2099-01-01", "G-2,,2,1.5.2024",
        "G-1,Backlog,3,2023-12-31",
    )  # fmt: skip

    assert (result.exit_code, result.stdout) == (1, "")
    no_moment = "Write a date such as 2026-12-31, or a moment with its time zone such as 2026-12-31T09:00:00Z."
    assert result.stderr.splitlines() == [
        "readings.csv has 7 mistakes, so nothing was imported:",
        "  line 3, goal: No goal has the id G-9. Use the one that people see beside the goal, such as G-12.",
        "  line 4, kpi: G-1 has several KPIs that this could be: “First reply” and “Backlog”. Name the one that was read.",
        "  line 5, at: 2099-01-01 is still to come. A reading is what was measured: give a moment that has passed.",
        "  line 5, value: `lots` is not a number I can read. Write it like 42, 4.2 or 1200, without a unit.",
        f"  line 6, at: `1.5.2024` is no moment I can read. {no_moment}",
        "  line 6, value: “Pilot” is a yes or no. Write yes or no, or 1 or 0.",
        "  line 7, at: G-1 starts on 2024-01-01, so a reading of 2023-12-31 is none of it. Leave it out.",
    ]
    assert values(goals)["First reply"] is None


def test_what_is_no_table_is_refused(load):
    assert "line 1, at: this column is missing" in load("G-1,x", head="goal,kpi\n").stderr
    assert "there is nothing under the header" in load().stderr
