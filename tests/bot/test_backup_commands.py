"""`cairn backup` and `cairn restore`: a whole copy while others write, put back only where that is safe."""

import sqlite3
import stat
from datetime import UTC, datetime

import pytest

from company import ANA, BO
from domain.notices import KudosReceived
from storage.only_one import only_one


def names(ask):
    return sorted(one for one in ask(lambda store: store.people.all()))


def save(person):
    return lambda store: store.people.save(person)


def test_there_and_back(cairn, northwind_on_sqlite, tmp_path, sqlite_url):
    northwind_on_sqlite(save(ANA))
    copy = tmp_path / "copy.db"
    said = cairn("backup", copy)
    assert said.exit_code == 0, said.stderr
    assert "holds a whole copy of cairn.db" in said.stdout
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    northwind_on_sqlite(save(BO))

    told = cairn("restore", copy)

    assert told.exit_code == 0, told.stderr
    assert names(northwind_on_sqlite) == [ANA.id]
    assert "The one before is kept as cairn.db.before-" in told.stdout
    (before,) = tmp_path.glob("cairn.db.before-????????-??????")
    assert sqlite3.connect(before).execute("SELECT count(*) FROM people").fetchone() == (2,)


def test_what_was_due_before_is_in_doubt_after_it(cairn, northwind_on_sqlite, tmp_path):
    async def say(store):
        await store.outbox.put(KudosReceived(to=BO.id, kudos=1, giver=ANA.id, reason="x"), now=datetime.now(UTC))

    northwind_on_sqlite(say)
    copy = tmp_path / "copy.db"
    cairn("backup", copy)
    cairn("restore", copy)

    async def claim(store):
        return await store.outbox.claim("me", now=datetime.now(UTC), most=8)

    assert northwind_on_sqlite(claim) == []


def test_a_copy_is_whole_while_somebody_writes(cairn, northwind_on_sqlite, tmp_path, sqlite_url):
    northwind_on_sqlite(save(ANA))
    writer = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM people")

    assert cairn("backup", tmp_path / "copy.db").exit_code == 0

    writer.rollback()
    assert sqlite3.connect(tmp_path / "copy.db").execute("SELECT count(*) FROM people").fetchone() == (1,)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(None, "is not there", id="missing"),
        pytest.param(b"not a database, but long enough to be looked at " * 30, "cannot be read", id="something else"),
        pytest.param(b"", "not one of Cairn's", id="empty"),
    ],
)
def test_what_is_no_copy_changes_nothing(cairn, northwind_on_sqlite, tmp_path, content, why):
    northwind_on_sqlite(save(ANA))
    file = tmp_path / "copy.db"
    if content is not None:
        file.write_bytes(content)

    told = cairn("restore", file)

    assert told.exit_code == 1
    assert why in told.stderr
    assert "Nothing was changed." in told.stderr
    assert names(northwind_on_sqlite) == [ANA.id]


def test_a_cut_copy_is_damaged(cairn, northwind_on_sqlite, tmp_path):
    northwind_on_sqlite(save(ANA))
    copy = tmp_path / "copy.db"
    cairn("backup", copy)
    copy.write_bytes(copy.read_bytes()[:-20_000])

    told = cairn("restore", copy)

    assert told.exit_code == 1
    assert names(northwind_on_sqlite) == [ANA.id]


def test_nothing_is_put_back_under_a_running_bot(cairn, northwind_on_sqlite, tmp_path, sqlite_url):
    northwind_on_sqlite(save(ANA))
    copy = tmp_path / "copy.db"
    cairn("backup", copy)
    northwind_on_sqlite(save(BO))

    with only_one(sqlite_url):
        told = cairn("restore", copy)

    assert told.exit_code == 1
    assert "Another `cairn run` works on cairn.db already. Stop it first" in told.stderr
    assert names(northwind_on_sqlite) == [ANA.id, BO.id]


def test_no_file_is_written_over(cairn, northwind_on_sqlite, tmp_path):
    northwind_on_sqlite(save(ANA))
    file = tmp_path / "precious.txt"
    file.write_text("precious")

    told = cairn("backup", file)

    assert told.exit_code == 1
    assert "is there already and stays as it is" in told.stderr
    assert file.read_text() == "precious"
    assert list(tmp_path.glob("*.part")) == []


def test_postgresql_has_its_own_tools(cairn, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@nowhere/cairn")

    for command in ("backup", "restore"):
        told = cairn(command, tmp_path / "copy.db")
        assert told.exit_code == 1
        assert "PostgreSQL has its own tools" in told.stderr


def test_a_database_that_was_replaced_is_marked(cairn, northwind):
    northwind(save(ANA))

    told = cairn("restored")

    assert told.stdout.startswith("The workspace is marked.")
