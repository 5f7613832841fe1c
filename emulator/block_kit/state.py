"""What a person has filled in: plain values in, Slack's `view.state.values` out.

A plain value is a str, a list of str, or None: see the tables. An option is named by its value.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from emulator.block_kit import elements_of
from emulator.block_kit.objects import options_of
from emulator.errors import JSON, Misuse

# element type -> key of its state, and how the plain value becomes it
ONE_OPTION = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
}
OPTIONS = {
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
}
SINGLE = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "rich_text_input": "rich_text_value",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
MANY = {
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "file_input": "files",
}
STATEFUL = {**ONE_OPTION, **OPTIONS, **SINGLE, **MANY}
INITIAL = {
    "plain_text_input": "initial_value",
    "number_input": "initial_value",
    "email_text_input": "initial_value",
    "url_text_input": "initial_value",
    "rich_text_input": "initial_value",
    "users_select": "initial_user",
    "conversations_select": "initial_conversation",
    "channels_select": "initial_channel",
    "datepicker": "initial_date",
    "timepicker": "initial_time",
    "datetimepicker": "initial_date_time",
    "multi_users_select": "initial_users",
    "multi_conversations_select": "initial_conversations",
    "multi_channels_select": "initial_channels",
}


def inputs_of(blocks: Sequence[JSON]) -> Iterator[tuple[str, str, JSON]]:
    """Yield block id, action id and element of everything that keeps a value."""
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in STATEFUL and "action_id" in element:
                yield block["block_id"], element["action_id"], element


def initial_values(blocks: Sequence[JSON]) -> dict[str, dict[str, Any]]:
    """Return the plain values the elements start with."""
    values: dict[str, dict[str, Any]] = {}
    for block_id, action_id, element in inputs_of(blocks):
        start = _initial(element)
        if start is not None:
            values.setdefault(block_id, {})[action_id] = start
    return values


def state_of(blocks: Sequence[JSON], values: dict[str, dict[str, Any]], offered: Sequence[JSON] = ()) -> JSON:
    """Return `view.state.values`; `offered` are options an external menu has shown."""
    state: JSON = {}
    for block_id, action_id, element in inputs_of(blocks):
        value = values.get(block_id, {}).get(action_id)
        state.setdefault(block_id, {})[action_id] = element_state(element, value, offered)
    return state


def element_state(element: JSON, value: Any, offered: Sequence[JSON] = ()) -> JSON:
    """Return one element's state from its plain value."""
    kind = element["type"]
    if kind in ONE_OPTION:
        chosen = None if value is None else option_of(element, value, offered)
        return {"type": kind, ONE_OPTION[kind]: chosen}
    if kind in OPTIONS:
        return {"type": kind, OPTIONS[kind]: [option_of(element, one, offered) for one in value or ()]}
    if kind in MANY:
        return {"type": kind, MANY[kind]: list(value or ())}
    given = _single(kind, value)
    if kind == "rich_text_input" and given is None:
        return {"type": kind}  # Slack's types know no null here, as they do for every other field
    return {"type": kind, SINGLE[kind]: given}


def option_of(element: JSON, value: str, offered: Sequence[JSON] = ()) -> JSON:
    """Return the option with this value, or refuse: nobody can choose what is not offered."""
    initial = [element.get("initial_option"), *(element.get("initial_options") or ())]
    for option in (*options_of(element), *offered, *(one for one in initial if one)):
        if option.get("value") == value:
            return dict(option)
    choices = ", ".join(str(option.get("value")) for option in options_of(element)) or "nothing yet"
    raise Misuse(f"{element.get('action_id')} has no option {value!r}; it offers {choices}.")


def _single(kind: str, value: Any) -> Any:
    if value is None or value == "":
        return None
    if kind == "datetimepicker":
        return int(value)
    if kind == "rich_text_input" and isinstance(value, str):
        line = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
        return {"type": "rich_text", "elements": [line]}
    return value


def _initial(element: JSON) -> Any:
    kind = element["type"]
    if kind in ONE_OPTION:
        return (element.get("initial_option") or {}).get("value")
    if kind in OPTIONS:
        return [one["value"] for one in element.get("initial_options") or ()] or None
    start: Any = element.get(INITIAL.get(kind, ""))
    return start
