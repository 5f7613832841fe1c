"""The outbox: each notice on its way through the states, and who may move it on."""

import asyncio
from datetime import timedelta

import pytest

from company import ANA, BO, NOW
from domain.notices import CheckInDone, CheckInPrompt, KudosPosted, KudosReceived
from storage.outbox import A_PERSON_DECIDES, LEASE, Posted, State

LATER = NOW + timedelta(hours=1)
FRIDAY = NOW.date()
ASKED = CheckInPrompt(to=ANA.id, period=FRIDAY)
DONE = CheckInDone(to=ANA.id, period=FRIDAY, revision=1)
DONE_AGAIN = CheckInDone(to=ANA.id, period=FRIDAY, revision=2)
POSTED = Posted(channel="D1", ts="1.1")


def thanks(number=1, to=BO.id):
    return KudosReceived(to=to, kudos=number, giver=ANA.id, reason="x")


@pytest.fixture
def outbox(company):
    """Do one thing with the outbox, in a transaction of its own: `await outbox("claim", "me", now=NOW)`."""

    async def outbox(what, *args, **kwargs):
        async with company.transaction() as store:
            return await getattr(store.outbox, what)(*args, **kwargs)

    return outbox


@pytest.fixture
def doubts(company):
    """The same with its doubtful rows."""

    async def doubts(what, *args, **kwargs):
        async with company.transaction() as store:
            return await getattr(store.doubts, what)(*args, **kwargs)

    return doubts


@pytest.fixture
def claim(outbox):
    async def claim(owner="me", now=NOW, **options):
        return await outbox("claim", owner, now=now, **options)

    return claim


@pytest.fixture
def standing(company):
    async def standing(kind, *, since):
        async with company.reading() as store:
            return {one async for one in store.outbox.standing(kind, since=since)}

    return standing


@pytest.fixture
def say(outbox, claim):
    """Bring a notice as far as `state`, and return its claim."""

    async def say(notice, state=State.SENT, **facts):
        facts = {"channel": POSTED.channel, "ts": POSTED.ts} | facts if state is State.SENT else facts
        await outbox("put", notice, now=NOW)
        (claimed,) = await claim()
        await outbox("record", claimed, state, now=NOW, **facts)
        return claimed

    return say


class TestWriting:
    async def test_the_same_reason_speaks_once(self, outbox):
        await outbox("put", thanks(), thanks(2), now=NOW)
        await outbox("put", thanks().model_copy(update={"reason": "changed"}), now=LATER)

        assert await outbox("counts") == {State.PLANNED: 2}

    async def test_nothing_to_put_or_plan_is_fine(self, outbox):
        await outbox("put", now=NOW)
        await outbox("plan", [])

        assert await outbox("counts") == {}

    async def test_a_commit_with_a_notice_wakes_the_sender_and_one_without_does_not(self, company):
        woken = []
        company.wakes(lambda: woken.append(1))
        async with company.transaction() as store:
            await store.outbox.put(now=NOW)
        assert woken == []

        async with company.transaction() as store:
            await store.outbox.put(thanks(), now=NOW)
        assert woken == [1]

    async def test_what_is_planned_gets_a_new_time(self, outbox, claim):
        await outbox("plan", [(ASKED, NOW)])
        await outbox("plan", [(ASKED, LATER)])

        assert await claim() == []
        (claimed,) = await claim(now=LATER)
        assert (claimed.due_at, claimed.wanted_at) == (LATER, LATER)

    @pytest.mark.parametrize("state", [State.SENT, State.UNCERTAIN, State.PLANNED, State.EXPIRED])
    async def test_what_somebody_has_tried_to_send_keeps_its_time(self, outbox, say, state):
        await say(ASKED, state)
        await outbox("plan", [(ASKED, LATER)])

        assert await outbox("state_of", ASKED.key) is state
        assert await outbox("overdue", before=LATER) == (state in {State.UNCERTAIN, State.PLANNED})

    async def test_what_was_taken_back_comes_back_when_planned_again(self, outbox, claim):
        await outbox("plan", [(ASKED, NOW)])
        await outbox("withdraw", ASKED.key, why="left", now=NOW)
        await outbox("plan", [(ASKED, NOW)])

        assert [one.notice for one in await claim()] == [ASKED]

    async def test_what_expired_stays_expired(self, outbox, claim):
        await outbox("plan", [(ASKED, NOW)])
        await outbox("withdraw", ASKED.key, why="its week was over", now=NOW, state=State.EXPIRED)
        await outbox("put", ASKED, now=NOW)

        assert await claim() == []

    async def test_only_what_is_planned_can_be_taken_back(self, outbox, say):
        await say(ASKED)
        await outbox("put", thanks(), thanks(2), now=NOW)

        assert await outbox("withdraw", ASKED.key, thanks().key, "no such key", why="x", now=NOW) == 1
        assert await outbox("counts") == {State.SENT: 1, State.CANCELLED: 1, State.PLANNED: 1}


class TestAsking:
    async def test_where_a_notice_stands(self, outbox):
        assert await outbox("state_of", ASKED.key) is None
        await outbox("put", ASKED, now=NOW)
        assert await outbox("state_of", ASKED.key) is State.PLANNED

    async def test_what_stands_of_one_kind(self, outbox, say, standing):
        await say(ASKED)
        other = ASKED.model_copy(update={"to": BO.id})
        await outbox("plan", [(other, LATER), (thanks(), NOW)])

        assert await standing("check_in_prompt", since=NOW - LEASE) == {
            (ASKED, State.SENT, NOW),
            (other, State.PLANNED, LATER),
        }

    async def test_what_is_long_past_or_taken_back_is_left_out(self, outbox, say, standing):
        await say(ASKED)
        other, gone = (ASKED.model_copy(update={"to": person}) for person in (BO.id, "UMIA"))
        await outbox("plan", [(other, LATER), (gone, LATER)])
        await outbox("withdraw", gone.key, why="left", now=NOW)

        assert await standing("check_in_prompt", since=NOW) == {(other, State.PLANNED, LATER)}

    async def test_what_a_notice_said(self, outbox, say):
        await say(ASKED)

        assert await outbox("said", ASKED.key) == ASKED
        assert await outbox("said", "no such key") is None

    async def test_what_is_overdue(self, outbox, say):
        await say(thanks(1))
        await outbox("put", thanks(2), now=NOW)
        await outbox("put", thanks(3), now=LATER)

        assert await outbox("overdue", before=NOW + timedelta(minutes=5)) == 1

    async def test_where_messages_stand(self, outbox, say):
        await say(ASKED)
        await outbox("put", thanks(), now=NOW)

        assert await outbox("posted", [ASKED.key, thanks().key]) == {ASKED.key: POSTED}


class TestClaiming:
    async def test_the_oldest_due_come_first_and_never_more_than_asked(self, outbox, claim):
        await outbox("plan", [(thanks(n, f"U{n}"), NOW - timedelta(minutes=n)) for n in range(5)])

        assert [one.notice.kudos for one in await claim(most=3)] == [4, 3, 2]
        assert [one.notice.kudos for one in await claim(most=3)] == [1, 0]

    async def test_the_attempt_is_on_disk_before_anybody_calls(self, outbox, claim):
        await outbox("put", thanks(), now=NOW)
        (claimed,) = await claim("me")

        assert (claimed.attempt, claimed.owner, claimed.lease_until) == (1, "me", NOW + LEASE)
        assert await outbox("state_of", thanks().key) is State.SENDING

    async def test_of_each_recipient_the_first(self, outbox, claim):
        await outbox("put", thanks(1), thanks(2), thanks(3, ANA.id), now=NOW)

        assert [one.notice.kudos for one in await claim()] == [1, 3]

    async def test_a_crowded_channel_does_not_hide_the_others_for_long(self, outbox, claim):
        crowd = (KudosPosted(to="CKUDOS", kudos=n, giver=ANA.id, receivers=(BO.id,), reason="x") for n in range(100))
        await outbox("put", *crowd, thanks(), now=NOW)

        assert [one.notice.to for one in await claim()] == ["CKUDOS"]
        assert [one.notice.to for one in await claim(busy=["CKUDOS"])] == [BO.id]

    async def test_two_at_once_never_take_the_same(self, outbox, claim):
        await outbox("put", *(thanks(n, f"U{n}") for n in range(40)), now=NOW)

        taken = await asyncio.gather(*(claim(f"worker {n}") for n in range(8)))

        ids = [one.id for some in taken for one in some]
        assert len(ids) == len(set(ids))

    async def test_another_workspace_sees_and_takes_nothing(self, company, outbox):
        await outbox("put", thanks(), now=NOW)
        async with company.transaction() as store:
            other = await store.workspaces.meet("T0OTHER")

        async with company.of(other).transaction() as store:
            assert await store.outbox.claim("me", now=NOW) == []
            assert await store.outbox.counts() == {}


class TestRewriting:
    async def test_a_rewrite_waits_until_its_message_is_there(self, outbox, say):
        await outbox("put", DONE, now=NOW)
        assert await outbox("claim_rewrites", "me", now=NOW) == []

        await say(ASKED)
        (claimed,) = await outbox("claim_rewrites", "me", now=NOW)
        assert (claimed.notice, claimed.rewrites) == (DONE, POSTED)

    async def test_it_waits_for_an_earlier_one_whatever_became_of_that(self, outbox, say):
        await say(ASKED)
        await outbox("put", DONE, DONE_AGAIN, now=NOW)
        (first,) = await outbox("claim_rewrites", "me", now=NOW)
        assert await outbox("claim_rewrites", "me", now=NOW) == []

        await outbox("record", first, State.UNDELIVERABLE, now=NOW)
        assert [one.notice for one in await outbox("claim_rewrites", "me", now=NOW)] == [DONE_AGAIN]

    async def test_messages_and_rewrites_are_claimed_apart(self, outbox, say, claim):
        await say(ASKED)
        await outbox("put", DONE, thanks(), now=NOW)

        assert [one.notice for one in await claim()] == [thanks()]
        assert [one.notice for one in await outbox("claim_rewrites", "me", now=NOW)] == [DONE]

    @pytest.mark.parametrize("state", [State.UNDELIVERABLE, State.EXPIRED, State.CANCELLED])
    async def test_one_of_a_message_that_will_never_be_is_dropped(self, outbox, say, state, doubts):
        await say(ASKED, state)
        await outbox("put", DONE, now=NOW)

        assert await doubts("drop_orphans", now=NOW) == 1
        assert await outbox("state_of", DONE.key) is State.CANCELLED

    async def test_one_of_a_message_that_may_come_is_kept(self, outbox, say, doubts):
        await say(ASKED, State.UNCERTAIN)
        await outbox("put", DONE, now=NOW)

        assert await doubts("drop_orphans", now=NOW) == 0


class TestRecording:
    async def test_what_became_of_it_is_written_down(self, outbox, say):
        await say(thanks(), State.UNDELIVERABLE, trouble="user_disabled")

        assert await outbox("counts") == {State.UNDELIVERABLE: 1}

    async def test_whoever_lost_the_lease_changes_nothing(self, outbox, claim, doubts):
        await outbox("put", thanks(), now=NOW)
        (mine,) = await claim("me")
        await doubts("give_up_leases", now=LATER, settle=timedelta())
        (theirs,) = await doubts("claim", "them", now=LATER)

        assert not await outbox("record", mine, State.SENT, now=LATER)
        assert await outbox("record", theirs, State.PLANNED, now=LATER, due_at=LATER)
        (again,) = await claim("me", now=LATER)
        assert not await outbox("record", mine, State.SENT, now=LATER)
        assert again.attempt == 2

    async def test_what_is_settled_stays_settled(self, outbox, say):
        claimed = await say(thanks())

        assert not await outbox("record", claimed, State.PLANNED, now=LATER)


class TestDoubting:
    async def test_what_was_being_sent_when_its_lease_ended_is_uncertain(self, outbox, claim, doubts):
        await outbox("put", thanks(), now=NOW)
        await claim()
        settle = timedelta(seconds=20)
        over = NOW + LEASE + timedelta(seconds=1)

        assert await doubts("give_up_leases", now=NOW + LEASE, settle=settle) == 0
        assert await doubts("give_up_leases", now=over, settle=settle) == 1
        assert await doubts("claim", "me", now=over) == []
        assert len(await doubts("claim", "me", now=over + settle)) == 1

    async def test_what_its_owner_is_still_sending_is_left_alone(self, outbox, claim, doubts):
        await outbox("put", thanks(), now=NOW)
        (claimed,) = await claim()

        assert await doubts("give_up_leases", now=LATER, settle=LEASE, but_not=[claimed.id]) == 0

    async def test_looking_takes_a_lease_but_is_no_attempt(self, outbox, say, doubts):
        await say(thanks(), State.UNCERTAIN, due_at=NOW, empty_reads=1, channel="D7")

        (claimed,) = await doubts("claim", "me", now=NOW)
        assert (claimed.attempt, claimed.empty_reads, claimed.channel) == (1, 1, "D7")
        assert await doubts("claim", "them", now=NOW + LEASE) == []
        assert len(await doubts("claim", "them", now=NOW + LEASE + timedelta(seconds=1))) == 1

    async def test_what_a_person_decides_is_never_looked_for(self, outbox, say, doubts):
        await say(thanks(), State.UNCERTAIN, due_at=A_PERSON_DECIDES)

        assert await doubts("claim", "me", now=NOW + timedelta(days=3650)) == []
        assert await outbox("counts") == {State.UNCERTAIN: 1}
