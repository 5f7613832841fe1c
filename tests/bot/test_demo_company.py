"""The company of `cairn demo`, made once and looked at as its people see it on this Friday morning."""

import io
import logging
import re
from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
import pytest_asyncio
import structlog

from bot import demo, logs
from bot.app import Bot
from emulator import Emulator

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOW = datetime(2026, 4, 11, 12, tzinfo=UTC)
"""Its Friday is 10 April: Europe, America and Australia have all changed their clocks in the twelve weeks before."""
PROMPT = datetime(2026, 4, 10, 8, tzinfo=UTC)
PATIENCE = 30
PEOPLE = [
    "UANA",
    "UBO",
    "UMIA",
    "UPRIYA",
    "UTOM",
    "UZOE",
    "UMARCUS",
    "USAM",
    "UELIF",
    "ULUIS",
    "UINGRID",
    "UARJUN",
    "UCHLOE",
    "UOLU",
    "UHANA",
]
ASKED_THIS_MORNING = {"UPRIYA", "UARJUN", "UZOE"}
ON_LEAVE = {"UCHLOE": 2}
"""Weeks in which nobody asked."""
CHECK_IN = re.compile(r"check-in (?:of|is in(?:, with your changes)?:) (\w+ \d+ \w+)")


class Made(NamedTuple):
    """The company, the weeks told of while it was made, what the bot logged meanwhile, and what it whispered."""

    emulator: Emulator
    bot: Bot
    told: list[int]
    log: str
    whispers: int


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def made(tmp_path_factory):
    stream, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    logs.set_up(stream=stream, level=logging.WARNING)
    told: list[int] = []
    try:
        async with AsyncExitStack() as closing:
            emulator = await demo.open_workspace(closing, now=NOW)
            bot = await demo.open_company(closing, emulator, tmp_path_factory.mktemp("demo"), told=told.append)
            emulator.clock.speed(0)
            emulator.delivery.ack_seconds = PATIENCE
            whispers = sum(len(channel.ephemeral) for channel in emulator.workspace.channels.values())
            yield Made(emulator, bot, told, stream.getvalue(), whispers)
    finally:
        root.handlers[:] = before[0]
        root.setLevel(before[1])
        structlog.reset_defaults()


async def page(made, who, command) -> str:
    reply = await made.emulator.person(who).command(command)
    return reply.text + str(reply.blocks)


async def home(made, who) -> str:
    view = await made.emulator.person(who).open_home()
    return str(view["blocks"])


async def test_it_was_made_without_a_refusal_or_a_warning(made):
    assert made.log == ""
    assert made.whispers == 0, "what was shown to one person alone is gone"
    assert [call for call in made.emulator.calls if not (call.answer or {}).get("ok")] == []
    assert list(dict.fromkeys(made.told)) == list(range(1, 13))


async def test_the_clock_stands_a_few_seconds_before_the_prompt(made):
    assert timedelta(0) < PROMPT - made.emulator.clock.now() <= timedelta(seconds=4)


@pytest.mark.parametrize("who", PEOPLE)
async def test_nobody_was_asked_twice_and_nobody_was_left_out(made, who):
    said = [message["text"] for message in made.emulator.person(who).dm()]
    asked = [text for text in said if not text.startswith("Today")]  # a reminder is no second question
    periods = Counter(found[1] for text in asked if (found := CHECK_IN.search(text)))

    assert set(periods.values()) == {1}
    assert len(periods) == 12 + (who in ASKED_THIS_MORNING) - ON_LEAVE.get(who, 0)


async def test_who_did_not_answer_was_reminded_twice_at_most_and_only_on_working_mornings(made):
    todays = [
        message for who in PEOPLE for message in made.emulator.person(who).dm() if message["text"].startswith("Today")
    ]
    days = Counter(datetime.fromtimestamp(float(message["ts"]), tz=UTC).weekday() for message in todays)

    assert todays
    assert set(days) <= set(range(5))


async def test_the_support_lead_sees_what_she_owes(made):
    status = await page(made, "UMIA", "/team-status")

    assert "Answer the blocker of <@UTOM> · for 4 days" in status
    assert "Read the check-in of <@UPRIYA> · since today" in status
    assert "4 of 5 answered" in status
    assert "1 of 2 answered" in status
    assert "No answer from <@UBO>" in status
    assert "*Goals at risk* · 2" in status
    assert "🔴 *Set up an on-call rota nobody dreads*" in status
    assert "🟡 *Answer the whole night queue by nine*" in status
    assert "*Without public kudos for 30 days*\\n<@UZOE>" in status
    assert "Everyone (5)" in status


async def test_what_waits_for_an_answer_this_morning(made):
    assert "proposes *Two more people can run the night queue alone*" in await home(made, "UMIA")
    assert "the short nights, now that you have read the plan" in await home(made, "UBO")
    assert "13 of 14 enrolled people (93 %) have answered the check-in of Friday 3 April" in await home(made, "UHANA")


async def test_whoever_leads_the_company_sees_the_leads(made):
    status = await page(made, "UOLU", "/team-status")

    assert "Everyone (4)" in status
    assert "4 of 4 answered" in status


async def test_ana_has_reached_one_goal_and_is_on_track_with_the_other(made):
    goals = await page(made, "UANA", "/goal")

    assert "🟢 *Halve the time to the first reply in the morning shift*" in goals
    assert "96 on the way down to 60 minutes; the plan for today is 90" in goals
    assert "articles" not in goals


async def test_anas_evidence_holds_twelve_weeks(made):
    ana = made.emulator.person("UANA")
    await ana.command("/review packet")
    while await made.bot.idle():
        made.emulator.clock.forward(timedelta(seconds=1))
    file = next(file for message in reversed(ana.dm()) for file in message.get("files", ()))
    text = (await ana.download(file["id"])).decode()

    assert re.search(r"12\b.{0,60}check-ins", text, re.DOTALL)
    assert "Reached, three weeks early." in text
    assert "due 10 April 2026" in text
    assert "explaining the invoice change to our biggest customer; they stay" in text


async def test_anas_blocker_was_answered_promised_moved_and_closed(made):
    told = [message["text"] for message in made.emulator.person("UANA").dm() if "blocker" in message["text"]]
    closed = next(one for one in made.emulator.person("UANA").dm() if one["text"] == "Out of your way.")

    assert told[0] == "💬 <@UMIA> replied about your blocker."
    assert [text.split(" your blocker")[0] for text in told[1:]] == [
        "🤝 <@UMIA> promised to clear",
        "🤝 <@UMIA> moved the day for",
        "✅ <@UMIA> says that",
    ]
    assert "The new one. The old one is empty by now." in str(closed["blocks"])
    assert "<@UMIA> said so" in str(closed["blocks"])


async def test_the_thanks_stand_in_their_channel(made):
    posts = [post for post in made.emulator.person("UANA").messages("CKUDOS") if "thanks" in post["text"]]

    assert len(posts) == 33
    assert all(post["reactions"] for post in posts)
    assert all("join" in str(post["blocks"][-1]) for post in posts if "Arjun" not in post["text"]), "they joined in"
    assert any("<@UPRIYA>, <@UTOM> and <@UZOE>" in post["text"] for post in posts), "a user group"
    assert sum(post.get("reply_count", 0) for post in posts) == 6
    assert not any("talking with Tom" in post["text"] for post in posts), "private kudos stay private"


async def test_each_monday_the_channel_reads_what_the_thanks_of_the_week_were_for(made):
    recaps = [post["text"] for post in made.emulator.person("UANA").messages("CKUDOS") if "Last week" in post["text"]]

    assert len(recaps) == 12
    assert "Last week you thanked each other once. For: #care 1." in recaps
    assert any("the goal *" in said for said in recaps)


async def test_somebody_is_on_leave(made):
    chloe = made.emulator.person("UCHLOE").me

    assert (chloe.status_emoji, chloe.status_text) == (":palm_tree:", "On leave")
    assert chloe.status_expiration > made.emulator.clock.now().timestamp()


async def test_all_is_read_but_what_is_new_this_morning(made):
    channels = made.emulator.workspace.channels.values()
    unread = {
        channel.id: [message["user"] for ts, message in channel.messages.items() if ts > channel.read.get("UANA", "0")]
        for channel in channels
        if "UANA" in channel.members and not channel.app
    }

    assert {channel: users for channel, users in unread.items() if users} == {
        "CGENERAL": ["UOLU"],
        "CSUPPORT": ["UPRIYA", "UMIA"],
        made.emulator.workspace.dm_between("UANA", "UBO").id: ["UBO"],
    }


async def test_then_the_clock_runs_and_ana_is_asked(made):
    ana, before = made.emulator.person("UANA"), len(made.emulator.person("UANA").dm())

    made.emulator.clock.forward(timedelta(seconds=5))
    while await made.bot.idle():
        made.emulator.clock.forward(timedelta(seconds=1))

    asked = ana.dm()[before:]
    assert [message["text"] for message in asked] == [
        "Time for your check-in of Friday 10 April. Two minutes are enough."
    ]
