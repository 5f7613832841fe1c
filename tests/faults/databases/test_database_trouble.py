"""A database that is away, slow, silent or cut in the middle of a COMMIT: forms keep their text, nothing is doubled or lost."""

import asyncio
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import event

import storage.database
from company import ANA, BO, MIA, NOW
from faults.databases.proxy import Fate, Proxy, before
from faults.kills.world import OUT_WITHIN
from running import PATIENCE, running
from storage.database import BUDGET, Unavailable
from storage.engine import POOL

SOON = 0.3
"""Seconds after which a database is given up here; what happens then is the same as after 2.2."""
OF_THREE = ("trigger:", "trigger:", "view:")
"""How the keys of a command, a click and a form begin."""


@pytest.fixture
def address(postgresql_database):
    return postgresql_database.again()


@pytest.fixture
async def proxy(address, monkeypatch):
    monkeypatch.setattr(storage.database, "COMMITS_WITHIN", 0.1)
    async with before(address) as standing:
        yield standing


@pytest.fixture
async def slack(proxy):
    async with running(proxy.url) as everything:
        everything.bot.timetable._database.budget = BUDGET
        await everything.settle()
        yield everything


@pytest.fixture
async def three(slack):
    """Send a command, a form and a click at once; each time all three, and return what each of them reads."""
    ana, bo, mia = (slack.person(one.id) for one in (ANA, BO, MIA))
    await ana.command("/check-in")
    await slack.settle()
    await ana.submit({"blockers": "The refund tool"})
    await slack.settle()
    await bo.command("/check-in")
    await slack.settle()
    card = next(one for one in mia.dm() if "blocker_done" in str(one["blocks"]))

    async def send():
        said, sent, _ = await asyncio.gather(
            ana.command("/kudos <@UBO> for the review"),
            bo.submit({"went_well": "A calm week"}),
            mia.click(card, "blocker_done"),
        )
        await slack.bot.tasks.done()
        return said.text, str(sent.errors), mia.dm()[-1]["text"]

    return send


async def effects(slack):
    """How often each of the three had its effect."""
    await slack.settle()
    async with slack.database.reading(budget=PATIENCE) as store:
        kudos = await store.kudos.count_received([BO.id], since=slack.clock() - timedelta(days=1))
        form = await store.check_ins.mine(BO.id, slack.clock().date())
    heard = sum("says that your blocker is out of the way" in one["text"] for one in slack.person(ANA.id).dm())
    return [kudos, form.revision if form else 0, heard]


@pytest.mark.parametrize("fate", [Fate.COUNTED, Fate.COUNTED_IN_SILENCE])
async def test_a_commit_that_counted_is_found_although_its_answer_is_lost(slack, three, proxy, fate):
    for mark in OF_THREE:
        proxy.lose_commit(mark, fate)

    said, wrong, _ = await three()

    assert "Thank you" in said
    assert wrong == "{}"
    assert await effects(slack) == [1, 1, 1]


async def test_a_commit_that_never_arrived_is_refused_and_goes_in_when_it_is_sent_again(slack, three, proxy):
    for mark in OF_THREE:
        proxy.lose_commit(mark, Fate.LOST)

    said, wrong, whispered = await three()

    assert "nothing has happened" in said
    assert "Your text is still here" in wrong
    assert "nothing has happened" in whispered
    assert await effects(slack) == [0, 0, 0]
    await three()
    assert await effects(slack) == [1, 1, 1]


async def test_where_nobody_can_tell_they_are_told_so(slack, three, proxy):
    for mark in OF_THREE:
        proxy.lose_commit(mark, Fate.LOST_IN_SILENCE)
    slack.database.budget = BUDGET

    said, wrong, whispered = await three()

    assert "look in a minute whether it is there" in said
    assert "it is saved only once" in wrong
    assert "look in a minute whether it is there" in whispered
    slack.database.budget = PATIENCE
    proxy.cut()  # as the server itself does after ten seconds
    assert await effects(slack) == [0, 0, 0]
    await three()
    assert await effects(slack) == [1, 1, 1]


@pytest.mark.parametrize("fate", [Fate.COUNTED_BEFORE_SILENCE, Fate.COUNTED_BEFORE_AWAY])
async def test_a_form_that_counted_before_the_trouble_counts_once_when_it_is_pressed_again(slack, three, proxy, fate):
    bo = slack.person(BO.id)
    proxy.lose_commit("view:", fate)
    slack.database.budget = BUDGET

    sent = await bo.submit({"went_well": "A calm week"})

    assert "it is saved only once" in str(sent.errors)
    slack.database.budget = PATIENCE
    proxy.speak()
    proxy.come_back()
    assert (await bo.submit({"went_well": "A calm week"})).closed
    assert (await effects(slack))[1] == 1


TROUBLES = {
    "away": (Proxy.go_away, Proxy.come_back),
    "silent": (Proxy.silence, Proxy.speak),
    "slow": (lambda proxy: setattr(proxy, "slow", SOON), lambda proxy: setattr(proxy, "slow", 0)),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_in_any_trouble_everything_is_refused_in_time_and_goes_in_afterwards(slack, three, proxy, trouble):
    begin, end = TROUBLES[trouble]
    slack.database.budget = SOON
    begin(proxy)

    said, wrong, _ = await three()

    assert "nothing has happened" in said
    assert "Your text is still here" in wrong
    assert (await slack.bot.health.trouble())[0].startswith("the database does not answer")
    slack.database.budget = PATIENCE
    end(proxy)
    assert await effects(slack) == [0, 0, 0]
    await three()
    assert await effects(slack) == [1, 1, 1]


BEFORE_ANYBODY_IS_ASKED = datetime(2026, 11, 20, 7, tzinfo=UTC)
ENROLLED = datetime(2026, 11, 16, tzinfo=UTC)
ASKED = {ANA.id: 1, BO.id: 1, MIA.id: 1}
"""At half past ten in Berlin."""


@pytest.fixture
async def morning(proxy):
    async with running(proxy.url, now=BEFORE_ANYBODY_IS_ASKED, enrolled=ENROLLED) as everything:
        everything.bot.timetable._database.budget = BUDGET
        await everything.settle()
        yield everything


async def asked_by(slack, end):
    """Let the timetable work until a moment of the clock; return how often each person in Berlin was asked."""
    timetable = slack.bot.timetable
    while slack.clock() < end:
        await timetable.plan()
        await timetable.reconcile()
        await timetable.delivery.drain()
        slack.clock.forward(timedelta(seconds=5))
    direct = {id: slack.person(id).dm() for id in ASKED}
    return {id: sum("check-in" in message["text"].lower() for message in said) for id, said in direct.items()}


@pytest.mark.parametrize("trouble", ["away", "silent"])
async def test_what_came_due_meanwhile_is_said_once_within_a_minute_of_the_return(morning, proxy, trouble):
    begin, end = TROUBLES[trouble]
    morning.bot.timetable._database.budget = SOON
    begin(proxy)
    morning.clock.forward(NOW - BEFORE_ANYBODY_IS_ASKED)
    with pytest.raises(Unavailable):
        await morning.bot.timetable.delivery.step()
    assert not morning.person(ANA.id).dm()
    morning.bot.timetable._database.budget = PATIENCE
    end(proxy)

    assert await asked_by(morning, NOW + timedelta(seconds=60)) == ASKED


@pytest.mark.parametrize("fate", [Fate.COUNTED, Fate.LOST])
@pytest.mark.parametrize("which", ["claim", "record"])
async def test_a_commit_cut_while_it_speaks_has_nobody_asked_twice_or_missed(morning, proxy, which, fate, monkeypatch):
    monkeypatch.setattr("scheduler.delivery.WRITE_AGAIN", (0, 0, 0))
    delivery = morning.bot.timetable.delivery
    cut = partial(proxy.lose_commit, delivery.owner, fate)
    if which == "claim":
        cut()
    else:
        monkeypatch.setattr(delivery, "_told", lambda *_: cut())
    morning.clock.forward(NOW - BEFORE_ANYBODY_IS_ASKED)
    with suppress(Unavailable):
        await delivery.drain()
    monkeypatch.undo()
    proxy.fates.clear()

    assert await asked_by(morning, NOW + OUT_WITHIN) == ASKED


async def test_a_pool_without_a_free_connection_refuses_in_time(slack, three):
    slack.database.budget = SOON
    async with AsyncExitStack() as taken:
        for _ in range(POOL["pool_size"]):
            await taken.enter_async_context(slack.database.engine.connect())

        said, wrong, _ = await three()

        assert "nothing has happened" in said
        assert "Your text is still here" in wrong
    slack.database.budget = PATIENCE
    await three()
    assert await effects(slack) == [1, 1, 1]


@pytest.fixture
async def small(sqlite_url):
    """A bot on a SQLite file that cannot grow while `small.full` is set."""
    async with running(sqlite_url, settings={"kudos_allowance": 1000}) as everything:
        await everything.settle()
        everything.full = True

        @event.listens_for(everything.database.engine.sync_engine, "checkout")
        def limit(connection, *_):
            connection.cursor().execute(f"PRAGMA max_page_count={1 if everything.full else 1 << 30}")

        yield everything


LONGER_THAN_A_PAGE = "ä" * 2500
"""So that a page of its own is needed for it."""


async def test_a_full_disk_refuses_and_goes_on_when_there_is_room(small):
    ana, bo = small.person(ANA.id), small.person(BO.id)
    await bo.command("/check-in")
    await small.bot.tasks.done()
    for stored in range(100):  # until the pages that are there are full
        said = (await ana.command(f"/kudos <@UBO> for number {stored} {'x' * 2000}")).text
        if "Thank you" not in said:
            break
    sent = await bo.submit({"went_well": LONGER_THAN_A_PAGE})

    assert "nothing has happened" in said
    assert "Your text is still here" in str(sent.errors)
    small.full = False
    assert (await effects(small))[:2] == [stored, 0]
    assert "Thank you" in (await ana.command("/kudos <@UBO> for one more")).text
    assert (await bo.submit({"went_well": LONGER_THAN_A_PAGE})).closed
    assert (await effects(small))[:2] == [stored + 1, 1]
