"""`/team-status` through the running bot: who sees it, what it opens, what it writes down."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from company import ANA, BO, HANA, LONG_AGO, MIA, NOW, OLU, SAM
from domain.blockers_named import as_named
from domain.calendar import Schedule
from domain.check_ins import CheckIn
from domain.feedback import Feedback, Visibility
from domain.kudos import Kudos
from domain.people import Person
from domain.refusals import NothingToShow, Refusal
from domain.rules import Rules
from handlers.status import team_status
from handlers.views import status as view
from storage.database import AlreadyDone

FRIDAY = date(2026, 11, 20)
BEFORE = FRIDAY - timedelta(days=7)


def answered(person, period=FRIDAY, *, at=NOW, **said):
    return CheckIn(person=person.id, period=period, answered_at=at, **({"went_well": "Fine."} | said))


async def store_all(database, *check_ins):
    async with database.transaction() as store:
        for one in check_ins:
            await store.check_ins.save(one)
            standing = await store.blockers.open_of(one.person)
            for blocker in as_named(one, None, standing, helper=None, now=one.answered_at):
                await store.blockers.save(blocker)


async def look(database, manager=MIA, now=NOW):
    async with database.reading() as store:
        return (await store.status.team(manager, schedule=Schedule(), now=now))[0]


def texts(blocks):
    return "\n".join(block["text"]["text"] for block in blocks if "text" in block)


async def test_a_manager_finds_the_blocker_opens_it_and_owes_nothing_any_more(slack):
    await store_all(slack.database, answered(ANA, blockers="I can't see the refund tool <!channel>"))
    mia = slack.person(MIA.id)

    page = await mia.command("/team-status")
    assert "Answer the blocker of <@UANA>" in texts(page.blocks)
    assert "I can't see the refund tool &lt;!channel&gt;" in texts(page.blocks)
    assert page.response_type == "ephemeral"

    assert "Answer the blocker of <@UANA>" in texts((await mia.command("/team-status")).blocks), (
        "looking is not reading"
    )
    assert page.text.startswith("1 blocker (Ana Ruiz) and 1 check-in (Ana Ruiz) wait for you.")
    await mia.click(mia.dm()[-1], "check_in_read", block_id="owed-UANA-2026-11-20")
    await slack.settle()
    assert mia.view["title"]["text"] == "Check-in"
    await mia.close()

    assert (await mia.command("/team-status")).text.startswith("1 blocker (Ana Ruiz) waits for you."), (
        "read is not answered"
    )
    await mia.click(mia.dm()[-1], "blocker_open", block_id="answer-1")
    await slack.settle()
    assert mia.view["title"]["text"] == "Blocker"
    await mia.click(mia.view, "blocker_promise")
    await slack.settle()
    await mia.submit({"by": "2026-11-24"})
    await slack.settle()
    await mia.close()
    assert "You promised to clear it by *Tuesday 24 November*" in str(mia.view["blocks"]), "the window below follows"

    await mia.close()
    page = texts((await mia.command("/team-status")).blocks)
    assert "Nobody waits for you." in page
    assert "🚧 <@UANA> · since today" in page, "it stands until somebody says it is gone"
    assert "<@UMIA> promised to clear it by *Tuesday 24 November*" in page


@pytest.mark.parametrize("reader", [pytest.param(one, id=one.name) for one in (ANA, HANA, SAM)])
async def test_whoever_has_no_reports_reads_the_words_of_an_empty_team(slack, reader):
    await store_all(slack.database, answered(ANA, blockers="Stuck"))
    assert (await slack.person(reader.id).command("/team-status")).text == NothingToShow.text


async def test_the_line_above_sees_only_their_own_reports(slack):
    await store_all(slack.database, answered(ANA, blockers="Stuck"), answered(MIA, went_well="Quiet week"))
    page = str((await slack.person(OLU.id).command("/team-status")).blocks)
    assert "<@UMIA>" in page
    assert "<@UANA>" not in page
    assert "Stuck" not in page
    assert "Quiet week" not in page


async def test_a_former_manager_sees_nothing_and_the_new_one_nothing_older(slack):
    await store_all(slack.database, answered(ANA, BEFORE, at=NOW - timedelta(days=5), blockers="Old trouble"))
    async with slack.database.transaction() as store:
        await store.people.give_managers({ANA.id: SAM.id, BO.id: None}, now=NOW - timedelta(days=1))
    assert (await slack.person(MIA.id).command("/team-status")).text == NothingToShow.text
    page = str((await slack.person(SAM.id).command("/team-status")).blocks)
    assert "Old trouble" not in page
    assert "0 of 1 answered" in page, "asked this morning; last week was somebody else's"
    assert "Nobody was asked" in page


async def test_it_is_written_down_for_those_it_is_about(slack):
    await slack.person(MIA.id).command("/team-status")
    async with slack.database.reading() as store:
        assert [line[:3] for line in await store.access.about(ANA.id)] == [("UMIA", "team status", "manager")]


async def test_the_same_command_again_gets_the_same_page(company):
    replies = []

    async def ack(**reply):
        replies.append(reply)

    async def once():
        await team_status(ack, {"user_id": MIA.id}, "trigger:1", company, lambda: NOW, Rules())

    await once()
    with pytest.raises(AlreadyDone) as again:
        await once()
    assert again.value.reply == replies[0]
    async with company.reading() as store:
        [(*_, times)] = await store.access.about(ANA.id)
    assert times == 1


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("hlep", "Did you mean `/team-status help`? For example: `/team-status`", id="nearest word"),
        pytest.param("<!channel>", "`@channel` is not something /team-status knows", id="no ping"),
        pytest.param("everything", "For example: `/team-status`", id="example"),
    ],
)
async def test_a_wrong_word_gets_the_right_one(typed, answer):
    async def ack(**_reply):
        raise AssertionError("a refusal is no answer")

    with pytest.raises(Refusal) as refused:
        await team_status(ack, {"user_id": MIA.id, "text": typed}, "1", None, lambda: NOW, Rules())
    assert answer in str(refused.value)


async def test_help_needs_no_team(slack):
    assert "How your direct reports are doing" in (await slack.person(ANA.id).command("/team-status help")).text


async def test_a_team_of_200_is_paged_and_nobody_is_lost(slack):
    team = [
        Person(id=f"UR{number:03}", name=f"Report {number:03}", manager=SAM.id, enrolled_at=LONG_AGO)
        for number in range(200)
    ]
    async with slack.database.transaction() as store:
        await store.people.save_all(team)
    await store_all(slack.database, *(answered(person, blockers="Stuck") for person in team[:150]))
    sam = slack.person(SAM.id)

    page = await sam.command("/team-status")
    assert page.error is None
    assert "*Blocked* · 150; the first 3:" in texts(page.blocks)

    await sam.click(sam.dm()[-1], view.MORE, block_id="team-status")
    await slack.settle()
    seen = []
    while True:
        seen += [block["block_id"] for block in sam.view["blocks"] if block["block_id"].startswith("report-")]
        if view.LATER not in str(sam.view["blocks"]):
            break
        await sam.click(sam.view, view.LATER)
        await slack.settle()
    assert seen == [f"report-{person.id}" for person in team]

    await sam.click(sam.view, view.EARLIER)
    await slack.settle()
    assert "151 to 175 of 200" in str(sam.view["blocks"])


async def test_a_button_of_somebody_who_is_no_manager_any_more_opens_nothing(slack):
    mia = slack.person(MIA.id)
    await slack.settle()  # the prompt stands there by now, and comes between nothing
    await mia.command("/team-status")
    button = mia.dm()[-1]
    async with slack.database.transaction() as store:
        await store.people.give_managers({ANA.id: None, BO.id: None}, now=NOW)
    await mia.click(button, view.MORE, block_id="team-status")
    await slack.settle()
    assert mia.view is None
    assert mia.dm()[-1]["text"] == NothingToShow.text


async def test_a_report_in_tokyo_may_be_a_week_ahead(company):
    tokyo = ANA.model_copy(update={"tz": "Asia/Tokyo"})
    early = datetime(2026, 11, 20, 2, tzinfo=UTC)  # 3:00 in Berlin, 11:00 in Tokyo
    async with company.transaction() as store:
        await store.people.save(tokyo)
        await store.check_ins.save(answered(tokyo, FRIDAY, at=early))
        await store.check_ins.save(answered(BO, BEFORE, at=early))
    status = await look(company, now=early)
    assert status.period == BEFORE
    assert status.participation == (1, 2)
    [ana, bo] = status.beside
    assert (ana.period, ana.asked, ana.check_in.period) == (FRIDAY, True, FRIDAY)
    assert not bo.asked


async def test_on_any_other_day_one_week_is_enough(company):
    status = await look(company, now=NOW + timedelta(days=3))
    assert status.period == FRIDAY
    assert status.beside == ()


async def test_a_blocker_ages_until_a_check_in_without_one(company):
    weeks = [FRIDAY - timedelta(days=7 * number) for number in (5, 4, 3)]
    first = NOW - timedelta(days=35)
    await store_all(
        company,
        answered(ANA, weeks[0], at=first, blockers="No access"),
        answered(ANA, weeks[1], at=first + timedelta(days=7), blockers="No access"),
        answered(BO, weeks[0], at=first, blockers="No laptop"),
        answered(BO, weeks[2], at=first + timedelta(days=14)),
    )
    status = await look(company)
    assert [(one.person, one.text, one.raised_at) for one in status.blocked] == [(ANA.id, "No access", first)]
    assert [(one.person, one.period, one.blocker) for one in status.owed] == [(ANA.id, weeks[1], 1)]


async def test_a_new_blocker_is_as_old_as_itself(company):
    later = NOW - timedelta(days=6)
    await store_all(
        company,
        answered(ANA, BEFORE - timedelta(days=7), at=NOW - timedelta(days=13), blockers="No access"),
        answered(ANA, BEFORE, at=later, blockers="No laptop"),
    )
    [blocked] = (await look(company)).blocked
    assert (blocked.text, blocked.raised_at) == ("No laptop", later)


async def test_it_counts_only_what_the_manager_may_know_of(company):
    async with company.transaction() as store:
        for public, days in ((True, 1), (True, 31), (False, 2)):
            given_at = NOW - timedelta(days=days)
            await store.kudos.add(
                Kudos(giver=SAM.id, receivers=(ANA.id,), reason="x", given_at=given_at, public=public)
            )
        await store.kudos.add(Kudos(giver=SAM.id, receivers=(BO.id,), reason="x", given_at=NOW, public=False))
        for visibility in Visibility:
            told = Feedback(author=SAM.id, receiver=ANA.id, behaviour="x", visibility=visibility, given_at=NOW)
            await store.feedback.add(told)
            await store.feedback.add(told.model_copy(update={"given_at": NOW - timedelta(days=31)}))
    status = await look(company)
    assert (status.kudos, status.feedback) == (1, 2)
    assert status.unrecognised == (BO.id,), "private kudos are between giver and receiver"


async def test_the_last_twelve_weeks_stand_side_by_side(company):
    weeks = [FRIDAY - timedelta(weeks=number) for number in range(14)]
    await store_all(company, *(answered(ANA, week, at=NOW - (FRIDAY - week)) for week in weeks), answered(BO, weeks[3]))

    found = (await look(company)).weeks
    assert [week.period for week in found] == sorted(weeks[:12])
    assert [(week.answered, week.asked) for week in found] == [(1, 2)] * 8 + [(2, 2)] + [(1, 2)] * 3


async def test_a_new_manager_reads_no_weeks_from_before(company):
    await store_all(company, *(answered(ANA, FRIDAY - timedelta(weeks=n), at=NOW - timedelta(weeks=n)) for n in (1, 2)))
    async with company.transaction() as store:
        await store.people.give_managers({ANA.id: SAM.id}, now=NOW - timedelta(days=10))

    [before, this] = (await look(company, SAM)).weeks
    assert (before.period, before.answered, before.asked) == (BEFORE, 1, 1)
    assert (this.answered, this.asked) == (0, 1)


async def test_a_new_manager_does_not_count_older_feedback(company):
    async with company.transaction() as store:
        told = Feedback(
            author=SAM.id,
            receiver=ANA.id,
            behaviour="x",
            visibility=Visibility.RECEIVER_AND_MANAGER,
            given_at=NOW - timedelta(days=3),
        )
        await store.feedback.add(told)
        await store.people.give_managers({ANA.id: SAM.id}, now=NOW - timedelta(days=1))
    assert (await look(company, SAM)).feedback == 0


async def test_it_asks_as_often_for_forty_reports_as_for_two(company):
    asked = []
    event.listen(company.engine.sync_engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    await look(company)
    for_two, asked[:] = len(asked), []
    async with company.transaction() as store:
        team = [Person(id=f"UR{n:03}", name="R", manager=MIA.id, manager_since=NOW) for n in range(38)]
        await store.people.save_all(team)
    asked.clear()
    await look(company)
    assert len(asked) == for_two <= 12
