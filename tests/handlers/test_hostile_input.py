"""Whatever people write into whatever field: it is stored or politely refused, never obeyed, never too much for Slack.

Through the running bot: every text of `hostile.py` goes into every field and after every command; every call the bot
then makes must have been taken by the workspace, whose check of blocks is as strict as Slack's.
"""

import copy
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import pytest_asyncio
import regex
from hostile import ALL_AT_ONCE, EMPTY, FAMILY, HOSTILE, PING, SAFE_MARKUP, UNREADABLE
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from company import ANA, BO, HANA, MIA, NOW, OLU
from domain.blockers import Part, Said
from domain.check_ins import CheckIn
from domain.feedback import Feedback, Question, Visibility
from domain.goal_history import Change
from domain.goal_rescoping import Difference, Rescope, Wanted
from domain.goals import Confidence, Goal, Kpi, State
from domain.notices import (
    BlockerCard,
    BlockerNews,
    BlockerRaised,
    FeedbackAsked,
    FeedbackDeclined,
    FeedbackGiven,
    FeedbackQuestioned,
    GoalCascaded,
    GoalCelebrated,
    GoalChanged,
    GoalDecided,
    GoalEnded,
    GoalPartGiven,
    GoalProposed,
    GoalReached,
    GoalRescopeAsked,
    GoalRescopeDecided,
    GoalWarned,
    KudosJoined,
    KudosPosted,
    KudosRecap,
    KudosReceived,
    KudosTakenDown,
    Today,
)
from domain.refusals import UnreadableText
from domain.rules import COMMANDS
from domain.team_questions import plan_questions
from domain.texts import clean
from domain.today import GoalLeftOpen, GoalWarning
from emulator.block_kit import blocks_report
from emulator.state.people import Group
from handlers import blockers
from handlers.views.notices import render
from properties import PROPERTY
from prowling import parts
from running import Running, running

MOST = 13_000
"""Characters of blocks that Slack takes in one message, measured."""
CANNOT = "holds a character that cannot be stored"
ON_ONE_LOOP = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(sqlite_template, tmp_path_factory) -> Any:
    path = tmp_path_factory.mktemp("hostile") / "cairn.db"
    path.write_bytes(sqlite_template.read_bytes())
    async with running(f"sqlite:///{path}", settings={"kudos_allowance": 1000}) as everything:
        everything.bot.timetable._ticker.pause()  # so that no Home tab is drawn just while what was said is looked at
        async with everything.database.transaction() as store:
            kpi = Kpi(name="Count", baseline=1, target=9)
            about = {"starts": date(2026, 7, 1), "due": date(2027, 3, 31), "kpis": (kpi,), "state": State.ACTIVE}
            await store.goals.save(Goal(ref="G-1", title="Steady", owner=ANA.id, **about))
            await store.questions.change(plan_questions("Support", [], ["What helped?"]), now=NOW)
            last = CheckIn(person=ANA.id, period=date(2026, 11, 13), next="\n".join(HOSTILE.values()), answered_at=NOW)
            await store.check_ins.save(last)
        everything.emulator.workspace.groups["S1"] = Group("S1", "all", "All", ["UBO"])
        yield everything


class Form:
    """A field to fill with hostile text, how its form is opened, and what else the form needs."""

    def __init__(self, opens: str, field: str, *, needed: bool = True, **others: Any) -> None:
        self.opens, self.field, self.needed, self.others = opens, field, needed, others


GOAL = {"title": "Steady", "kpi": "Count", "baseline": "1", "target": "9", "due": "2027-03-31"}
FORMS = [
    Form("/check-in", "went_well", needed=False, next="fine"),
    Form("/check-in", "next", needed=False, went_well="fine"),
    Form("/check-in", "blockers", needed=False, went_well="fine"),
    Form("/check-in", "goal-1-note", needed=False, went_well="fine"),
    Form("/check-in", "question-1", needed=False, went_well="fine"),
    Form("team_questions_open", "own-question-1", needed=False, **{"own-question-0": "What helped?"}),
    Form("/kudos", "reason", receivers=[BO.id]),
    Form("kudos_take_down", "why"),
    Form("/feedback", "behaviour", receiver=BO.id, situation="s", impact="i"),
    Form("/feedback", "situation", needed=False, receiver=BO.id, behaviour="b"),
    Form("/feedback", "impact", needed=False, receiver=BO.id, behaviour="b", situation="s"),
    Form("/feedback", "intent", needed=False, receiver=BO.id, behaviour="b", situation="s", impact="i"),
    Form("/feedback ask", "about", asked=[BO.id]),
    Form("feedback_edit", "behaviour"),
    Form("feedback_ask_more", "question"),
    Form("feedback_answer", "answer"),
    Form("evidence_from_message", "note"),
    Form("blocker_reply", "reply"),
    Form("/goal new", "title", **GOAL),
    Form("/goal new", "kpi", **GOAL),
    Form("/goal new", "unit", needed=False, **GOAL),
    Form("goal_update", "note", needed=False, **{"kpi-1": "5"}),
    Form("goal_wish", "wish"),
    Form("goal_explain", "why"),
    Form("goal_blocked", "blocker"),
    Form("goal_rescope", "why", **{"target-1": "8"}),
    Form("goal_rescope_wish", "wish"),
    Form("goal_close", "learned", outcome="dropped", dropped_why="fine"),
    Form("goal_close", "dropped_why", outcome="dropped", learned="fine"),
    Form("feedback_decline", "reason", needed=False),
]


IN_TROUBLE = {"goal_explain", "goal_blocked", "goal_rescope", "goal_rescope_wish"}


MILESTONES = Form("/goal new", "milestones", needed=False, **GOAL)
"""Its lines have a shape, so a hostile text is the name of one there."""


def as_milestone(text: str) -> str:
    """Return a line that is a milestone of that name, as long as one may be."""
    flat = " ".join(text.split())
    return f"2026-12-15 40% {flat[: 98 - 98 % len(FAMILY)]}"


async def opened(slack: Running, form: Form) -> Any:
    """Open a form anew; some time passes, since Slack takes only so many calls a minute."""
    ana, mia, bo = (slack.person(one.id) for one in (ANA, MIA, BO))
    slack.clock.forward(timedelta(seconds=3))
    if form.opens == "team_questions_open":
        await mia.open_home()
        await mia.click(mia.home, form.opens)
    elif form.opens == "goal_close":
        await to_close(slack)
    elif form.opens == "goal_update":
        await ana.open_home()
        await ana.click(ana.home, form.opens)
    elif form.opens in {"kudos_take_down", "blocker_reply"}:
        return await (to_take_down if form.opens == "kudos_take_down" else to_reply)(slack)
    elif form.opens in {"feedback_edit", "feedback_ask_more", "feedback_answer"}:
        return await after_giving(slack, form.opens)
    elif form.opens == "evidence_from_message":
        ts = (await bo.say("CGENERAL", "hello"))["ts"]
        await ana.message_shortcut(form.opens, "CGENERAL", ts)
    elif form.opens in IN_TROUBLE:
        await in_trouble(slack, form.opens)
    elif form.opens == "goal_wish":
        await mia.click(await card(slack, mia, "goal_wish"), form.opens)
    elif form.opens == "feedback_decline":
        await bo.click(await card(slack, bo, "feedback_decline"), form.opens)
    else:
        assert (await ana.command(form.opens)).error is None
    await slack.bot.tasks.done()
    return {"team_questions_open": mia, "goal_wish": mia, "goal_rescope_wish": mia, "feedback_decline": bo}.get(
        form.opens, ana
    )


async def to_close(slack: Running) -> None:
    """Open the form that closes one more goal of Ana's."""
    ana, about = slack.person(ANA.id), {"starts": date(2026, 7, 1), "due": date(2027, 3, 31), "state": State.ACTIVE}
    async with slack.database.transaction() as store:
        goal = await store.goals.save(Goal(ref=await store.goals.next_ref(), title="Over", owner=ANA.id, **about))
        await store.outbox.put(GoalReached(to=ANA.id, goal=goal.id or 0, title=goal.title), now=slack.clock())
    await slack.settle()
    await ana.click(next(one for one in reversed(ana.dm()) if "goal_close" in str(one["blocks"])), "goal_close")


async def in_trouble(slack: Running, action: str) -> None:
    """Open a form for what an owner says of a goal, from its card, or for what a manager says to a change."""
    ana, mia, now = slack.person(ANA.id), slack.person(MIA.id), slack.clock()
    if action != "goal_rescope_wish":
        await ana.open_home()
        await ana.click(ana.home, "goal_open", block_id="goal-acts-1")
        await slack.bot.tasks.done()
        await ana.click(ana.view, action)
        return
    async with slack.database.transaction() as store:
        wish = Rescope(goal=1, by=ANA.id, at=now, why="w", wanted=Wanted(targets={1: 8}, due=date(2027, 3, 31)))
        wish, _ = await store.goal_rescopes.ask(wish, now=now)
        about = {"rescope": wish.id or 0, "goal": 1, "owner": ANA.id, "title": "Steady"}
        await store.outbox.put(GoalRescopeAsked(to=MIA.id, **about, differences=(), why="w", sums=("a", "b")), now=now)
    await slack.settle()
    await mia.click(next(one for one in reversed(mia.dm()) if action in str(one["blocks"])), action)


async def to_take_down(slack: Running) -> Any:
    """Open the people team's form for the newest kudos."""
    hana = slack.person(HANA.id)
    assert "Thank you" in (await slack.person(ANA.id).command(f"/kudos <@UBO> for {slack.clock()}")).text
    await hana.command("/kudos manage")
    await slack.bot.tasks.done()
    newest = next(block["block_id"] for block in hana.view["blocks"] if str(block["block_id"]).startswith("kudos-"))
    await hana.click(hana.view, "kudos_take_down", block_id=newest)
    await slack.bot.tasks.done()
    return hana


async def to_reply(slack: Running) -> Any:
    """Have Olu blocked, all the time by the same thing, and open the people team's form to reply."""
    hana, now = slack.person(HANA.id), slack.clock()
    named = CheckIn(person=OLU.id, period=NOW.date(), blockers="The lift is stuck", answered_at=now)
    async with slack.database.transaction() as store:
        await blockers.follow(store, await store.people.acting(OLU.id), named, None, helper=None, now=now)
    await slack.settle()
    blocked = next(one for one in reversed(hana.dm()) if "blocker_reply" in str(one["blocks"]))
    await hana.click(blocked, "blocker_reply")
    await slack.bot.tasks.done()
    return hana


async def after_giving(slack: Running, action: str) -> Any:
    """Have Bo tell Ana something, and open the form that somebody gets about it."""
    ana, bo, now = slack.person(ANA.id), slack.person(BO.id), slack.clock()
    piece = Feedback(author=BO.id, receiver=ANA.id, behaviour="b", visibility=Visibility.RECEIVER, given_at=now)
    async with slack.database.transaction() as store:
        piece = await store.feedback.add(piece)
        if action == "feedback_answer":
            question = Question(feedback=piece.id or 0, asker=ANA.id, question="why?", asked_at=now)
            asked = await store.feedback.add_question(question)
            await store.outbox.put(FeedbackQuestioned(to=BO.id, question=asked.id or 0, by=ANA.id), now=now)
    if action == "feedback_answer":
        await slack.settle()
        await bo.click(next(one for one in reversed(bo.dm()) if action in str(one["blocks"])), action)
    else:
        who, words = (bo, "given") if action == "feedback_edit" else (ana, "inbox")
        await who.command(f"/feedback {words}")
        await slack.bot.tasks.done()
        block = "given" if who is bo else "received"
        await who.click(who.view, action, block_id=f"{block}-{piece.id}")
    await slack.bot.tasks.done()
    return ana if action == "feedback_ask_more" else bo


async def card(slack: Running, person: Any, action: str) -> Any:
    """Return a message with that button, after asking for one."""
    ana = slack.person(ANA.id)
    if action == "goal_wish":
        await ana.command("/goal new")
        await slack.bot.tasks.done()
        assert (await ana.submit(GOAL)).errors == {}
    else:
        await ana.command("/feedback ask <@UBO> about the launch")
    await slack.settle()
    return next(one for one in reversed(person.dm()) if action in str(one["blocks"]))


async def fill(slack: Running, form: Form, text: str) -> Any:
    """Send the form with the text as if nothing in Slack's window limited it; return what its sender sees."""
    person = await opened(slack, form)
    [shown] = slack.emulator.views.stack(person.id)[-1:]
    slack.emulator.forms.fill(shown, form.others | {form.field: text})
    element = next(one["element"] for one in shown.view["blocks"] if one["block_id"] == form.field)
    most = element.get("max_length", 3000)
    text = text[: most - most % len(FAMILY)] if len(text) > most else text
    shown.typed[form.field] = {element["action_id"]: text}
    result = await slack.emulator.forms.submit(slack.emulator.workspace.people[person.id], shown)
    await slack.bot.tasks.done()
    if person.view:
        await person.close(all=True)
    return result


def sent(slack: Running, since: int) -> Iterator[Any]:
    """Everything the bot said from that call on, all of it taken by the workspace.

    Of a Home tab that changed meanwhile the workspace says so, and takes the newer one that follows.
    """
    overtaken: set[str] = set()
    for call in slack.emulator.calls[since:]:
        assert call.answer is not None, call.method
        if call.method == "views.publish":
            conflict = call.answer.get("error") == "hash_conflict"
            (overtaken.add if conflict else overtaken.discard)(call.args["user_id"])
        if call.args.get("user_id") not in overtaken:
            assert call.answer["ok"], (call.method, call.answer, json.dumps(call.args)[:2000])
        yield call.args
    assert overtaken == set()


def mrkdwn(thing: Any) -> Iterator[str]:
    """Every text in which Slack reads markup."""
    for one in parts(thing):
        if one.get("type") == "mrkdwn" or ("type" not in one and isinstance(one.get("text"), str)):
            yield str(one["text"])


def assert_harmless(said: Any) -> None:
    for text in mrkdwn(said):
        for found in regex.finditer("<", text):
            assert text.startswith(SAFE_MARKUP, found.start()), text
        assert not regex.search(r"&(?!amp;|lt;|gt;)", text), text[-200:]
    for text in (one["text"] for one in parts(said) if isinstance(one.get("text"), str)):
        assert not regex.search("[\u202a-\u202e\u2066-\u2069]", text), text
        assert not regex.search("(?<=👩)\u200d(?!.)|👩(?!\u200d)|(?<!\u200d)[👧👦]", text.replace(FAMILY, "")), (
            "cut within a grapheme"
        )
    if isinstance(said.get("blocks"), list) and "callback_id" not in said:
        assert len(json.dumps(said["blocks"], ensure_ascii=False)) <= MOST


@ON_ONE_LOOP
@pytest.mark.parametrize("text", ALL_AT_ONCE.values(), ids=ALL_AT_ONCE)
async def test_no_field_lets_a_text_do_anything(slack, text):
    since = len(slack.emulator.calls)
    for form in FORMS:
        result = await fill(slack, form, text)
        assert result.error is None, (form.opens, form.field, result)
        assert result.errors == {}, (form.opens, form.field)
        assert_harmless(result.view or {})
    assert (await fill(slack, MILESTONES, as_milestone(text))).errors == {}
    await slack.settle()
    for person, typed in (
        (ANA, "/goal"),
        (ANA, "/check-in"),
        (BO, "/feedback inbox"),
        (BO, "/feedback given"),
        (ANA, "/feedback evidence"),
        (MIA, "/team-status"),
    ):
        slack.clock.forward(timedelta(seconds=3))
        await slack.person(person.id).open_home()
        reply = await slack.person(person.id).command(typed)
        assert reply.error is None
        assert_harmless({"text": reply.text, "blocks": reply.blocks})
    await slack.settle()
    for _ in range(3):
        await slack.bot.redraw_homes()
    for said in sent(slack, since):
        assert_harmless(said)
        assert_harmless(said.get("view") or {})


@ON_ONE_LOOP
@pytest.mark.parametrize("form", [*FORMS, MILESTONES], ids=lambda form: f"{form.opens} {form.field}")
@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
async def test_what_no_database_takes_is_refused_at_its_field(slack, form, text):
    result = await fill(slack, form, text)

    assert list(result.errors) == [form.field]
    assert CANNOT in result.errors[form.field]


@ON_ONE_LOOP
@pytest.mark.parametrize("form", [form for form in FORMS if form.needed], ids=lambda form: f"{form.opens} {form.field}")
@pytest.mark.parametrize("text", EMPTY.values(), ids=EMPTY)
async def test_nothing_that_shows_nothing_counts_as_something(slack, form, text):
    result = await fill(slack, form, text)

    assert list(result.errors) == [form.field]


WORDS = {
    "kudos": ("{}", "<@UBO> for {}"),
    "feedback": ("{}", "ask {}", "ask <@UBO> about {}"),
    "goal": ("{}", "new {}"),
    "review": ("{}", "packet {}", "packet 1{}"),
}


@ON_ONE_LOOP
@pytest.mark.parametrize("text", ["<!channel> *us*", "<http://evil.example|HR portal>", "&lt;!here&gt;"])
async def test_a_refusal_that_names_a_goal_says_its_title_and_no_more(slack, text):
    mia, ana = slack.person(MIA.id), slack.person(ANA.id)
    await fill(slack, Form("/goal new", "title", **GOAL), text)
    await slack.settle()
    asked = mia.dm()[-1]
    await mia.click(asked, "goal_agree")
    again = copy.deepcopy(slack.emulator.delivery.last)
    again.payload["trigger_id"] = "another click"
    await slack.emulator.delivery.send(again)
    await slack.settle()
    agreed = next(one for one in reversed(ana.dm()) if "goal_update" in str(one["blocks"]))
    async with slack.database.transaction() as store:
        *_, goal = [one for one in await store.goals.all() if one.title == text]
        await store.goals.save(goal.model_copy(update={"state": State.CLOSED}))
    await ana.click(agreed, "goal_update")
    await slack.settle()

    said = [one for person in (mia, ana) for one in person.dm() if one.get("is_ephemeral")]
    assert any("decided already" in one["text"] for one in said)
    assert any("not active any more" in one["text"] for one in said)
    for one in said:
        assert_harmless({"text": one["text"]})


@ON_ONE_LOOP
@pytest.mark.parametrize("text", (HOSTILE | UNREADABLE | EMPTY).values(), ids=HOSTILE | UNREADABLE | EMPTY)
async def test_no_command_lets_a_text_do_anything(slack, text):
    since, ana = len(slack.emulator.calls), slack.person(ANA.id)
    for name in COMMANDS.values():
        for words in WORDS.get(name, ("{}",)):
            slack.clock.forward(timedelta(seconds=2))
            reply = await ana.command(f"/{name} {words.format(text)}")
            assert reply.error is None, (name, words)
            assert "Something went wrong on my side" not in reply.text
            assert_harmless({"text": reply.text.replace(PING, "")})  # whom one does not know may be named back
            assert_harmless({"blocks": reply.blocks})
    await slack.settle()
    for said in sent(slack, since):
        assert_harmless(said)
        assert_harmless(said.get("view") or {})


def said_with(text: str) -> Iterator[Any]:
    """Every notice that carries what somebody wrote."""
    yield BlockerRaised(to=MIA.id, person=ANA.id, period=NOW.date(), revision=1, text=text)
    about = {"blocker": 1, "revision": 2, "first": 1, "person": ANA.id, "text": text, "raised_at": NOW}
    replies = tuple(Said(author=BO.id, text=text, at=NOW) for _ in range(4))
    yield BlockerCard(to=MIA.id, part=Part.MANAGER, **about, replies=replies, earlier=1, told=(BO.id,))
    yield BlockerNews(to=ANA.id, blocker=1, revision=2, person=ANA.id, by=BO.id, what="reply", about=text, said=text)
    yield KudosPosted(to="CKUDOS", kudos=1, giver=ANA.id, receivers=(BO.id, MIA.id), reason=text, goal=text, value=text)
    post = KudosPosted(to="CKUDOS", kudos=1, giver=ANA.id, receivers=(BO.id,), reason=text, goal=text, value=text)
    yield KudosJoined(to="CKUDOS", post=post, round=1, joined=(MIA.id, OLU.id))
    yield KudosTakenDown(to=ANA.id, kudos=1, receivers=(BO.id,), why=text)
    said = {"reasons": (text,) * 3, "reached": (text,), "values": ((text, 1),), "goals": ((text, 1),)}
    yield KudosRecap(to="CKUDOS", week=NOW.date(), thanks=1, **said)
    yield GoalReached(to=ANA.id, goal=1, title=text)
    yield GoalCelebrated(to="CKUDOS", goal=1, title=text, company=True, owner=ANA.id, contributors=(BO.id,))
    ended = {"to": MIA.id, "goal": 1, "owner": ANA.id, "by": ANA.id, "on": NOW.date(), "title": text, "learned": text}
    yield GoalEnded(**ended, outcome="closed", score=0.4, scores=((text, 0.4), (text, 0.4)), into=text)
    yield GoalEnded(**ended, outcome="dropped", why=text)
    yield KudosReceived(to=BO.id, kudos=1, giver=ANA.id, reason=text, value=text)
    yield FeedbackGiven(to=BO.id, feedback=1, author=ANA.id, receiver=BO.id, visibility=Visibility.RECEIVER)
    yield FeedbackAsked(to=BO.id, request=1, asker=ANA.id, about=text)
    yield FeedbackDeclined(to=ANA.id, request=1, asked=BO.id, reason=text)
    trouble = {"goal": 1, "title": text, "state": Confidence.OFF_TRACK, "why": text}
    yield Today(to=ANA.id, day=NOW.date(), items=(GoalWarning(**trouble),))
    yield GoalWarned(to=MIA.id, owner=ANA.id, sum=text, at=NOW, **trouble)
    wish = {"rescope": 1, "goal": 1, "title": text}
    differences = (Difference(name=text, before=text, after=text),) * 12
    yield GoalRescopeAsked(to=MIA.id, **wish, owner=ANA.id, differences=differences, why=text, sums=(text, text))
    yield GoalRescopeDecided(to=ANA.id, **wish, by=MIA.id, agreed=False, wish=text)
    yield GoalProposed(to=MIA.id, goal=1, owner=ANA.id, title=text, sentence=text)
    yield GoalCascaded(to=ANA.id, goal=1, by=MIA.id, title=text)
    part = {"goal": 1, "by": MIA.id, "title": text}
    yield GoalPartGiven(to=BO.id, owner=ANA.id, shared=True, **part)
    fact = Change(before=text, after=text)
    yield GoalChanged(to=ANA.id, changes={"kpi 1 target": fact, "title": fact}, named={"kpi 1": text}, at=NOW, **part)
    left = GoalLeftOpen(goal=1, title=text, cycle=text, ended_on=NOW.date())
    yield Today(to=ANA.id, day=NOW.date(), items=(left,))
    yield GoalDecided(to=ANA.id, goal=1, by=MIA.id, title=text, agreed=False, wish=text)


def check_every_notice(written: str) -> None:
    try:
        text = clean(written)
    except UnreadableText:
        assert regex.search("[\x00\ud800-\udfff]", written)
        return
    for notice in said_with(text):
        shown = render(notice, marker="0" * 16)
        assert not blocks_report(shown.blocks).problems
        assert_harmless({"text": shown.text, "blocks": shown.blocks})


@pytest.mark.parametrize("written", HOSTILE.values(), ids=HOSTILE)
def test_no_notice_lets_a_text_do_anything(written):
    check_every_notice(written)


SIGNS = st.sampled_from(
    ["<", ">", "&", "\n", "`", "*", "\u202e", "\u200d", "\u0301", "\x00", "\ud800", FAMILY, "<!channel>"]
)


@profile(PROPERTY, max_examples=60)
@given(st.lists(st.one_of(SIGNS, st.characters()), max_size=60), st.integers(1, 80))
def check_any_text(pieces: list[str], times: int) -> None:
    check_every_notice("".join(pieces) * times)


def test_whatever_the_signs_a_notice_is_harmless_and_fits():
    check_any_text()
