"""Blockers in the database: who reads which, what is asked after, and what stood before they had a table."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, text

from company import ANA, BO, EVERYONE, HANA, MIA, NOW, OLU, SAM
from domain.blocker_cards import Card
from domain.blockers import Blocker, Part, closed, promised, replied
from domain.permissions import may_read

FRIDAY = date(2026, 11, 20)
MANAGERS = {person.id: person.manager for person in EVERYONE}
LATER = NOW + timedelta(hours=1)


def stuck(person=ANA, **more) -> Blocker:
    facts = {"period": FRIDAY, "named_in": FRIDAY, "named_at": NOW, "text": "No access", "raised_at": NOW}
    return Blocker(person=person.id, **(facts | more))


async def save(company, *blockers: Blocker) -> list[Blocker]:
    async with company.transaction() as store:
        return [await store.blockers.save(one) for one in blockers]


def by(blocker: Blocker, person, *, seen=None, day=FRIDAY) -> Blocker:
    return promised(blocker, person.id, day, seen=seen, today=FRIDAY, now=NOW)


async def test_what_is_stored_comes_back_with_its_replies(company):
    async with company.transaction() as store:
        one = await store.blockers.save(stuck(helper=BO.id))
        for author, said in ((MIA.id, "Which tool?"), (ANA.id, "Refunds")):
            one = replied(one, author, said, now=LATER)
            await store.blockers.add_reply(one)
        one = await store.blockers.save(by(one, BO))

    async with company.reading() as store:
        assert await store.blockers.get(one.id) == one
        assert await store.blockers.open_of(ANA.id) == [one]
        assert await store.blockers.numbered([one.id, 99]) == [one]
        assert await store.blockers.get(99) is None
        assert await store.blockers.open_of(BO.id) == []


async def test_what_is_closed_stands_no_more_and_is_known_as_done(company):
    done, dropped = await save(company, stuck(), stuck(text="No laptop"))
    await save(company, closed(done, MIA.id, now=LATER), closed(dropped, None, now=LATER))

    async with company.transaction() as store:
        assert await store.blockers.open_of(ANA.id, lock=True) == []
        assert [one.text for one in await store.blockers.done_in(ANA.id, FRIDAY)] == ["No access"]
        assert await store.blockers.done_in(ANA.id, FRIDAY - timedelta(days=7)) == []
        assert (await store.blockers.get(done.id, lock=True)).closed_by == MIA.id


@pytest.mark.parametrize(
    ("reader", "texts"),
    [
        pytest.param(MIA, ["old", "new"], id="the manager"),
        pytest.param(OLU, ["old", "new"], id="the line above"),
        pytest.param(ANA, ["old", "new"], id="the author"),
    ],
)
async def test_a_grant_opens_whose_it_is_oldest_first(company, reader, texts):
    await save(company, stuck(text="new"), stuck(text="old", raised_at=NOW - timedelta(days=7)), stuck(SAM))

    async with company.reading() as store:
        assert [one.text for one in await store.blockers.open_to([may_read(reader, ANA, MANAGERS)])] == texts
        assert await store.blockers.open_to([]) == []


async def test_a_new_manager_reads_what_was_named_to_them_and_what_was_said_since(company):
    change = NOW + timedelta(days=1)
    new = ANA.model_copy(update={"manager": SAM.id, "manager_since": change})
    grant = may_read(SAM, new, {ANA.id: SAM.id})
    async with company.transaction() as store:
        one = replied(await store.blockers.save(stuck()), MIA.id, "between us", now=NOW)
        await store.blockers.add_reply(one)
        assert await store.blockers.open_to([grant]) == []
        again = one.model_copy(update={"named_at": change})
        await store.blockers.save(again)
        told = replied(again, ANA.id, "for you", now=change)
        await store.blockers.add_reply(told)
        [seen] = await store.blockers.open_to([grant])
    assert [one.text for one in seen.replies] == ["for you"]


async def test_who_may_act_is_told_for_many_at_once(company):
    first, second = await save(company, stuck(helper=SAM.id), stuck(OLU))

    async with company.transaction() as store:
        assert await store.blockers.parts_in([first, second]) == {
            first.id: {MIA.id: Part.MANAGER, SAM.id: Part.HELPER, ANA.id: Part.AUTHOR},
            second.id: {HANA.id: Part.PEOPLE_TEAM, OLU.id: Part.AUTHOR},
        }
        await store.people.retire([MIA.id, SAM.id, OLU.id])
        assert await store.blockers.parts_in([first, second]) == {
            first.id: {HANA.id: Part.PEOPLE_TEAM, ANA.id: Part.AUTHOR}
        }


async def test_a_promise_is_asked_after_once_and_only_whoever_may_still_act(company):
    mine, moved, gone = await save(company, stuck(), stuck(BO), stuck(helper=SAM.id))
    await save(company, by(mine, MIA), by(moved, MIA), by(gone, SAM))
    async with company.transaction() as store:
        assert {one.id for one in await store.blockers.promised()} == {mine.id, moved.id, gone.id}
        assert [one.id for one in await store.blockers.promised_by(SAM.id)] == [gone.id]
        await store.people.retire([SAM.id])
        await store.people.give_managers({BO.id: OLU.id}, now=LATER)
        assert [one.id for one in await store.blockers.promised()] == [mine.id]
        assert await store.blockers.promised_by(SAM.id) == []
        await store.blockers.mark_chased([mine.id], now=LATER)
        await store.blockers.mark_chased([mine.id], now=LATER + timedelta(days=1))
        assert await store.blockers.promised() == []
        [later] = [await store.blockers.save(by(stuck(), MIA, day=FRIDAY + timedelta(days=3)))]
        await store.blockers.mark_chased([later.id], now=LATER)
        assert await store.blockers.promised() == [later], "its day has not come"
        assert (await store.blockers.get(mine.id)).chased_at == LATER
        assert [one.id for one in await store.blockers.promised_by(MIA.id)] == [mine.id, later.id], (
            "it is still in view"
        )


async def test_cards_are_kept_person_by_person(company):
    (one,) = await save(company, stuck())
    async with company.transaction() as store:
        first = {MIA.id: Card(first=1, since=NOW), BO.id: Card(first=1, since=NOW)}
        await store.blockers.keep_cards(one.id, first)
        gone = Card(first=1, since=NOW, gone=True)
        await store.blockers.keep_cards(one.id, {BO.id: gone})
        await store.blockers.keep_cards(one.id, {})
        assert await store.blockers.cards(one.id) == first | {BO.id: gone}
        assert await store.blockers.cards(99) == {}


WEEKS = {f"week {number}": FRIDAY - timedelta(days=7 * number) for number in range(4)}


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        pytest.param({"week 0": "A"}, ("week 0", "week 0"), id="named this week"),
        pytest.param({"week 2": "A", "week 1": "A"}, ("week 2", "week 1"), id="as old as its first week"),
        pytest.param({"week 3": "A", "week 2": "B", "week 1": "A"}, ("week 1", "week 1"), id="named anew"),
        pytest.param({"week 3": "A", "week 2": "", "week 0": "A"}, ("week 0", "week 0"), id="free in between"),
        pytest.param({"week 1": "A", "week 0": ""}, None, id="free since"),
    ],
)
async def test_what_stood_in_the_way_before_the_migration_stands_after_it(database, said, standing):
    from alembic import command

    from storage.schema import _config

    def move(connection: Connection, there: str) -> None:
        config = _config()
        config.attributes["connection"] = connection
        (command.downgrade if there == "0002" else command.upgrade)(config, there)

    async with database.transaction() as store:
        await store.people.save(ANA)
        await store.people.save(BO)
    async with database.engine.connect() as connection:
        await connection.run_sync(move, "0002")
        for week, blocker in said.items():
            for person, text_ in ((ANA.id, blocker), (BO.id, "")):
                at = datetime.combine(WEEKS[week], NOW.time()).isoformat(sep=" ")
                await connection.execute(
                    text(
                        "INSERT INTO check_ins (workspace_id, person, period, goals, went_well, next, blockers,"
                        f" answered_at, late, revision) VALUES ({database.workspace_id}, '{person}', '{WEEKS[week]}',"
                        f" '[]', '', '', '{text_}', '{at}', false, 1)"
                    )
                )
        await connection.run_sync(move, "head")
        await connection.commit()

    async with database.transaction() as store:
        found = await store.blockers.open_of(ANA.id)
        assert await store.blockers.open_of(BO.id) == []
        assert [(one.period, one.named_in) for one in found] == (
            [(WEEKS[standing[0]], WEEKS[standing[1]])] if standing else []
        )
        if standing:
            assert found[0].raised_at == datetime.combine(WEEKS[standing[0]], NOW.time(), tzinfo=UTC)
            assert found[0].text == "A"
            await store.blockers.save(closed(found[0], ANA.id, now=NOW))
