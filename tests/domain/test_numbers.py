"""Numbers as people type them, and as they read them."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.numbers import NotANumber, number, show
from domain.refusals import UnreadableText
from properties import PROPERTY

NARROW = "\u202f"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        pytest.param("42", 42, id="whole"),
        pytest.param(" -3 ", -3, id="negative, with spaces"),
        pytest.param("+5", 5, id="plus"),
        pytest.param("4.2", 4.2, id="point"),
        pytest.param("4,2", 4.2, id="comma"),
        pytest.param(",5", 0.5, id="nothing before the comma"),
        pytest.param("5.", 5, id="nothing after the point"),
        pytest.param("1,200", 1200, id="thousands with a comma"),
        pytest.param("0,123", 0.123, id="a comma after zero is a decimal one"),
        pytest.param("1.200", 1.2, id="a single point is a decimal one"),
        pytest.param("1.234.567", 1_234_567, id="several points are thousands"),
        pytest.param("1,234,567", 1_234_567, id="several commas are thousands"),
        pytest.param("1,200.5", 1200.5, id="English"),
        pytest.param("1.200,5", 1200.5, id="German"),
        pytest.param("1 200,5", 1200.5, id="French"),
        pytest.param("1\u202f200,5", 1200.5, id="French with a narrow space"),
        pytest.param("1\u00a0200", 1200, id="a space that does not break"),
        pytest.param("1'200.5", 1200.5, id="Swiss"),
        pytest.param("1’200.5", 1200.5, id="Swiss with a curly sign"),
        pytest.param("50%", 50, id="percent"),
        pytest.param("50 %", 50, id="percent after a space"),
        pytest.param("1,200%", 1200, id="many percent"),
        pytest.param("１２．５", 12.5, id="wide digits of a Japanese keyboard"),
        pytest.param("٤٢٫٥", 42.5, id="Arabic digits"),
        pytest.param("−3", -3, id="a true minus"),
        pytest.param("1e3", 1000, id="as a machine writes it"),
        pytest.param("1000000000000000", 1e15, id="the largest"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed, value):
    assert number(typed) == value


@pytest.mark.parametrize(
    "typed",
    ["", " ", "-", "%", ".", ",", "many", "5 min", "$5", "12 34", "1,2,3", "1,23.4", "1.2,3.4", "1,.5", "1 200 30",
     "1,200e3", "1_000", "0x10", "nan", "inf", "-Infinity", "1e400", "1000000000000001", "²", "½", "--5", "5-", "%5"],
)  # fmt: skip
def test_what_is_no_clear_number_is_refused(typed):
    with pytest.raises(NotANumber) as refused:
        number(typed, field="kpi-7")
    assert refused.value.at() == "kpi-7"
    assert "without a unit" in str(refused.value)


def test_a_long_wrong_text_is_not_repeated_whole():
    with pytest.raises(NotANumber) as refused:
        number("x" * 3000)
    assert len(str(refused.value)) < 150
    assert refused.value.at() is None


@PROPERTY
@given(st.text(max_size=12))
def test_any_text_is_a_finite_number_or_refused(typed):
    with contextlib.suppress(NotANumber, UnreadableText):
        assert math.isfinite(number(typed))


@PROPERTY
@given(st.floats(-1e15, 1e15))
def test_every_number_a_machine_writes_is_read_back(value):
    assert number(repr(value)) == value


@PROPERTY
@given(st.integers(-(10**15), 10**15), st.sampled_from([",", ".", " ", "'", NARROW]))
def test_thousands_may_be_parted_by_any_sign(value, sign):
    typed = f"{value:,}".replace(",", sign)

    expected = float(typed) if sign == "." and typed.count(".") == 1 else value
    assert number(typed) == expected


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(0, "0", id="zero"),
        pytest.param(-0.0, "0", id="negative zero"),
        pytest.param(42.0, "42", id="whole"),
        pytest.param(100.0, "100", id="zeros at the end of a whole number stay"),
        pytest.param(0.5, "0.5", id="one decimal"),
        pytest.param(99.999, "100", id="rounded up"),
        pytest.param(1200.5, f"1{NARROW}200.5", id="thousands"),
        pytest.param(-1234567.891, f"-1{NARROW}234{NARROW}567.89", id="negative millions"),
        pytest.param(0.004, "0.004", id="small"),
        pytest.param(-0.00123, "-0.0012", id="small and negative"),
        pytest.param(1e-300, "0", id="nothing"),
    ],
)
def test_a_number_is_shown_as_people_read_it(value, shown):
    assert show(value) == shown


@PROPERTY
@given(st.floats(-1e9, 1e9))
def test_what_is_shown_is_read_back_nearly_the_same(value):
    assert number(show(value)) == pytest.approx(value, rel=0.05, abs=0.006)
