"""A second message that Slack shows later than anybody waits: looked for once more, removed and counted."""

from datetime import timedelta

import pytest
from fake_slack import ACCEPTED_BUT_LOST, FRIDAY, LOST, SILENT, kudos, prompt
from sqlalchemy import update

from company import ANA, BO
from domain.check_ins import CheckIn
from domain.notices import KudosReceived
from scheduler.outcomes import Delivered
from scheduler.reconcile import CLOCKS_DIFFER, LOOKS, SWEEP_AFTER, SWEEP_FOR, sweep
from scheduler.records import SETTLE
from storage.outbox_rows import LEASE, O, State, marker_of

ASKED = prompt(ANA.id)


@pytest.fixture
def clean(company, chat, time):
    async def clean():
        return await sweep(company, chat, clock=time)

    return clean


@pytest.fixture
def doubted(delivery, chat, put, time, look):
    """Say something of which Slack tells nothing, until it is settled."""

    async def doubted(notice, how=LOST):
        chat.coming.append(how)
        await put(notice)
        await delivery.drain()
        for _ in range(3):
            time.now += SETTLE
            await look(delivery)
            await delivery.drain()

    return doubted


@pytest.fixture
def counted(company, time):
    async def counted():
        async with company.reading() as store:
            return (await store.outbox_care.backlog(now=time.now, a_minute=300)).doubles

    return counted


def late(chat, company, notice):
    """Slack shows the first attempt after all."""
    return chat.late(notice, marker_of(company.workspace_id, notice.key))


async def test_a_late_double_is_removed_and_counted(doubted, clean, chat, company, time, counted):
    await doubted(ASKED)
    (stays,) = chat.standing
    late(chat, company, ASKED)
    time.now += SWEEP_AFTER

    assert await clean() == 1
    assert list(chat.standing) == [stays]
    assert await counted() == 1


async def test_a_late_double_of_what_has_become_a_card_is_removed_too(doubted, clean, chat, company, time):
    await doubted(ASKED)
    (stays,) = chat.standing
    at, where, _, notice = chat.standing[stays]
    chat.standing[stays] = at, where, "marker of the card", notice
    late(chat, company, ASKED)
    time.now += SWEEP_AFTER

    assert await clean() == 1
    assert list(chat.standing) == [stays]


async def test_of_two_files_the_first_stays(doubted, clean, chat, company, time):
    await doubted(ASKED)
    (first,) = chat.standing
    async with company.transaction() as store:
        await store.outbox._connection.execute(update(O).values(ts="F0FILE"))
    late(chat, company, ASKED)
    time.now += SWEEP_AFTER

    assert await clean() == 1
    assert list(chat.standing) == [first]


async def test_it_is_left_alone_before_its_time_and_looked_for_once(doubted, clean, chat, time):
    await doubted(ASKED)
    before = chat.reads
    assert await clean() == 0
    assert chat.reads == before

    time.now += SWEEP_AFTER
    assert [await clean(), await clean()] == [0, 0]
    assert chat.reads == before + 1


async def test_what_was_never_doubtful_is_not_read(delivery, clean, chat, put, time):
    await put(ASKED)
    await delivery.drain()
    time.now += SWEEP_AFTER + timedelta(seconds=1)

    assert await clean() == 0
    assert chat.reads == 0


async def test_a_doubt_without_a_double_costs_one_more_read(doubted, clean, chat, time, counted):
    await doubted(ASKED, how=ACCEPTED_BUT_LOST)
    time.now += SWEEP_AFTER
    await clean()

    assert chat.said() == [ASKED]
    assert await counted() == 0


async def test_a_history_that_is_down_is_read_later_and_given_up_after_a_day(doubted, clean, chat, company, time):
    await doubted(ASKED)
    late(chat, company, ASKED)
    time.now += SWEEP_AFTER
    chat.history_down = True
    assert await clean() == 0

    chat.history_down = False
    assert await clean() == 1

    await doubted(prompt(BO.id))
    time.now += SWEEP_FOR
    before = chat.reads
    await clean()
    assert chat.reads == before


async def test_channels_are_never_read_for_doubles(doubted, clean, chat, time):
    await doubted(kudos(1))
    time.now += SWEEP_AFTER

    assert await clean() == 0
    assert chat.reads == 0


async def test_so_many_a_round(doubted, clean, chat, time):
    for number in range(LOOKS + 1):
        await doubted(KudosReceived(to=BO.id, kudos=number, giver=ANA.id, reason="the review"))
    time.now += SWEEP_AFTER
    before = chat.reads

    await clean()
    assert chat.reads == before + LOOKS
    await clean()
    assert chat.reads == before + LOOKS + 1


async def test_the_one_that_is_written_down_stays_also_where_slack_shows_it_second(
    doubted, clean, chat, company, time, counted
):
    await doubted(ASKED)
    (stays,) = chat.standing
    late(chat, company, ASKED)
    chat.standing = dict(reversed(chat.standing.items()))
    time.now += SWEEP_AFTER

    assert await clean() == 1
    assert list(chat.standing) == [stays]
    assert await counted() == 1


async def test_where_the_one_that_is_written_down_has_no_ts_the_first_stays(
    doubted, clean, chat, company, time, counted
):
    """A file has an id, and nobody can tell which of the messages with it came first but by their order."""
    chat.coming.extend([LOST, Delivered("DUANA", "F7")])
    await doubted(ASKED, how=LOST)
    for _ in range(3):
        late(chat, company, ASKED)
    first = next(iter(chat.standing))
    time.now += SWEEP_AFTER

    assert await clean() == 2
    assert list(chat.standing) == [first]
    assert await counted() == 2


async def test_where_nothing_is_there_nothing_is_removed_and_nobody_looks_again(doubted, clean, chat, time, counted):
    await doubted(ASKED)
    chat.standing.clear()
    time.now += SWEEP_AFTER
    before = chat.reads

    assert [await clean(), await clean()] == [0, 0]
    assert chat.reads == before + 1
    assert await counted() == 0


async def test_a_double_that_slack_keeps_is_tried_again(doubted, clean, chat, company, time, counted, monkeypatch):
    async def refuse(_):
        return False

    await doubted(ASKED)
    late(chat, company, ASKED)
    time.now += SWEEP_AFTER
    with monkeypatch.context() as patch:
        patch.setattr(chat, "remove", refuse)
        assert await clean() == 0
    assert await counted() == 0

    assert await clean() == 1
    assert await counted() == 1


async def test_history_is_read_from_shortly_before_the_first_attempt(doubted, clean, chat, company, time):
    """Slack's clock may be behind; what stood there long before is another message."""
    begun = time.now
    await doubted(ASKED)
    for span in (CLOCKS_DIFFER, CLOCKS_DIFFER + timedelta(seconds=1)):
        posted = late(chat, company, ASKED)
        chat.standing[posted.ts] = begun - span, *chat.standing[posted.ts][1:]
    time.now += SWEEP_AFTER

    assert await clean() == 1
    assert len(chat.standing) == 2


async def test_a_file_of_which_nothing_is_there_is_looked_for_once(doubted, clean, chat, time):
    chat.coming.extend([LOST, Delivered("DUANA", "F7")])
    await doubted(ASKED, how=LOST)
    time.now += SWEEP_AFTER
    before = chat.reads

    assert [await clean(), await clean()] == [0, 0]
    assert chat.reads == before + 1


async def test_whoever_posts_after_its_lease_is_over_has_its_post_looked_for_once_more(
    another, chat, put, time, look, clean, company
):
    asleep, awake = another(), another()
    chat.coming.append(SILENT)
    await put(ASKED)
    await asleep.step()
    await chat.called.wait()
    time.now += LEASE
    for _ in range(3):
        time.now += SETTLE
        await look(awake)
        await awake.drain()
    time.now += SWEEP_AFTER + SETTLE
    assert await clean() == 0
    (stays,) = chat.standing

    chat.answers.set()
    await asleep.settled()
    assert len(chat.standing) == 2
    assert await clean() == 0
    time.now += SWEEP_AFTER + SETTLE

    assert await clean() == 1
    assert list(chat.standing) == [stays]


async def test_what_was_taken_back_and_comes_after_all_is_removed(
    delivery, company, chat, put, time, look, clean, states
):
    chat.coming.append(LOST)
    await put(ASKED)
    await delivery.drain()
    async with company.transaction() as store:
        await store.check_ins.save(CheckIn(person=ANA.id, period=FRIDAY, went_well="all", answered_at=time.now))
    for _ in range(3):
        time.now += SETTLE
        await look(delivery)
        await delivery.drain()
    assert await states() == {State.CANCELLED: 1}

    late(chat, company, ASKED)
    time.now += SWEEP_AFTER + SETTLE

    assert await clean() == 1
    assert not chat.standing


async def test_of_what_was_given_up_and_comes_twice_the_first_stays(company, chat, put, time, clean):
    await put(ASKED)
    given_up = {"state": State.UNDELIVERABLE, "doubted_at": time.now, "settled_at": time.now}
    async with company.transaction() as store:
        await store.outbox._connection.execute(update(O).values(given_up))
    late(chat, company, ASKED)
    late(chat, company, ASKED)
    (first, _) = chat.standing
    time.now += SWEEP_AFTER + SETTLE

    assert await clean() == 1
    assert list(chat.standing) == [first]
