"""What Ana typed is there when she comes back, on however many pages, and nowhere once it is sent or thrown away."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from company import ANA, MIA
from domain.goals import Confidence, Goal, Kpi, State
from running import Running, running

FRIDAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
"""14:05 in Berlin."""


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param, now=NOON) as everything:
        yield everything


async def save_goals(slack: Running, count: int) -> None:
    async with slack.database.transaction() as store:
        for number in range(1, count + 1):
            kpi = Kpi(name="Count", baseline=1, target=9)
            about = {"state": State.ACTIVE, "starts": date(2026, 10, 1), "due": date(2026, 12, 31), "kpis": (kpi,)}
            await store.goals.save(Goal(ref=f"G-{number}", title=f"Goal {number}", owner=ANA.id, **about))


async def command(slack: Running, person: Any, typed: str = "/check-in") -> Any:
    assert (await person.command(typed)).error is None
    await slack.settle()
    return person.view


async def type_into(slack: Running, person: Any, field: str, value: Any) -> None:
    """Type into a field as Slack tells of it, letter by letter or not."""
    [element] = [one["element"] for one in person.view["blocks"] if one["block_id"] == field]
    await person.click(person.view, element["action_id"], value, block_id=field)


def stands(form: Any, field: str) -> Any:
    element = next(one["element"] for one in form["blocks"] if one["block_id"] == field)
    return element.get("initial_value") or (element.get("initial_option") or {}).get("value")


def fields(form: Any) -> list[str]:
    return [block["block_id"] for block in form["blocks"] if block["type"] == "input"]


async def drafts(slack: Running) -> list[Any]:
    async with slack.database.reading() as store:
        rows = (await store._connection.execute(text("SELECT person, content FROM check_in_drafts"))).all()
    return [(row.person, json.loads(row.content)) for row in rows]


async def test_a_form_that_is_closed_comes_back_with_its_text(slack):
    ana = slack.person(ANA.id)
    await slack.settle()
    await command(slack, ana)
    for written in ("T", "Th", "The launch", "The launch\nwent well"):
        await type_into(slack, ana, "went_well", written)
    await type_into(slack, ana, "pulse", "4")
    await ana.close()
    slack.clock.forward(timedelta(minutes=20))

    form = await command(slack, ana)
    assert "*Your draft of 14:05, not sent yet.*" in str(form["blocks"][0])
    assert (stands(form, "went_well"), stands(form, "pulse")) == ("The launch\nwent well", "4")
    await ana.close(all=True)

    # Nobody else, and no place but the form, knows of it.
    assert "The launch" not in str((await slack.person(MIA.id).command("/team-status")).blocks)
    home = await ana.open_home()
    assert "draft of yours" in str(home)
    assert "The launch" not in str(home)

    form = await command(slack, ana)
    await ana.click(ana.view, "check_in_anew")
    await slack.settle()
    assert "draft" not in str(ana.view["blocks"][:1])
    assert stands(ana.view, "went_well") is None
    assert await drafts(slack) == []
    await type_into(slack, ana, "next", "Rest")
    await slack.settle()
    assert (await ana.submit({})).closed
    await slack.settle()
    assert await drafts(slack) == [], "what is sent is no draft any more"
    async with slack.database.reading() as store:
        sent = await store.check_ins.mine(ANA.id, FRIDAY)
    assert (sent.next, sent.went_well, sent.pulse) == ("Rest", "", None)

    # A change that is not sent is a draft too; the answer stays as it was.
    await command(slack, ana)
    await type_into(slack, ana, "next", "Rest a lot")
    await ana.close()
    form = await command(slack, ana)
    assert "Your changes of 14:25, not sent yet" in str(form["blocks"][0])
    assert stands(form, "next") == "Rest a lot"
    await ana.click(ana.view, "check_in_anew")
    await slack.settle()
    assert stands(ana.view, "next") == "Rest"


async def test_what_is_typed_while_the_bot_stops_is_kept(slack):
    ana = slack.person(ANA.id)
    await slack.settle()
    await command(slack, ana)
    await type_into(slack, ana, "went_well", "Half a sent")
    await slack.bot.tasks.done()

    assert [(who, content["went_well"]) for who, content in await drafts(slack)] == [(ANA.id, "Half a sent")]


async def test_twenty_goals_stand_on_pages_and_none_is_cut(slack):
    await save_goals(slack, 20)
    ana = slack.person(ANA.id)
    await slack.settle()
    first = await command(slack, ana)
    assert "page 1 of 3: goals 1 to 10 of 20" in str(first["blocks"])
    assert first["submit"]["text"] == "Next"
    assert "Who will see this" in str(first["blocks"][-1])

    wrong = await ana.submit({"pulse": "3", "goal-2-kpi-2": "a lot"})
    assert "not a number" in wrong.errors["goal-2-kpi-2"]
    second = await ana.submit({"goal-2-kpi-2": "2,5", "goal-2-note": "Half way"})
    assert second.errors == {}
    assert "goals 11 to 20 of 20" in str(second.view["blocks"])
    again = await slack.emulator.redeliver(2)
    assert [one.error for one in again] == [None, None]
    assert all("goals 11 to 20" in str(one.payload) for one in again), "whoever asks again gets the same page"
    assert not set(fields(first)) & set(fields(second.view)) - {"pulse"}

    await ana.click(ana.view, "check_in_back")
    await slack.settle()
    assert (stands(ana.view, "goal-2-kpi-2"), stands(ana.view, "goal-2-note")) == ("2,5", "Half way")
    await ana.click(ana.view, "check_in_to_end")
    await slack.settle()
    last = ana.view
    assert fields(last)[:2] == ["went_well", "next"]
    assert last["submit"]["text"] == "Send"
    await ana.close(all=True)

    # The draft holds all pages.
    form = await command(slack, ana)
    assert "not sent yet" in str(form["blocks"][0])
    assert stands(form, "goal-2-note") == "Half way"
    assert (await ana.submit({"goal-3-confidence": "off_track"})).errors == {}
    assert (await ana.submit({"goal-20-kpi-20": "7"})).errors == {}
    assert (await ana.submit({"went_well": "All of it"})).closed
    await slack.settle()
    async with slack.database.reading() as store:
        sent = await store.check_ins.mine(ANA.id, FRIDAY)
        goals = {goal.id: goal for goal in await store.goals.of(ANA.id)}
    lines = {line.goal: line for line in sent.goals}
    assert (sent.pulse, sent.went_well, sent.revision) == (3, "All of it", 1)
    assert (lines[2].readings[0].value, lines[2].note) == (2.5, "Half way")
    assert lines[3].confidence is Confidence.OFF_TRACK
    assert goals[20].kpis[0].value == 7
    assert await drafts(slack) == []


async def test_what_is_on_a_page_nobody_opened_stays_as_it_was(slack):
    await save_goals(slack, 12)
    ana = slack.person(ANA.id)
    await slack.settle()
    await command(slack, ana)
    await ana.submit({"goal-1-note": "one"})
    await ana.submit({"goal-12-note": "twelve"})
    assert (await ana.submit({"went_well": "x"})).closed
    await command(slack, ana)
    await ana.click(ana.view, "check_in_to_end")
    await slack.settle()
    assert (await ana.submit({"went_well": "y"})).closed

    async with slack.database.reading() as store:
        sent = await store.check_ins.mine(ANA.id, FRIDAY)
    notes = {line.goal: line.note for line in sent.goals}
    assert (sent.went_well, sent.revision) == ("y", 2)
    assert (notes[1], notes[12]) == ("one", "twelve")
