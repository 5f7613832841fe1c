"""Views: each person's stack of modals and their Home tab in each app."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from emulator.block_kit import check_home, check_modal, with_block_ids
from emulator.block_kit.state import initial_values, inputs_of
from emulator.clock import Clock
from emulator.errors import JSON, SlackError
from emulator.serving.live import Live
from emulator.state.ids import new_id, new_secret
from emulator.state.workspace import App, Team

LARGEST = 250_000  # bytes
DEEPEST_STACK = 3
SENT_FIELDS = ("private_metadata", "callback_id", "external_id")


@dataclass
class View:
    """A view that is shown to somebody; `typed` are plain values by block id and action id.

    A view that shows a `dialog` has it here, and the conversation it was opened in.
    """

    view: JSON
    app: App
    user: str
    typed: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    dialog: JSON | None = None
    channel: str | None = None

    @property
    def id(self) -> str:
        """The view's id."""
        return str(self.view["id"])

    def choose_here(self, channel: str | None) -> None:
        """Fill the menus in that start with the conversation the person is in."""
        for block_id, action_id, element in inputs_of(self.view["blocks"]):
            if channel and element.get("default_to_current_conversation"):
                here: Any = [channel] if element["type"].startswith("multi_") else channel
                self.typed.setdefault(block_id, {}).setdefault(action_id, here)


class Views:
    """All open modals and all Home tabs."""

    def __init__(self, team: Team, clock: Clock, live: Live) -> None:
        self._team = team
        self._clock = clock
        self._live = live
        self._stacks: dict[str, list[View]] = defaultdict(list)
        self._homes: dict[tuple[str, str], View] = {}

    def stack(self, user: str) -> list[View]:
        """Return a person's modals, the top one last."""
        return self._stacks[user]

    def home(self, user: str, app: App) -> View | None:
        """Return what the app published for a person."""
        return self._homes.get((user, app.id))

    def find(self, view_id: str) -> View | None:
        """Return the open modal or Home tab with this id."""
        return next((one for one in self._all() if one.id == view_id), None)

    def find_external(self, app: App, external_id: str) -> View | None:
        """Return the app's view with this external id."""
        mine = (one for one in self._all() if one.app is app)
        return next((one for one in mine if one.view["external_id"] == external_id), None)

    def open(self, app: App, user: str, given: JSON, *, channel: str | None = None) -> View:
        """Open a modal; one that is open already goes away, as in Slack. `channel` is where the person is."""
        view = self._modal(app, user, given)
        view.choose_here(channel)
        self._stacks[user] = [view]
        self._tell(user)
        return view

    def push(self, app: App, user: str, given: JSON) -> View:
        """Put a modal on top of the open ones."""
        stack = self._stacks[user]
        if len(stack) >= DEEPEST_STACK:
            raise SlackError("push_limit_reached")
        view = self._modal(app, user, given)
        if stack:
            view.view |= {"previous_view_id": stack[-1].id, "root_view_id": stack[0].id}
        stack.append(view)
        self._tell(user)
        return view

    def update(self, app: App, shown: View, given: JSON, *, given_hash: str | None = None) -> View:
        """Replace a modal's content; what was typed into fields with the same ids stays."""
        if given_hash and given_hash != shown.view["hash"]:
            raise SlackError("hash_conflict")
        check_modal(given)
        self._check_external_id(app, given, shown)
        kept = {key: shown.view[key] for key in ("id", "previous_view_id", "root_view_id")}
        shown.view = {**self._view(app, given), **kept}
        self._keep_typed(shown)
        shown.errors = {}
        self._tell(shown.user)
        return shown

    def publish(self, app: App, user: str, given: JSON, *, given_hash: str | None = None) -> View:
        """Show a Home tab."""
        check_home(given)
        _check_size(given)
        shown = self._homes.get((user, app.id))
        if shown is not None and given_hash and given_hash != shown.view["hash"]:
            raise SlackError("hash_conflict")
        view = self._view(app, given)
        if shown is None:
            shown = self._homes[user, app.id] = View(view, app, user)
        else:
            shown.view = {**view, "id": shown.id, "root_view_id": shown.id}
        self._keep_typed(shown)
        self._live.tell("home", app=app.id, only=frozenset([user]))
        return shown

    def close(self, user: str, view: View) -> None:
        """Take a modal, and what lies on it, away."""
        stack = self._stacks[user]
        if view in stack:
            del stack[stack.index(view) :]
        self._tell(user)

    def clear(self, user: str) -> None:
        """Take all modals away."""
        self._stacks[user] = []
        self._tell(user)

    def show_errors(self, view: View, errors: dict[str, str]) -> None:
        """Show an app's words under the fields they are about."""
        view.errors = errors
        self._tell(view.user)

    def _modal(self, app: App, user: str, given: JSON) -> View:
        check_modal(given)
        self._check_external_id(app, given, None)
        view = View(self._view(app, given), app, user)
        self._keep_typed(view)
        return view

    def _view(self, app: App, given: JSON) -> JSON:
        _check_size(given)
        view_id = new_id("V")
        return {
            "id": view_id,
            "team_id": self._team.id,
            "type": given["type"],
            "blocks": with_block_ids(given["blocks"]),
            **{key: given.get(key) or "" for key in SENT_FIELDS},
            "state": {"values": {}},
            "hash": f"{int(self._clock.now().timestamp())}.{new_secret(8)}",
            "title": given.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
            "clear_on_close": bool(given.get("clear_on_close", False)),
            "notify_on_close": bool(given.get("notify_on_close", False)),
            "close": given.get("close"),
            "submit": given.get("submit"),
            "previous_view_id": None,
            "root_view_id": view_id,
            "app_id": app.id,
            "app_installed_team_id": self._team.id,
            "bot_id": app.bot_id,
        }

    def _keep_typed(self, shown: View) -> None:
        before, shown.typed = shown.typed, initial_values(shown.view["blocks"])
        for block_id, action_id, _ in inputs_of(shown.view["blocks"]):
            if action_id in before.get(block_id, {}):
                shown.typed.setdefault(block_id, {})[action_id] = before[block_id][action_id]

    def _check_external_id(self, app: App, given: JSON, updated: View | None) -> None:
        name = given.get("external_id")
        taken = (one for one in self._all() if name and one is not updated and one.app is app)
        if any(one.view["external_id"] == name for one in taken):
            raise SlackError("duplicate_external_id")

    def _all(self) -> list[View]:
        return [*(view for stack in self._stacks.values() for view in stack), *self._homes.values()]

    def _tell(self, user: str) -> None:
        self._live.tell("views", only=frozenset([user]))


def _check_size(given: JSON) -> None:
    if len(json.dumps(given, ensure_ascii=False).encode()) > LARGEST:
        raise SlackError("view_too_large")
