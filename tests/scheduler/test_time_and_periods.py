"""Whatever time does, each period asks once: people move, the schedule changes, zones get other rules, clocks are set."""

import shutil
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from company import ANA, BERLIN, EVERYONE
from domain.calendar import WEEK, Schedule, zone
from domain.notices import CheckInPrompt
from scheduler.delivery import Delivery
from scheduler.planner import plan_prompts

FRIDAY = date(2026, 11, 20)
DUE = datetime(2026, 11, 20, 9, tzinfo=UTC)
"""Friday at ten in Berlin."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
LINE_EAST, LINE_WEST = "Pacific/Honolulu", "Pacific/Kiritimati"
"""The same clock, a day apart: what is Thursday at ten on Hawaii is Friday at ten on Kiritimati."""
SECOND = timedelta(seconds=1)


@pytest.fixture
def database_url(sqlite_url):
    """What is about the store itself, a due time that changes, is tested on both in `test_planner.py`."""
    return sqlite_url


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
async def ana(company):
    """Ana alone is asked; change what is known of her."""

    async def ana(**fields):
        async with company.transaction() as store:
            await store.people.save(ANA.model_copy(update={"enrolled_at": DUE - WEEK - timedelta(days=1)} | fields))

    async with company.transaction() as store:
        await store.people.save_all([one.model_copy(update={"enrolled_at": None}) for one in EVERYONE])
    await ana()
    return ana


@pytest.fixture
def look(company, chat, time):
    """Plan at this moment with this schedule, and send what is due."""

    async def look(now, schedule=Schedule()):  # noqa: B008, a frozen value
        time.now = now
        await plan_prompts(company, schedule, now=now)
        sending = Delivery(company, chat, clock=time, monotonic=time.monotonic, schedule=schedule)
        await sending.drain()

    return look


@pytest.fixture
def asked(chat):
    """What she was asked: each prompt's period with when it came."""

    def asked():
        return [(one.period, at) for at, _, _, one in chat.messages if isinstance(one, CheckInPrompt)]

    return asked


def hours(first, last, step=3):
    """Moments from one to the other."""
    now, end = utc(first), utc(last)
    while now <= end:
        yield now
        now += timedelta(hours=step)


@pytest.mark.parametrize(
    ("lives", "moves", "at", "came"),
    [
        pytest.param(BERLIN, "America/New_York", "2026-11-20T06:00", "2026-11-20T15:00", id="west, before it is due"),
        pytest.param(BERLIN, "America/New_York", "2026-11-20T11:00", "2026-11-20T09:00", id="west, after it came"),
        pytest.param(BERLIN, "Asia/Tokyo", "2026-11-20T06:00", "2026-11-20T06:00", id="east, where it was due already"),
        pytest.param(BERLIN, "Asia/Tokyo", "2026-11-19T12:00", "2026-11-20T03:00", id="east, before it is due there"),
        pytest.param(BERLIN, "Asia/Tokyo", "2026-11-20T12:00", "2026-11-20T09:00", id="east, after it came"),
        pytest.param(LINE_WEST, LINE_EAST, "2026-11-19T18:00", "2026-11-20T21:00", id="over the date line, before"),
        pytest.param(LINE_WEST, LINE_EAST, "2026-11-20T00:00", "2026-11-19T21:00", id="over the date line, after"),
        pytest.param(LINE_EAST, LINE_WEST, "2026-11-19T18:00", "2026-11-19T21:00", id="back over it, before"),
        pytest.param(LINE_EAST, LINE_WEST, "2026-11-20T00:00", "2026-11-20T00:00", id="back over it, due there since"),
        pytest.param(LINE_EAST, LINE_WEST, "2026-11-20T21:00", "2026-11-22T21:00", id="back over it, to a Saturday"),
    ],
)
async def test_somebody_who_moves_is_asked_once_a_week(ana, look, asked, lives, moves, at, came):
    """The week before was asked where they lived; looked at each three hours, so that a due time may come up to 3 h late."""
    await ana(tz=lives)
    for now in hours("2026-11-12T18:00", "2026-11-14T00:00", step=6):
        await look(now)
    assert [period for period, _ in asked()] == [FRIDAY - WEEK]

    for now in hours("2026-11-19T12:00", "2026-11-21T12:00"):
        if now == utc(at):
            await ana(tz=moves)
        await look(now)
    for now in (utc("2026-11-22T21:00"), utc("2026-11-24T12:00"), utc("2026-11-26T12:00")):
        await look(now)

    assert [(period, moment) for period, moment in asked() if period != FRIDAY - WEEK] == [(FRIDAY, utc(came))]


@pytest.mark.parametrize(
    ("changed", "weeks"),
    [
        pytest.param(Schedule(at=time(9)), [FRIDAY], id="an hour earlier"),
        pytest.param(Schedule(at=time(11)), [FRIDAY], id="an hour later"),
        pytest.param(Schedule(weekday=3), [FRIDAY - timedelta(days=1)], id="the day before: at once"),
        pytest.param(Schedule(weekday=5), [FRIDAY + timedelta(days=1)], id="the day after"),
        pytest.param(Schedule(weekday=0), [FRIDAY + timedelta(days=3)], id="Mondays"),
    ],
)
async def test_a_schedule_changed_a_second_before_asks_by_the_new_one_alone(ana, look, asked, changed, weeks):
    """Last week's was asked; a second before this week's somebody sets another day or hour and starts the bot again."""
    await look(DUE - WEEK)
    await look(DUE - SECOND)

    for now in (DUE - SECOND, *(DUE + number * timedelta(hours=1) for number in range(-1, 4)), *_daily(DUE, 5)):
        await look(max(now, DUE - SECOND), changed)

    assert [period for period, _ in asked()] == [FRIDAY - WEEK, *weeks]


@pytest.mark.parametrize("weekday", [0, 3, 4, 5, 6])
async def test_a_schedule_changed_a_second_after_asks_nobody_twice_that_week(ana, look, asked, weekday):
    await look(DUE - WEEK)
    await look(DUE)
    after = Schedule(weekday=weekday)

    for now in (DUE + SECOND, *_daily(DUE, 12)):
        await look(now, after)

    first, second, *more = [period for period, _ in asked() if period > FRIDAY - WEEK]
    assert (first, more) == (FRIDAY, [])
    assert second.weekday() == weekday
    assert timedelta(days=4) <= second - first <= timedelta(days=10)


def _daily(start, days):
    return [start + number * timedelta(days=1) for number in range(1, days)]


@pytest.mark.parametrize(
    ("tz", "day", "came"),
    [
        pytest.param(BERLIN, "2024-02-29", "2024-02-29T09:00", id="a leap day"),
        pytest.param(BERLIN, "2028-02-29", "2028-02-29T09:00", id="another one"),
        pytest.param(BERLIN, "2026-12-31", "2026-12-31T09:00", id="the last day of a year, in ISO week 53"),
        pytest.param(BERLIN, "2027-01-01", "2027-01-01T09:00", id="the first day of a year, in ISO week 53"),
        pytest.param(BERLIN, "2026-09-30", "2026-09-30T08:00", id="the end of a quarter"),
        pytest.param(BERLIN, "2038-01-19", "2038-01-19T09:00", id="the end of 32 bits"),
        pytest.param("Pacific/Apia", "2011-12-30", "2012-01-01T19:00", id="no such day: a Saturday's hours, so Monday"),
        pytest.param("Pacific/Apia", "2011-12-29", "2011-12-29T20:00", id="the day before it"),
        pytest.param("Africa/Cairo", "2026-04-24", "2026-04-24T07:00", id="a day without a midnight"),
    ],
)
async def test_a_day_that_is_out_of_the_ordinary_asks_once_as_the_weeks_around_it(ana, look, asked, tz, day, came):
    that_day, right = date.fromisoformat(day), utc(came)
    schedule, ten = (
        Schedule(weekday=that_day.weekday()),
        datetime.combine(that_day, time(10), ZoneInfo(tz)).astimezone(UTC),
    )
    await ana(tz=tz, enrolled_at=ten - WEEK - timedelta(days=2))

    for number in (-1, 0, 1):
        around = ten + number * WEEK
        for hour in (-30, -2, 0, 1, 24, 47, 48, 49):
            await look(around + timedelta(hours=hour), schedule)
        if number == 0:
            await look(max(right, around + timedelta(hours=50)), schedule)

    periods = [period for period, _ in asked()]
    assert periods == [that_day + number * WEEK for number in (-1, 0, 1)]
    assert right <= dict(asked())[that_day] <= right + timedelta(hours=1)


@pytest.fixture
def tzdata(tmp_path):
    """Have zone names mean what `tzdata({"Europe/Berlin": "Europe/Moscow"})` says: another edition, and a new start."""
    before = zoneinfo.TZPATH

    def edition(**rules):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        for name, like in rules.items():
            path = folder / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            with files("tzdata").joinpath("zoneinfo", like).open("rb") as rule, path.open("wb") as copy:
                shutil.copyfileobj(rule, copy)
        _read_anew([str(folder), *before])

    yield edition
    _read_anew(before)


def _read_anew(path):
    zoneinfo.reset_tzpath(to=path)
    ZoneInfo.clear_cache()
    zone.cache_clear()


@pytest.mark.parametrize(
    ("rule", "came"),
    [
        pytest.param("Europe/Moscow", "2026-11-20T07:00", id="summer time for ever, and an hour more"),
        pytest.param("Europe/London", "2026-11-20T10:00", id="an hour less"),
        pytest.param("America/New_York", "2026-11-20T15:00", id="another continent"),
    ],
)
async def test_new_rules_of_a_zone_move_what_is_planned_and_ask_once(company, ana, look, asked, tzdata, rule, came):
    await look(DUE - WEEK)
    await look(DUE - timedelta(days=2))
    assert await _planned(company) == {FRIDAY: DUE}

    tzdata(Europe__Berlin=rule)
    await look(DUE - timedelta(hours=12))
    assert await _planned(company) == {FRIDAY: utc(came), FRIDAY + WEEK: utc(came) + WEEK}

    for now in sorted({DUE, utc(came), DUE + timedelta(hours=8), DUE + timedelta(days=3)}):
        await look(now)
    assert asked()[1:] == [(FRIDAY, utc(came))]


async def test_new_rules_after_the_prompt_change_nothing(ana, look, asked, tzdata):
    await look(DUE - WEEK)
    await look(DUE)

    tzdata(Europe__Berlin="America/New_York")
    for number in range(1, 10):
        await look(DUE + number * timedelta(hours=1))

    assert asked()[1:] == [(FRIDAY, DUE)]


async def _planned(company):
    async with company.reading() as store:
        standing = [one async for one in store.outbox.standing("check_in_prompt", since=LONG_AGO)]
    return {one.notice.period: one.due_at for one in standing if one.state == "planned"}


@pytest.mark.parametrize("minutes", [-10, 10], ids=["back", "on"])
@pytest.mark.parametrize("when", [-5, 0, 5], ids=["before it is due", "as it is due", "after"])
async def test_a_clock_that_is_set_asks_once(ana, look, asked, minutes, when):
    """The machine's clock is set by ten minutes around the due time, and later back again."""
    await look(DUE - WEEK)
    wrong, minute = timedelta(minutes=minutes), timedelta(minutes=1)
    steps = [DUE + number * minute for number in range(-12, 26, 3)]

    for now in [*(one for one in steps if one < DUE + when * minute), *(one + wrong for one in steps), *steps]:
        await look(now)

    (period, moment) = asked()[1]
    assert (period, len(asked())) == (FRIDAY, 2)
    assert DUE <= moment <= DUE + 13 * minute, "by the clock that the bot had"
