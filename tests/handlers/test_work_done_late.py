"""Work that may wait a moment is done once for all that was asked meanwhile, and at once when it must be."""

import asyncio

from handlers.tasks import LATE, Tasks
from storage.database import ARRIVED, answering


class Work:
    """Remembers what was done; can be held up."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.began = asyncio.Event()

    def of(self, what: str):
        async def do() -> None:
            self.began.set()
            await self.goes_on.wait()
            self.done.append(what)

        return do


async def test_only_the_newest_of_one_key_is_done():
    tasks, work = Tasks(), Work()
    for letter in "abc":
        tasks.soon("draft UANA V1", work.of(letter))
    tasks.soon("draft UBO V2", work.of("bo"))
    assert work.done == []

    await tasks.done()

    assert sorted(work.done) == ["bo", "c"]


async def test_those_under_a_key_can_be_had_at_once_and_the_others_wait():
    tasks, work = Tasks(), Work()
    tasks.soon("draft UANA V1", work.of("ana"))
    tasks.soon("draft UBO V2", work.of("bo"))

    await tasks.at_once("draft UANA ")
    await tasks.at_once("draft UNOBODY ")

    assert work.done == ["ana"]
    await tasks.done()


async def test_what_is_being_done_is_waited_for_and_newer_work_comes_after_it():
    tasks, work = Tasks(), Work()
    work.goes_on.clear()
    tasks.soon("draft UANA V1", work.of("first"))
    hurried = asyncio.create_task(tasks.at_once("draft UANA "))
    await work.began.wait()
    tasks.soon("draft UANA V1", work.of("second"))
    work.goes_on.set()
    await hurried
    assert work.done[0] == "first"

    await tasks.done()
    assert work.done == ["first", "second"]


async def test_it_is_done_by_itself_within_a_second():
    tasks, work = Tasks(), Work()
    tasks.soon("draft UANA V1", work.of("x"))
    async with asyncio.timeout(20 * LATE):
        await asyncio.gather(*tasks._running)
    assert work.done == ["x"]


async def test_what_a_request_leaves_behind_is_not_bound_by_its_time():
    tasks, seen = Tasks(), []

    async def look() -> None:
        seen.append(ARRIVED.get())

    with answering(5.0):
        tasks.start("a look", look())
        seen.append(ARRIVED.get())
    await tasks.done()

    assert seen == [5.0, None]
