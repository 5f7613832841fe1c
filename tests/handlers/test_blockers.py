"""Blockers by their listeners: who is refused and in which words, what a second arrival does, who reads what where."""

from datetime import date, timedelta

import pytest
from hostile import EMPTY, UNREADABLE

from blocking import FRIDAY, Desk
from company import ANA, BO, HANA, LONG_AGO, MIA, NOW, OLU, SAM
from domain.blockers import Blocker
from domain.notices import BlockerCard, BlockerNews, BlockerRaised
from domain.people import Person
from storage.database import AlreadyDone
from storage.outbox import State

EVA = Person(id="UEVA", name="Eva Left", active=False)
NEXT = FRIDAY + timedelta(days=7)
TOOL = "I can't see the refund tool"
NOT_WITH_YOU = "This blocker is not with you"


@pytest.fixture
async def desk(company):
    async with company.transaction() as store:
        await store.people.save(EVA)
    return Desk(company)


@pytest.fixture
async def stuck(desk):
    """Ana is blocked and named Bo; everybody has heard."""
    await desk.check_in(ANA.id, TOOL, helper=BO.id)
    await desk.deliver()
    return desk


async def the_one(desk: Desk, number: int = 1) -> Blocker:
    async with desk.database.reading() as store:
        found = await store.blockers.get(number)
        assert found
        return found


def got(desk: Desk, person, kind=BlockerCard) -> list:
    return [notice for notice, _ in desk.chat.posts if notice.to == person.id and isinstance(notice, kind)]


@pytest.mark.parametrize(
    ("helper", "words"),
    [
        pytest.param(ANA.id, "Name somebody else, or nobody", id="oneself"),
        pytest.param(EVA.id, "I don't know <@UEVA>", id="somebody who left"),
        pytest.param(
            "UGIL", "I don't know <@UGIL>. Only people of this workspace take part, not guests, bots", id="guest"
        ),
        pytest.param("nobody", "I don't know <@nobody>", id="no id at all"),
    ],
)
async def test_some_helpers_are_refused_at_their_field_and_nothing_is_kept(desk, helper, words):
    told = await desk.check_in(ANA.id, TOOL, helper=helper)

    assert told.startswith("helper: ")
    assert words in told
    async with desk.database.reading() as store:
        assert await store.blockers.open_of(ANA.id) == []
        assert await store.check_ins.mine(ANA.id, FRIDAY) is None


async def test_a_helper_without_a_blocker_is_nobody_to_bother(desk):
    assert await desk.check_in(ANA.id, "", helper=ANA.id) == ""
    await desk.deliver()
    assert desk.chat.posts == []


@pytest.mark.parametrize("what", ["open", "reply", "promise", "done"])
@pytest.mark.parametrize("person", [SAM, OLU, HANA], ids=["a stranger", "the line above", "the people team"])
async def test_who_has_no_part_in_it_reads_the_words_for_no_blocker(stuck, what, person):
    for number in (1, 2, 999_999_999):
        assert (await stuck.press(person.id, what, number)).startswith(NOT_WITH_YOU)
    assert stuck.windows.shown == []


@pytest.mark.parametrize("value", ["", "x", "-1", "1e3", "10000000000", "None"])
async def test_a_number_that_is_none_is_not_there(stuck, value):
    for what in ("open", "reply", "promise", "done"):
        assert "I can't find that any more" in await stuck.press(MIA.id, what, value)
    for form in ("reply", "promise"):
        for about in ({"blocker": value}, {}, None):
            assert "I can't find that any more" in await stuck.send(MIA.id, form, about, reply="x")


async def test_a_former_manager_and_a_former_helper_lose_it_at_once(stuck):
    async with stuck.database.transaction() as store:
        await store.people.give_managers({ANA.id: SAM.id}, now=stuck.now)
    await stuck.check_in(ANA.id, TOOL, helper=HANA.id)

    for person in (MIA, BO):
        for what in ("open", "reply", "promise", "done"):
            assert NOT_WITH_YOU in await stuck.press(person.id, what, 1)
        assert NOT_WITH_YOU in await stuck.send(person.id, "reply", {"blocker": 1}, reply="I know")
        assert NOT_WITH_YOU in await stuck.send(person.id, "promise", {"blocker": 1}, by="2026-11-25")
    assert not (await the_one(stuck)).replies


async def test_a_helper_who_left_is_refused(stuck):
    async with stuck.database.transaction() as store:
        await store.people.retire([BO.id])

    assert "I don't know you yet" in await stuck.press(BO.id, "done", 1)
    assert (await the_one(stuck)).closed_at is None


async def test_the_author_cannot_promise_to_themselves(stuck):
    for told in (
        await stuck.press(ANA.id, "promise", 1),
        await stuck.send(ANA.id, "promise", {"blocker": 1}, by="2026-11-25"),
    ):
        assert told.startswith("The day is for those who clear it for you.")


@pytest.mark.parametrize(
    ("by", "words"),
    [
        pytest.param("2026-11-19", "That day is over", id="yesterday"),
        pytest.param("2028-01-01", "more than a year away", id="too far"),
        pytest.param("2026-02-30", "Choose the day", id="no day of the calendar"),
        pytest.param(None, "Choose the day", id="none"),
    ],
)
async def test_a_day_that_is_none_is_refused(stuck, by, words):
    assert words in await stuck.send(MIA.id, "promise", {"blocker": 1}, by=by)
    assert (await the_one(stuck)).promised_by is None


async def test_today_is_the_promisers_own_today(stuck):
    async with stuck.database.transaction() as store:
        await store.people.save(MIA.model_copy(update={"tz": "Pacific/Kiritimati"}))

    assert "That day is over" in await stuck.send(MIA.id, "promise", {"blocker": 1}, by="2026-11-19")
    stuck.now += timedelta(hours=2)  # past midnight over there
    assert "That day is over" in await stuck.send(MIA.id, "promise", {"blocker": 1}, by="2026-11-20")


@pytest.mark.parametrize("text", [*EMPTY.values(), *UNREADABLE.values(), None], ids=[*EMPTY, *UNREADABLE, "no field"])
async def test_a_reply_that_says_nothing_or_cannot_be_stored_is_refused(stuck, text):
    told = await stuck.send(MIA.id, "reply", {"blocker": 1}, reply=text)

    assert "write a few words" in told or "cannot be stored" in told
    assert (await the_one(stuck)).replies == ()


async def test_a_promise_made_meanwhile_is_not_overwritten_unseen(stuck):
    await stuck.press(MIA.id, "promise", 1)
    await stuck.send(BO.id, "promise", {"blocker": 1, "seen": None}, by="2026-11-24")

    told = await stuck.send(MIA.id, "promise", {"blocker": 1, "seen": None}, by="2026-11-25")

    assert told.startswith("Meanwhile <@UBO> promised it by 24 November. Nothing was changed")
    assert (await the_one(stuck)).promised_for == date(2026, 11, 24)


async def test_the_same_day_again_is_the_same_promise_and_no_news(stuck):
    for _ in range(3):
        assert "Promised by" in await stuck.send(BO.id, "promise", {"blocker": 1, "seen": None}, by="2026-11-24")
    await stuck.deliver()

    assert len(got(stuck, ANA, BlockerNews)) == 1
    assert (await the_one(stuck)).revision == 2


async def test_a_double_click_on_done_says_what_is_true(stuck):
    assert await stuck.press(BO.id, "done", 1, key="once") == ""
    with pytest.raises(AlreadyDone):
        await stuck.press(BO.id, "done", 1, key="once")
    assert "This blocker is closed: you said so." in await stuck.press(BO.id, "done", 1)
    assert "closed: <@UBO> said so" in await stuck.send(MIA.id, "reply", {"blocker": 1}, reply="Coming")
    assert "closed: <@UBO> said so" in await stuck.press(MIA.id, "promise", 1)
    assert "*Out of <@UANA>'s way* · <@UBO> said so" in await stuck.press(MIA.id, "open", 1), "reading is still fine"
    await stuck.deliver()
    assert len(got(stuck, ANA, BlockerNews)) == 1


async def test_opening_it_is_written_down_for_its_author(stuck):
    for person in (MIA, BO, ANA):
        assert TOOL in await stuck.press(person.id, "open", 1)

    async with stuck.database.reading() as store:
        written = {line[:3] for line in await store.access.about(ANA.id)}
    assert written == {(MIA.id, "blocker", "manager"), (BO.id, "blocker", "named helper")}


async def test_whoever_comes_later_reads_no_older_reply(stuck):
    await stuck.send(MIA.id, "reply", {"blocker": 1}, reply="between the three of us")
    stuck.now += timedelta(minutes=1)
    await stuck.check_in(ANA.id, TOOL, helper=SAM.id)
    await stuck.send(ANA.id, "reply", {"blocker": 1}, reply="for Sam too")
    await stuck.deliver()

    for seen in (str(got(stuck, SAM)), await stuck.press(SAM.id, "open", 1), await stuck.press(SAM.id, "reply", 1)):
        assert "for Sam too" in seen
        assert "between the three" not in seen
    assert "between the three" in await stuck.press(MIA.id, "open", 1)
    assert got(stuck, BO)[-1] == BlockerCard(to=BO.id, blocker=1, revision=3, first=1, person=ANA.id)


async def test_a_new_manager_hears_of_it_when_it_is_named_to_them_and_a_promise_of_the_old_one_lapses(stuck):
    await stuck.send(MIA.id, "promise", {"blocker": 1}, by="2026-11-24")
    stuck.now += timedelta(days=3)
    async with stuck.database.transaction() as store:
        await store.people.give_managers({ANA.id: SAM.id}, now=stuck.now)
        assert await store.blockers.promised() == []
    assert NOT_WITH_YOU in await stuck.press(SAM.id, "open", 1)
    stuck.now += timedelta(days=4)
    await stuck.check_in(ANA.id, TOOL, period=NEXT, helper=BO.id)
    await stuck.deliver()

    [told] = got(stuck, SAM)
    assert (told.text, told.promised_by, told.raised_at) == (TOOL, None, NOW)
    assert got(stuck, MIA)[-1].part is None


async def test_what_waited_for_a_former_manager_is_not_sent_to_them(desk):
    await desk.check_in(ANA.id, TOOL, helper=BO.id)
    async with desk.database.transaction() as store:
        old = BlockerRaised(to=MIA.id, person=ANA.id, period=FRIDAY, revision=1, text=TOOL)
        await store.outbox.put(old, now=desk.now)
        await store.people.give_managers({ANA.id: SAM.id}, now=desk.now + timedelta(seconds=1))
        await store.people.retire([BO.id])
    await desk.deliver()

    assert [notice.to for notice, _ in desk.chat.posts] == [ANA.id]
    async with desk.database.transaction() as store:
        assert await store.outbox.state_of(old.key) is State.CANCELLED


@pytest.mark.parametrize(
    ("to", "to_manager", "sent"),
    [
        pytest.param(MIA, True, True, id="the manager"),
        pytest.param(HANA, False, False, id="the people team, where there is a manager by now"),
        pytest.param(SAM, True, False, id="a former manager"),
    ],
)
async def test_what_the_version_before_planned_goes_only_to_whom_it_is_still_for(desk, to, to_manager, sent):
    async with desk.database.transaction() as store:
        old = BlockerRaised(to=to.id, person=ANA.id, period=FRIDAY, revision=1, text=TOOL, to_manager=to_manager)
        await store.outbox.put(old, now=desk.now)
    await desk.deliver()

    assert [notice for notice, _ in desk.chat.posts] == ([old] if sent else [])


async def test_without_a_manager_the_people_team_of_the_version_before_is_told_too(desk):
    async with desk.database.transaction() as store:
        old = [
            BlockerRaised(to=to.id, person=SAM.id, period=FRIDAY, revision=1, text=TOOL, to_manager=False)
            for to in (HANA, BO)
        ]
        await store.outbox.put(*old, now=desk.now)
    await desk.deliver()

    assert [notice for notice, _ in desk.chat.posts] == old[:1]


async def test_where_nobody_can_be_told_the_author_reads_so(desk):
    await desk.check_in(HANA.id, "Nobody to ask")
    await desk.deliver()

    [card] = got(desk, HANA)
    assert (card.told, len(desk.chat.posts)) == ((), 1)
    assert LONG_AGO < NOW
