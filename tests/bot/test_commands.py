"""The commands of `cairn` that are no import: what they say, and how they end."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from company import EVERYONE
from domain.people import Person
from storage.schema import latest

ROOT = Path(__file__).parents[2]
NEW = Person(id="UNEW", name="Noa New", email="noa@northwind.example", team="Support")


@pytest.fixture
def company(northwind):
    """The company, with Noa and someone who left, both not enrolled."""

    async def fill(store):
        await store.people.save_all([*EVERYONE, NEW, Person(id="ULEFT", name="Lee Tan", team="Support", active=False)])

    northwind(fill)
    return northwind


def enrolled(company):
    return {person.id for person in company(lambda store: store.people.to_ask())}


COMPANY = {person.id for person in EVERYONE}


# All of them


def test_without_words_everything_is_listed_for_a_newcomer(cairn):
    shown = cairn().output

    for command in ("demo", "run", "doctor", "manifest", "enroll", "packet", "migrate", "import", "export", "report"):
        assert f" {command} " in shown


@pytest.mark.parametrize(
    "words", [("run",), ("migrate",), ("enroll", "U1"), ("packet", "U1"), ("manifest",), ("doctor",)], ids=" ".join
)
def test_a_wrong_setting_ends_each_with_one_sentence_and_code_2(cairn, monkeypatch, words):
    monkeypatch.setenv("CAIRN_CHECK_IN_DAY", "someday")

    result = cairn(*words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "CAIRN_CHECK_IN_DAY must be a day of the week in English, such as Friday.\n"


def test_run_needs_its_tokens_and_never_shows_one(cairn, monkeypatch):
    assert cairn("run").stderr.startswith("SLACK_BOT_TOKEN is missing")

    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-hush-hush")
    result = cairn("run")
    assert result.exit_code == 2
    assert result.stderr.startswith("SLACK_APP_TOKEN is missing")
    assert "hush" not in result.output


@pytest.mark.parametrize("words", [("migrate",), ("enroll", "--all"), ("packet", "U1")], ids=" ".join)
def test_a_database_that_is_gone_is_said_in_one_sentence(cairn, monkeypatch, words):
    monkeypatch.setenv("DATABASE_URL", "postgresql://cairn:hush@127.0.0.1:1/cairn")

    result = cairn(*words)

    assert result.exit_code == 1
    assert result.stderr.startswith("The database does not answer")
    assert result.stderr.count("\n") == 1
    assert "hush" not in result.stderr


def test_a_busy_database_is_told_apart_from_a_missing_one(cairn, bare):
    cairn("migrate")
    with closing(sqlite3.connect("cairn.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = cairn("enroll", "--all")

    assert result.stderr.startswith("The database is busy: another command or the bot is writing.")


def test_several_workspaces_are_not_mixed_up(cairn, northwind):
    async def two(store):
        await store.workspaces.meet("T1", "One")
        await store.workspaces.meet("T2", "Two")

    northwind(two)

    assert "holds several workspaces" in cairn("enroll", "--all").stderr


def test_the_command_line_loads_nothing_slow_before_it_is_needed(tmp_path):
    code = (
        "import bot.cli, sys; print([m for m in ('sqlalchemy', 'slack_bolt', 'alembic', 'jinja2') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_python_m_bot_is_the_same(tmp_path):
    done = subprocess.run([sys.executable, "-m", "bot", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert "Usage: cairn" in done.stdout


# enroll


@pytest.mark.parametrize(
    ("words", "said", "new"),
    [
        pytest.param(["UNEW"], "1 enrolled, 0 were enrolled before.", {"UNEW"}, id="by id"),
        pytest.param(
            ["Noa@Northwind.example", "UANA"], "1 enrolled, 1 were enrolled before.", {"UNEW"}, id="by e-mail"
        ),
        pytest.param(["--team", "support"], "1 enrolled, 3 were enrolled before.", {"UNEW"}, id="a team"),
        pytest.param(["--all"], "1 enrolled, 6 were enrolled before.", {"UNEW"}, id="all"),
        pytest.param(["UANA"], "0 enrolled, 1 were enrolled before.", set(), id="before"),
    ],
)
def test_people_are_enrolled(cairn, company, words, said, new):
    result = cairn("enroll", *words)

    assert (result.exit_code, result.stdout) == (0, said + "\n")
    assert enrolled(company) == COMPANY | new


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["UNEW", "UNONE"], "Cairn does not know UNONE, so nobody was enrolled.", id="unknown id"),
        pytest.param(["x@y.example"], "Cairn does not know x@y.example", id="unknown e-mail"),
        pytest.param(["ULEFT"], "Cairn does not know ULEFT", id="someone who left"),
        pytest.param(["--team", "Moon"], "Nobody is in the team “Moon”. The teams are: Lead, People, Sales", id="team"),
        pytest.param([], "Name people, or --team TEAM, or --all", id="nobody named"),
        pytest.param(["UNEW", "--all"], "Name people, or --team TEAM, or --all", id="two ways at once"),
    ],
)
def test_nobody_is_enrolled_by_mistake(cairn, company, words, said):
    result = cairn("enroll", *words)

    assert result.exit_code == 1
    assert result.stderr.startswith(said)
    assert enrolled(company) == COMPANY


def test_all_of_nobody_is_explained(cairn, northwind):
    assert cairn("enroll", "--all").stderr.startswith("Cairn knows nobody yet.")


# migrate


def test_an_empty_database_is_set_up_by_whichever_command_comes_first(cairn, bare):
    assert cairn("enroll", "--all").stderr.startswith("Cairn knows nobody yet.")
    assert cairn("migrate").stdout == f"The database has schema {latest()} already: nothing to do.\n"


def test_migrate_sets_up_an_empty_one_too(cairn, bare):
    assert cairn("migrate").stdout == f"The database is at schema {latest()} now.\n"


@pytest.mark.parametrize(
    ("version", "said"),
    [
        pytest.param("9999", "The database has schema 9999, which this version of Cairn does not know.", id="newer"),
        pytest.param(None, "The database has an older schema. Make a copy of it, then type: cairn migrate", id="older"),
    ],
)
def test_another_schema_is_refused_with_what_to_do(cairn, northwind, version, said):
    async def change(store):
        await store._connection.exec_driver_sql("DELETE FROM alembic_version")
        if version:
            await store._connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{version}')")

    northwind(change)
    result = cairn("enroll", "--all")

    assert result.exit_code == 1
    assert result.stderr.startswith(said)


# packet


def test_a_packet_is_printed_for_the_person(cairn, company):
    result = cairn("packet", "ana@northwind.example", "--from", "2026-07-01", "--to", "2026-12-31", "--format", "json")

    made = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (made["person"]["id"], made["from"], made["to"]) == ("UANA", "2026-07-01", "2026-12-31")


def test_a_packet_can_be_read_as_somebody_else_and_they_are_written_down(cairn, company):
    assert "Ana Ruiz" in cairn("packet", "UANA", "--as", "mia@northwind.example", "--format", "md").stdout

    assert [entry[0] for entry in company(lambda store: store.access.about("UANA"))] == ["UMIA"]


def test_a_packet_goes_to_a_file(cairn, company, tmp_path):
    result = cairn("packet", "UANA", "--format", "csv", "--out", "ana.csv")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Written to ana.csv.\n")
    assert (tmp_path / "ana.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["UNONE"], "Cairn does not know UNONE.", id="unknown"),
        pytest.param(["UANA", "--as", "x@y.example"], "Cairn does not know x@y.example.", id="unknown reader"),
        pytest.param(["UANA", "--as", "USAM"], "There is nothing to show here.", id="stranger to the line"),
        pytest.param(["UANA", "--from", "July"], "`July` is not a date I can read.", id="no date"),
        pytest.param(["UANA", "--from", "2026-12-31", "--to", "2026-07-01"], "The period ends on 2026-07-01", id="upside down"),
        pytest.param(["UANA", "--out", "nowhere/ana.html"], "nowhere/ana.html cannot be written:", id="no folder"),
    ],
)  # fmt: skip
def test_a_packet_that_cannot_be_made_is_explained(cairn, company, words, said):
    result = cairn("packet", *words)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(said)
