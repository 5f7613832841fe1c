"""blocks.validate: Slack's public validator, which needs no token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.block_kit import blocks_report, view_report
from emulator.block_kit.report import Report
from emulator.errors import JSON, SlackError

if TYPE_CHECKING:
    from emulator.server import Emulator

KINDS = ("blocks", "message", "view")


def validate(_emulator: Emulator, args: JSON) -> JSON:
    """blocks.validate: exactly one of `blocks`, `message`, `view`."""
    given = [name for name in KINDS if args.get(name) is not None]
    if len(given) != 1:
        raise SlackError("invalid_arguments", messages=["must provide exactly one of `blocks`, `view`, or `message`"])
    report = _report(given[0], args[given[0]])
    if report.problems:
        raise SlackError(f"invalid_{given[0]}", errors=report.problems)
    return {}


def _report(kind: str, value: object) -> Report:
    if kind == "blocks":
        return blocks_report(value, pointer="")
    if not isinstance(value, dict):
        report = Report()
        report.wrong_kind("", "object")
        return report
    if kind == "message":
        return blocks_report(value.get("blocks", []))
    surface = "home" if value.get("type") == "home" else "modal"
    return view_report(value, surface=surface, pointer="")
