"""From a payload to its handler: one Bolt listener per kind, and a table behind it.

Bolt scans its listeners one by one, so its cost grows with every handler; a table costs the same with 5 or 500.
Handlers are plain functions whose signature is their list of needs: Bolt's own arguments by name, and what
`wire` puts beside them: `database`, `clock`, `rules`, `tasks`, `once` (the input's key) and `user_id`.
"""

import inspect
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.kwargs_injection.async_utils import build_async_required_kwargs
from slack_bolt.request.async_request import AsyncBoltRequest

from domain.refusals import NotThere, Refusal
from handlers.payloads import Body, home_team, once_key, tenant
from handlers.refusals import Handler, explains_refusals

ANYTHING = re.compile(".*", re.DOTALL)
KINDS = ("command", "action", "view", "closed", "shortcut", "options", "event")
logger = logging.getLogger(__name__)


class OutsideOrganisation(Refusal):
    """Someone of another organisation in a shared channel."""

    text = "Cairn is for the people of this workspace. Nothing was changed."


class OldForm(Refusal):
    """A form opened before an update, which nobody here knows any more."""

    text = "This form is from before an update. Copy your text, close the form and open it again."


class Table:
    """Which handler listens to what. Kinds are KINDS; ids are command features, action ids, callback ids, event types."""

    def __init__(self) -> None:
        self._handlers: dict[tuple[str, str], tuple[Handler, list[str]]] = {}

    def on(self, kind: str, id: str, handler: Handler) -> None:
        """Have `handler` answer inputs of that kind and id."""
        if kind not in KINDS or (kind, id) in self._handlers:
            raise ValueError(f"{kind} {id} is unknown or taken")
        self._handlers[kind, id] = _prepared(handler)

    def find(self, kind: str, id: str) -> tuple[Handler, list[str]]:
        """Return the handler and the names of its needs."""
        return self._handlers.get((kind, id)) or UNKNOWN[kind]

    def ids(self, kind: str) -> frozenset[str]:
        """Return all ids of a kind, for the manifest and its test."""
        return frozenset(id for found, id in self._handlers if found == kind)


def _prepared(handler: Handler) -> tuple[Handler, list[str]]:
    explained = explains_refusals(handler)
    return explained, list(inspect.signature(explained).parameters)


async def _old_form() -> None:
    raise OldForm


async def _gone() -> None:
    raise NotThere


async def _nothing(ack: AsyncAck) -> None:
    await ack()


async def _outsider() -> None:
    raise OutsideOrganisation


NOT_OURS: dict[str, Handler] = {"view": _old_form, "closed": _nothing, "options": _nothing, "event": _nothing}
UNKNOWN = {kind: _prepared(NOT_OURS.get(kind, _gone)) for kind in KINDS}
OUTSIDER = _prepared(_outsider)


def identify(kind: str, body: Body, prefix: str) -> str:
    """Return the id of an input within its kind."""
    if kind == "command":
        return str(body["command"]).removeprefix("/").removeprefix(prefix)
    if kind == "action":
        return str(body["actions"][0]["action_id"])
    if kind == "event":
        return str(body["event"]["type"])
    if kind == "options":
        return str(body["action_id"])
    return str(body["view"]["callback_id"] if "view" in body else body["callback_id"])


def wire(app: AsyncApp, table: Table, *, team: str, needs: Mapping[str, Any], prefix: str = "") -> None:
    """Register one listener per kind with Bolt. `team` is the Slack team served; what is for others is left alone."""

    def listener(kind: str) -> Callable[..., Awaitable[None]]:
        async def listen(req: AsyncBoltRequest, ack: AsyncAck, body: dict[str, Any]) -> None:
            if tenant(body) not in {team, None}:
                await ack()
                return
            handler, names = table.find(kind, identify(kind, body, prefix))
            if home_team(body) not in {team, None}:
                handler, names = OUTSIDER
            req.context.update(needs)
            req.context["once"] = once_key(body)
            arguments = build_async_required_kwargs(
                logger=logger,
                required_arg_names=names,
                request=req,
                response=None,
                next_keys_required=False,
                this_func=handler,
            )
            await handler(**arguments)

        return listen

    app.command(ANYTHING)(listener("command"))
    app.action(ANYTHING)(listener("action"))
    app.view({"type": "view_submission", "callback_id": ANYTHING})(listener("view"))
    app.view({"type": "view_closed", "callback_id": ANYTHING})(listener("closed"))
    app.shortcut(ANYTHING)(listener("shortcut"))
    app.options(ANYTHING)(listener("options"))
    app.event(ANYTHING)(listener("event"))
