"""The doubtful rows of the outbox, column by column: what is put into doubt, looked for, dropped, decided and swept."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from company import ANA, BO, NOW
from domain.notices import CheckInDone, CheckInPrompt, KudosPosted, KudosReceived
from storage.doubts import RESTORED
from storage.outbox import A_PERSON_DECIDES, AT_A_TIME, LEASE, State
from storage.outbox_rows import O

SECOND = timedelta(seconds=1)
LATER = NOW + timedelta(hours=1)
ASKED = CheckInPrompt(to=ANA.id, period=NOW.date())
DONE = CheckInDone(to=ANA.id, period=NOW.date(), revision=1)
POST = KudosPosted(to="CKUDOS", kudos=1, giver=ANA.id, receivers=(BO.id,), reason="the review")
DOUBTED = {"state": State.SENT, "channel": "D1", "ts": "1.1", "doubted_at": NOW, "settled_at": NOW}
A_WHILE = {"since": NOW - SECOND, "before": NOW + SECOND, "most": 9}
LEFT = {"state": State.UNCERTAIN, "due_at": A_PERSON_DECIDES, "attempt": 2}


def thanks(number=1, to=BO.id):
    return KudosReceived(to=to, kudos=number, giver=ANA.id, reason="x")


async def _do(database, what, *args, **kwargs):
    async with database.transaction() as store:
        return await getattr(store.doubts, what)(*args, **kwargs)


@pytest.fixture
def doubts(company):
    """Do one thing with the doubtful rows, in a transaction of its own: `await doubts("claim", "me", now=NOW)`."""
    return partial(_do, company)


@pytest.fixture
async def other(company):
    """Another workspace in the same database."""
    async with company.transaction() as store:
        return company.of(await store.workspaces.meet("T0OTHER"))


@pytest.fixture
def elsewhere(other):
    """The same as `doubts`, seen from there."""
    return partial(_do, other)


@pytest.fixture
def put(company):
    """Have a notice said and its row hold these facts."""

    async def put(notice, **facts):
        async with company.transaction() as store:
            await store.outbox.put(notice, now=NOW)
            if facts:
                await store.outbox._connection.execute(update(O).where(O.c.key == notice.key).values(facts))

    return put


@pytest.fixture
def row(company):
    """What stands in the outbox of a notice: `await row(ASKED, "state", "due_at")`."""

    async def row(notice, *names):
        async with company.reading() as store:
            (found,) = await store.outbox._rows(select(O).where(O.c.key == notice.key))
        return tuple(getattr(found, name) for name in names)

    return row


class TestPuttingIntoDoubt:
    async def test_an_ended_lease_is_written_down_whole(self, doubts, put, row):
        await put(ASKED, state=State.SENDING, lease_until=NOW - SECOND, owner="dead", attempt=1)

        assert await doubts("give_up_leases", now=NOW, settle=LEASE) == 1

        found = await row(ASKED, "state", "trouble", "due_at", "lease_until", "doubted_at", "attempt")
        assert found == (State.UNCERTAIN, "lease ended", NOW + LEASE, None, NOW, 1)

    async def test_only_what_is_being_sent_is_given_up(self, doubts, put):
        await put(ASKED, state=State.UNCERTAIN, lease_until=NOW - SECOND)
        await put(thanks(), state=State.SENDING, lease_until=NOW)

        assert await doubts("give_up_leases", now=NOW, settle=LEASE) == 0


class TestAfterRestoring:
    @pytest.fixture(autouse=True)
    async def restored(self, company):
        async with company.transaction() as store:
            await store.workspaces.restored(now=NOW)

    @pytest.mark.parametrize("state", [State.PLANNED, State.SENDING])
    async def test_what_was_due_is_looked_for_at_once(self, doubts, put, row, state):
        await put(ASKED, state=state, lease_until=LATER)

        assert await doubts("after_restoring", now=LATER) == 1

        found = await row(ASKED, "state", "trouble", "due_at", "lease_until", "doubted_at")
        assert found == (State.UNCERTAIN, RESTORED, LATER, None, LATER)

    async def test_what_is_settled_a_rewrite_or_due_later_is_left_alone(self, doubts, put):
        await put(ASKED, state=State.SENT)
        await put(DONE)
        await put(thanks(), due_at=NOW + SECOND)

        assert await doubts("after_restoring", now=LATER) == 0

    async def test_another_workspace_was_not_restored(self, company, elsewhere, doubts, put):
        await put(ASKED)

        assert await elsewhere("after_restoring", now=LATER) == 0
        assert await doubts("after_restoring", now=LATER) == 1


class TestClaiming:
    async def test_the_oldest_come_first_and_never_more_than_asked(self, doubts, put):
        for number in range(AT_A_TIME + 2):
            await put(thanks(number), state=State.UNCERTAIN, due_at=NOW - number * SECOND)

        assert [one.notice.kudos for one in await doubts("claim", "me", now=NOW, most=2)] == [9, 8]
        assert len(await doubts("claim", "me", now=NOW)) == AT_A_TIME

    async def test_a_claim_is_somebodys_for_a_while(self, doubts, put, row):
        await put(ASKED, state=State.UNCERTAIN, attempt=3)

        (claimed,) = await doubts("claim", "me", now=LATER)

        assert claimed.attempt == 3
        assert await row(ASKED, "state", "owner", "lease_until") == (State.UNCERTAIN, "me", LATER + LEASE)


class TestDroppingOrphans:
    @pytest.mark.parametrize(
        "target",
        [
            pytest.param({"state": State.UNDELIVERABLE}, id="never said"),
            pytest.param({"state": State.CANCELLED}, id="taken back"),
            pytest.param({"state": State.EXPIRED}, id="too late"),
            pytest.param({"state": State.UNCERTAIN, "due_at": A_PERSON_DECIDES}, id="left to somebody"),
            pytest.param({"state": State.SENT, "ts": None}, id="there, but nobody knows where"),
        ],
    )
    async def test_a_rewrite_of_what_is_not_there_is_cancelled(self, doubts, put, row, target):
        await put(ASKED, **target)
        await put(DONE)

        assert await doubts("drop_orphans", now=LATER) == 1
        found = await row(DONE, "state", "trouble", "settled_at")
        assert found == (State.CANCELLED, "nothing to rewrite", LATER)

    @pytest.mark.parametrize(
        "target",
        [
            pytest.param({"state": State.PLANNED}, id="planned"),
            pytest.param({"state": State.PLANNED, "due_at": A_PERSON_DECIDES}, id="planned for later"),
            pytest.param({"state": State.SENDING}, id="on its way"),
            pytest.param({"state": State.UNCERTAIN, "due_at": LATER}, id="looked for"),
            pytest.param({"state": State.SENT, "ts": "1.1", "channel": "D1"}, id="there"),
        ],
    )
    async def test_a_rewrite_of_what_is_or_may_be_there_waits(self, doubts, put, target):
        await put(ASKED, **target)
        await put(DONE)

        assert await doubts("drop_orphans", now=LATER) == 0

    async def test_nothing_else_is_cancelled(self, doubts, put):
        """Not what is on its way, nor a rewrite of another message, nor what rewrites nothing."""
        await put(ASKED, state=State.CANCELLED)
        await put(DONE, state=State.SENDING)
        await put(DONE.model_copy(update={"to": BO.id}))
        await put(thanks())

        assert await doubts("drop_orphans", now=LATER) == 0


class TestAnotherWorkspace:
    async def test_gives_up_nothing_and_claims_nothing(self, elsewhere, put):
        await put(ASKED, state=State.SENDING, lease_until=NOW - SECOND)
        await put(thanks(), state=State.UNCERTAIN)

        assert await elsewhere("give_up_leases", now=NOW, settle=LEASE) == 0
        assert await elsewhere("claim", "me", now=LATER) == []

    async def test_drops_nothing_and_sweeps_nothing(self, elsewhere, put):
        await put(ASKED, state=State.CANCELLED)
        await put(DONE)
        await put(thanks(), **DOUBTED)

        assert await elsewhere("drop_orphans", now=LATER) == 0
        assert await elsewhere("to_sweep", **A_WHILE) == []

    async def test_has_messages_of_its_own_to_rewrite(self, other, elsewhere, put):
        await put(ASKED, state=State.CANCELLED)
        async with other.transaction() as store:
            await store.outbox.put(DONE, now=NOW)

        assert await elsewhere("drop_orphans", now=LATER) == 0


class TestSweeping:
    async def test_what_was_doubtful_once_is_told_with_where_it_stands(self, doubts, put, row):
        await put(ASKED, **DOUBTED)

        (one,) = await doubts("to_sweep", **A_WHILE)

        assert (one.id, one.marker) == await row(ASKED, "id", "marker")
        assert (one.wanted_at, one.where, one.stays, one.wanted) == (NOW, "D1", "1.1", True)

    @pytest.mark.parametrize(
        ("state", "wanted"), [(State.CANCELLED, False), (State.EXPIRED, False), (State.UNDELIVERABLE, True)]
    )
    async def test_what_was_taken_back_or_given_up_may_come_after_all(self, doubts, put, state, wanted):
        await put(ASKED, **DOUBTED | {"state": state, "channel": None, "ts": None})

        (one,) = await doubts("to_sweep", **A_WHILE)

        assert (one.where, one.stays, one.wanted) == (ANA.id, None, wanted)

    @pytest.mark.parametrize(
        "facts",
        [
            pytest.param({"doubted_at": None}, id="never doubtful"),
            pytest.param({"swept_at": NOW}, id="swept"),
            pytest.param({"state": State.UNCERTAIN}, id="doubtful still"),
            pytest.param({"channel": "C1"}, id="in a channel"),
            pytest.param({"channel": None, "recipient": "C1"}, id="in a channel that did not say where"),
            pytest.param({"doubted_at": NOW + SECOND}, id="doubtful again too lately"),
            pytest.param({"settled_at": NOW - SECOND}, id="too long ago"),
            pytest.param({"settled_at": NOW + SECOND}, id="too lately"),
            pytest.param({"replaces": "another"}, id="a rewrite"),
        ],
    )
    async def test_the_rest_is_left_out(self, doubts, put, facts):
        await put(ASKED, **DOUBTED | facts)

        assert await doubts("to_sweep", **A_WHILE) == []

    async def test_each_comes_up_and_never_more_than_asked(self, doubts, put):
        """Whatever stands first, and can never be read, keeps nobody waiting."""
        for number in range(3):
            await put(thanks(number), **DOUBTED | {"ts": str(number)})

        found = [await doubts("to_sweep", **A_WHILE | {"most": 2}) for _ in range(60)]  # missing one: once in 10^28

        assert {len(some) for some in found} == {2}
        assert {one.stays for some in found for one in some} == {"0", "1", "2"}

    async def test_doubles_are_counted_once(self, doubts, elsewhere, put, row):
        await put(ASKED, **DOUBTED | {"doubles": 1})
        await put(thanks(), **DOUBTED)
        one, other = sorted(await doubts("to_sweep", **A_WHILE))

        await elsewhere("swept", one, doubles=9, now=NOW)
        await doubts("swept", one, doubles=2, now=LATER)
        await doubts("swept", one, doubles=2, now=LATER + SECOND)

        assert await row(ASKED, "doubles", "swept_at") == (3, LATER)
        assert await row(thanks(), "doubles", "swept_at") == (0, None)
        assert await doubts("to_sweep", **A_WHILE) == [other]

    async def test_one_is_looked_for_once_more_and_no_other(self, doubts, elsewhere, put, row):
        await put(ASKED, **DOUBTED, swept_at=NOW)
        await put(thanks(), **DOUBTED, swept_at=NOW)
        (id,) = await row(ASKED, "id")

        await elsewhere("sweep_again", id, now=LATER)
        assert await row(ASKED, "doubted_at", "swept_at") == (NOW, NOW)

        await doubts("sweep_again", id, now=LATER)
        assert await row(ASKED, "doubted_at", "swept_at") == (LATER, None)
        assert await row(thanks(), "doubted_at", "swept_at") == (NOW, NOW)


class TestDeciding:
    async def test_a_doubtful_post_is_left_to_the_one_who_caused_it(self, doubts, elsewhere, put):
        await put(POST, **LEFT)

        assert await doubts("left_to", ANA.id, POST.key, 2) == POST
        assert await doubts("left_to", BO.id, POST.key, 2) is None
        assert await elsewhere("left_to", ANA.id, POST.key, 2) is None
        assert await doubts("left_to", ANA.id, POST.key, 1) is None
        assert await doubts("left_to", ANA.id, "no such key", 2) is None

    @pytest.mark.parametrize("facts", [{"state": State.PLANNED}, {"due_at": LATER}], ids=["decided", "looked for"])
    async def test_what_is_not_left_to_anybody_is_left_to_nobody(self, doubts, put, facts):
        await put(POST, **LEFT | facts)

        assert await doubts("left_to", ANA.id, POST.key, 2) is None

    async def test_a_post_that_nobody_caused_is_left_to_nobody(self, doubts, put):
        await put(thanks(), **LEFT)

        assert await doubts("left_to", ANA.id, thanks().key, 2) is None

    @pytest.mark.parametrize(
        ("there", "said"),
        [(True, (State.SENT, LATER, A_PERSON_DECIDES)), (False, (State.PLANNED, None, LATER))],
        ids=["it is there", "post again"],
    )
    async def test_what_somebody_said_is_written_down(self, doubts, put, row, there, said):
        await put(POST, **LEFT)
        await put(thanks(), **LEFT)

        await doubts("decide", POST.key, there=there, now=LATER)

        assert await row(POST, "state", "settled_at", "due_at", "trouble") == (*said, "somebody looked")
        assert await row(thanks(), "state") == (State.UNCERTAIN,)

    async def test_nobody_decides_what_is_settled_or_of_another_workspace(self, doubts, elsewhere, put, row):
        await put(thanks(), state=State.SENT)
        await put(POST, **LEFT)

        await doubts("decide", thanks().key, there=False, now=LATER)
        await elsewhere("decide", POST.key, there=False, now=LATER)

        assert await row(thanks(), "state") == (State.SENT,)
        assert await row(POST, "state") == (State.UNCERTAIN,)
