"""Nobody reads more than they may, whatever they type, press or forge.

Each text somebody writes holds a word of its own. Everybody then tries everything, on the day after Ana's manager
changed from Mia to Sam, and Dee left. What each may meet stands in POLICY, by hand, from the table in `docs/privacy.md`.
"""

import asyncio
import io
import logging
import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
import structlog
from sqlalchemy import text

from bot import logs
from company import ANA, BO, HANA, LONG_AGO, MIA, NOW, OLU, SAM
from domain.goals import Goal, Level, State
from domain.notices import GoalReached
from domain.people import Person
from domain.team_questions import plan_questions
from prowling import Prowler, mark, marks_in
from running import Running, running

DEE = Person(
    id="UDEE", name="Dee Gone", tz="Europe/Berlin", manager=MIA.id, manager_since=LONG_AGO, enrolled_at=LONG_AGO
)
EVA = Person(id="UEVA", name="Eva Peer", tz="Europe/Berlin", enrolled_at=LONG_AGO)
GUEST, STRANGER = "UGIL", "UEXT"
INSIDE = "ANA BO MIA OLU HANA SAM EVA"
OUTSIDE = "GIL EXT DEE"
ALL = f"{INSIDE} {OUTSIDE}"
ACTORS = [f"U{name}" for name in ALL.split()]
NOBODY = ""
CHANNEL = "CKUDOS"
TROUBLE = {"AnaOld": "The drawer of the desk is stuck", "Ana": "My licence ended yesterday"}
"""Ana is blocked by another thing each week, in words that have nothing in common."""
VISIBILITIES = {"ToAna": "receiver", "ToBoth": "receiver_and_manager", "ToManager": "manager"}

POLICY = {
    # what:           (who must be able to read it; who else may; in whose messages it may stand)
    "AnaOldNote": ("ANA", NOBODY, NOBODY),
    "AnaOldNext": ("ANA", "SAM", NOBODY),  # in a priority of which she tells her new manager what became of it
    "AnaOldGoalNote": ("ANA", NOBODY, NOBODY),
    "AnaOldBlocker": ("ANA", NOBODY, "ANA MIA"),
    "MiaReply": ("ANA", NOBODY, "ANA"),
    "AnaReply": ("ANA", NOBODY, "ANA MIA"),
    "AnaNote": ("ANA SAM", NOBODY, NOBODY),
    "AnaNext": ("ANA SAM", NOBODY, NOBODY),
    "AnaGoalNote": ("ANA SAM", NOBODY, NOBODY),
    "AnaAnswer": ("ANA SAM", NOBODY, NOBODY),
    "AnaEarlier": ("ANA", NOBODY, NOBODY),
    "AnaTyped": ("ANA", NOBODY, NOBODY),
    "TeamQuestion": ("ANA BO MIA SAM OLU", NOBODY, NOBODY),
    "AnaBlocker": ("ANA SAM", "BO", "ANA SAM BO"),
    "SamReply": ("ANA", "SAM BO", "ANA SAM BO"),
    "BoNote": ("BO MIA", NOBODY, NOBODY),
    "BoNext": ("BO MIA", NOBODY, NOBODY),
    "BoGoalNote": ("BO MIA", NOBODY, NOBODY),
    "BoNumberNote": ("BO MIA", NOBODY, NOBODY),
    "BoBlocker": ("BO MIA OLU", "EVA", "BO MIA EVA"),
    "EvaReply": ("BO", "MIA EVA", "BO MIA EVA"),
    "DeeNote": ("MIA", NOBODY, NOBODY),
    "DeeNext": ("MIA", NOBODY, NOBODY),
    "DeeBlocker": ("MIA OLU", NOBODY, "DEE MIA"),
    "SamNote": ("SAM", NOBODY, NOBODY),
    "SamNext": ("SAM", NOBODY, NOBODY),
    "SamBlocker": ("SAM", "HANA", "SAM HANA"),
    "HanaReply": ("SAM", "HANA", "SAM HANA"),
    "AnaGoal": ("ANA SAM", NOBODY, "ANA MIA"),
    "AnaKpi": ("ANA SAM", NOBODY, "MIA"),
    "AnaStep": ("ANA SAM", NOBODY, "MIA"),
    "AnaDraft": ("ANA", NOBODY, NOBODY),
    "BoGoal": ("BO MIA OLU", NOBODY, "BO MIA"),
    "BoKpi": ("BO MIA OLU", NOBODY, "MIA"),
    "BoStep": ("BO MIA OLU", NOBODY, "MIA"),
    "BoProposal": ("BO MIA OLU", NOBODY, "BO MIA"),
    "BoEnded": (NOBODY, "BO MIA OLU", "BO MIA"),
    "BoLearned": (NOBODY, "BO MIA OLU", "MIA"),
    "BoWish": (NOBODY, "BO MIA", "BO"),
    "CompanyGoal": (INSIDE, NOBODY, f"{INSIDE} CKUDOS"),  # everybody may see it, so it may stand in their messages
    "TeamGoal": (INSIDE, NOBODY, f"{INSIDE} CKUDOS"),
    "PublicKudos": ("ANA", ALL, "ANA CKUDOS"),
    "PrivateKudos": ("ANA", "BO", "ANA"),
    "OldToAna": ("ANA", "BO", NOBODY),
    "OldToBoth": ("ANA", "BO", NOBODY),
    "OldToManager": (NOBODY, "BO", NOBODY),
    "NewToAna": ("ANA", "BO", NOBODY),
    "NewToBoth": ("ANA SAM", "BO", NOBODY),
    "NewToManager": ("SAM", "BO", NOBODY),
    "ToDee": (NOBODY, "BO", NOBODY),
    "OldToAnaIntent": ("ANA", "BO", NOBODY),
    "OldToBothIntent": ("ANA", "BO", NOBODY),
    "OldToManagerIntent": (NOBODY, "BO", NOBODY),
    "NewToAnaIntent": ("ANA BO", NOBODY, NOBODY),
    "NewToBothIntent": ("ANA SAM BO", NOBODY, NOBODY),
    "NewToManagerIntent": ("SAM BO", NOBODY, NOBODY),
    "ToDeeIntent": (NOBODY, "BO", NOBODY),
    "TakenBack": (NOBODY, NOBODY, NOBODY),
    "TakenBackIntent": (NOBODY, NOBODY, NOBODY),
    "AnaQuestion": ("ANA SAM BO", NOBODY, NOBODY),
    "BoAnswer": ("ANA SAM BO", NOBODY, NOBODY),
    "AnaEvidence": ("ANA", NOBODY, NOBODY),
    "AnaKeepsFeedback": ("ANA", NOBODY, NOBODY),
    "AskBo": ("BO", "ANA", "BO"),
    "AskHana": (NOBODY, "ANA HANA", "HANA"),
    "WhyNot": (NOBODY, "ANA HANA", "ANA"),
}


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
            await prowler.read_packets(who, url)
        seen.offered = {who: dict(met) for who, met in prowler.shown.items()}
        prowler.shown.clear()
        for who in ACTORS:
            await prowler.forge(who, await numbers(slack))
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
    return (
        people
        | weeks
        | {str(number) for number in range(9)}
        | {f"{number} {asked}" for number in range(9) for asked in (1, 2)}
    )


async def kept(slack: Running, table: str, column: str) -> set[str]:
    async with slack.database.engine.connect() as connection:
        rows = await connection.execute(text(f"SELECT {column} FROM {table}"))
        return marks_in(*rows.scalars())


async def write(slack: Running) -> None:
    """Everything that can be written, before Ana's manager changed and after."""
    await slack.settle()
    await slack.emulator.join({"id": DEE.id, "name": "dee", "real_name": DEE.name, "tz": DEE.tz})
    await slack.emulator.join({"id": EVA.id, "name": "eva", "real_name": EVA.name, "tz": EVA.tz})
    await slack.emulator.join({"id": STRANGER, "name": "ext", "is_stranger": True, "team_id": "T0OTHER"})
    async with slack.database.transaction() as store:
        await store.people.save_all([DEE, EVA])
        await shared_goals(store)
    for owner in ("Ana", "Bo"):
        await goal(slack, owner)
    await propose(slack, "UBO", mark("BoProposal"), mark("BoKpi"))
    await close_goal(slack)
    await check_in(slack, "UANA", "AnaOld")
    await reply(slack, "UMIA", "MiaReply")
    await reply(slack, "UANA", "AnaReply")
    await check_in(slack, "UBO", "Bo", helper=EVA.id)
    await reply(slack, EVA.id, "EvaReply")
    await check_in(slack, "UDEE", "Dee")
    await update_number(slack)
    await give_kudos(slack)
    for name, visibility in VISIBILITIES.items():
        await tell(slack, "UANA", f"Old{name}", visibility)
    await tell(slack, "UDEE", "ToDee", "receiver")
    await ask(slack)
    slack.clock.forward(timedelta(hours=1))
    async with slack.database.transaction() as store:
        await store.people.give_managers({ANA.id: SAM.id}, now=slack.clock())
    await slack.emulator.change(DEE.id, deleted=True)
    await slack.pass_time(timedelta(days=7))
    await check_in(slack, "UANA", "Ana", helper=BO.id)
    await reply(slack, SAM.id, "SamReply")
    await check_in(slack, SAM.id, "Sam")
    await reply(slack, HANA.id, "HanaReply")
    for name, visibility in VISIBILITIES.items():
        await tell(slack, "UANA", f"New{name}", visibility)
        if name == "ToBoth":
            await talk_about_it(slack)
    await tell(slack, "UANA", "TakenBack", "receiver_and_manager")
    bo = await opened(slack, BO.id, "/feedback given")
    await bo.click(bo.view, "feedback_take_back")
    await keep(slack)
    await say_more(slack)
    await slack.settle()


async def shared_goals(store) -> None:
    about = {"starts": date(2026, 7, 1), "due": date(2026, 12, 31)}
    goals = [("CompanyGoal", OLU, Level.COMPANY, State.ACTIVE), ("TeamGoal", MIA, Level.TEAM, State.ACTIVE)]
    goals.append(("AnaDraft", ANA, Level.INDIVIDUAL, State.DRAFT))
    for name, owner, level, state in goals:
        await store.goals.save(Goal(ref=name[:3], title=mark(name), owner=owner.id, level=level, state=state, **about))


async def opened(slack: Running, who: str, typed: str):
    person = slack.person(who)
    assert (await person.command(typed)).error is None
    await slack.bot.tasks.done()
    return person


async def propose(slack: Running, who: str, title: str, kpi: str, step: str = "Half way") -> None:
    person = await opened(slack, who, "/goal new")
    smart = {"title": title, "kpi": kpi, "baseline": "2", "target": "6", "due": "2026-12-31", "parent": "2"}
    smart["milestones"] = f"2026-12-15 {step}"
    assert await person.options(person.view, "parent", "")
    assert (await person.submit(smart)).errors == {}
    await slack.settle()


async def goal(slack: Running, owner: str) -> None:
    """Propose it; Mia wishes for a change of Bo's, and agrees to what comes then."""
    who, mia = f"U{owner.upper()}", slack.person(MIA.id)
    await propose(slack, who, mark(f"{owner}Goal"), mark(f"{owner}Kpi"), mark(f"{owner}Step"))
    if owner == "Bo":
        await mia.click(mia.dm()[-1], "goal_wish")
        await slack.settle()
        await mia.submit({"wish": mark("BoWish")})
        await slack.settle()
        bo = slack.person(who)
        await bo.click(bo.dm()[-1], "goal_edit")
        await slack.settle()
        await bo.submit({"target": "3"})
        await slack.settle()
    await mia.click(mia.dm()[-1], "goal_agree")
    await slack.settle()


async def close_goal(slack: Running) -> None:
    """Bo closes a goal of his, and says what he learned."""
    bo, about = slack.person(BO.id), {"starts": date(2026, 7, 1), "due": date(2026, 12, 31), "state": State.ACTIVE}
    async with slack.database.transaction() as store:
        ended = await store.goals.save(Goal(ref="End", title=mark("BoEnded"), owner=BO.id, **about))
        word = GoalReached(to=BO.id, goal=ended.id or 0, title=ended.title)
        await store.outbox.put(word, now=slack.clock())
    await slack.settle()
    await bo.click(bo.dm()[-1], "goal_close")
    await slack.settle()
    assert (await bo.submit({"score-0": "0.5", "learned": mark("BoLearned")})).errors == {}
    await slack.settle()


async def check_in(slack: Running, who: str, name: str, **more: str) -> None:
    person = await opened(slack, who, "/check-in")
    note, blocker = mark(f"{name}Note"), f"{mark(f'{name}Blocker')} {TROUBLE.get(name, '')}"
    said = {"went_well": note, "next": mark(f"{name}Next"), "blockers": blocker} | more
    said |= {
        block["block_id"]: mark(f"{name}GoalNote")
        for block in person.view["blocks"]
        if str(block["block_id"]).endswith("-note")
    }
    assert (await person.submit(said)).closed
    await slack.settle()


async def say_more(slack: Running) -> None:
    """A question of Ana's team, what she says and takes back, and what she types and does not send."""
    async with slack.database.transaction() as store:
        plan = plan_questions("Support", [], [mark("TeamQuestion")])
        await store.questions.change(plan, now=slack.clock())
    ana = await opened(slack, "UANA", "/check-in")
    field = next(one["block_id"] for one in ana.view["blocks"] if one["block_id"].startswith("question-"))
    assert (await ana.submit({field: mark("AnaAnswer"), "went_well": mark("AnaEarlier")})).closed
    ana = await opened(slack, "UANA", "/check-in")
    assert (await ana.submit({"went_well": mark("AnaNote")})).closed
    ana = await opened(slack, "UANA", "/check-in")
    await ana.click(ana.view, "check_in_typed", mark("AnaTyped"), block_id="next")
    await ana.close()


async def reply(slack: Running, who: str, name: str) -> None:
    """Reply to the last blocker of which somebody has heard."""
    person = slack.person(who)
    card = next(one for one in reversed(person.dm()) if "blocker_reply" in str(one["blocks"]))
    await person.click(card, "blocker_reply")
    await slack.settle()
    assert "can read it now" in str((await person.submit({"reply": mark(name)})).view)
    await slack.settle()


async def update_number(slack: Running) -> None:
    bo = slack.person(BO.id)
    await bo.open_home()
    await bo.click(bo.home, "goal_update")
    await slack.settle()
    kpi = next(block["block_id"] for block in bo.view["blocks"] if str(block["block_id"]).startswith("kpi-"))
    assert (await bo.submit({kpi: "5", "note": mark("BoNumberNote")})).errors == {}


async def give_kudos(slack: Running) -> None:
    """For a goal of a team, for one of the giver's own, and in private."""
    for which, audience, name in (
        (-1, "public", "PublicKudos"),
        (0, "public", "PublicKudos"),
        (0, "private", "PrivateKudos"),
    ):
        bo = await opened(slack, BO.id, "/kudos")
        offered = next(block["element"]["option_groups"] for block in bo.view["blocks"] if block["block_id"] == "goal")
        goals = [option for some in offered for option in some["options"]]
        said = {"receivers": [ANA.id], "reason": mark(name), "audience": audience, "goal": goals[which]["value"]}
        assert "Thank you" in str((await bo.submit(said)).view)
        slack.clock.forward(timedelta(minutes=2))  # the same words again are meant by then
    await slack.settle()


async def tell(slack: Running, receiver: str, name: str, visibility: str) -> None:
    bo = await opened(slack, BO.id, f"/feedback <@{receiver}>")
    said = dict.fromkeys(("situation", "behaviour", "impact"), mark(name)) | {"intent": mark(f"{name}Intent")}
    assert "Sent" in str((await bo.submit(said | {"visibility": visibility})).view)
    await slack.settle()


async def ask(slack: Running) -> None:
    ana, hana = slack.person(ANA.id), slack.person(HANA.id)
    await ana.command(f"/feedback ask @bo about {mark('AskBo')}")
    await ana.command(f"/feedback ask @hana about {mark('AskHana')}")
    await slack.settle()
    await hana.click(hana.dm()[-1], "feedback_decline")
    await slack.settle()
    await hana.submit({"reason": mark("WhyNot")})
    await slack.settle()


async def talk_about_it(slack: Running) -> None:
    """Ana asks Bo for more about the newest piece, Bo answers, and Ana keeps it as evidence."""
    ana, bo = slack.person(ANA.id), slack.person(BO.id)
    for action, said in (
        ("feedback_ask_more", {"question": mark("AnaQuestion")}),
        ("feedback_keep", {"note": mark("AnaKeepsFeedback")}),
    ):
        await opened(slack, ANA.id, "/feedback inbox")
        await ana.click(ana.view, action)
        await slack.settle()
        assert (await ana.submit(said)).errors == {}
        await slack.settle()
    await bo.click(next(one for one in reversed(bo.dm()) if "feedback_answer" in str(one["blocks"])), "feedback_answer")
    await slack.settle()
    assert (await bo.submit({"answer": mark("BoAnswer")})).errors == {}
    await slack.settle()


async def keep(slack: Running) -> None:
    """Ana keeps a message of a private channel as evidence."""
    ana = slack.person(ANA.id)
    ts = (await slack.person(BO.id).say("CSECRET", "hello"))["ts"]
    await ana.message_shortcut("evidence_from_message", "CSECRET", ts)
    await slack.settle()
    assert (await ana.submit({"note": mark("AnaEvidence")})).errors == {}


def named(people: str) -> set[str]:
    return {one if one == CHANNEL else f"U{one}" for one in people.split()}


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
