"""A KPI is read in a file, by another system and in Slack: the latest counts, nothing counts twice, a wrong one is put right."""

import hashlib
import hmac
import json
import time
from datetime import date, timedelta

import aiohttp
import pytest
from kudos_scene import dms_about, posts, seen
from rich.progress import Progress

from bot.commands.import_readings import import_readings
from company import ANA, MIA
from domain.goals import Goal, Kpi, Level, State
from running import running

SECRET = "s3cret-of-the-warehouse-0123456789"
DATES = {"starts": date(2026, 9, 1), "due": date(2026, 12, 31), "state": State.ACTIVE}
REPLY = Kpi(name="First reply", unit="hours", baseline=10, target=2)
FILE = "goal,kpi,value,at\nG-12,,9,2026-09-14\nG-12,first reply,80,2026-10-12\nT-7,,7,2026-10-12T18:00:00+02:00\n"


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param, settings={"api_secret": SECRET}) as everything:
        async with everything.database.transaction() as store:
            team = Goal(ref="T-7", title="Answer the same day", owner=MIA.id, level=Level.TEAM, kpis=(REPLY,), **DATES)
            parent = (await store.goals.save(team)).id
            own = Goal(ref="G-12", title="Empty by nine", owner=ANA.id, parent=parent, kpis=(REPLY,), **DATES)
            await store.goals.save(own)
        await everything.settle()
        yield everything


@pytest.fixture
def load(slack, database_url, tmp_path):
    """Import a file beside the running bot."""

    async def load(text, *, correct=False):
        path = tmp_path / "readings.csv"
        path.write_text(text, encoding="utf-8")
        with Progress(disable=True) as progress:
            return await import_readings(database_url, path, correct=correct, now=slack.clock(), progress=progress)

    return load


async def send(slack, key, **reading):
    """Have the other system tell one reading; return the status and what became of it."""
    body, now = json.dumps(reading).encode(), str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{now}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "X-Cairn-Request-Timestamp": now, "X-Cairn-Signature": f"v0={signature}", "Idempotency-Key": key,
    }  # fmt: skip
    url = f"http://127.0.0.1:{slack.bot.port}/api/kpi"
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        said = await answer.json()
        return answer.status, said["readings"][0]["became"] if said["ok"] else said["message"]


async def my_goals(slack):
    reply = await slack.person(ANA.id).command("/goal")
    return seen({"blocks": reply.blocks})


async def test_numbers_come_from_a_file_another_system_and_slack(slack, load):
    assert await load(FILE) == {"taken": 3}
    assert "80 on the way down to 2 hours" in await my_goals(slack)

    assert await load(FILE.replace(",80,", ",8,"), correct=True) == {"corrected": 1, "known": 2}
    assert "8 on the way down to 2 hours; the plan for today" in await my_goals(slack)
    assert await load(FILE) == {"known": 3}, "the wrong file again changes nothing back"

    today = {"goal": "G-12", "value": 6, "at": "2026-11-20T07:00:00Z"}
    assert await send(slack, "crm-1", **today) == (200, "taken")
    assert await send(slack, "crm-1", **today) == (200, "taken"), "the same answer"
    assert "6 on the way down to 2 hours" in await my_goals(slack)

    ana = slack.person(ANA.id)
    await ana.click(await ana.open_home(), "goal_update")
    await slack.settle()
    [field] = [one["block_id"] for one in ana.view["blocks"] if one.get("block_id", "").startswith("kpi-")]
    await ana.submit({field: "4"})
    await slack.settle()
    assert await send(slack, "crm-2", **today | {"value": 5, "correct": True}) == (200, "corrected")
    assert "4 on the way down to 2 hours" in await my_goals(slack), "what is later still counts"


async def test_a_goal_that_another_system_brings_home_is_celebrated_once(slack):
    home = {"goal": "T-7", "value": 2, "at": "2026-11-20T08:00:00Z"}
    assert await send(slack, "crm-1", **home) == (200, "taken")
    await slack.pass_time(timedelta(minutes=1))
    [told] = dms_about(slack, MIA.id, "You reached your goal")

    assert await send(slack, "crm-2", **home) == (200, "known")
    await slack.pass_time(timedelta(minutes=1))
    assert "Answer the same day" in told
    assert len([one for one in posts(slack) if "🎉" in one["text"]]) == 1
    assert len(dms_about(slack, MIA.id, "You reached your goal")) == 1
