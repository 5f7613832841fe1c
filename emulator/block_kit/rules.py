"""The kinds of rules a Block Kit field can have; the tables of fields are made of these."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from emulator.block_kit.report import Report
from emulator.errors import JSON

Rule = Callable[[Any, str, Report], None]
Check = Callable[[JSON, str, Report], None]

BOTH_TEXTS = ("plain_text", "mrkdwn")
PLAIN = ("plain_text",)
FORMATTED = ("mrkdwn",)


@dataclass(frozen=True)
class Shape:
    """An object: the rule of each field, which fields must be there, and what spans several of them."""

    fields: Mapping[str, Rule]
    required: tuple[str, ...] = ()
    also: tuple[Check, ...] = ()

    def __call__(self, value: Any, pointer: str, report: Report) -> None:
        """Check an object against this shape."""
        if not isinstance(value, dict):
            report.wrong_kind(pointer, "object")
            return
        for name in self.required:
            if value.get(name) is None:
                report.missing(pointer, name)
        for name, content in value.items():
            rule = self.fields.get(name)
            if rule is None:
                report.unexpected(pointer, name)
            elif content is not None:
                rule(content, f"{pointer}/{name}", report)
        for check in self.also:
            check(value, pointer, report)


def anything(_value: Any, _pointer: str, _report: Report) -> None:
    """Accept what nobody checks."""


def string(most: int, *, least: int = 0) -> Rule:
    """Return the rule for a string of `least` to `most` characters."""

    def rule(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, str):
            report.wrong_kind(pointer, "string")
        elif len(value) > most:
            report.too_long(pointer, most)
        elif len(value) < least:
            report.too_short(pointer, least)

    return rule


def text(most: int, types: tuple[str, ...] = BOTH_TEXTS, *, least: int = 1) -> Rule:
    """Return the rule for a text object: plain text may have `emoji`, formatted text `verbatim`."""
    content: dict[str, Rule] = {"type": anything, "text": string(most, least=least)}
    table = {
        "plain_text": Shape({**content, "emoji": boolean}, required=("text",)),
        "mrkdwn": Shape({**content, "verbatim": boolean}, required=("text",)),
    }
    return typed(table, types)


def plain(most: int) -> Rule:
    """Return the rule for a plain_text object."""
    return text(most, PLAIN)


def items(rule: Rule, *, least: int = 0, most: int = 1_000_000) -> Rule:
    """Return the rule for a list."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, list):
            report.wrong_kind(pointer, "array")
            return
        if len(value) > most:
            report.too_many(pointer, most)
        if len(value) < least:
            report.too_few(pointer, least)
        for number, item in enumerate(value[: most + 1]):
            rule(item, f"{pointer}/{number}", report)

    return check


def integer(least: int, most: int = 2**53) -> Rule:
    """Return the rule for a whole number."""

    def rule(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            report.wrong_kind(pointer, "integer")
        elif value < least:
            report.add(pointer, f"must be more than {least - 1}", constraint={"type": "min", "min": least})
        elif value > most:
            report.add(pointer, f"must be less than {most + 1}", constraint={"type": "max", "max": most})

    return rule


def number(value: Any, pointer: str, report: Report) -> None:
    """Check a number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        report.wrong_kind(pointer, "number")


def boolean(value: Any, pointer: str, report: Report) -> None:
    """Check a yes or no."""
    if not isinstance(value, bool):
        report.wrong_kind(pointer, "boolean")


def one_of(*allowed: str) -> Rule:
    """Return the rule for one word out of several."""

    def rule(value: Any, pointer: str, report: Report) -> None:
        if value not in allowed:
            constraint = {"type": "enum", "expected": list(allowed), "got": value}
            report.add(pointer, f"must be one of: {', '.join(allowed)}", constraint=constraint)

    return rule


def pattern(expression: str, kind: str) -> Rule:
    """Return the rule for a string of a form, such as a date."""
    compiled = re.compile(expression)

    def rule(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            report.wrong_kind(pointer, kind)

    return rule


def typed(table: Mapping[str, Shape], allowed: tuple[str, ...] | None = None) -> Rule:
    """Return the rule for an object whose `type` names its shape in `table`."""
    names = tuple(sorted(table)) if allowed is None else allowed

    def rule(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.wrong_kind(pointer, "object")
            return
        kind = value.get("type")
        if kind is None:
            report.missing(pointer, "type")
        elif kind not in names:
            report.not_one_of(f"{pointer}/type", kind, names)
        else:
            table[kind](value, pointer, report)

    return rule
