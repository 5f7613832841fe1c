"""The company of `cairn demo`, made once and looked at as its people see it on this Friday morning."""

import io
import logging
import re
from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
import structlog

from bot import demo, logs
from handlers.views import goal_warnings, goals, reviews
from northwind import PEOPLE, Made, as_read, card, home, page, window

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOW = datetime(2026, 4, 11, 12, tzinfo=UTC)
"""Its Friday is 10 April: Europe, America and Australia have all changed their clocks in the twelve weeks before."""
PROMPT = datetime(2026, 4, 10, 8, tzinfo=UTC)
PATIENCE = 30
ASKED_THIS_MORNING = {"UPRIYA", "UARJUN", "UZOE"}
ON_LEAVE = {"UCHLOE": 2}
"""Weeks in which nobody asked."""
GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"
READ_IN_A_MINUTE = 238
"""Words; the guide names the source."""
ASKED = re.compile(r"^\| (?P<asked>[^|]+\?) \| (?P<words>\d+) \|", re.MULTILINE)
ANSWERS = {
    "What do I owe?": "Answer the blocker of",
    "Who is blocked, and by what?": "have no paging account",
    "Which goal will miss, and why?": "🚧 Blocked for 4 days",
}
"""Where on Mia's page each answer is read."""
DRAWN_TWICE = {"ok": False, "error": "hash_conflict"}
"""Of two who draw a Home tab at the same moment one is told so, and looks again."""
CHECK_IN = re.compile(r"check-in (?:of|is in(?:, with your changes)?:) (\w+ \d+ \w+)")


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


async def test_it_was_made_without_a_refusal_or_a_warning(made):
    assert made.log == ""
    assert made.whispers == 0, "what was shown to one person alone is gone"
    refused = [call.answer for call in made.emulator.calls if not (call.answer or {}).get("ok")]
    assert [answer for answer in refused if answer != DRAWN_TWICE] == []
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
    assert "4 of 5 answered" in status
    assert "1 of 2 answered" in status
    assert "No answer from <@UBO>" in status
    assert "*Goals at risk* · 3" in status
    assert "🔴 *Set up an on-call rota nobody dreads*" in status
    assert "🔴 *Address changes are right the first time*" in status
    assert "🟡 *Answer the whole night queue by nine*" in status
    assert "*Without public kudos for 30 days*\\n<@UZOE>" in status
    assert "Everyone (5)" in status


async def test_a_manager_new_to_it_has_read_within_a_minute_what_to_do(made):
    page = as_read((await made.emulator.person("UMIA").command("/team-status")).blocks)
    promised = {found["asked"]: int(found["words"]) for found in ASKED.finditer(GUIDE.read_text(encoding="utf-8"))}

    assert promised.keys() == ANSWERS.keys()
    assert max(promised.values()) < READ_IN_A_MINUTE
    for asked, answer in ANSWERS.items():
        assert answer in page
        assert len(page.partition(answer)[0].split()) <= promised[asked], asked


async def test_the_first_sentence_alone_says_it(made):
    """What a notification shows and a screen reader says first."""
    text = (await made.emulator.person("UMIA").command("/team-status")).text

    for answer in ("1 blocker (Tom Becker)", "Blocked: Tom Becker", "no paging account", "13 of 30 nights"):
        assert len(text.partition(answer)[0].split()) < READ_IN_A_MINUTE / 2


async def test_what_waits_for_an_answer_this_morning(made):
    assert "proposes *Two more people can run the night queue alone*" in await home(made, "UMIA")
    assert "the short nights, now that you have read the plan" in await home(made, "UBO")
    assert "13 of 14 enrolled people (93 %) have answered the check-in of Friday 3 April" in await home(made, "UHANA")


async def test_mia_finds_what_to_decide_and_who_said_nothing_to_a_warning(made):
    waits = await home(made, "UMIA")

    assert "wishes to change *Set up an on-call rota nobody dreads*" in waits
    assert "Covered, target: 30 nights → *20 nights*" in waits
    assert "<@UBO>'s goal *Address changes are right the first time* is *off track*" in waits
    assert "was warned on Monday 6 April and has not answered" in waits


async def test_bo_finds_a_warning_with_all_its_answers_and_a_draft_to_make_his_own(made):
    bo = await made.emulator.person("UBO").open_home()
    ways = {element.get("action_id") for block in bo["blocks"] for element in block.get("elements", ())}

    assert "You say *on track*, the numbers say *off track*" in str(bo["blocks"])
    assert "“Forty cases sorted by reason” was due on 3 Apr" in str(bo["blocks"])
    assert {goals.UPDATE, goal_warnings.BLOCKED, goal_warnings.EXPLAIN, goal_warnings.RESCOPE} <= ways
    assert {goals.EDIT} <= ways


async def test_the_tree_goes_from_the_company_to_everyone_and_adds_up(made):
    tree = await window(made, "UMIA", "/goal tree")

    assert "the mean of the 2 goals below is" in tree, "measured by what hangs below"
    assert "closed at 0.8" in tree
    assert "14 of 40 workshops" in tree
    assert "<@UMARCUS> says *on track*" in tree, "the numbers say at risk"
    assert "not done yet; due on 12 Jun" in tree, "a yes or no"


async def test_a_team_goal_that_came_to_0_8_was_celebrated_with_those_who_contributed(made):
    said = [str(post["blocks"]) for post in made.emulator.person("UANA").messages("CKUDOS") if "blocks" in post]
    celebrated = next(post for post in said if "Twenty workshops use the new form" in post)

    assert "0.8" in celebrated
    for who in ("UINGRID", "UARJUN", "UBO", "UCHLOE"):
        assert f"<@{who}>" in celebrated


async def test_what_became_of_goals_stands_on_their_cards(made):
    assert "90 % → 95 %" in await card(made, "UZOE", "G-6")
    assert "carried over" in await card(made, "UCHLOE", "G-28")
    assert "Renewals worth forty thousand are signed (on track, 69%)" in await page(made, "USAM", "/goal"), "money"


async def test_goals_lie_in_the_cycles_that_hold_their_due_dates(made):
    async with made.bot.database.reading() as store:
        (half, sixteen) = sorted(await store.cycles.with_goals(), key=lambda one: one.cycle.name)

    assert (half.cycle.name, sixteen.cycle.name) == ("First half-year", "First sixteen weeks")
    assert sixteen.closed == 4
    assert sixteen.open > half.open > 0


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
    await made.bot.tasks.done()
    await ana.click(ana.view, reviews.SEND)
    await made.bot.tasks.done()
    await ana.close(all=True)
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
