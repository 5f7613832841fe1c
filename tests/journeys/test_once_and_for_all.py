"""Slack delivers again what it is not sure about: every kind of input has its effect once, and gets the same answer.

A day's inputs of every kind come again one to four times, out of order, some at the same moment: not one row of the
database changes, and nobody reads anything new.
"""

import asyncio
import copy
import random
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from company import ANA, BO, HANA, MIA, SAM
from emulator.wires.envelopes import Ack, Sent
from running import Running, running
from storage.tables import Row

GOAL = {
    "title": "Answer fast",
    "kpi": "First reply",
    "baseline": "6",
    "target": "2",
    "due": "2027-03-31",
    "direction": "less",
}


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param) as everything:
        await everything.settle()
        yield everything


class Day:
    """What was delivered, each with its first answer."""

    def __init__(self, slack: Running) -> None:
        self.slack = slack
        self.inputs: list[tuple[Sent, Ack]] = []

    async def keep(self, doing: Any) -> Any:
        """Do something; keep what was delivered for it and what the app answered."""
        first = await doing
        await self.slack.bot.tasks.done()
        delivery = self.slack.emulator.delivery
        sent = replace(delivery.last, payload=copy.deepcopy(delivery.last.payload))
        [again] = await delivery.redeliver(1)
        if getattr(first, "text", ""):
            assert again.text == first.text
        self.inputs.append((sent, again))
        await self.slack.settle()
        return first

    async def form(self, person: Any, values: dict[str, Any]) -> None:
        assert (await self.keep(person.submit(values))).errors == {}
        if person.view:
            await person.close(all=True)

    async def card(self, person: Any, action: str) -> None:
        await self.keep(
            person.click(next(one for one in reversed(person.dm()) if action in str(one["blocks"])), action)
        )


async def live(day: Day) -> None:
    """Do one of everything."""
    ana, bo, mia, hana = (day.slack.person(one.id) for one in (ANA, BO, MIA, HANA))
    await day.keep(ana.command("/kudos @bo for the review"))
    await day.keep(ana.command("/kudos"))
    await day.form(ana, {"receivers": [BO.id], "reason": "the quiet word", "audience": "private"})
    message = await bo.say("CGENERAL", "The refund tool works again")
    await day.keep(ana.message_shortcut("kudos_from_message", "CGENERAL", message["ts"]))
    await day.form(ana, {"receivers": [BO.id], "reason": "the refund tool"})
    await second_thoughts(day)
    await day.keep(ana.command("/feedback ask @bo about the launch"))
    await day.card(bo, "feedback_write")
    await day.form(bo, {"situation": "At noon", "behaviour": "You listened", "impact": "I could go on"})
    await day.keep(ana.command("/feedback ask"))
    await day.form(ana, {"asked": [HANA.id], "about": "the launch"})
    await day.card(hana, "feedback_decline")
    await day.form(hana, {"reason": "I was away"})
    await day.keep(ana.command("/goal new"))
    await day.form(ana, GOAL)
    await day.card(mia, "goal_wish")
    await day.form(mia, {"wish": "Three hours"})
    await day.card(ana, "goal_edit")
    await day.form(ana, {"target": "3"})
    await day.card(mia, "goal_agree")
    await day.card(ana, "goal_update")
    await day.form(ana, {"kpi-1": "5", "note": "macros"})
    await day.card(ana, "check_in_open")
    await day.form(ana, {"went_well": "Calm", "blockers": "The refund tool"})
    await day.card(ana, "check_in_open")
    await day.form(ana, {"went_well": "Calm, then not"})
    await day.card(mia, "check_in_read")
    await day.card(mia, "blocker_reply")
    await day.form(mia, {"reply": "Which of the two?"})
    await day.card(mia, "blocker_promise")
    await day.form(mia, {"by": "2026-11-24"})
    await day.card(ana, "blocker_open")
    await ana.close()
    await day.card(mia, "blocker_done")
    await day.keep(mia.command("/team-status"))
    await day.keep(mia.command("/review packet @ana"))
    await day.keep(mia.click(mia.view, "review_last_half"))
    await day.keep(mia.click(mia.view, "review_send"))
    await day.form(mia, {})
    await day.keep(ana.open_home())
    await day.keep(mia.open_home())
    await day.keep(day.slack.emulator.change(SAM.id, tz="Asia/Tokyo"))
    await day.keep(day.slack.emulator.change(SAM.id, tz="Europe/Rome"))
    await day.keep(day.slack.emulator.join({"id": "UNEW", "name": "nia", "real_name": "Nia New", "tz": "Europe/Rome"}))
    await day.keep(day.slack.emulator.change("UNEW", deleted=True))


async def second_thoughts(day: Day) -> None:
    """Join in, say the same again, take it back, take it down."""
    ana, mia, hana = (day.slack.person(one.id) for one in (ANA, MIA, HANA))
    post = ana.messages("CKUDOS")[-1]
    await day.keep(mia.react("CKUDOS", post["ts"], "tada"))
    await day.keep(mia.unreact("CKUDOS", post["ts"], "tada"))
    await day.keep(mia.react("CKUDOS", post["ts"], "heart"))
    await day.keep(ana.command("/kudos @bo for the refund tool"))
    asked = next(one for one in reversed(ana.dm()) if "kudos_again" in str(one))
    await day.keep(ana.click(asked, "kudos_again"))
    await day.keep(ana.command("/kudos undo"))
    await day.keep(hana.command("/kudos manage"))
    await day.keep(hana.click(hana.view, "kudos_take_down"))
    await day.form(hana, {"why": "It hurts"})


async def drawn(slack: Running) -> None:
    """Draw all Home tabs for which there is news, so that none is drawn while rows are compared."""
    for _ in range(20):
        await slack.bot.redraw_homes()
    async with slack.database.reading() as store:
        assert await store.homes.stale(most=1) == []


async def everything(slack: Running) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    found = {}
    async with slack.database.engine.connect() as connection:
        for name in Row.metadata.tables:
            rows = await connection.execute(text(f"SELECT * FROM {name}"))
            found[name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def read_by_all(slack: Running) -> dict[str, list[Any]]:
    """Return every message that stays; an old button may tell the one who pressed it that its day is over."""
    people = [slack.person(one.id) for one in (ANA, BO, MIA, HANA, SAM)]
    shown = {one.id: [*one.dm(), *one.messages("CKUDOS")] for one in people}
    return {who: [one for one in messages if not one.get("is_ephemeral")] for who, messages in shown.items()}


async def test_whatever_comes_again_changes_nothing_and_gets_the_same_answer(slack):
    day, dice = Day(slack), random.Random(29)
    await live(day)
    await drawn(slack)
    before, said = await everything(slack), read_by_all(slack)

    again = [(sent, first) for sent, first in day.inputs for _ in range(dice.randint(1, 4))]
    dice.shuffle(again)
    for start in range(0, len(again), 8):
        some = again[start : start + 8]
        answers = await asyncio.gather(*(slack.emulator.delivery.send(sent) for sent, _ in some))
        assert [one.payload for one in answers] == [first.payload for _, first in some]
        assert {one.error for one in answers} == {None}
    await slack.bot.tasks.done()
    await slack.settle()

    assert await everything(slack) == before
    assert read_by_all(slack) == said
