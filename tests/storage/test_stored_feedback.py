"""Feedback: handed out by its visibility and nothing else; requests are between two people."""

from datetime import timedelta

import pytest

from company import ANA, BO, EVERYONE, MIA, NOW, OLU, SAM
from domain.feedback import Feedback, Request, RequestState, Tone, Visibility
from domain.permissions import may_read

MANAGERS = {one.id: one.manager for one in EVERYONE}
LONG, LATER = NOW - timedelta(days=90), NOW + timedelta(days=1)
TOLD = [
    Feedback(
        author=BO.id,
        receiver=ANA.id,
        situation="s",
        behaviour=str(visibility),
        impact="i",
        tone=Tone.SUGGESTION,
        visibility=visibility,
        given_at=NOW + timedelta(minutes=number),
    )
    for number, visibility in enumerate(Visibility)
]
RECEIVER, BOTH, MANAGER = Visibility
ASKED = Request(asker=ANA.id, asked=BO.id, about="the launch", asked_at=NOW)


@pytest.fixture
async def told(company) -> list[Feedback]:
    async with company.transaction() as store:
        return [await store.feedback.add(one) for one in TOLD]


def grant(reader, subject=ANA, **changed):
    return may_read(reader, subject, MANAGERS).model_copy(update=changed)


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        pytest.param(ANA, [RECEIVER, BOTH], id="the receiver"),
        pytest.param(MIA, [BOTH, MANAGER], id="the manager"),
        pytest.param(OLU, [], id="the line above"),
    ],
)
async def test_a_reader_gets_what_its_author_meant_for_them_whole_and_counted(company, told, reader, seen):
    async with company.reading() as store:
        found = await store.feedback.received(grant(reader), since=LONG, until=LATER)
        assert found == [one for one in told if one.visibility in seen]
        assert await store.feedback.count_received([grant(reader)], since=LONG) == len(seen)


async def test_a_new_manager_gets_and_counts_what_came_after_the_change(company, told):
    new = grant(MIA, since=NOW + timedelta(minutes=2))
    async with company.reading() as store:
        assert await store.feedback.received(new, since=LONG, until=LATER) == told[2:]
        assert await store.feedback.count_received([new], since=LONG) == 1


async def test_the_period_is_from_its_start_to_just_before_its_end(company, told):
    async with company.reading() as store:
        found = await store.feedback.received(grant(ANA), since=NOW, until=NOW + timedelta(minutes=1))
        assert found == told[:1]
        assert await store.feedback.count_received([grant(ANA)], since=NOW + timedelta(minutes=1)) == 1
        assert await store.feedback.count_received([], since=LONG) == 0


async def test_a_request_is_found_by_the_one_who_was_asked_and_by_nobody_else(company):
    async with company.transaction() as store:
        request = await store.feedback.add_request(ASKED)
        assert await store.feedback.request(request.id, asked=BO.id) == request
        assert await store.feedback.request(request.id, asked=SAM.id) is None
        assert await store.feedback.request(request.id, asked=ANA.id) is None


@pytest.mark.parametrize("state", [RequestState.ANSWERED, RequestState.DECLINED], ids=str)
async def test_open_requests_stand_oldest_first_until_they_are_closed(company, state):
    async with company.transaction() as store:
        second = await store.feedback.add_request(ASKED)
        first = await store.feedback.add_request(ASKED.model_copy(update={"asked_at": LONG}))
        assert await store.feedback.requests_to(BO.id) == [first, second]

        await store.feedback.close_request(first, state)
        assert await store.feedback.requests_to(BO.id) == [second]
        assert (await store.feedback.request(first.id, asked=BO.id)).state is state
