"""Numbers as people type and read them."""

import math
import re
import unicodedata

from domain.refusals import Refusal
from domain.texts import clean

SMALL = 0.01
"""Below it two decimals show nothing."""
LARGEST = 1e15
"""A number is exact in a double up to here."""
THIN_SPACE = "\u202f"
SIGNS = str.maketrans("，．－＋−％٫٬’\u00a0\u2009\u202f", ",.-+-%.,'   ")
"""Signs of numbers as keyboards of other scripts write them, and thin spaces."""
SIMPLE = re.compile(r"[-+]?(\d+[.,]?\d*|[.,]\d+|\d+(\.\d+)?[eE][-+]?\d+)")
SIMPLE_POINT = re.compile(r"[-+]?\d+\.\d+")
"""`1.200` is a little more than one: a point is read as the decimal one unless there are several, or a comma too."""
GROUPED = re.compile(
    r"(?P<whole>[-+]?[1-9]\d{0,2}(?P<sign>[,.' ])\d{3}(?:(?P=sign)\d{3})*)(?:(?!(?P=sign))[.,](?P<rest>\d*))?"
)


class NotANumber(Refusal):
    """A number was expected."""

    text = "`{text}` is not a number I can read. Write it like 42, 4.2 or 1200, without a unit."


def number(text: str, *, field: str | None = None) -> float:
    """Read a number as people type it. `4,5` and `4.5` are the same, `1 200`, `1,200` and `1.200,0` are 1200.

    Digits of all scripts count. Raises NotANumber, also for `nan`, `inf` and what is too large to keep exact.
    """
    typed = "".join(str(unicodedata.decimal(sign, sign)) for sign in clean(text).translate(SIGNS))
    plain = typed.removesuffix("%").rstrip()
    grouped = GROUPED.fullmatch(plain)
    if grouped and not SIMPLE_POINT.fullmatch(plain):
        plain = re.sub(r"[^-+0-9]", "", grouped["whole"]) + f".{grouped['rest'] or '0'}"
    value = float(plain.replace(",", ".")) if SIMPLE.fullmatch(plain) else math.nan
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise NotANumber(text=clean(text)[:40], **({"field": field} if field else {}))
    return value


def about(value: float) -> str:
    """Return a number that was worked out: three digits say enough."""
    return show(float(f"{value:.3g}") if abs(value) < 1000 else round(value))


def show(value: float) -> str:
    """Return a number as people read it: at most two decimals, more only where it would be nothing without them."""
    decimals = 2 if abs(value) >= SMALL or not value else min(1 - math.floor(math.log10(abs(value))), 15)
    shown = f"{value + 0.0:,.{decimals}f}".rstrip("0").rstrip(".")
    return shown.replace(",", THIN_SPACE)
