"""Forms: filling a modal in, sending it, closing it."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from emulator.acting.rights import need_active
from emulator.block_kit.state import inputs_of, state_of
from emulator.errors import JSON, Misuse, SlackError
from emulator.state import dialogs
from emulator.state.files import wrong_files
from emulator.wires import payloads
from emulator.wires.envelopes import Ack, Sent

if TYPE_CHECKING:
    from emulator.server import Emulator
    from emulator.state.views import View
    from emulator.state.workspace import Person

TROUBLE = "We had some trouble connecting. Try again?"
REQUIRED = "Please complete this required field."
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
INVALID_ANSWER = "invalid_response"


@dataclass(frozen=True)
class Submission:
    """What a person sees after sending a form.

    `errors` by block id, from the app or from Slack's own checks (then nothing was sent). `view` is what lies on
    top now. `error` is "operation_timeout", "dispatch_failed", "invalid_response" (an answer Slack cannot read) or
    Slack's name for a view it refused; `text` are Slack's words then.
    """

    errors: dict[str, str] = field(default_factory=dict)
    closed: bool = False
    view: JSON | None = None
    error: str | None = None
    text: str = ""


class Forms:
    """Modals that people fill in."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    def fill(self, shown: View, values: dict[str, Any]) -> None:
        """Type plain values into a view: by block id, or by block id and action id."""
        known = {block_id: [] for block_id, _, _ in inputs_of(shown.view["blocks"])}  # type: dict[str, list[str]]
        for block_id, action_id, _ in inputs_of(shown.view["blocks"]):
            known[block_id].append(action_id)
        for block_id, value in values.items():
            if block_id not in known:
                raise Misuse(f"This form has no field {block_id!r}; it has {', '.join(known) or 'none'}.")
            for action_id, plain in _by_action(known[block_id], value).items():
                shown.typed.setdefault(block_id, {})[action_id] = plain

    async def submit(self, person: Person, shown: View) -> Submission:
        """Press the form's submit button."""
        need_active(person)
        if shown.view["type"] != "modal" or not shown.view["submit"]:
            raise Misuse("This view has no submit button.")
        if errors := {**own_checks(shown), **self._wrong_files(person, shown)}:
            self._emulator.views.show_errors(shown, errors)
            return Submission(errors=errors, view=self._top(person))
        trigger = self._emulator.triggers.new(person.id, shown.app.id, root=shown.view["root_view_id"])
        payload = (
            dialogs.submission(self._emulator, person, shown)
            if shown.dialog
            else {
                **payloads.base("view_submission", shown.app, self._emulator.workspace.team, person),
                "trigger_id": trigger.id,
                "view": self._with_state(person, shown),
                "response_urls": self._response_urls(person, shown),
            }
        )
        ack = await self._emulator.delivery.send(Sent(shown.app, "interactive", payload, wants_answer=True))
        result = await self._carry_out(person, shown, ack)
        if result.error is None and not result.errors and not ack.payload:
            await self._emulator.interactions.quiet(trigger)
            return Submission(closed=result.closed, view=self._top(person))
        return result

    async def close(self, person: Person, shown: View, *, all_of_them: bool = False) -> Ack | None:
        """Press cancel (one view) or the x (all of them); tell the app if it wants to know."""
        need_active(person)
        stack = list(self._emulator.views.stack(person.id))
        told = stack[0] if all_of_them else shown
        cleared = all_of_them or bool(shown.view["clear_on_close"])
        if cleared:
            self._emulator.views.clear(person.id)
        else:
            self._emulator.views.close(person.id, shown)
        if not told.view["notify_on_close"]:
            return None
        payload = (
            dialogs.cancellation(self._emulator, person, told)
            if told.dialog
            else {
                **payloads.base("view_closed", told.app, self._emulator.workspace.team, person),
                "view": self._with_state(person, told),
                "is_cleared": cleared,
            }
        )
        return await self._emulator.delivery.send(Sent(told.app, "interactive", payload))

    async def _carry_out(self, person: Person, shown: View, ack: Ack) -> Submission:
        if ack.error:
            return Submission(error=ack.error, text=TROUBLE, view=self._top(person))
        if not ack.payload:
            self._emulator.views.close(person.id, shown)
            return Submission(closed=True, view=self._top(person))
        try:
            return self._response_action(person, shown, ack.payload)
        except SlackError as refusal:
            return Submission(error=refusal.error, text=TROUBLE, view=self._top(person))

    def _response_action(self, person: Person, shown: View, answer: JSON) -> Submission:
        if shown.dialog:
            return self._errors(person, shown, dialogs.errors_in(answer))
        action = answer.get("response_action")
        if action == "errors":
            return self._errors(person, shown, answer.get("errors"))
        if action == "clear":
            self._emulator.views.clear(person.id)
            return Submission(closed=True)
        if action == "update":
            self._emulator.views.update(shown.app, shown, answer.get("view") or {})
        elif action == "push":
            self._emulator.views.push(shown.app, person.id, answer.get("view") or {})
        else:
            raise SlackError(INVALID_ANSWER)
        return Submission(view=self._top(person))

    def _errors(self, person: Person, shown: View, errors: Any) -> Submission:
        inputs = {block["block_id"] for block in shown.view["blocks"] if block["type"] == "input"}
        # Slack shows an error under an input only, and refuses an answer that names anything else.
        if not isinstance(errors, dict) or not errors or set(errors) - inputs:
            raise SlackError(INVALID_ANSWER)
        self._emulator.views.show_errors(shown, errors)
        return Submission(errors=dict(errors), view=self._top(person))

    def _with_state(self, person: Person, shown: View) -> JSON:
        values = state_of(shown.view["blocks"], shown.typed, self._emulator.offered(person.id))
        self._put_files(shown, values)
        return {**deepcopy(shown.view), "state": {"values": values}}

    def _wrong_files(self, person: Person, shown: View) -> dict[str, str]:
        errors: dict[str, str] = {}
        for block_id, action_id, element in inputs_of(shown.view["blocks"]):
            if element["type"] == "file_input":
                names = shown.typed.get(block_id, {}).get(action_id) or ()
                if words := wrong_files(element, [self._emulator.files.get(name) for name in names], person.id):
                    errors[block_id] = words
        return errors

    def _put_files(self, shown: View, values: JSON) -> None:
        """Put file objects where the person put files, and let the app have them."""
        for block_id, action_id, element in inputs_of(shown.view["blocks"]):
            if element["type"] == "file_input":
                field = values[block_id][action_id]
                files = [file for name in field["files"] if (file := self._emulator.files.get(name))]
                for file in files:
                    file.given_to.add(shown.app.id)
                field["files"] = [self._emulator.files.object(file) for file in files]

    def _response_urls(self, person: Person, shown: View) -> list[JSON]:
        """Return an address for each conversation chosen in a menu that asked for one."""
        rows = []
        for block_id, action_id, element in inputs_of(shown.view["blocks"]):
            chosen = shown.typed.get(block_id, {}).get(action_id)
            channel = self._emulator.workspace.channels.get(str(chosen))
            if element.get("response_url_enabled") and channel is not None:
                path = self._emulator.response_urls.new("app", shown.app, channel, person.id)
                url = self._emulator.url + path
                rows.append(
                    {"block_id": block_id, "action_id": action_id, "channel_id": channel.id, "response_url": url}
                )
        return rows

    def _top(self, person: Person) -> JSON | None:
        stack = self._emulator.views.stack(person.id)
        return deepcopy(stack[-1].view) if stack else None


def own_checks(shown: View) -> dict[str, str]:
    """Return what Slack itself says of the fields before it sends a form."""
    errors: dict[str, str] = {}
    for block in shown.view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            value = shown.typed.get(block["block_id"], {}).get(element.get("action_id"))
            if words := _wrong(element, value, optional=block.get("optional", False)):
                errors[block["block_id"]] = words
    return errors


def _wrong(element: JSON, value: Any, *, optional: bool) -> str | None:
    if value is None or value in ("", []):
        return None if optional else REQUIRED
    kind = element["type"]
    if kind == "plain_text_input":
        return _wrong_length(element, str(value))
    if kind == "number_input":
        return _wrong_number(element, str(value))
    if kind == "email_text_input" and not EMAIL.fullmatch(str(value)):
        return "Please enter a valid email address."
    if kind == "url_text_input" and "://" not in str(value):
        return "Please enter a valid URL."
    return None


def _wrong_length(element: JSON, value: str) -> str | None:
    most, least = element.get("max_length", 3000), element.get("min_length", 0)
    if len(value) > most:
        return f"Please enter no more than {most} characters."
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return None


def _wrong_number(element: JSON, value: str) -> str | None:
    whole = not element["is_decimal_allowed"]
    if not re.fullmatch(r"-?\d+" if whole else r"-?\d+(\.\d+)?", value):
        return "Please enter a whole number." if whole else "Please enter a number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter a number of {element['min_value']} or more."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter a number of {element['max_value']} or less."
    return None


def _by_action(actions: list[str], value: Any) -> dict[str, Any]:
    if isinstance(value, dict) and set(value) <= set(actions):
        return value
    if len(actions) != 1:
        raise Misuse(f"Give a value for each of {', '.join(actions)}.")
    return {actions[0]: value}
