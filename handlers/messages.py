"""Reading a message from whose menu somebody chose a shortcut: where it stands, whose it is, how it begins.

Slack gives a private channel and a conversation between people a name of its own here; only what has another one, and
the id of a channel, counts as public. In doubt it is private.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from domain.messages import MessageRef
from domain.refusals import NotThere
from handlers.payloads import Body

PRIVATE_NAMES = frozenset({"privategroup", "directmessage"})
GROUP_OF_PEOPLE = "mpdm-"


class Chosen(NamedTuple):
    """The message: `text` is what was written, as Slack has it; `by_app` says that no person wrote it."""

    ref: MessageRef
    text: str
    by_app: bool


def chosen(body: Body) -> Chosen:
    """Return the message a shortcut was chosen from. Raises NotThere where it cannot be told which."""
    message, channel = body.get("message"), body.get("channel")
    if not isinstance(message, Mapping) or not isinstance(channel, Mapping):
        raise NotThere
    stands = {"channel": channel.get("id"), "ts": message.get("ts"), "thread": message.get("thread_ts")}
    ref = ref_in(stands | {"author": message.get("user"), "public": is_public(channel)})
    if ref is None:
        raise NotThere
    text, app = message.get("text"), message.get("bot_id") or message.get("subtype") == "bot_message"
    return Chosen(ref, _readable(text) if isinstance(text, str) else "", bool(app))


def ref_in(told: Any) -> MessageRef | None:
    """Return the message that a form of ours carries along; None where it carries none."""
    try:
        return MessageRef.model_validate(told)
    except ValidationError:
        return None


def is_public(channel: Mapping[str, Any]) -> bool:
    """Tell whether everybody can open the channel."""
    id, name = channel.get("id"), channel.get("name")
    if not isinstance(id, str) or not isinstance(name, str) or not name:
        return False
    return id.startswith("C") and name not in PRIVATE_NAMES and not name.startswith(GROUP_OF_PEOPLE)


def _readable(text: str) -> str:
    """Return the text without the signs that cannot be sent on."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
