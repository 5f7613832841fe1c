"""Nobody reads more than they may, whatever they type, press or forge.

Each text somebody writes holds a word of its own (`trust_scene.py`). Everybody then tries everything, and what each may
meet stands in `trust_policy.py`.
"""

import asyncio
import io
import logging
import shutil
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import structlog
from sqlalchemy import text
from trust_policy import ACTORS, BO, CHANNEL, POLICY, named
from trust_scene import write

from bot import logs
from company import NOW
from prowling import Prowler, marks_in
from running import Running, running

ODD = BO.id
"""One also forges what looks like nothing that a button carries: what that is answered depends on nobody."""
NUMBERED = (
    "goals",
    "kpis",
    "goal_rescopes",
    "blockers",
    "feedback",
    "feedback_requests",
    "feedback_questions",
    "evidence",
)
"""Tables whose rows buttons and forms name by number. The kudos that are made while prowling carry their own."""


@dataclass
class World:
    """What was seen where: by whom in answers, honest and forged; in messages; in notices; in kept replies; in logs."""

    offered: dict[str, dict[str, str]] = field(default_factory=dict)
    forged: dict[str, dict[str, str]] = field(default_factory=dict)
    messages: dict[str, set[str]] = field(default_factory=dict)
    notices: set[str] = field(default_factory=set)
    replies: set[str] = field(default_factory=set)
    log: str = ""


@pytest.fixture(scope="module")
def world(sqlite_template, tmp_path_factory) -> World:
    path = tmp_path_factory.mktemp("prowled") / "cairn.db"
    shutil.copy(sqlite_template, path)
    stream, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    logs.set_up(stream=stream, level=logging.DEBUG)
    try:
        return asyncio.run(_prowled(f"sqlite:///{path}", stream))
    finally:
        root.handlers[:] = before[0]
        root.setLevel(before[1])
        structlog.reset_defaults()


async def _prowled(url: str, stream: io.StringIO) -> World:
    async with running(url, now=NOW - timedelta(days=7)) as slack:
        await write(slack)
        prowler, seen = Prowler(slack), World(messages=messages(slack))
        for who in ACTORS:
            await prowler.look_around(who)
        await slack.settle()
        for who in ACTORS:
            await prowler.read_files(who)
            await prowler.read_packets(who)
        seen.offered = {who: dict(met) for who, met in prowler.shown.items()}
        prowler.shown.clear()
        every = await numbers(slack)
        for who in ACTORS:
            await prowler.forge(who, every, odd=who == ODD)
        await slack.settle()
        for who in ACTORS:
            await prowler.read_files(who)
        seen.forged = {who: dict(met) for who, met in prowler.shown.items()}
        for place, met in messages(slack).items():
            seen.messages[place] |= met
        seen.notices, seen.replies = await kept(slack, "outbox", "notice"), await kept(slack, "handled", "reply")
    seen.log = stream.getvalue()
    return seen


def messages(slack: Running) -> dict[str, set[str]]:
    """Return the marks in every direct message and in the channel; what only its reader sees is an answer."""
    shown = {who: slack.person(who).dm() for who in ACTORS}
    shown |= {channel: slack.person(BO.id).messages(channel) for channel in (CHANNEL, "CGENERAL")}
    return {place: marks_in(*(one for one in some if not one.get("is_ephemeral"))) for place, some in shown.items()}


async def numbers(slack: Running) -> set[str]:
    """Return values that nobody was offered: every number of a row, every person, every week."""
    people = {*ACTORS, "UNOBODY"}
    weeks = {f"{who} {week}" for who in people for week in ("2026-11-13", "2026-11-20")}
    async with slack.database.engine.connect() as connection:
        last = [await connection.scalar(text(f"SELECT max(id) FROM {table}")) for table in NUMBERED]
    rows = range(max(filter(None, last)) + 2)
    return people | weeks | {str(row) for row in rows} | {f"{row} {asked}" for row in rows for asked in (1, 2)}


async def kept(slack: Running, table: str, column: str) -> set[str]:
    async with slack.database.engine.connect() as connection:
        rows = await connection.execute(text(f"SELECT {column} FROM {table}"))
        return marks_in(*rows.scalars())


def everybody_is_shown_what_was_for_them(world):
    for who in ACTORS:
        wanted = {what for what, (readers, _, _) in POLICY.items() if who in named(readers)}
        assert wanted - set(world.offered.get(who, {})) == set(), who


def nobody_is_shown_anything_else(world):
    for who, met in [*world.offered.items(), *world.forged.items()]:
        allowed = {what for what, (readers, others, _) in POLICY.items() if who in named(readers) | named(others)}
        assert {what: where for what, where in met.items() if what not in allowed} == {}, who


def a_message_holds_only_what_may_stand_in_it(world):
    for where, met in world.messages.items():
        assert met - {what for what, (_, _, places) in POLICY.items() if where in named(places)} == set(), where


def what_may_stand_in_no_message_is_in_no_notice_and_no_kept_reply(world):
    silent = {what for what, (_, _, places) in POLICY.items() if not places}
    assert world.notices & silent == set()
    assert world.replies & silent == set()


def nothing_anybody_wrote_is_in_a_log_even_at_debug(world):
    assert world.log
    assert marks_in(world.log) == set()


def test_nobody_reads_too_much(world):
    """One test, so that the world is made once, however many processes share the suite."""
    everybody_is_shown_what_was_for_them(world)
    nobody_is_shown_anything_else(world)
    a_message_holds_only_what_may_stand_in_it(world)
    what_may_stand_in_no_message_is_in_no_notice_and_no_kept_reply(world)
    nothing_anybody_wrote_is_in_a_log_even_at_debug(world)
