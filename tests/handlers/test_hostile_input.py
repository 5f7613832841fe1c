"""Whatever people write into whatever field: it is stored or politely refused, never obeyed, never too much for Slack.

Through the running bot: every text of `hostile.py` goes into every field and after every command; every call the bot
then makes must have been taken by the workspace, whose check of blocks is as strict as Slack's.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import pytest_asyncio
import regex
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from company import ANA, BO, MIA, NOW
from domain.feedback import Visibility
from domain.notices import (
    BlockerRaised,
    FeedbackAsked,
    FeedbackDeclined,
    FeedbackGiven,
    GoalDecided,
    GoalProposed,
    KudosPosted,
    KudosReceived,
)
from domain.refusals import UnreadableText
from domain.rules import COMMANDS
from domain.texts import clean
from emulator.block_kit import blocks_report
from handlers.views.notices import render
from hostile import EMPTY, FAMILY, HOSTILE, PING, SAFE_MARKUP, UNREADABLE
from prowling import parts
from running import Running, running

MOST = 13_000
"""Characters of blocks that Slack takes in one message, measured."""
CANNOT = "holds a character that cannot be stored"
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(sqlite_template, tmp_path_factory) -> Any:
    path = tmp_path_factory.mktemp("hostile") / "cairn.db"
    path.write_bytes(sqlite_template.read_bytes())
    async with running(f"sqlite:///{path}", settings={"kudos_allowance": 1000}) as everything:
        await everything.settle()
        ana = everything.person(ANA.id)
        await opened(everything, ana, "/goal new")
        await ana.submit({"title": "Steady", "kpi": "Count", "baseline": "1", "target": "9", "due": "2027-03-31"})
        await everything.settle()
        mia = everything.person(MIA.id)
        await mia.click(mia.dm()[-1], "goal_agree")
        await everything.settle()
        yield everything


async def opened(slack: Running, person: Any, typed: str) -> Any:
    """Type what opens a form; a little time passes, since Slack takes only so many calls a minute."""
    slack.clock.forward(TICK)
    await person.close(all=True) if person.view else None
    reply = await person.command(typed)
    assert reply.error is None
    await slack.bot.tasks.done()
    return person.view


async def pressed(slack: Running, person: Any, where: Any, action: str) -> Any:
    slack.clock.forward(TICK)
    await person.close(all=True) if person.view else None
    await person.click(where, action)
    await slack.bot.tasks.done()
    return person.view


class Form:
    """A way to a form, the field to fill with hostile text, and what else it needs."""

    def __init__(self, name: str, fields: tuple[str, ...], *, needed: bool = True, **others: Any) -> None:
        self.name, self.fields, self.needed, self.others = name, fields, needed, others


FORMS = [
    Form("check-in", ("went_well",), needed=False),
    Form("check-in", ("next",), needed=False, went_well="fine"),
    Form("check-in", ("blockers",), needed=False, went_well="fine"),
    Form("check-in", ("note",), needed=False, went_well="fine"),
    Form("kudos", ("reason",), receivers=[BO.id]),
    Form("feedback", ("behaviour",), receiver=BO.id),
    Form("feedback", ("situation",), needed=False, receiver=BO.id, behaviour="b"),
    Form("feedback", ("impact",), needed=False, receiver=BO.id, behaviour="b"),
    Form("ask", ("about",), asked=BO.id),
    Form("goal", ("title",), kpi="Count", baseline="1", target="9", due="2027-03-31"),
    Form("goal", ("kpi",), title="Steady", baseline="1", target="9", due="2027-03-31"),
    Form("goal", ("unit",), needed=False, title="Steady", kpi="Count", baseline="1", target="9", due="2027-03-31"),
    Form("update", ("note",), needed=False, kpi="5"),
    Form("wish", ("wish",)),
    Form("decline", ("reason",), needed=False),
]
OPENED_BY = {"check-in": "/check-in", "kudos": "/kudos", "feedback": "/feedback", "ask": "/feedback ask", "goal": "/goal new"}
