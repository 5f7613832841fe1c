"""`/review packet`: who may order which page, what one may type, and the file that comes."""

from datetime import date, timedelta

import pytest

from company import ANA, BO, HANA, MIA, NOW, OLU, SAM
from domain.check_ins import CheckIn
from domain.permissions import may_review
from domain.refusals import NothingToShow, Refusal
from domain.rules import Rules
from emulator.block_kit import blocks_report
from handlers.reviews import Asked, read, review
from handlers.views.reviews import ordered
from storage.database import AlreadyDone

FRIDAY = date(2026, 11, 20)
HALF_YEAR = date(2026, 7, 1), FRIDAY
LINE = {ANA.id: MIA.id, MIA.id: OLU.id}


async def files_of(slack, person):
    await slack.settle()
    return [file for message in person.dm() for file in message.get("files", ())]


async def test_a_report_reads_their_own_page(slack):
    async with slack.database.transaction() as store:
        await store.check_ins.save(CheckIn(person=ANA.id, period=FRIDAY, went_well="A calm week", answered_at=NOW))
    ana = slack.person(ANA.id)

    reply = await ana.command("/review packet")
    assert reply.text == (
        "The review packet about you, 1 July 2026 to 20 November 2026, comes as a file in a moment, readable by you alone."
    )
    [file] = await files_of(slack, ana)
    assert file["title"] == "Review packet: Ana Ruiz, 2026-07-01 to 2026-11-20"
    assert b"A calm week" in await ana.download(file["id"])


async def test_a_manager_reads_the_page_of_a_report_and_it_is_written_down(slack):
    mia = slack.person(MIA.id)
    reply = await mia.command("/review packet <@UANA> 2026-07-01 2026-12-31")
    assert "The review packet about <@UANA>, 1 July 2026 to 31 December 2026" in reply.text
    assert "Cairn writes down for <@UANA> that you opened it." in str(reply.blocks)
    [file] = await files_of(slack, mia)
    assert file["title"] == "Review packet: Ana Ruiz, 2026-07-01 to 2026-12-31"
    assert await files_of(slack, slack.person(ANA.id)) == []
    async with slack.database.reading() as store:
        assert [line[:2] for line in await store.access.about(ANA.id)] == [("UMIA", "review packet")]


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param(BO, id="a peer"),
        pytest.param(SAM, id="a stranger"),
        pytest.param(OLU, id="the line above"),
        pytest.param(HANA, id="the people team"),
    ],
)
async def test_nobody_else_gets_it(slack, reader):
    person = slack.person(reader.id)
    assert (await person.command("/review packet <@UANA>")).text == NothingToShow.text
    assert await files_of(slack, person) == []


async def test_a_former_manager_gets_it_no_more(slack):
    async with slack.database.transaction() as store:
        await store.people.give_managers({ANA.id: SAM.id}, now=NOW)
    assert (await slack.person(MIA.id).command("/review packet <@UANA>")).text == NothingToShow.text
    assert "comes as a file" in (await slack.person(SAM.id).command("/review packet <@UANA>")).text


async def test_someone_outside_is_named_as_such(slack):
    assert "I don't know <@UGIL>" in (await slack.person(MIA.id).command("/review packet <@UGIL>")).text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("pakcet", "Did you mean `/review packet`? For example: `/review packet @ana`", id="nearest word"),
        pytest.param("start", "`/review help` shows what it can do", id="a word of later"),
        pytest.param("packet ana", "I can't tell who or when `ana` is. Type @", id="a name without its @"),
        pytest.param("packet last year", "I can't tell who or when `last` is", id="a date in words"),
        pytest.param("packet <!channel>", "who or when `@channel` is", id="no ping"),
        pytest.param("packet `<https://evil.example|x>`", "who or when `'x'` is", id="no link, no way out of the code"),
        pytest.param("packet &lt;!here&gt;", "who or when `&lt;!here&gt;` is", id="what was escaped stays so"),
        pytest.param("packet 2026-07-01", "Give two days", id="one day"),
        pytest.param("packet 2026-07-01 2026-08-01 2026-09-01", "Give two days", id="three days"),
        pytest.param("packet 2026-02-30 2026-12-31", "`2026-02-30` is not a date", id="no such day"),
        pytest.param("packet 01.07.2026 31.12.2026", "Write it like 2026-07-01", id="another order"),
        pytest.param("packet 0001-01-01 9999-12-31", "`0001-01-01` is not a date", id="mistyped years"),
        pytest.param("packet 2026-12-31 2026-07-01", "Give the earlier date first", id="upside down"),
        pytest.param("packet <@UANA> <@UBO>", "A packet is about one person", id="two people"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_an_example(typed, answer):
    with pytest.raises(Refusal) as refused:
        await review(_nobody, {"user_id": MIA.id, "text": typed}, "1", None, lambda: NOW, Rules())
    assert answer in str(refused.value)


async def _nobody(**_reply):
    raise AssertionError("a refusal is no answer")


async def test_a_refusal_is_what_the_person_reads_and_nothing_comes(slack):
    mia = slack.person(MIA.id)
    assert "`/review packet @ana 2026-07-01 2026-12-31`" in (await mia.command("/review packet ana")).text
    assert "which is still to come" in (await mia.command("/review packet 2026-11-21 2026-12-31")).text
    assert await files_of(slack, mia) == []


@pytest.mark.parametrize("typed", ["", "help", "Help"])
async def test_help_shows_what_to_type(typed):
    replies = []

    async def ack(**reply):
        replies.append(reply)

    await review(ack, {"user_id": MIA.id, "text": typed}, "1", None, lambda: NOW, Rules(prefix="cairn-"))
    assert "`/cairn-review packet @ana 2026-07-01 2026-12-31`" in replies[0]["blocks"][0]["text"]["text"]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        pytest.param("", Asked(None, None), id="my own"),
        pytest.param("me", Asked(None, None), id="me"),
        pytest.param("<@UANA|ana>", Asked("UANA", None), id="a report"),
        pytest.param("2026-07-01 2026-11-20", Asked(None, HALF_YEAR), id="two days"),
        pytest.param("from 2026-07-01 to 2026-11-20 for <@UANA>", Asked("UANA", HALF_YEAR), id="as people talk"),
        pytest.param("<@UANA> 2026-07-01 – 2026-11-20", Asked("UANA", HALF_YEAR), id="with a dash"),
    ],
)
def test_names_and_days_are_read_in_any_order(typed, asked):
    assert read(typed, "/review") == asked


async def test_the_same_command_again_sends_no_second_file(company):
    replies = []

    async def ack(**reply):
        replies.append(reply)

    command = {"user_id": ANA.id, "text": "packet", "trigger_id": "1.2.3"}
    await review(ack, command, "trigger:1.2.3", company, lambda: NOW, Rules())
    with pytest.raises(AlreadyDone) as again:
        await review(ack, command, "trigger:1.2.3", company, lambda: NOW, Rules())
    assert again.value.reply == replies[0]
    async with company.reading() as store:
        since = NOW - timedelta(days=1)
        standing = [one async for one in store.outbox.standing("packet_requested", since=since)]
    assert [(one.notice.to, one.notice.subject, one.notice.request) for one in standing] == [(ANA.id, ANA.id, "1.2.3")]


async def test_a_page_without_days_ends_on_the_readers_today(company):
    async with company.transaction() as store:
        await store.people.save(HANA.model_copy(update={"tz": "Pacific/Kiritimati"}))
    replies = []

    async def ack(**reply):
        replies.append(reply)

    late = NOW.replace(hour=12)
    await review(ack, {"user_id": HANA.id, "text": "packet", "trigger_id": "1"}, "1", company, lambda: late, Rules())
    assert "to 21 November 2026" in replies[0]["text"]


@pytest.mark.parametrize("reader", [ANA, MIA])
def test_the_answer_is_good_blocks(reader):
    said = ordered(may_review(reader, ANA, LINE), since=HALF_YEAR[0], until=HALF_YEAR[1])
    assert not blocks_report(said.blocks).problems


def test_the_line_above_may_read_but_not_review():
    with pytest.raises(NothingToShow):
        may_review(OLU, ANA, LINE)
