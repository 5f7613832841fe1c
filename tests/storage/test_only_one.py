"""One bot to a SQLite file; the lock ends with its process, however that ends."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.only_one import NoPlace, RunsAlready, only_one

ROOT = Path(__file__).parents[2]
HOLDS = """
import sys, time
from storage.only_one import only_one
with only_one(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other(tmp_path):
    """Another process that holds the database."""
    url = f"sqlite:///{tmp_path / 'cairn.db'}"
    process = subprocess.Popen([sys.executable, "-c", HOLDS, url], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"held\n"
    yield url, process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_one_is_refused_with_what_to_do(other):
    url, _ = other

    with (
        pytest.raises(RunsAlready, match=r"Another `cairn run` works on cairn.db already. Stop it first"),
        only_one(url),
    ):
        pytest.fail("two at once")


def test_a_process_that_is_killed_leaves_nothing_locked(other):
    url, process = other
    process.send_signal(signal.SIGKILL)
    process.wait()

    with only_one(url):
        assert Path(url.removeprefix("sqlite:///") + "-running").exists()


def test_the_lock_ends_with_its_block(tmp_path):
    url = f"sqlite:///{tmp_path / 'cairn.db'}"
    for _ in range(2):
        with only_one(url):
            pass


def test_a_folder_that_is_not_there_is_said_with_what_to_do(tmp_path):
    file = tmp_path / "nowhere" / "cairn.db"

    with pytest.raises(NoPlace) as refused, only_one(f"sqlite:///{file}"):
        pytest.fail("locked in no folder")

    assert str(refused.value) == (
        f"{file} cannot be written (No such file or directory). Make its folder, or correct DATABASE_URL."
    )


@pytest.mark.parametrize("url", ["postgresql://cairn@nowhere/cairn", "sqlite://"])
def test_what_needs_no_lock_gets_none(url):
    with only_one(url), only_one(url):
        pass
