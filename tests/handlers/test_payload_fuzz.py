"""Whatever arrives, well signed but broken, gets an answer in time: no 500, no stack trace, nothing of it in a log.

200 with a word where a handler can say one; 400 where nobody can tell what it is: a form then stays open with its text.

The payloads are those that Slack's own docs and SDKs record, and those a day with the bot makes here. Each is broken in
one place, the same places each run: a key dropped, emptied, of another type, huge, or an id that means nothing.
"""

import copy
import io
import json
import logging
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
import pytest_asyncio

from company import ANA, BO, MIA
from emulator.wires.http_delivery import now, signature
from running import Running, running
from storage.tables import Row

RECORDED = Path(__file__).parents[2] / "../shared/slack-data/payloads"
PRIVATE = "a-word-of-ana-4711"
STRANGE: list[Any] = [
    None,
    "",
    [],
    {},
    0,
    -1,
    True,
    1.5,
    "abc",
    "-1",
    "9" * 21,
    ["x"],
    {"id": None},
    "\ud800",
    "\x00",
    "x" * 5000,
]
EACH = 25
"""Broken copies of one payload."""
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(sqlite_template, tmp_path_factory) -> Any:
    path = tmp_path_factory.mktemp("fuzzed") / "cairn.db"
    path.write_bytes(sqlite_template.read_bytes())
    async with running(f"sqlite:///{path}", mode="http") as everything:
        await everything.settle()
        yield everything


async def a_day(slack: Running) -> list[dict[str, Any]]:
    """Return the payloads of one command, button, form and event of each kind."""
    ana, mia, sent = slack.person(ANA.id), slack.person(MIA.id), []

    async def after(doing: Any) -> None:
        await doing
        sent.append(copy.deepcopy(slack.emulator.delivery.last.payload))
        await slack.settle()

    for typed in (
        "/check-in",
        f"/kudos <@UBO> for {PRIVATE}",
        f"/feedback ask <@UBO> about {PRIVATE}",
        "/team-status",
        "/review packet",
    ):
        await after(ana.command(typed))
    await ana.close()
    await after(ana.open_home())
    for button, values in (
        ("kudos_open", {"receivers": [BO.id], "reason": PRIVATE}),
        ("feedback_open", {"receiver": BO.id, "behaviour": PRIVATE}),
        ("goal_new", {"title": PRIVATE, "kpi": PRIVATE, "baseline": "1", "target": "2", "due": "2027-03-31"}),
        ("check_in_open", {"went_well": PRIVATE}),
    ):
        await after(ana.click(ana.home, button))
        await after(ana.submit(values))
        await ana.close(all=True) if ana.view else None
    message = await slack.person(BO.id).say("CGENERAL", PRIVATE)
    await after(ana.message_shortcut("kudos_from_message", "CGENERAL", message["ts"]))
    await after(ana.submit({"receivers": [BO.id], "reason": PRIVATE}))
    await ana.close(all=True) if ana.view else None
    for card in [message for message in mia.dm() if "proposes" in message["text"]]:
        await after(mia.click(card, "goal_wish"))
        await after(mia.submit({"wish": PRIVATE}))
    await after(slack.emulator.change(BO.id, tz="Europe/London"))
    return sent


def recorded() -> list[dict[str, Any]]:
    found = [json.loads(path.read_text()) for path in sorted(RECORDED.glob("interactions/*.json"))]
    found += [json.loads(path.read_text()) for path in sorted(RECORDED.glob("events/*.json"))]
    return [one for one in found if isinstance(one, dict)]


def places(thing: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a payload, by its path."""
    inside = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from places(value, (*path, key))


def broken(payload: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """A copy with one thing wrong; where one looks first is broken more often."""
    bad, every = copy.deepcopy(payload), list(places(payload))
    top = [path for path in every if len(path) <= 3]
    *way, key = dice.choice(top if dice.random() < 0.6 else every)
    at = bad
    for step in way:
        at = at[step]
    how = dice.random()
    if how < 0.3:
        del at[key]
    elif how < 0.4 and isinstance(at, dict):
        at["owner"] = at["state"] = at["role"] = {"unknown": "extra"}
    else:
        at[key] = dice.choice(STRANGE)
    return bad


def wire(payload: dict[str, Any]) -> tuple[bytes, str]:
    """The bytes of a payload, as Slack would send them, and their type."""
    if "event" in payload or payload.get("type") == "event_callback":
        return json.dumps(payload).encode(), "application/json"
    if "command" in payload:
        fields = {
            str(key): json.dumps(value) if isinstance(value, dict | list) else str(value)
            for key, value in payload.items()
        }
        return urlencode(fields, errors="surrogatepass").encode(), "application/x-www-form-urlencoded"
    return urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"


async def post(slack: Running, session: aiohttp.ClientSession, body: bytes, kind: str) -> tuple[int, str]:
    stamp = str(int(now().timestamp()))
    secret = slack.emulator.app().signing_secret
    signed = {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(secret, stamp, body.decode()),
        "Content-Type": kind,
    }
    address = f"http://127.0.0.1:{slack.bot.port}/slack/events"
    async with session.post(
        address, data=io.BytesIO(body), headers=signed, timeout=aiohttp.ClientTimeout(total=3)
    ) as answer:
        return answer.status, await answer.text()


async def test_every_broken_payload_is_answered(slack, caplog):
    caplog.set_level(logging.INFO)
    dice = random.Random(4711)
    whole = [*await a_day(slack), *recorded()]
    wrong = []
    async with aiohttp.ClientSession() as session:
        for payload in whole:
            for bad in [payload, *(broken(payload, dice) for _ in range(EACH))]:
                status, text = await post(slack, session, *wire(bad))
                if status not in {200, 400} or "Traceback" in text:
                    wrong.append((status, text[:200], json.dumps(bad)[:1500]))
    await slack.bot.tasks.done()
    await slack.settle()
    assert wrong == []
    assert PRIVATE not in caplog.text


async def test_fields_nobody_asked_for_change_nothing(slack):
    """Every column there is, as a field of the form and beside it: only what the form asks is read."""
    ana = slack.person(ANA.id)
    slack.clock.forward(timedelta(minutes=1))  # those before opened as many windows a minute as Slack takes
    await ana.command("/goal new")
    await slack.bot.tasks.done()
    await ana.submit({"title": "Mine", "kpi": "Count", "baseline": "1", "target": "2", "due": "2027-03-31"})
    payload = copy.deepcopy(slack.emulator.delivery.last.payload)
    columns = {column.name for table in Row.metadata.tables.values() for column in table.columns}
    asked = payload["view"]["state"]["values"]
    extra = {
        name: "UMIA" if name in {"owner", "by", "giver"} else "active"
        for name in columns - set(asked) - {"parent", "goal"}
    }
    asked |= {name: {name: {"type": "plain_text_input", "value": value}} for name, value in extra.items()}
    payload |= {"user_id": MIA.id, "owner": MIA.id, "state": "active", "level": "company"}
    payload["view"] |= {"hash": "another", "private_metadata": json.dumps(extra)}

    async with aiohttp.ClientSession() as session:
        status, text = await post(slack, session, *wire(payload))

    assert status == 200
    assert "is proposed" in text
    async with slack.database.reading() as store:
        goals = [goal for goal in await store.goals.all() if goal.title == "Mine"]
    assert {(goal.owner, str(goal.state), str(goal.level)) for goal in goals} == {(ANA.id, "proposed", "individual")}
    assert len(goals) == 2
