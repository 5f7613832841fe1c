"""Public holidays and weekends by country, as the library `holidays` knows them.

A country is its ISO 3166 code, a part of one is behind a hyphen: DE, DE-BY, US-CA. Without a country Saturday and
Sunday are the weekend, and no holiday is known.
"""

import difflib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache

import holidays

from domain.calendar import weekday

DAYS_KEPT = 20_000
"""A year or two for each place of a large company."""


class UnknownCountry(ValueError):
    """Nobody knows the holidays of that place; the text says what to write instead."""


def country(text: str) -> str | None:
    """Return the code of a country or a part of one as it is stored, None for nothing. Raises UnknownCountry."""
    whole, _, part = text.strip().partition("-")
    if not whole:
        return None
    code = whole.upper()
    if len(code) != 2 or code not in _countries():
        raise UnknownCountry(
            f"“{text.strip()}” is no country whose holidays I know. Write its two letters: DE, or DE-BY."
        )
    if not part:
        return code
    parts = {one.casefold(): one for one in _countries()[code]}
    if part.casefold() not in parts:
        raise UnknownCountry(f"“{part}” is no part of {code} that I know{_nearest(part, code)}. Or write {code} alone.")
    return f"{code}-{parts[part.casefold()]}"


def works(place: str | None, day: date) -> bool:
    """Tell whether people work on that day in that country (None: none is known)."""
    return _works(place, day) if place else weekday(day)


def is_holiday(place: str | None, day: date) -> bool:
    """Tell whether that day is a public holiday there; a weekend alone is none."""
    return bool(place) and day in _calendar(str(place))


@lru_cache(maxsize=DAYS_KEPT)
def _works(place: str, day: date) -> bool:
    return bool(_calendar(place).is_working_day(day))


@cache
def _calendar(place: str) -> holidays.HolidayBase:
    whole, _, part = place.partition("-")
    return holidays.country_holidays(whole, subdiv=part or None)


@cache
def _countries() -> Mapping[str, Sequence[str]]:
    return holidays.list_supported_countries()


def _nearest(part: str, code: str) -> str:
    known = _countries()[code]
    near = difflib.get_close_matches(part.upper(), known, n=1) or known[:3]
    return f"; there are such as {', '.join(f'{code}-{one}' for one in near)}" if near else ""
