"""Feedback: handed out by its visibility and nothing else; requests are between two people."""

from datetime import timedelta

import pytest

from company import ANA, BO, EVERYONE, MIA, NOW, OLU, SAM
from domain.feedback import Feedback, Question, Tone, Visibility
from domain.feedback_changes import take_back
from domain.feedback_requests import Request, RequestState
from domain.notices import FeedbackGiven
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

        await store.feedback.close_request(first, state, now=NOW)
        assert await store.feedback.requests_to(BO.id) == [second]
        assert (await store.feedback.request(first.id, asked=BO.id)).state is state


QUESTION = Question(feedback=1, asker=ANA.id, question="why?", asked_at=NOW)


async def test_a_question_is_read_with_its_piece_and_found_by_its_author(company, told):
    async with company.transaction() as store:
        asked = await store.feedback.add_question(QUESTION.model_copy(update={"feedback": told[0].id}))
        assert (await store.feedback.piece(grant(ANA), told[0].id, lock=True)).questions == (asked,)
        found = await store.feedback.question_to(grant(BO, BO), asked.id)
        assert found == (told[0].model_copy(update={"questions": (asked,)}), asked)
        assert await store.feedback.question_to(grant(SAM, SAM), asked.id) is None
        assert await store.feedback.question_to(grant(BO, BO), asked.id + 1) is None

        answered = asked.model_copy(update={"answer": "so", "answered_at": LATER})
        await store.feedback.change_question(answered)
        [first, *_] = await store.feedback.received(grant(ANA), since=LONG, until=LATER)
        assert first.questions == (answered,)


async def test_what_somebody_wrote_is_theirs_alone_to_find(company, told):
    async with company.transaction() as store:
        assert await store.feedback.written(grant(BO, BO)) == told
        assert await store.feedback.own(grant(BO, BO), told[2].id) == told[2]
        assert await store.feedback.own(grant(ANA), told[0].id) is None
        assert await store.feedback.own(grant(MIA, BO), told[0].id) is None, "a manager is no author"
        assert await store.feedback.receiver_of(told[0].id) == ANA.id
        assert await store.feedback.receiver_of(10**6) is None
        assert await store.feedback.piece(grant(ANA), told[2].id) is None, "it is for the manager alone"


async def test_what_was_taken_back_leaves_a_trace_and_counts_nowhere(company, told):
    async with company.transaction() as store:
        asked = await store.feedback.add_question(QUESTION.model_copy(update={"feedback": told[0].id}))
        gone = take_back(told[0], now=NOW)
        await store.feedback.change(gone)

        bounds = {"since": LONG, "until": LATER}
        assert await store.feedback.received(grant(ANA), **bounds) == [told[1]]
        assert await store.feedback.received(grant(ANA), **bounds, traces=True) == [gone, told[1]]
        assert await store.feedback.count_received([grant(ANA)], since=LONG) == 1
        assert await store.feedback.question_to(grant(BO, BO), asked.id) is None


async def test_an_edit_is_stored_whole(company, told):
    edited = told[1].model_copy(update={"behaviour": "b", "intent": "t", "competency": "c", "edited_at": LATER})
    async with company.transaction() as store:
        await store.feedback.change(edited)
        assert await store.feedback.piece(grant(MIA), told[1].id) == edited


async def test_to_whom_a_piece_was_announced(company, told):
    about = {"author": BO.id, "receiver": ANA.id, "visibility": BOTH}
    async with company.transaction() as store:
        for who, number in ((ANA, 1), (MIA, 1), (ANA, 11)):
            await store.outbox.put(FeedbackGiven(to=who.id, feedback=number, **about), now=NOW)
        assert await store.feedback.told(1) == [ANA.id, MIA.id]
        assert await store.feedback.told(2) == []


async def test_requests_are_listed_for_either_side_and_for_the_jobs(company):
    async with company.transaction() as store:
        first = await store.feedback.add_request(ASKED)
        other = await store.feedback.add_request(Request(asker=MIA.id, asked=ANA.id, about="b", asked_at=LATER))
        assert await store.feedback.open_requests() == [first, other]
        assert await store.feedback.requests_of(ANA.id) == [first]
        assert await store.feedback.request_of(first.id, asker=ANA.id) == first
        assert await store.feedback.request_of(first.id, asker=BO.id) is None


async def test_what_was_put_off_comes_back_and_is_reminded_of_once(company):
    friday, wednesday = NOW, NOW + timedelta(days=5)
    async with company.transaction() as store:
        request = await store.feedback.add_request(ASKED)
        await store.feedback.put_off(request, (friday + timedelta(days=3)).date())
        [put_off] = await store.feedback.open_requests()
        assert put_off.later_on == (friday + timedelta(days=3)).date()

        await store.feedback.mark_reminded([request.id], now=friday + timedelta(days=3))
        assert await store.feedback.open_requests() == [request], "that was the wish of the asked, no reminder"
        await store.feedback.mark_reminded([request.id], now=wednesday)
        [reminded] = await store.feedback.open_requests()
        assert reminded.reminded_at == wednesday
        await store.feedback.mark_reminded([], now=wednesday)


async def test_why_somebody_declined_is_kept_with_the_request(company):
    async with company.transaction() as store:
        request = await store.feedback.add_request(ASKED)
        await store.feedback.close_request(request, RequestState.DECLINED, now=LATER, reason="on leave")
        assert await store.feedback.open_requests() == []
        assert (await store.feedback.request(request.id, asked=BO.id)).state is RequestState.DECLINED
