"""`cairn outbox`: what is stuck is listed without a word of it, tried again or given up."""

from datetime import UTC, datetime, timedelta

import pytest

from company import ANA, BO
from domain.notices import KudosPosted, KudosReceived
from storage.outbox_rows import A_PERSON_DECIDES, State

NOW = datetime.now(UTC)
SECRET = "the words nobody else may read"
HELD = KudosReceived(to=BO.id, kudos=1, giver=ANA.id, reason=SECRET)
PUBLIC = KudosPosted(to="CKUDOS", kudos=2, giver=ANA.id, receivers=(BO.id,), reason=SECRET)
LATER = KudosReceived(to=BO.id, kudos=3, giver=ANA.id, reason=SECRET)


@pytest.fixture
def stuck(northwind):
    """Three notices: one undeliverable after a doubt, one public and in doubt, one planned for tomorrow."""

    async def fill(store):
        await store.outbox.put(HELD, PUBLIC, now=NOW - timedelta(hours=1))
        for one in await store.outbox.claim("me", now=NOW, most=8):
            there = {"channel": "DBO"} if one.notice.private else {"due_at": A_PERSON_DECIDES}
            await store.outbox.record(one, State.UNCERTAIN, now=NOW, trouble="no answer in time", **there)
        for one in await store.doubts.claim("me", now=NOW + timedelta(seconds=30), most=8):
            await store.outbox.record(one, State.UNDELIVERABLE, now=NOW, trouble="user_disabled")
        await store.outbox.plan([(LATER, NOW + timedelta(days=1))])

    northwind(fill)


@pytest.fixture
def states(northwind):
    def states():
        async def read(store):
            found = [one for state in State for one in await store.outbox_care.in_state(state, most=9)]
            return {one.id: (one.state, one.due_at) for one in found}

        return northwind(read)

    return states


def test_an_empty_outbox_says_so(cairn):
    assert cairn("outbox", "list").stdout == "Nothing needs you.\nIn all: nothing yet.\n"


def test_what_needs_somebody_is_listed_without_a_word_of_it(cairn, stuck):
    said = cairn("outbox", "list").stdout

    assert "undeliverable" in said
    assert "to UBO" in said
    assert "tried once: user_disabled" in said
    assert "whoever caused it is asked" in said
    assert said.endswith("In all: 1 planned, 1 uncertain, 1 undeliverable.\n")
    assert SECRET not in said


def test_one_state_is_listed_whole_and_a_wrong_one_is_named(cairn, stuck):
    assert "kudos_received" in cairn("outbox", "list", "--state", "planned").stdout
    assert "Nothing is expired." in cairn("outbox", "list", "--state", "expired").stdout
    wrong = cairn("outbox", "list", "--state", "lost")
    assert wrong.exit_code == 1
    assert "lost is no state. These are: planned, sending" in wrong.stderr


def test_what_may_stand_in_slack_is_looked_for_before_it_is_said_again(cairn, stuck, states):
    said = cairn("outbox", "retry", "1", "2")

    assert said.stdout == (
        "1 (kudos_received to UBO) goes out as soon as the bot runs.\n"
        "2 (kudos_posted to CKUDOS) goes out as soon as the bot runs.\n"
    )
    after = states()
    assert (after[1][0], after[2][0]) == (State.UNCERTAIN, State.PLANNED)
    assert max(after[1][1], after[2][1]) < NOW + timedelta(minutes=5)


def test_what_is_given_up_is_never_said(cairn, stuck, states):
    assert cairn("outbox", "give-up", "1", "3").exit_code == 0

    after = states()
    assert [after[n][0] for n in (1, 2, 3)] == [State.CANCELLED, State.UNCERTAIN, State.CANCELLED]
    again = cairn("outbox", "give-up", "1")
    assert again.exit_code == 1
    assert "1 is cancelled: it is said, being said, or was taken back before. It was left alone." in again.stdout


def test_a_wrong_number_changes_nothing(cairn, stuck, states):
    before = states()
    said = cairn("outbox", "retry", "1", "77")

    assert said.exit_code == 1
    assert "No such number: 77. Nothing was done." in said.stderr
    assert states() == before
    planned = cairn("outbox", "retry", "3")
    assert (planned.exit_code, states()) == (1, before)
