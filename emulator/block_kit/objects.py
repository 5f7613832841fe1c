"""Composition objects: options, confirmations, filters, workflows."""

from collections.abc import Iterable
from typing import Any

from emulator.block_kit.report import Report
from emulator.block_kit.rules import Check, Rule, Shape, boolean, items, one_of, plain, string, text
from emulator.errors import JSON

URL = string(3000, least=1)
ACTION_ID = string(255, least=1)
BLOCK_ID = string(255)
PLACEHOLDER = plain(150)
STYLE = one_of("primary", "danger")

CONFIRM = Shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30), "style": STYLE},
    required=("title", "text", "confirm", "deny"),
)
OPTION_FIELDS: dict[str, Rule] = {"value": string(150, least=1), "url": URL}
OPTION = Shape(
    {"text": plain(75), "description": plain(75), **OPTION_FIELDS},
    required=("text", "value"),
)
# Radio buttons and checkboxes may be formatted.
RICH_OPTION = Shape(
    {"text": text(75), "description": text(75), **OPTION_FIELDS},
    required=("text", "value"),
)
OPTION_GROUP = Shape(
    {"label": plain(75), "options": items(OPTION, least=1, most=100)},
    required=("label", "options"),
)
FILTER = Shape(
    {
        "include": items(one_of("im", "mpim", "private", "public"), least=1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)
DISPATCH = Shape({"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), least=1, most=2)})
PARAMETER = Shape({"name": string(255, least=1), "value": string(3000)}, required=("name", "value"))
WORKFLOW = Shape(
    {"trigger": Shape({"url": URL, "customizable_input_parameters": items(PARAMETER)}, required=("url",))},
    required=("trigger",),
)


def either(*names: str) -> Check:
    """Return the check that exactly one of these fields is there."""

    def check(value: JSON, pointer: str, report: Report) -> None:
        given = [name for name in names if value.get(name) is not None]
        listed = " or ".join(f"`{name}`" for name in names)
        if not given:
            report.add(f"{pointer}/type", f"must define either {listed}", code="missing_required_field")
        elif len(given) > 1:
            report.add(f"{pointer}/type", f"must define only one of {listed}")

    return check


SLACK_FILE = Shape({"id": string(255, least=1), "url": URL}, also=(either("id", "url"),))


def options_of(element: JSON) -> list[JSON]:
    """Return all options of a menu, grouped or not."""
    groups = element.get("option_groups") or ()
    grouped = (option for group in groups if isinstance(group, dict) for option in group.get("options") or ())
    return [one for one in (*(element.get("options") or ()), *grouped) if isinstance(one, dict)]


def known_initial(value: JSON, pointer: str, report: Report) -> None:
    """Check that what a menu starts with is one of its options."""
    values = [option.get("value") for option in options_of(value)]
    for name, chosen in _initial(value):
        if not isinstance(chosen, dict) or chosen.get("value") not in values:
            report.add(f"{pointer}/{name}", "must match one of the options", constraint={"type": "in_options"})


def _initial(value: JSON) -> Iterable[tuple[str, Any]]:
    if value.get("initial_option") is not None:
        yield "initial_option", value["initial_option"]
    chosen = value.get("initial_options")
    for option in chosen if isinstance(chosen, list) else ():
        yield "initial_options", option
