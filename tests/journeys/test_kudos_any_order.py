"""Whatever people do with kudos, in whatever order and however often it is delivered: nothing is lost, nothing twice.

Random weeks through the running bot: thanks by text to people and groups, public and private, the same again, undone,
joined in, taken down, every input perhaps delivered once more. Then what stands in Slack must be what is stored.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st
from kudos_scene import CHANNEL, group, posts, seen
from sqlalchemy import text

from company import ANA, BO, HANA, MIA
from domain.calendar import week_start, zone
from domain.kudos import Kudos
from properties import PROPERTY
from running import Running, running

pytestmark = pytest.mark.asyncio(loop_scope="module")
GIVERS = ("UANA", "UBO", "UMIA")
NAMED = ("@ana", "@bo", "@mia", "@sam", "@gil", "@support")
REASONS = (
    "the review",
    "the review!",
    "a calm hand 👩‍👩‍👧‍👦 \u202e\u200b",
    "=1+1 <!channel> &",
    "x" * 2500,
    "\u200b",
    "a\ud800",
)
ALLOWANCE = 5

people = st.sampled_from(GIVERS)
giving = st.tuples(
    st.just("give"),
    people,
    st.lists(st.sampled_from(NAMED), min_size=1, max_size=3, unique=True),
    st.sampled_from(REASONS),
)
steps = st.one_of(
    giving,
    giving,
    st.tuples(st.just("private"), people, st.sampled_from(("UANA", "UBO", "USAM")), st.sampled_from(REASONS)),
    st.tuples(st.just("undo"), people),
    st.tuples(
        st.just("react"), st.sampled_from(("UANA", "UBO", "UMIA", "USAM", "UGIL")), st.sampled_from(("tada", "heart"))
    ),
    st.tuples(st.just("unreact"), st.sampled_from(("UMIA", "USAM")), st.sampled_from(("tada", "heart"))),
    st.tuples(st.just("wait"), st.sampled_from((20, 130, 700))),
    st.just(("again",)),
    st.just(("down",)),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(sqlite_template, tmp_path_factory) -> Any:
    path = tmp_path_factory.mktemp("any_order") / "cairn.db"
    path.write_bytes(sqlite_template.read_bytes())
    async with running(f"sqlite:///{path}") as everything:
        group(everything, "support", ANA.id, BO.id, MIA.id, "UGIL")
        await everything.settle()
        yield everything


async def do(slack: Running, step: tuple[Any, ...]) -> None:
    """Do one thing, as a person does."""
    what, *facts = step
    if what == "give":
        giver, whom, reason = facts
        assert (await slack.person(giver).command(f"/kudos {' '.join(whom)} for {reason}")).error is None
    elif what == "private":
        giver, receiver, reason = facts
        await slack.person(giver).command("/kudos")
        await slack.bot.tasks.done()
        await slack.person(giver).submit({"receivers": [receiver], "reason": reason, "audience": "private"})
        await slack.person(giver).close(all=True)
    elif what == "undo":
        await slack.person(facts[0]).command("/kudos undo")
    elif what in {"react", "unreact"}:
        await _emoji(slack, what, *facts)
    elif what == "wait":
        slack.clock.forward(timedelta(seconds=facts[0]))
    elif what == "again":
        await slack.emulator.redeliver(2, at_once=True)
    else:
        await _take_down(slack)
    await slack.settle()


async def _emoji(slack: Running, what: str, who: str, name: str) -> None:
    for post in posts(slack)[-1:]:
        there = any(who in one["users"] for one in post.get("reactions", ()) if one["name"] == name)
        if there is (what == "unreact"):
            await getattr(slack.person(who), what)(CHANNEL, post["ts"], name)


async def _take_down(slack: Running) -> None:
    hana = slack.person(HANA.id)
    await hana.command("/kudos manage")
    await slack.bot.tasks.done()
    if "kudos_take_down" in str(hana.view):
        newest = next(one["block_id"] for one in hana.view["blocks"] if str(one["block_id"]).startswith("kudos-"))
        await hana.click(hana.view, "kudos_take_down", block_id=newest)
        await slack.bot.tasks.done()
        await hana.submit({"why": "It hurts."})
    await hana.close(all=True)


async def everything_given(slack: Running) -> list[Kudos]:
    """All kudos there ever were."""
    found, number = [], 1
    async with slack.database.reading() as store:
        while one := await store.kudos.get(number):
            found.append(one)
            number += 1
    return found


def check_the_channel(slack: Running, given: list[Kudos]) -> None:
    """Each public one that stands has one post, with exactly those who joined in; nothing else stands there."""
    said = [seen(post["blocks"]) for post in posts(slack) if " thanks " in post["text"]]
    standing = [one for one in given if one.public and not one.gone]
    assert len(said) == len(standing)
    for one, post in zip(standing, [post for post in posts(slack) if " thanks " in post["text"]], strict=True):
        assert post["text"].startswith(f"<@{one.giver}> thanks ")
        reacted = {who for row in post.get("reactions", ()) for who in row["users"]}
        joined = reacted - {one.giver, *one.receivers, "UGIL"}
        assert one.joined == len(joined)
        assert ("join" in seen(post["blocks"][-1:])) is bool(joined)


def check_the_messages(slack: Running, given: list[Kudos]) -> None:
    """Each of those thanked has one message for it while it stands, and none once it is gone."""
    for who in ("UANA", "UBO", "UMIA", "USAM"):
        told = Counter(
            seen(one)[:18]
            for one in slack.person(who).dm()
            if not one.get("is_ephemeral") and " thanks you" in one["text"]
        )
        mine = Counter(f"<@{one.giver}> thanks you"[:18] for one in given if who in one.receivers and not one.gone)
        assert told == mine


def check_the_allowance(slack: Running, given: list[Kudos]) -> None:
    for giver in GIVERS:
        tz = zone("Europe/Berlin")
        weeks = Counter[Any]()
        for one in given:
            if one.giver == giver and not one.undone_at:
                weeks[week_start(one.given_at, tz)] += len(one.receivers)
        assert all(count <= ALLOWANCE for count in weeks.values())
    for one in given:
        assert one.giver not in one.receivers
        assert "UGIL" not in one.receivers
        assert one.reason.strip()


async def waiting(slack: Running) -> list[tuple[str, str]]:
    """What of kudos is due and not said."""
    async with slack.database.engine.connect() as connection:
        due = text("SELECT key, state FROM outbox WHERE state IN ('planned', 'sending', 'uncertain') AND due_at < :now")
        rows = await connection.execute(due, {"now": slack.clock().strftime("%Y-%m-%d %H:%M:%S.%f")})
        return [(row.key, row.state) for row in rows if row.key.startswith("kudos")]


@given(st.lists(steps, min_size=3, max_size=12))
@profile(PROPERTY, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_what_stands_in_slack_is_what_was_given(slack, week):
    for step in week:
        await do(slack, step)
    await slack.pass_time(timedelta(minutes=2))

    given = await everything_given(slack)
    check_the_channel(slack, given)
    check_the_messages(slack, given)
    check_the_allowance(slack, given)
    assert await waiting(slack) == [], "nothing waits for ever"
    slack.clock.forward(timedelta(days=2))
    assert all((call.answer or {}).get("ok") for call in slack.emulator.calls)
