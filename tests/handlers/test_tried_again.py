"""A listener whose transaction was ended for another one's sake is run again, a few times, unless it has answered."""

import pytest
from slack_bolt.async_app import AsyncAck

from handlers.refusals import COMMAND_UNSTORED, TRIES, explains_refusals
from handlers.tasks import Tasks
from storage.database import Contended


@pytest.fixture
def listen():
    """Answer a command with a listener that is in somebody's way `times` times, before or after its answer."""

    async def listen(times, *, answers_first=False):
        ran = []

        async def handler(ack):
            ran.append(True)
            if answers_first:
                await ack(text="stored")
            if len(ran) <= times:
                raise Contended
            await ack(text="stored")

        ack = AsyncAck()
        needs = {"body": {"command": "/kudos"}, "client": None, "respond": None, "tasks": Tasks()}
        await explains_refusals(handler)(ack=ack, **needs)
        return len(ran), ack.response.body

    return listen


@pytest.mark.parametrize("times", range(TRIES))
async def test_it_is_run_again_until_it_is_through(listen, times):
    ran, said = await listen(times)

    assert ran == times + 1
    assert "stored" in said


async def test_not_for_ever(listen):
    ran, said = await listen(TRIES)

    assert ran == TRIES
    assert COMMAND_UNSTORED in said


async def test_not_after_its_answer(listen):
    ran, _ = await listen(1, answers_first=True)

    assert ran == 1
