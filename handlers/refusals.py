"""What a person reads when something is refused or goes wrong, in the form each kind of input can show.

A command answers in its ack. A form stays open, with its text, and shows the sentence at the field. A button answers
with a message only the person sees, or with a small window where it stands in one. One decorator does it for all.
"""

import functools
import inspect
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from domain.refusals import Refusal
from handlers.tasks import Tasks, on_top
from handlers.views.blocks import modal, section, words
from handlers.views.plain import plain as words_only
from storage.database import AlreadyDone, Busy, Contended, Unavailable, Unsure

log = structlog.get_logger(__name__)

Handler = Callable[..., Awaitable[None]]
TRIES = 3
"""Attempts where transactions stand in each other's way."""

COMMAND_UNSTORED = (
    "I could not save this, nothing has happened: my database does not answer. Please send it again in a minute."
)
FORM_UNSTORED = (
    "I could not save this: my database does not answer. Your text is still here; send it again in a minute."
)
COMMAND_BUSY = (
    "I could not save this, nothing has happened: too much comes in at this moment. Please send it again in a minute."
)
FORM_BUSY = (
    "I could not save this: too much comes in at this moment. Your text is still here; send it again in a minute."
)
COMMAND_UNSURE = (
    "My database fell silent while I was saving this, and I do not know whether it is saved. "
    "Please look in a minute whether it is there, before you send it again."
)
FORM_UNSURE = (
    "My database fell silent while I was saving this, and it may be saved already. Your text is still here; "
    "send it again in a minute: it is saved only once."
)
BUG = "Something went wrong on my side, and it is not your fault. Try again; if it stays, tell the people who run me: {reference}."


class FieldErrors(Exception):
    """Several fields of a form are wrong at once: block id to sentence."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("the form has errors")


def explains_refusals(handler: Handler) -> Handler:
    """Answer with the refusal's own words, with the remembered reply, or with a short apology and a reference id."""

    @functools.wraps(handler)
    async def explaining(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond, tasks: Tasks, **needs: Any
    ) -> None:
        everything = {"ack": ack, "body": body, "client": client, "respond": respond, "tasks": tasks, **needs}
        say = functools.partial(_say, body, ack, client, respond, tasks)
        try:
            await _tried(handler, {name: everything[name] for name in wanted}, ack)
        except AlreadyDone as before:
            await ack(**(before.reply or {}))
        except FieldErrors as wrong:
            errors = {_shown_at(body["view"], field): text for field, text in wrong.errors.items()}
            await ack(response_action="errors", errors=errors)
        except Refusal as refusal:
            await say(_text(refusal, plain=body.get("type") == "view_submission"), field=refusal.at())
        except Unavailable as trouble:
            log.error("database unavailable", kind=body.get("type", "command"), trouble=str(trouble))
            if "event" in body:
                raise  # not acknowledged: Slack delivers it again
            await say(_unstored(body, trouble))
        except Exception as bug:
            reference = secrets.token_hex(4)
            log.error("bug", reference=reference, where=_where(bug), error=type(bug).__name__)
            if "event" in body:
                raise
            await say(BUG.format(reference=reference))

    wanted = tuple(inspect.signature(handler).parameters)
    needs = dict.fromkeys((*wanted, "ack", "body", "client", "respond", "tasks"))
    explaining.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # read by the dispatcher
        [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in needs]
    )
    return explaining


def _unstored(body: Mapping[str, Any], trouble: Unavailable) -> str:
    """Return what to say where something could not be stored. A form keeps its text; a command gets it back."""
    form = body.get("type") == "view_submission"
    if isinstance(trouble, Unsure):
        said = FORM_UNSURE if form else COMMAND_UNSURE
    elif isinstance(trouble, Busy):
        said = FORM_BUSY if form else COMMAND_BUSY
    else:
        said = FORM_UNSTORED if form else COMMAND_UNSTORED
    return said + _typed(body)


def _typed(body: Mapping[str, Any]) -> str:
    """Return what was typed with a command, to be copied: Slack keeps nothing of it. It is in Slack's own spelling still."""
    if "command" not in body or not body.get("text"):
        return ""
    lines = f"{body['command']} {body['text']}".splitlines()
    return "\n".join(["\nThis is what you wrote, to copy:", *(f">{line}" for line in lines)])


async def _tried(handler: Handler, arguments: Mapping[str, Any], ack: AsyncAck) -> None:
    """Run the handler; where another transaction stood in its way, once more: nothing was stored, nothing answered."""
    for _ in range(TRIES - 1):
        try:
            return await handler(**arguments)
        except Contended:
            if ack.response is not None:
                raise
    return await handler(**arguments)


async def _say(
    body: Mapping[str, Any],
    ack: AsyncAck,
    client: AsyncWebClient,
    respond: AsyncRespond,
    tasks: Tasks,
    text: str,
    *,
    field: str | None = None,
) -> None:
    if body.get("type") == "view_submission":
        await ack(response_action="errors", errors={_shown_at(body["view"], field): text})
    elif "command" in body:
        await ack(text=text, response_type="ephemeral")
    else:
        await ack()
        if body.get("response_url"):
            tasks.start("refusal", respond(text=text, response_type="ephemeral", replace_original=False))
        elif body.get("trigger_id"):
            window = modal("refusal", "Not done", [section(text)])
            tasks.start("refusal", on_top(client, body)(trigger_id=body["trigger_id"], view=window))


def _text(refusal: Refusal, *, plain: bool) -> str:
    """Return its text; a goal's title in it is what a person wrote, so it is made safe where Slack reads markup."""
    if plain:
        return words_only(refusal)
    if "title" not in refusal.facts:
        return str(refusal)
    return refusal.text.format(**refusal.facts | {"title": words(str(refusal.facts["title"]), 150)})


def _shown_at(view: Mapping[str, Any], field: str | None) -> str:
    """Return the block to show an error at: Slack takes only inputs of this form."""
    blocks = [block for block in view.get("blocks") or () if isinstance(block, Mapping)]
    inputs = [block.get("block_id") for block in blocks if block.get("type") == "input"]
    return field if field and field in inputs else str(inputs[0] if inputs else "none")


def _where(bug: BaseException) -> str:
    """Return where it was raised: file and line, never the message, which may hold what a person wrote."""
    trace = bug.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}" if trace else "?"
