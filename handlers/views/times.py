"""Moments as the reader would say them: *tomorrow 09:00*, *on Tuesday*; in the reader's own zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

NAMED = timedelta(days=6)
"""So many days off a day of the week is clear without its date."""


def in_words(moment: datetime, tz: ZoneInfo, now: datetime) -> str:
    """Return a moment in plain words, for places that know no markup: *tomorrow 09:00*, *Friday 27 November 10:00*."""
    return f"{_day(moment, tz, now)} {moment.astimezone(tz):%H:%M}"


def when(moment: datetime, tz: ZoneInfo, now: datetime) -> str:
    """Return a moment for mrkdwn: Slack says it in the reader's own zone and way, or else `in_words`."""
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}} at {{time}}|{in_words(moment, tz, now)}>"


def on_weekday(moment: datetime, tz: ZoneInfo, now: datetime) -> str:
    """Return the day of a moment within a sentence: *today*, *on Tuesday*, *on 3 November*."""
    local, today = moment.astimezone(tz).date(), now.astimezone(tz).date()
    named = _day(moment, tz, now)
    if named in {"today", "tomorrow", "yesterday"}:
        return named
    year = f" {local.year}" if local.year != today.year else ""
    return f"on {local:%A}" if abs(local - today) <= NAMED else f"on {local.day} {local:%B}{year}"


def _day(moment: datetime, tz: ZoneInfo, now: datetime) -> str:
    local, today = moment.astimezone(tz).date(), now.astimezone(tz).date()
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((local - today).days)
    if near:
        return near
    if timedelta(0) < local - today <= NAMED:
        return f"{local:%A}"
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local:%A} {local.day} {local:%B}{year}"
