"""Kudos from a message's menu: its author is proposed, what it says stays where it is, its link goes where it may."""

import json
from datetime import date

import pytest
from seeds import shown
from sqlalchemy import text

from company import ANA, BO, MIA
from domain.people import NotTakingPart, Person
from handlers.tasks import TOO_LATE
from handlers.views.kudos import FROM_MESSAGE
from running import running
from storage.tables import Row

NEWS = "The tide gauge is back & everyone can see it"
SECRET = "Her offer is 4711"
REASON = "the calm way you told them"
GUEST = Person(id="UGIL", name="Gil Guest")
LINK = "https://northwind.slack.com/archives"


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param) as everything:
        await everything.settle()
        yield everything


async def said(slack, person, typed, channel="CGENERAL", **more):
    """Have somebody write a message; return its time stamp."""
    return (await slack.person(person.id).say(channel, typed, **more))["ts"]


async def choose(slack, person, ts, channel="CGENERAL"):
    """Choose *Give kudos* from a message's menu; return the form."""
    actor = slack.person(person.id)
    await actor.message_shortcut(FROM_MESSAGE, channel, ts)
    await slack.settle()
    return actor.view


def receivers(form):
    [field] = [block["element"] for block in form["blocks"] if block["block_id"] == "receivers"]
    return field.get("initial_users", [])


def linked(ts, channel="CGENERAL"):
    return f"{LINK}/{channel}/p{ts.replace('.', '')}"


async def packet_of(slack, person):
    """What stands in somebody's review packet, as they read it."""
    async with slack.database.transaction() as store:
        ends = {"since": date(2026, 7, 1), "until": date(2026, 12, 31)}
        return await store.reviews.packet(person.id, person.id, now=slack.clock(), **ends)


async def everything_stored(slack):
    """All that stands in the database, as one text."""
    async with slack.database.engine.connect() as connection:
        tables = [(await connection.execute(text(f"SELECT * FROM {name}"))).all() for name in Row.metadata.tables]
    return str(tables)


async def test_from_a_channel_without_the_bot_to_the_post_that_links_back(slack):
    ts = await said(slack, BO, NEWS)

    form = await choose(slack, ANA, ts)
    assert receivers(form) == [BO.id]
    assert f"About <{linked(ts)}|this message> of <@UBO>" in shown(form["blocks"])
    assert ">The tide gauge is back &amp; everyone can see it" in shown(form["blocks"])
    sent = await slack.person(ANA.id).submit({"receivers": [BO.id], "reason": REASON})
    await slack.settle()

    assert "Thank you for saying thank you" in shown(sent.view["blocks"])
    [post] = [shown(message["blocks"]) for message in slack.person(MIA.id).messages("CKUDOS")]
    assert "<@UANA> thanks <@UBO>" in post
    assert f"<{linked(ts)}|The message it is about>" in post
    assert f"<{linked(ts)}|The message it is about>" in shown(slack.person(BO.id).dm()[-1]["blocks"])
    assert "tide gauge" not in await everything_stored(slack)


async def test_the_review_packet_leads_back_to_it(slack):
    ts = await said(slack, BO, NEWS)
    await choose(slack, ANA, ts)
    await slack.person(ANA.id).submit({"receivers": [BO.id], "reason": REASON})
    await slack.settle()

    [entry] = (await packet_of(slack, BO)).entries
    assert entry.about == linked(ts)
    assert entry.link != entry.about, "the other one leads to the kudos post"


async def test_an_answer_in_a_thread_is_linked_there(slack):
    first = await said(slack, MIA, "Who can?")
    ts = await said(slack, BO, "I can", thread=first)

    form = await choose(slack, ANA, ts)

    assert f"{linked(ts)}?thread_ts={first}&cid=CGENERAL" in shown(form["blocks"])


class TestAPrivatePlace:
    async def test_its_link_reaches_its_author_alone(self, slack):
        ts = await said(slack, BO, SECRET, "CSECRET")

        form = await choose(slack, ANA, ts, "CSECRET")
        assert "nobody but its author gets a link" in shown(form["blocks"])
        await slack.person(ANA.id).submit({"receivers": [BO.id, MIA.id], "reason": REASON})
        await slack.settle()

        [post] = slack.person(MIA.id).messages("CKUDOS")
        assert "CSECRET" not in json.dumps(post)
        assert "CSECRET" not in json.dumps(slack.person(MIA.id).dm())
        assert linked(ts, "CSECRET") in shown(slack.person(BO.id).dm()[-1]["blocks"])
        assert [entry.about for entry in (await packet_of(slack, BO)).entries] == [None]

    async def test_a_direct_message_is_one_too(self, slack):
        card = slack.person(ANA.id).dm()[-1]

        form = await choose(slack, ANA, card["ts"], slack.emulator.workspace.dm(ANA.id, slack.emulator.app()).id)

        assert "It stands in a private place" in shown(form["blocks"])
        assert "An app wrote it. Choose whom you thank." in shown(form["blocks"])
        assert receivers(form) == []


class TestTheFormOpensWithoutAReceiverAndSaysWhy:
    async def test_for_ones_own_message(self, slack):
        form = await choose(slack, ANA, await said(slack, ANA, NEWS))

        assert receivers(form) == []
        assert "It is your own message, and kudos are for someone else" in shown(form["blocks"])

    async def test_for_an_apps_message(self, slack):
        await slack.person(ANA.id).command("/kudos @bo for the review")
        await slack.settle()
        [post] = slack.person(ANA.id).messages("CKUDOS")

        form = await choose(slack, MIA, post["ts"], "CKUDOS")

        assert receivers(form) == []
        assert "An app wrote it" in shown(form["blocks"])

    async def test_for_a_guests_message(self, slack):
        ts = (await slack.person("UGIL").say("CGENERAL", NEWS))["ts"]

        form = await choose(slack, ANA, ts)

        assert receivers(form) == []
        assert "<@UGIL> takes no part in Cairn" in shown(form["blocks"])

    async def test_for_somebody_who_left(self, slack):
        ts = await said(slack, BO, NEWS)
        await slack.emulator.change(BO.id, deleted=True)

        form = await choose(slack, ANA, ts)

        assert receivers(form) == []
        assert "someone who left" in shown(form["blocks"])


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        pytest.param("x" * 3000, ">" + "x" * 199 + "…", id="long"),
        pytest.param("one\ntwo\n\n\nthree", ">one two three", id="lines"),
        pytest.param("ask @mia or @channel", ">ask @Mia Okafor or @channel", id="names"),
        pytest.param("a < b & c > d", ">a &lt; b &amp; c &gt; d", id="signs"),
    ],
)
async def test_a_short_plain_quotation_says_which_message_it_is(slack_on_sqlite, typed, quoted):
    slack = slack_on_sqlite
    form = await choose(slack, ANA, await said(slack, BO, typed))

    assert quoted in shown(form["blocks"]).split("\n")


class TestHandledOnce:
    async def test_the_menu_delivered_again_opens_no_second_form_and_says_nothing(self, slack):
        await choose(slack, ANA, await said(slack, BO, NEWS))
        before = len(slack.person(ANA.id).messages("CGENERAL"))

        await slack.emulator.redeliver(4, at_once=True)
        await slack.settle()

        assert len(slack.person(ANA.id).views) == 1
        assert len(slack.person(ANA.id).messages("CGENERAL")) == before

    async def test_the_form_delivered_again_thanks_once(self, slack):
        await choose(slack, ANA, await said(slack, BO, NEWS))
        await slack.person(ANA.id).submit({"receivers": [BO.id], "reason": REASON})

        await slack.emulator.redeliver(4, at_once=True)
        await slack.settle()

        assert len(slack.person(MIA.id).messages("CKUDOS")) == 1
        assert len((await packet_of(slack, BO)).entries) == 1

    async def test_a_form_that_came_too_late_is_explained(self, slack):
        ts = await said(slack, BO, NEWS)
        slack.emulator.faults.add("views.open", "error", error="expired_trigger_id", times=1)

        form = await choose(slack, ANA, ts)

        assert form is None
        assert slack.person(ANA.id).messages("CGENERAL")[-1]["text"] == TOO_LATE
        assert receivers(await choose(slack, ANA, ts)) == [BO.id], "choosing it again opens it"


async def test_a_guest_reads_a_sentence_and_gets_no_form(slack):
    ts = await said(slack, BO, NEWS)

    assert await choose(slack, GUEST, ts) is None
    assert slack.person(GUEST.id).messages("CGENERAL")[-1]["text"] == NotTakingPart.text


async def test_the_rules_of_kudos_hold_here_too(slack):
    await choose(slack, ANA, await said(slack, BO, NEWS))

    sent = await slack.person(ANA.id).submit({"receivers": [ANA.id], "reason": REASON})

    assert "Kudos are for someone else" in sent.errors["receivers"]
