"""What a message, a form or a Home tab shows, as plain data that is the same each time: no ids, no times, no markers."""

import re
from collections.abc import Iterator
from typing import Any

CHANGING = (
    (re.compile(r"<!date\^\d+\^"), "<!date^…^"),
    (re.compile(r"https?://[\w.:-]*/archives/\w+/p\d+"), "a permalink"),
    (re.compile(r"http://127\.0\.0\.1:\d+"), "http://slack"),
    (re.compile(r"\b[DFV]0[A-Z0-9]{9}\b"), "…"),
)
READ_OF_MESSAGES = ("text", "blocks", "files")
READ_OF_VIEWS = ("type", "callback_id", "title", "submit", "close", "blocks", "errors")


def of_message(message: dict[str, Any]) -> dict[str, Any]:
    """Return what of a message is read by people."""
    return _stable({name: message[name] for name in READ_OF_MESSAGES if message.get(name)})


def of_view(view: dict[str, Any], errors: dict[str, str] | None = None) -> dict[str, Any]:
    """Return what of a form or Home tab is read by people; `errors` stand at its fields."""
    return _stable(
        {name: shown for name, shown in {**view, "errors": errors}.items() if name in READ_OF_VIEWS and shown}
    )


def _stable(part: Any) -> Any:
    if isinstance(part, str):
        for pattern, instead in CHANGING:
            part = pattern.sub(instead, part)
        return part
    if isinstance(part, list):
        return [_stable(one) for one in part]
    if not isinstance(part, dict):
        return part
    if "url_private" in part:  # a file
        return {"title": part["title"], "filetype": part["filetype"]}
    return {name: _stable(_id_less(name, value)) for name, value in part.items() if not _is_an_id(part, name)}


def _is_an_id(part: dict[str, Any], name: str) -> bool:
    """Only fields are known to people's words by their ids; a button's value is a row's number."""
    return (name == "block_id" and part.get("type") != "input") or (name == "value" and part.get("type") == "button")


def _id_less(name: str, value: Any) -> Any:
    ids = name in {"block_id", "action_id", "value"} and isinstance(value, str)
    return re.sub(r"\d+", "#", value) if ids else value


def texts(part: Any) -> Iterator[str]:
    """Yield all that is written in a payload, in order."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from texts(one)
    elif isinstance(part, dict):
        for name, one in part.items():
            if name not in {"type", "block_id", "action_id", "style", "value", "callback_id"}:
                yield from texts(one)
