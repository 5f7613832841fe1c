"""Presence, status, do-not-disturb: what a bot sees of them, and what it is told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from northwind_slack import MONDAY, error
from wider_slack import Heard, widened

from emulator.state.quiet_hours import dnd_status, is_quiet
from emulator.state.workspace import Person

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
HOURS = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59))
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])


@pytest.fixture
def northwind(northwind):
    return widened(northwind)


def seconds(text):
    return int(datetime.fromisoformat(text).timestamp())


def sleeper(**fields):
    return Person("UANA", "ana", tz="Europe/Berlin", **fields)


@pytest.mark.parametrize(
    ("now", "start", "end"),
    [
        ("2026-03-02T12:00+01:00", "2026-03-02T22:00+01:00", "2026-03-03T08:00+01:00"),
        ("2026-03-02T22:00+01:00", "2026-03-02T22:00+01:00", "2026-03-03T08:00+01:00"),
        ("2026-03-03T07:59+01:00", "2026-03-02T22:00+01:00", "2026-03-03T08:00+01:00"),
        ("2026-03-03T08:00+01:00", "2026-03-03T22:00+01:00", "2026-03-04T08:00+01:00"),
        ("2026-03-29T00:30+01:00", "2026-03-28T22:00+01:00", "2026-03-29T08:00+02:00"),
    ],
    ids=["before", "at the start", "the last minute", "at the end", "the night the clocks change"],
)
def test_the_night_that_runs_or_comes_next(now, start, end):
    person = sleeper(dnd_from="22:00", dnd_to="08:00")
    status = dnd_status(person, datetime.fromisoformat(now))
    assert status == {"dnd_enabled": True, "next_dnd_start_ts": seconds(start), "next_dnd_end_ts": seconds(end)}
    assert is_quiet(person, datetime.fromisoformat(now)) == (start <= now < end)


def test_nobody_is_quiet_without_asking_for_it():
    assert dnd_status(sleeper(), MONDAY) == {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    assert not is_quiet(sleeper(), MONDAY)


def test_a_snooze_begins_now_and_ends_when_it_ends():
    until = int(MONDAY.timestamp()) + 600
    person = sleeper(snooze_until=until)
    assert is_quiet(person, MONDAY)
    assert dnd_status(person, MONDAY)["next_dnd_end_ts"] == until
    assert not is_quiet(person, MONDAY + timedelta(seconds=600))


@given(now=MOMENTS, first=HOURS, last=HOURS, zone=ZONES, snoozed=st.integers(0, 48 * 3600))
def test_quiet_hours_never_lie_behind(now, first, last, zone, snoozed):
    until = int(now.timestamp()) + snoozed
    person = Person("UANA", "ana", tz=zone, dnd_from=first, dnd_to=last, snooze_until=until)
    status = dnd_status(person, now)
    if first == last and not snoozed:
        assert not status["dnd_enabled"]
        return
    assert status["next_dnd_start_ts"] < status["next_dnd_end_ts"]
    assert status["next_dnd_end_ts"] > int(now.timestamp())
    if snoozed:
        assert is_quiet(person, now)
        assert status["next_dnd_end_ts"] >= until


async def test_a_bot_looks_at_one_or_many(emulator, client):
    await emulator.change("UANA", dnd_from="08:00", dnd_to="20:00")
    info = await client.dnd_info(user="UANA")
    assert (info["dnd_enabled"], info["next_dnd_start_ts"]) == (True, seconds("2026-03-02T08:00+01:00"))
    team = await client.dnd_teamInfo(users=["UANA", "UBO", "UNOBODY"])
    assert {user: row["dnd_enabled"] for user, row in team["users"].items()} == {"UANA": True, "UBO": False}
    assert await error(client.dnd_info(user="UNOBODY")) == "user_not_found"
    assert await error(client.dnd_teamInfo(users=["UANA"] * 51)) == "too_many_users"


@pytest.mark.parametrize("method", ["dnd.setSnooze", "dnd.endSnooze", "dnd.endDnd", "users.profile.set"])
async def test_what_only_people_may_change(client, method):
    assert await error(client.api_call(method, json={"num_minutes": 5})) == "not_allowed_token_type"


async def test_apps_hear_of_quiet_hours_and_of_a_status(emulator):
    heard = Heard(emulator)
    await emulator.change("UANA", snooze_until=int(MONDAY.timestamp()) + 60)
    assert heard.one("dnd_updated_user")["dnd_status"]["dnd_enabled"]
    assert heard.all("user_change") == []
    await emulator.change("UANA", status_text="On leave", status_emoji=":palm_tree:")
    assert heard.one("user_status_changed")["user"]["profile"]["status_text"] == "On leave"
    assert heard.one("user_change")["user"]["profile"]["status_emoji"] == ":palm_tree:"
    await emulator.change("UANA", presence="away")
    assert len(heard.all("user_change")) == len(heard.all("user_status_changed")) == 1


async def test_a_status_runs_out(emulator, client, clock):
    until = int(MONDAY.timestamp()) + 3600
    await emulator.change("UANA", status_text="Lunch", status_emoji=":stew:", status_expiration=until)
    clock.forward(timedelta(minutes=59))
    assert (await client.users_info(user="UANA"))["user"]["profile"]["status_text"] == "Lunch"
    clock.forward(timedelta(minutes=1))
    profile = (await client.users_info(user="UANA"))["user"]["profile"]
    assert (profile["status_text"], profile["status_emoji"], profile["status_expiration"]) == ("", "", 0)
    assert (await client.users_profile_get(user="UANA"))["profile"]["status_text"] == ""


async def test_presence_of_others_and_of_oneself(emulator, client):
    await emulator.change("UANA", presence="away")
    assert (await client.users_getPresence(user="UANA")).data == {"ok": True, "presence": "away"}
    await client.users_setPresence(presence="away")
    own = await client.api_call("users.getPresence", http_verb="GET")
    assert (own["presence"], own["manual_away"]) == ("away", True)
    await client.users_setPresence(presence="auto")
    assert (await client.users_getPresence(user="UCAIRN"))["online"]
    assert await error(client.users_setPresence(presence="active")) == "invalid_presence"
