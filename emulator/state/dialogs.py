"""Dialogs, which came before modals and still work: shown as a modal, told to the app in their own payloads.

Limits, from Slack's page on legacy dialogs: see CHECKS and ELEMENT_CHECKS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from emulator.errors import JSON, SlackError

if TYPE_CHECKING:
    from emulator.server import Emulator
    from emulator.state.views import View
    from emulator.state.workspace import Person

CHECKS = {"title": 24, "callback_id": 255, "submit_label": 24, "state": 3000}
ELEMENT_CHECKS = {"label": 48, "name": 300, "placeholder": 150, "hint": 150}
NEEDED, ELEMENT_NEEDED = ("title", "callback_id"), ("label", "name", "type")
MOST_ELEMENTS = 10
LONGEST = {"text": 150, "textarea": 3000}
TEXTS = {"email": "email_text_input", "number": "number_input", "url": "url_text_input"}
MENUS = {
    "channels": "channels_select",
    "conversations": "conversations_select",
    "external": "external_select",
    "static": "static_select",
    "users": "users_select",
}
FIRST = {
    "channels": "initial_channel",
    "conversations": "initial_conversation",
    "users": "initial_user",
}


def as_modal(dialog: Any) -> JSON:
    """Return the modal that shows a dialog. Raises SlackError with what is wrong with it."""
    if not isinstance(dialog, dict):
        raise SlackError("validation_errors", messages=["[ERROR] must be an object"])
    elements = dialog.get("elements")
    if wrong := [*_wrong(dialog, NEEDED, CHECKS, ""), *_wrong_elements(elements)]:
        raise SlackError("validation_errors", messages=wrong)
    return {
        "type": "modal",
        "callback_id": dialog["callback_id"],
        "title": _plain(dialog["title"]),
        "submit": _plain(dialog.get("submit_label") or "Submit"),
        "close": _plain("Cancel"),
        "notify_on_close": bool(dialog.get("notify_on_cancel")),
        "blocks": [_block(one) for one in elements or ()],
    }


def submission(emulator: Emulator, person: Person, shown: View) -> JSON:
    """Return the payload that tells an app what was typed into its dialog."""
    typed = {
        block["block_id"]: shown.typed.get(block["block_id"], {}).get(block["block_id"])
        for block in shown.view["blocks"]
    }
    return {**_payload(emulator, person, shown, "dialog_submission"), "submission": typed}


def cancellation(emulator: Emulator, person: Person, shown: View) -> JSON:
    """Return the payload that tells an app of a dialog nobody sent."""
    return _payload(emulator, person, shown, "dialog_cancellation")


def suggestion(emulator: Emulator, person: Person, shown: View, name: str, query: str) -> JSON:
    """Return the payload that asks an app for the options of a menu."""
    payload = _payload(emulator, person, shown, "dialog_suggestion")
    del payload["response_url"]
    return {**payload, "name": name, "value": query}


def errors_in(answer: JSON) -> dict[str, str]:
    """Return what an app says of the fields, by field."""
    rows = answer.get("errors") or ()
    return {str(row.get("name")): str(row.get("error")) for row in rows if isinstance(row, dict)}


def options_in(answer: JSON) -> JSON:
    """Return the options an app answered with as those of a modal's menu."""
    groups = [{"label": _plain(row["label"]), "options": _options(row)} for row in answer.get("option_groups") or ()]
    return {"options": _options(answer), "option_groups": groups}


def _payload(emulator: Emulator, person: Person, shown: View, kind: str) -> JSON:
    dialog, team = shown.dialog or {}, emulator.workspace.team
    channel = emulator.workspace.channels.get(shown.channel or "")
    place, url = {"id": "", "name": ""}, ""
    if channel is not None:
        place = {"id": channel.id, "name": channel.name or "directmessage"}
        url = emulator.url + emulator.response_urls.new("app", shown.app, channel, person.id)
    return {
        "type": kind,
        "token": shown.app.verification_token,
        "action_ts": emulator.next_ts(),
        "team": {"id": team.id, "domain": team.domain},
        "user": {"id": person.id, "name": person.name},
        "channel": place,
        "callback_id": dialog["callback_id"],
        "response_url": url,
        "state": dialog.get("state") or "",
    }


def _block(element: JSON) -> JSON:
    block = {
        "type": "input",
        "block_id": element["name"],
        "label": _plain(element["label"]),
        "optional": bool(element.get("optional")),
        "element": {**_field(element), "action_id": element["name"]},
    }
    if element.get("placeholder"):
        block["element"]["placeholder"] = _plain(element["placeholder"])
    return {**block, "hint": _plain(element["hint"])} if element.get("hint") else block


def _field(element: JSON) -> JSON:
    if element["type"] == "select":
        return _menu(element)
    kind = TEXTS.get(str(element.get("subtype")), "plain_text_input")
    field: JSON = {"type": kind}
    if kind == "plain_text_input":
        field |= {"multiline": element["type"] == "textarea", "max_length": LONGEST[element["type"]]}
        field |= {name: element[name] for name in ("max_length", "min_length") if name in element}
    if kind == "number_input":
        field["is_decimal_allowed"] = True
    return {**field, "initial_value": element["value"]} if element.get("value") else field


def _menu(element: JSON) -> JSON:
    source = element.get("data_source") or "static"
    menu: JSON = {"type": MENUS[source]}
    if source == "external":
        menu["min_query_length"] = element.get("min_query_length", 1)
        chosen = _options({"options": element.get("selected_options")})
    elif source == "static":
        menu |= {name: rows for name, rows in options_in(element).items() if rows}
        chosen = [one for one in _options(element) if one["value"] == element.get("value")]
    else:
        return {**menu, FIRST[source]: element["value"]} if element.get("value") else menu
    return {**menu, "initial_option": chosen[0]} if chosen else menu


def _options(holder: JSON) -> list[JSON]:
    return [{"text": _plain(row["label"]), "value": row["value"]} for row in holder.get("options") or ()]


def _wrong_elements(elements: Any) -> list[str]:
    if not isinstance(elements, list) or not 1 <= len(elements) <= MOST_ELEMENTS:
        return [f"[ERROR] between 1 and {MOST_ELEMENTS} items needed [json-pointer:/elements]"]
    found: list[str] = []
    for place, element in enumerate(elements):
        where = f"/elements/{place}"
        if not isinstance(element, dict):
            found.append(f"[ERROR] must be an object [json-pointer:{where}]")
            continue
        found += _wrong(element, ELEMENT_NEEDED, ELEMENT_CHECKS, where)
        if element.get("type") not in {*LONGEST, "select"}:
            found.append(f"[ERROR] must be text, textarea or select [json-pointer:{where}/type]")
        if (element.get("data_source") or "static") not in MENUS:
            found.append(f"[ERROR] must be one of {', '.join(MENUS)} [json-pointer:{where}/data_source]")
    return found


def _wrong(given: JSON, needed: tuple[str, ...], longest: dict[str, int], where: str) -> list[str]:
    found = [f"[ERROR] missing required field: {name} [json-pointer:{where}]" for name in needed if not given.get(name)]
    for name, most in longest.items():
        if len(str(given.get(name) or "")) > most:
            found.append(f"[ERROR] no more than {most} characters allowed [json-pointer:{where}/{name}]")
    return found


def _plain(text: str) -> JSON:
    return {"type": "plain_text", "text": str(text)}
