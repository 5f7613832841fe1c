"""`/check-in snooze | skip | away` and the buttons of the prompt: tables of what people type, click, and click too late."""

from datetime import UTC, date, datetime, timedelta

import pytest
import pytest_asyncio
from hostile import HOSTILE

from company import ANA, BO, HANA, LONG_AGO, MIA, OLU, SAM
from domain.notices import CheckInPrompt
from domain.today import CheckInReminder, FeedbackWaits
from handlers import today
from handlers.views import today as today_view
from running import running
from storage.outbox import State

ON_ONE_LOOP = pytest.mark.asyncio(loop_scope="module")
FRIDAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
A_WEEK = timedelta(days=7)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(sqlite_template, tmp_path_factory):
    path = tmp_path_factory.mktemp("turns") / "cairn.db"
    path.write_bytes(sqlite_template.read_bytes())
    async with running(f"sqlite:///{path}", now=NOW) as everything:
        await everything.settle()
        yield everything


@pytest.fixture
async def on_sqlite(sqlite_url):
    async with running(sqlite_url, now=NOW) as everything:
        await everything.settle()
        yield everything


async def say(slack, words, person=ANA):
    reply = await slack.person(person.id).command(f"/check-in {words}", channel="CGENERAL")
    assert reply.error is None
    return reply.text


def prompt_of(person):
    return next(message for message in person.dm() if "check-in" in message["text"].casefold())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param("snooze", "Snoozed until today 11:30", id="an hour"),
        pytest.param("snooze 2h", "Snoozed until today 12:30", id="two hours"),
        pytest.param("snooze this afternoon", "Snoozed until today 14:00", id="this afternoon"),
        pytest.param("Snooze Tomorrow", "Snoozed until Monday 09:00. That is your next working morning", id="tomorrow"),
        pytest.param("snooze 11h", "Snoozed until Monday 09:00", id="into the night"),
        pytest.param("snooze friday", "Snoozed until Friday 27 November 09:00", id="the last morning"),
        pytest.param("snooze 999h", "the next check-in opens Friday 27 November 10:00", id="too long"),
        pytest.param("snooze never", "I can't tell when “never” is", id="never"),
        pytest.param("snooze 0h", "I can't tell when", id="not at all"),
        pytest.param("snooze -1h", "I can't tell when", id="backwards"),
        pytest.param("snooze <@UBO>", "I can't tell when “@someone” is", id="a person"),
        pytest.param(
            "away 2026-12-21 to 2027-01-02", "from Monday 21 December 2026 to Saturday 2 January 2027", id="away"
        ),
        pytest.param("away 2026-12-21 to 2027-01-02", "you are away from Monday 21 December", id="the same again"),
        pytest.param("away", "• from Monday 21 December 2026 to Saturday 2 January 2027", id="what is noted, once"),
        pytest.param("away 2026-12-24", "you are away on Thursday 24 December", id="a day"),
        pytest.param("away 2020-01-01", "has passed already", id="the past"),
        pytest.param("away 2027-01-02 to 2026-12-21", "Did you mean", id="reversed"),
        pytest.param("away soon", "I read no dates in “soon”", id="no date"),
        pytest.param("away off", "Cleared: 2 absences", id="off"),
        pytest.param("away off", "There were no days away to clear", id="off again"),
        pytest.param("away", "You have no days away noted", id="nothing noted"),
    ],
)
@ON_ONE_LOOP
async def test_every_word_gets_an_answer_that_says_what_happened_and_what_to_do(slack, words, said):
    assert said in await say(slack, words)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("word", ["snooze", "away"])
@ON_ONE_LOOP
async def test_hostile_words_are_refused_and_pinging_nobody(slack, word, text):
    reply = await slack.person(BO.id).command(f"/check-in {word} {text}", channel="CGENERAL")

    assert reply.error is None
    assert len(reply.text) < 1200
    assert not any(sign in reply.text for sign in ("<!channel", "<!here", "<@UEVIL", "<http", "\u202e"))
    async with slack.database.reading() as store:
        assert (await store.turns.of(BO.id, FRIDAY)).snoozes == 0
        assert await store.absences.of(BO.id, since=FRIDAY) == []


@ON_ONE_LOOP
async def test_not_more_than_anybody_needs(slack):
    for month in range(1, 6):
        for day in range(1, 11):
            await say(slack, f"away 2027-{month:02}-{2 * day:02}", MIA)

    assert "50 absences ahead already" in await say(slack, "away 2027-09-01", MIA)


async def test_the_status_is_told_beside_the_days(on_sqlite):
    until = int((NOW + timedelta(days=3)).timestamp())
    await on_sqlite.emulator.change(ANA.id, status_emoji=":palm_tree:", status_expiration=until)
    await on_sqlite.settle()

    assert "Slack status says that you are away until Monday 10:30" in await say(on_sqlite, "away")
    await say(on_sqlite, "away until 2026-11-22")
    assert "Slack status still says" in await say(on_sqlite, "away off")


async def test_skipped_by_command_and_what_else_one_may_try(on_sqlite):
    ana = on_sqlite.person(ANA.id)

    assert "You skip the check-in of Friday 20 November" in await say(on_sqlite, "skip")
    assert "You skip the check-in" in await say(on_sqlite, "skip"), "twice is once"
    await on_sqlite.settle()
    assert "You skip" in prompt_of(ana)["text"]
    assert "You skip this week" in await say(on_sqlite, "snooze 1h")
    async with on_sqlite.database.reading() as store:
        assert (await store.turns.of(ANA.id, FRIDAY)).moves == 1


async def test_answered_is_nothing_to_put_off(on_sqlite):
    ana = on_sqlite.person(ANA.id)
    prompt = prompt_of(ana)
    await ana.click(prompt, "check_in_open")
    await on_sqlite.settle()
    await ana.submit({"went_well": "x"})
    await on_sqlite.settle()

    for words in ("snooze 1h", "skip"):
        assert "is in already" in await say(on_sqlite, words)


async def test_whoever_takes_no_part_is_told_so(on_sqlite):
    for words in ("snooze 1h", "skip", "away", "away until 2026-12-01"):
        reply = await on_sqlite.person("UGIL").command(f"/check-in {words}", channel="CGENERAL")
        assert "take no part" in reply.text


async def test_put_off_before_anybody_was_asked(sqlite_url):
    """Hana's Friday in Tokyo begins before: she is asked and puts it off; Sam in New York is not asked yet."""
    async with running(sqlite_url, now=NOW, enrolled=LONG_AGO) as slack:
        await slack.settle()
        async with slack.database.transaction() as store:
            last_week = CheckInPrompt(to=SAM.id, period=FRIDAY - A_WEEK).key
            assert await store.outbox.state_of(last_week) in {State.PLANNED, State.SENT}
        text = await say(slack, "snooze 6h", SAM)
        assert "next check-in opens today 10:00" in text, "the week that is open for him closes before"
        assert "Snoozed until Monday 09:00" in await say(slack, "snooze 1h", HANA), "half past six in the evening"


@pytest.mark.parametrize(
    ("action", "value"),
    [
        pytest.param("check_in_snooze", f"{FRIDAY} 1h", id="snooze"),
        pytest.param("check_in_skip", None, id="skip"),
    ],
)
async def test_the_card_of_a_week_that_is_closed_says_so(on_sqlite, action, value):
    ana = on_sqlite.person(ANA.id)
    async with on_sqlite.database.transaction() as store:
        await store.people.save((await store.people.get(ANA.id)).model_copy(update={"enrolled_at": None}))
    on_sqlite.clock.forward(A_WEEK)  # nobody asks her any more, so nothing rewrites the card

    await ana.click(prompt_of(ana), action, value)
    await on_sqlite.settle()

    assert "That week is over" in ana.dm()[-1]["text"]


async def test_a_choice_nobody_offers_does_nothing(on_sqlite):
    prompt = prompt_of(on_sqlite.person(ANA.id))
    [menu] = [one for block in prompt["blocks"] for one in block.get("elements", []) if one["type"] == "static_select"]
    assert [option["text"]["text"] for option in menu["options"]] == ["1 hour", "This afternoon", "Tomorrow morning"]


async def test_struck_out_as_it_is_done(on_sqlite):
    items = (CheckInReminder(period=FRIDAY), FeedbackWaits(request=1, asker=BO.id, expires_on=FRIDAY))
    message = today_view.Today(to=OLU.id, day=FRIDAY, items=items)
    async with on_sqlite.database.transaction() as store:
        await store.todays.say([(message, NOW)])
        [claimed] = await store.outbox.claim("test", now=NOW)
        await store.outbox.record(claimed, State.SENT, now=NOW, channel="D1", ts="1.1")
    for key, what in [("blocker:9", "done"), ("check-in:2026-11-20", "snoozed"), ("check-in:2026-11-20", "snoozed")]:
        async with on_sqlite.database.transaction() as store:
            await today.done(store, OLU.id, key, now=NOW, what=what)
    async with on_sqlite.database.transaction() as store:
        await today.done(store, BO.id, "blocker:9", now=NOW)
        assert (await store.todays.latest(OLU.id)) == (message, {"check-in:2026-11-20": "snoozed"}, 1)
