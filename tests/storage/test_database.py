"""The door to the database: what wakes the sender, what is read from one state, what trouble is called."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from company import ANA, NOW, SAM
from domain.kudos import Kudos
from domain.notices import CheckInPrompt
from storage.database import AlreadyDone, Unavailable

PROMPT = CheckInPrompt(to=ANA.id, period=date(2026, 11, 20))
KUDOS = Kudos(giver=SAM.id, receivers=(ANA.id,), reason="x", given_at=NOW)


async def test_a_commit_that_wrote_a_notice_wakes_the_sender_and_no_other_does(company):
    woken = []
    company.of(company.workspace_id).wakes(lambda: woken.append(True))

    async with company.transaction() as store:
        await store.people.all()
    assert woken == []
    async with company.transaction() as store:
        await store.outbox.put(PROMPT, now=NOW)
        assert woken == []  # not before it is committed
    assert woken == [True]
    with pytest.raises(ValueError, match="changed my mind"):
        await _put_and_fail(company)
    assert woken == [True]


async def _put_and_fail(database) -> None:
    async with database.transaction() as store:
        await store.outbox.put(PROMPT.model_copy(update={"to": SAM.id}), now=NOW)
        raise ValueError("changed my mind")


async def test_nobody_has_to_be_woken(company):
    async with company.transaction() as store:
        await store.outbox.put(PROMPT, now=NOW)


async def test_a_reader_sees_one_state_while_others_write(company):
    async with company.reading() as store:
        before = await store.kudos.count_received([ANA.id], since=NOW)
        async with company.transaction() as writer:
            await writer.kudos.add(KUDOS)
        assert await store.kudos.count_received([ANA.id], since=NOW) == before == 0
    async with company.reading() as store:
        assert await store.kudos.count_received([ANA.id], since=NOW) == 1


async def test_a_broken_promise_is_a_bug_and_keeps_its_name(company):
    with pytest.raises(IntegrityError):
        await _add(company, KUDOS.model_copy(update={"giver": "UNOBODY"}))


async def _add(database, kudos: Kudos) -> None:
    async with database.transaction() as store:
        await store.kudos.add(kudos)


async def test_an_error_does_not_tell_what_people_wrote(company):
    with pytest.raises(IntegrityError) as broken:
        await _add(company, KUDOS.model_copy(update={"giver": "UNOBODY", "reason": "a private word"}))
    assert "a private word" not in str(broken.value)


async def test_a_wrong_statement_is_a_bug_and_a_missing_table_is_not_an_outage_on_postgresql(company):
    with pytest.raises((ProgrammingError, Unavailable)):
        await _ask(company, "SELECT * FROM nowhere")


async def _ask(database, statement: str) -> None:
    async with database.reading() as store:
        await store._connection.execute(text(statement))


@pytest.mark.parametrize("reply", [None, "Thank you", {"text": "Zoë \U0001f389", "blocks": [1, None]}], ids=str)
async def test_a_second_arrival_gets_any_reply_that_json_can_hold(company, reply):
    async with company.transaction(once="k") as store:
        assert await store.remember_reply(reply) == reply

    with pytest.raises(AlreadyDone) as again:
        await _arrive(company, "k")
    assert again.value.reply == reply


async def test_an_input_without_a_reply_is_done_all_the_same(company):
    await _arrive(company, "k")
    with pytest.raises(AlreadyDone) as again:
        await _arrive(company, "k")
    assert again.value.reply is None


async def _arrive(database, key: str) -> None:
    async with database.transaction(once=key):
        pass


async def test_the_same_key_in_another_workspace_is_another_input(company):
    async with company.transaction() as store:
        other = company.of(await store.workspaces.meet("T0OTHER"))
    await _arrive(company, "k")
    await _arrive(other, "k")


async def test_a_reply_without_a_key_is_kept_nowhere(company):
    async with company.transaction() as store:
        assert await store.remember_reply("x") == "x"
