"""Custom steps of workflows: one of an app's functions runs, with a token of its own, until the app says it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from emulator.clock import Clock
from emulator.errors import JSON, Misuse, SlackError
from emulator.serving.live import Live
from emulator.state.ids import new_id, new_secret
from emulator.state.objects import epoch
from emulator.state.workspace import App
from emulator.wires.events import Events


@dataclass
class Step:
    """One run of a function. `outputs` or `error` are None until the app has said so."""

    id: str
    app: App
    callback_id: str
    inputs: JSON
    token: str
    outputs: JSON | None = None
    error: str | None = None

    @property
    def done(self) -> bool:
        """Whether the app has completed it, well or not."""
        return self.outputs is not None or self.error is not None

    def data(self) -> JSON:
        """Return what a click on something the step has posted adds to its payload."""
        function = {"callback_id": self.callback_id}
        return {
            "bot_access_token": self.token,
            "function_data": {"execution_id": self.id, "function": function, "inputs": self.inputs},
        }


class Steps:
    """All runs of functions."""

    def __init__(self, clock: Clock, events: Events, live: Live) -> None:
        self._clock = clock
        self._events = events
        self._live = live
        self._steps: dict[str, Step] = {}
        self._made: dict[str, Step] = {}

    @property
    def all(self) -> list[Step]:
        """All runs, the oldest first."""
        return list(self._steps.values())

    def run(self, app: App, callback_id: str, inputs: Mapping[str, Any]) -> Step:
        """Run a function of the app's manifest: `function_executed`."""
        function = app.manifest.functions.get(callback_id)
        if function is None:
            there = ", ".join(app.manifest.functions) or "none"
            raise Misuse(f"{app.name} has no function {callback_id!r}; it has {there}.")
        needed = {row["name"] for row in _parameters(function, "input_parameters") if row["is_required"]}
        if lacking := sorted(needed - set(inputs)):
            raise Misuse(f"The function {callback_id} needs {', '.join(lacking)}.")
        step = Step(new_id("Fx"), app, callback_id, dict(inputs), f"xwfp-{new_secret()}")
        self._steps[step.id] = step
        event = {
            "function": _function(app, callback_id, function, epoch(self._clock.now())),
            "inputs": step.inputs,
            "function_execution_id": step.id,
            "workflow_execution_id": new_id("Wx"),
            "bot_access_token": step.token,
        }
        self._events.to_app(app, "function_executed", event)
        return step

    def complete(self, app: App, name: str, *, outputs: JSON | None = None, error: str | None = None) -> None:
        """End a run. Raises SlackError as functions.completeSuccess does."""
        step = self._steps.get(name)
        if step is None or step.app is not app:
            raise SlackError("function_execution_not_found")
        if step.done:
            raise SlackError("execution_not_in_running_state")
        if outputs is not None:
            _check(app.manifest.functions[step.callback_id], outputs)
        step.outputs, step.error = outputs, error
        self._live.stir()

    def find(self, name: str) -> Step | None:
        """Return a run by its id."""
        return self._steps.get(name)

    def by_token(self, token: str | None) -> Step | None:
        """Return the run whose token this is."""
        return next((one for one in self._steps.values() if one.token == token), None)

    def ended(self, token: str) -> bool:
        """Whether this is the token of a run that is over, and so no good any more."""
        step = self.by_token(token)
        return step is not None and step.done

    def note(self, token: str | None, answer: JSON) -> None:
        """Remember the message or view a call with a run's token has made: clicks there belong to the run."""
        step = self.by_token(token)
        made = answer.get("ts") or (answer.get("view") or {}).get("id")
        if step is not None and made:
            self._made[made] = step

    def of(self, made: str | None) -> Step | None:
        """Return the run that has made a message (by its ts) or a view (by its id)."""
        return self._made.get(made or "")


def _function(app: App, callback_id: str, function: JSON, now: int) -> JSON:
    return {
        "id": f"Fn{app.id[1:]}{list(app.manifest.functions).index(callback_id)}",
        "callback_id": callback_id,
        "title": function.get("title", callback_id),
        "description": function.get("description", ""),
        "type": "app",
        "input_parameters": _parameters(function, "input_parameters"),
        "output_parameters": _parameters(function, "output_parameters"),
        "app_id": app.id,
        "date_created": now,
        "date_updated": now,
        "date_deleted": 0,
    }


def _parameters(function: JSON, name: str) -> list[JSON]:
    """Return parameters as events list them; a manifest has them by name, or with `required` beside them."""
    given = function.get(name) or {}
    required = given.get("required") if "properties" in given else None
    rows = given.get("properties", {}) if "properties" in given else given
    return [
        {
            "type": row.get("type", "string"),
            "name": key,
            "description": row.get("description", ""),
            "title": row.get("title", key),
            "is_required": key in required if required is not None else bool(row.get("is_required", False)),
        }
        for key, row in rows.items()
    ]


def _check(function: JSON, outputs: JSON) -> None:
    needed = {row["name"] for row in _parameters(function, "output_parameters") if row["is_required"]}
    if lacking := sorted(needed - set(outputs)):
        words = [f"[ERROR] missing output parameter: {name} [json-pointer:/outputs/{name}]" for name in lacking]
        raise SlackError("parameter_validation_failed", messages=words)
