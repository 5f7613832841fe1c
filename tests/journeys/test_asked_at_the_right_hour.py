"""Asked at the right hour: put off, skipped, reminded twice and no more, away, on a holiday, not to be disturbed."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from company import ANA, BO, MIA, OLU
from running import running
from storage.outbox import State

FRIDAY = date(2026, 11, 20)
BEFORE = datetime(2026, 11, 20, 8, 59, tzinfo=UTC)
"""A minute before ten in Berlin."""
A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)
MONDAY_AT_NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    enrolled = BEFORE - timedelta(hours=1)
    async with running(database_url, mode=request.param, now=BEFORE, enrolled=enrolled) as everything:
        await everything.settle()
        yield everything


@pytest.fixture
async def on_sqlite(sqlite_url):
    async with running(sqlite_url, now=BEFORE, enrolled=BEFORE - timedelta(hours=1)) as everything:
        await everything.settle()
        yield everything


def texts(person) -> list[str]:
    return [message["text"] for message in person.dm()]


def shown(message) -> str:
    return message["text"] + str(message.get("blocks", ""))


async def until(slack, moment):
    """Let the time pass to a moment."""
    await slack.pass_time(moment - slack.clock.now())


async def asked(slack, who=ANA):
    """Let ten o'clock in Berlin come; return the person and the prompt."""
    await slack.pass_time(A_MINUTE)
    person = slack.person(who.id)
    return person, person.dm()[-1]


async def answer(slack, person, message):
    await person.click(message, "check_in_open")
    await slack.settle()
    sent = await person.submit({"went_well": "The queue was calm"})
    assert sent.closed, sent.errors
    await slack.settle()


async def test_put_off_asked_again_and_answered(slack):
    ana, prompt = await asked(slack)
    assert "Snooze" in shown(prompt)
    assert "Skip this week" in shown(prompt)

    choice = f"{FRIDAY} this afternoon"
    await asyncio.gather(*(ana.click(prompt, "check_in_snooze", choice) for _ in range(2)))  # clicked twice
    await slack.settle()
    [card] = ana.dm()
    assert card["ts"] == prompt["ts"]
    assert "snoozed until today 14:00" in card["text"]
    assert f"<!date^{int(datetime(2026, 11, 20, 13, tzinfo=UTC).timestamp())}^" in shown(card)
    assert "Check in now" in shown(card)

    await slack.pass_time(timedelta(hours=3, minutes=59))
    assert len(ana.dm()) == 1

    await slack.pass_time(timedelta(minutes=2))
    first, again = ana.dm()
    assert "I ask again below" in first["text"]
    assert "You asked me to come back" in shown(again)
    await slack.pass_time(timedelta(hours=1))
    assert len(ana.dm()) == 2, "once"

    await ana.click(again, "check_in_snooze", f"{FRIDAY} tomorrow")
    await slack.settle()
    assert "snoozed until Monday 09:00" in ana.dm()[-1]["text"], "Saturday is no working day"
    await until(slack, MONDAY_AT_NINE + A_MINUTE)
    assert len(ana.dm()) == 3

    await answer(slack, ana, ana.dm()[-1])
    assert "Your check-in is in" in ana.dm()[-1]["text"]
    assert len(ana.dm()) == 3
    for _ in range(4):
        await slack.pass_time(A_DAY)
    assert len([text for text in texts(ana) if text.startswith("Today")]) == 0, "who answered is not reminded"


async def test_skipped_and_taken_back(slack):
    ana, prompt = await asked(slack)

    await ana.click(prompt, "check_in_skip")
    await slack.settle()
    [card] = ana.dm()
    assert "You skip the check-in of Friday 20 November" in card["text"]
    await until(slack, MONDAY_AT_NINE + A_MINUTE)
    assert len(ana.dm()) == 1, "nobody reminds of what is skipped"
    mia = await slack.person(MIA.id).command("/team-status")
    assert "skip" in str(mia.blocks).casefold()

    await ana.click(card, "check_in_after_all")
    await slack.settle()
    assert ana.view["title"]["text"] == "Weekly check-in"
    assert "Time for your check-in" in ana.dm()[0]["text"]
    await ana.submit({"went_well": "The queue was calm after all"})
    await slack.settle()
    assert "Your check-in is in" in ana.dm()[0]["text"]


async def test_reminded_twice_on_working_days_and_then_no_more(slack):
    ana, _ = await asked(slack)

    await until(slack, MONDAY_AT_NINE - A_MINUTE)
    assert len(ana.dm()) == 1, "not at the weekend"
    await slack.pass_time(2 * A_MINUTE)
    first = ana.dm()[-1]
    assert first["text"] == "Today: your check-in of Friday 20 November."
    assert "last reminder" not in shown(first)
    assert "Skip this week" in shown(first)
    await slack.pass_time(timedelta(hours=2))
    assert len(ana.dm()) == 2

    await slack.pass_time(timedelta(hours=22))
    assert "last reminder" in shown(ana.dm()[-1])
    await slack.pass_time(A_DAY)
    await slack.pass_time(A_DAY)
    assert len(ana.dm()) == 3, "then it stops"

    await answer(slack, ana, ana.dm()[-1])
    assert "nothing waits for you any more" in ana.dm()[-1]["text"]
    assert "~your check-in of Friday 20 November~" in shown(ana.dm()[-1])


async def test_a_week_away_is_excused_and_the_next_working_morning_asks(slack):
    ana, bo = slack.person(ANA.id), slack.person(BO.id)
    said = await ana.command("/check-in away 2026-11-19 to 2026-11-27", channel="CGENERAL")
    assert "you are away from Thursday 19 November to Friday 27 November" in said.text
    said = await bo.command("/check-in away until 2026-11-23", channel="CGENERAL")
    assert "away from Friday 20 November to Monday 23" in said.text

    await slack.pass_time(A_MINUTE)
    assert (ana.dm(), bo.dm()) == ([], [])
    await until(slack, datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
    assert [text[:25] for text in texts(bo)] == ["Time for your check-in of"]
    mia = await slack.person(MIA.id).command("/team-status")
    assert "away" in str(mia.blocks)
    assert "0 of 1" in str(mia.blocks), "Ana is not missing"

    await until(slack, datetime(2026, 11, 27, 9, 1, tzinfo=UTC))
    assert ana.dm() == [], "away on the day of the next one too"
    await until(slack, datetime(2026, 11, 30, 8, 1, tzinfo=UTC))
    [prompt] = ana.dm()
    assert "27 November" in prompt["text"]
    async with slack.database.reading() as store:
        assert (await store.turns.of(ANA.id, FRIDAY)).excused == "away"
        assert (await store.turns.of(ANA.id, FRIDAY + timedelta(days=7))).excused is None


async def test_the_slack_status_counts_and_who_comes_back_is_asked_in_the_morning(slack):
    until_noon = int(datetime(2026, 11, 20, 11, tzinfo=UTC).timestamp())
    await slack.emulator.change(ANA.id, status_emoji=":palm_tree:", status_text="Vacationing", status_expiration=0)
    await slack.emulator.change(BO.id, status_text="Out of office", status_expiration=until_noon)
    await slack.settle()

    await slack.pass_time(A_MINUTE)
    await slack.pass_time(timedelta(hours=5))
    await slack.emulator.change(ANA.id, status_emoji="", status_text="")
    await slack.settle()
    await slack.pass_time(timedelta(hours=1))
    assert slack.person(ANA.id).dm() == slack.person(BO.id).dm() == [], "back, but not at once"

    await until(slack, MONDAY_AT_NINE + A_MINUTE)
    assert len(slack.person(ANA.id).dm()) == len(slack.person(BO.id).dm()) == 1


async def test_in_do_not_disturb_it_waits_for_the_next_working_morning(slack):
    await slack.emulator.change(ANA.id, dnd_from="09:30", dnd_to="11:00")
    await slack.settle()

    await slack.pass_time(A_MINUTE)
    assert slack.person(ANA.id).dm() == []
    assert len(slack.person(BO.id).dm()) == 1
    await until(slack, MONDAY_AT_NINE - A_MINUTE)
    await slack.pass_time(2 * A_MINUTE)
    assert len(slack.person(ANA.id).dm()) == 1, "nine is before her quiet hours"


async def test_public_holidays_are_everybodys_own(database_url):
    """The first of May 2026 is a Friday and a holiday in Bavaria; in England it is the Monday after."""
    now = datetime(2026, 5, 1, 7, 59, tzinfo=UTC)
    settings = {"country": "DE-BY"}
    async with running(database_url, now=now, enrolled=now - timedelta(hours=1), settings=settings) as slack:
        async with slack.database.transaction() as store:
            olu = await store.people.get(OLU.id)
            await store.people.save(olu.model_copy(update={"country": "GB-ENG"}))
        await slack.pass_time(A_MINUTE)
        await slack.pass_time(timedelta(hours=3))
        assert slack.person(ANA.id).dm() == []
        assert len(slack.person(OLU.id).dm()) == 1

        await until(slack, datetime(2026, 5, 4, 7, 1, tzinfo=UTC))
        assert len(slack.person(ANA.id).dm()) == 1
        assert len(slack.person(OLU.id).dm()) == 1, "the bank holiday of the fourth is no day for a reminder"


async def test_what_slack_will_not_say_stops_nobody(on_sqlite):
    on_sqlite.emulator.faults.add("dnd.teamInfo", "error", error="internal_error", times=100)

    _, prompt = await asked(on_sqlite)

    assert "Time for your check-in" in prompt["text"]


async def test_leave_said_late_takes_back_what_was_planned(on_sqlite):
    ana = on_sqlite.person(ANA.id)
    async with on_sqlite.database.transaction() as store:
        assert await store.outbox.state_of(f"check-in:UANA:{FRIDAY}:prompt:1") is State.PLANNED
    await ana.command("/check-in away until 2026-11-22", channel="CGENERAL")
    await on_sqlite.pass_time(A_MINUTE)
    assert ana.dm() == []

    await ana.command("/check-in away off", channel="CGENERAL")
    await on_sqlite.pass_time(A_MINUTE)
    assert ana.dm() == [], "what waits for a morning keeps to mornings"
    await until(on_sqlite, MONDAY_AT_NINE + A_MINUTE)
    assert len(ana.dm()) == 1


async def test_after_a_time_without_the_bot_today_is_said_in_waking_hours_or_not_at_all(on_sqlite):
    ana, _ = await asked(on_sqlite)

    await until(on_sqlite, MONDAY_AT_NINE + timedelta(hours=12))
    assert len(ana.dm()) == 1, "nine in the evening"
    await until(on_sqlite, MONDAY_AT_NINE + timedelta(hours=29))
    assert "Today" in ana.dm()[-1]["text"], "Tuesday, two in the afternoon: the bot came back"
