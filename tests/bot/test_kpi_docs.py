"""What docs/operating.md says of `POST /api/kpi` is so: its example runs, and every word of a refusal stands there."""

import asyncio
import json
import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.kpi_api import STATUS, UNFIT, word_of
from company import ANA
from domain import readings, readings_again
from domain.goals import Goal, Kpi, State
from domain.numbers import NotANumber
from domain.reading_values import NotAMoment, NotYesOrNo
from domain.refusals import Refusal
from running import running

SECTION = (Path(__file__).parents[2] / "docs/operating.md").read_text().partition("## Readings over HTTP")[2]
SECRET = "s3cret-of-the-warehouse-0123456789"
GOAL = Goal(
    ref="G-12", title="Reply soon", owner=ANA.id, state=State.ACTIVE, starts=date(2026, 7, 1), due=date(2026, 12, 31),
    kpis=(Kpi(name="First reply", unit="min", baseline=90, target=45),),
)  # fmt: skip
REFUSALS = [
    *(one for module in (readings, readings_again) for one in vars(module).values()),
    NotANumber, NotAMoment, NotYesOrNo,
]  # fmt: skip


def example(language: str) -> str:
    """The first block of that language in the section."""
    found = re.search(rf"```{language}\n(.*?)```", SECTION, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def shell():
    """What the example is typed into: a shell that finds curl and openssl."""
    missing = [tool for tool in ("bash", "curl", "openssl") if not shutil.which(tool)]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"the example needs {' and '.join(missing)}: CI must have them")
    if missing:
        pytest.skip(f"the example needs {' and '.join(missing)}")


@pytest.mark.usefixtures("shell")
async def test_the_example_runs_as_it_stands_and_again(sqlite_url):
    async with running(sqlite_url, settings={"api_secret": SECRET}) as slack:
        async with slack.database.transaction() as store:
            goal = await store.goals.save(GOAL)
        script = example("bash").replace("http://127.0.0.1:3000", f"http://127.0.0.1:{slack.bot.port}")
        said = [await output(script) for _ in range(2)]
        async with slack.database.reading() as store:
            value = (await store.goals.get(goal.id)).kpis[0].value

    assert [json.loads(one) for one in said] == [json.loads(example("json"))] * 2
    assert value == 42


async def output(script: str) -> str:
    process = await asyncio.create_subprocess_exec(
        "bash",
        "-euc",
        script,
        env=os.environ | {"CAIRN_API_SECRET": SECRET, "no_proxy": "*"},
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await asyncio.wait_for(process.communicate(), 60)
    return told.decode()


@pytest.mark.parametrize(
    "refusal",
    [one for one in REFUSALS if isinstance(one, type) and issubclass(one, Refusal) and one is not Refusal],
    ids=lambda one: one.__name__,
)
def test_every_refusal_stands_under_its_status(refusal):
    row = re.search(rf"^\| {STATUS.get(refusal, UNFIT)} \|.*$", SECTION, re.MULTILINE)

    assert row
    assert f"`{word_of(refusal)}`" in row[0]


@pytest.mark.parametrize(
    "word", ["not_json", "wrong_shape", "key_missing", "wrong_key", "not_signed", "too_many", "too_large"]
)
def test_every_other_word_stands_there(word):
    assert f"`{word}`" in SECTION
