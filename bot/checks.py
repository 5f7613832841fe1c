"""The checks of single settings: each says in half a sentence what to write instead, and never repeats the value.

A value may come as text from the environment or already of the right type from a test.
"""

import re
from datetime import time
from typing import Any

from pydantic import BeforeValidator, SecretStr

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST_PREFIX = 20
"""Signs before a command's name: Slack takes 32 in all, and `/team-status` has 12."""


def _plain(value: Any) -> str:
    """Return what was written, whoever wrote it: the environment, or a test with values of the right type."""
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    return "" if value is None else str(value).strip()


def token(start: str, where: str) -> BeforeValidator:
    """Check that a token is of the kind that begins with `start`; `where` says where to find it."""

    def check(value: Any) -> str:
        text = _plain(value)
        if text and not re.fullmatch(rf"{start}[A-Za-z0-9_.-]+", text):
            raise ValueError(f"is not the right kind of token: write the one that starts with {start}, from {where}")
        return text

    return BeforeValidator(check)


def signing_secret(value: Any) -> str:
    """Check that it can be a signing secret and is no token."""
    text = _plain(value)
    if not text.isascii() or re.search(r"\s", text) or text.startswith("xox"):
        raise ValueError("is not a signing secret: copy it from Basic Information → App Credentials of your app")
    return text


def api_secret(value: Any) -> str:
    """Check that nobody guesses it, and that it stands in a header of a script without a slip."""
    text = _plain(value)
    if not re.fullmatch(r"[!-~]{32,}", text):
        raise ValueError("is too short or holds a space: write at least 32 signs, such as openssl rand -hex 32 makes")
    return text


def web_address(value: Any) -> str:
    """Check an http address; it ends with a slash afterwards."""
    text = _plain(value)
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", text):
        raise ValueError(
            "is not a web address: leave it out for Slack itself, or write one like http://127.0.0.1:4000/api/"
        )
    return text.rstrip("/") + "/"


def whole_number(low: int, high: int) -> BeforeValidator:
    """Check a whole number within both ends."""

    def check(value: Any) -> int:
        text = _plain(value)
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(text)

    return BeforeValidator(check)


def database_address(value: Any) -> str:
    """Check that a database can be opened there and keeps what it is given."""
    from storage.engine import BadDatabaseUrl, with_driver  # noqa: PLC0415, SQLAlchemy takes long to load, `cairn --help` should not

    try:
        address = with_driver(_plain(value))
    except BadDatabaseUrl as bad:
        raise ValueError(f"cannot be used: {bad}") from None
    if address.get_backend_name() == "sqlite" and address.database in {None, "", ":memory:"}:
        raise ValueError("names no file, so nothing would be kept: write one like sqlite:///cairn.db")
    return _plain(value)


def channel(value: Any) -> str | None:
    """Check a channel's id; nothing is None."""
    text = _plain(value)
    if text and not re.fullmatch(r"[CG][A-Z0-9]+", text):
        raise ValueError(
            "must be a channel's id such as C0123456789: in Slack open the channel, click its name, and copy the id "
            "at the foot of About"
        )
    return text or None


def country(value: Any) -> str | None:
    """Check a country whose public holidays are known; nothing is None."""
    from domain.public_holidays import UnknownCountry, country  # noqa: PLC0415, it loads slowly, and only here

    try:
        return country(_plain(value))
    except UnknownCountry:
        raise ValueError(
            "is no country whose public holidays are known: write two letters such as DE, or DE-BY for a part of it"
        ) from None


def _split(value: Any) -> list[str]:
    """Return the parts of a comma-separated text, or of a list from a test."""
    parts = value if isinstance(value, (list, tuple)) else _plain(value).split(",")
    return list(dict.fromkeys(part for part in (_plain(one) for one in parts) if part))


def people(value: Any) -> list[str]:
    """Check a list of Slack ids."""
    ids = _split(value)
    if not all(re.fullmatch(r"[UW][A-Z0-9]+", one) for one in ids):
        raise ValueError(
            "must be Slack ids with commas between them, such as U0123456789,U9876543210: in Slack open a profile, "
            "then ⋮ → Copy member ID"
        )
    return ids


def single_words(value: Any) -> list[str]:
    """Check a list of words that can stand after a #; theirs is taken off."""
    words = [one.lstrip("#") for one in _split(value)]
    if not all(re.fullmatch(r"[\w-]{1,40}", one) for one in words):
        raise ValueError(
            "must be single words of up to 40 signs with commas between them, such as craft,care,customer-first"
        )
    return words


def phrases(value: Any) -> list[str]:
    """Check a list of names that stand in a menu: Slack shows 100 of 75 letters each."""
    names = _split(value)
    if len(names) > 100 or not all(len(one) <= 60 and one.isprintable() for one in names):
        raise ValueError(
            "must be at most 100 names of up to 60 signs with commas between them, such as Clear writing,Coaching"
        )
    return names


def day_of_week(value: Any) -> str:
    """Check a day's name, or at least its first three letters; return the whole name."""
    text = _plain(value).casefold()
    for day in DAYS:
        if len(text) >= 3 and day.casefold().startswith(text):
            return day
    raise ValueError("must be a day of the week in English, such as Friday")


def time_of_day(value: Any) -> time:
    """Check a time as a clock shows it."""
    if isinstance(value, time):
        return value
    clock = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", _plain(value))
    if not clock:
        raise ValueError("must be a time from 00:00 to 23:59, such as 10:00")
    return time(int(clock[1]), int(clock[2]))


def command_prefix(value: Any) -> str:
    """Check what Slack takes within a command's name; a slash in front is taken off."""
    text = _plain(value).lstrip("/")
    if not re.fullmatch(rf"[a-z0-9_-]{{0,{LONGEST_PREFIX}}}", text):
        raise ValueError(
            f"must be at most {LONGEST_PREFIX} signs of a-z, 0-9, - and _, such as cairn- (which makes /cairn-kudos)"
        )
    return text
