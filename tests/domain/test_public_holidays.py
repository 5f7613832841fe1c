"""Public holidays and weekends are each country's own."""

from datetime import date

import pytest

from domain.public_holidays import UnknownCountry, country, is_holiday, works


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("DE", "DE", id="a country"),
        pytest.param(" de ", "DE", id="small letters"),
        pytest.param("DE-BY", "DE-BY", id="a part"),
        pytest.param("de-by", "DE-BY", id="a part in small letters"),
        pytest.param("US-CA", "US-CA", id="a state"),
        pytest.param("GB-ENG", "GB-ENG", id="a nation"),
        pytest.param("", None, id="nothing"),
        pytest.param("  ", None, id="spaces"),
    ],
)
def test_a_country_is_two_letters_and_perhaps_a_part(text, code):
    assert country(text) == code


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param("Germany", "two letters", id="a name"),
        pytest.param("DEU", "two letters", id="three letters"),
        pytest.param("ZZ", "two letters", id="nowhere"),
        pytest.param("DE-XX", "Or write DE alone", id="no part"),
        pytest.param("DE-BYY", "DE-BY", id="a slip"),
        pytest.param("DE-", None, id="a hyphen too many"),
        pytest.param("=1+1", "two letters", id="a formula"),
    ],
)
def test_anything_else_is_refused_with_what_to_write(text, hint):
    if hint is None:
        assert country(text) == "DE"
        return
    with pytest.raises(UnknownCountry, match=hint):
        country(text)


def test_a_part_without_parts_says_so():
    with pytest.raises(UnknownCountry, match=r"no part of SG that I know\. Or write SG alone"):
        country("SG-XX")


@pytest.mark.parametrize(
    ("place", "day", "working", "holiday"),
    [
        pytest.param("DE", "2026-12-25", False, True, id="Christmas"),
        pytest.param("DE-BY", "2026-01-06", False, True, id="Epiphany in Bavaria"),
        pytest.param("DE", "2026-01-06", True, False, id="not in all of Germany"),
        pytest.param("US", "2026-11-26", False, True, id="Thanksgiving"),
        pytest.param("GB-ENG", "2026-11-26", True, False, id="not in England"),
        pytest.param("SA", "2026-11-20", False, False, id="Friday in Riyadh"),
        pytest.param("SA", "2026-11-22", True, False, id="Sunday in Riyadh"),
        pytest.param("DE", "2026-11-21", False, False, id="Saturday in Berlin"),
        pytest.param("CN", "2026-02-14", True, False, id="a Saturday that is worked instead"),
        pytest.param(None, "2026-12-25", True, False, id="no country, no holidays"),
        pytest.param(None, "2026-11-22", False, False, id="no country, a Sunday"),
    ],
)
def test_each_country_has_its_own_days_off(place, day, working, holiday):
    found = date.fromisoformat(day)

    assert works(place, found) is working
    assert is_holiday(place, found) is holiday
