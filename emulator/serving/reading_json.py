"""Read JSON that strangers send: no depth that tires us, no numbers that JSON does not have, no broken characters."""

import json
from typing import Any

DEEPEST = 100


class NoJSON(ValueError):
    """The text is no JSON that may be sent; the text of the exception says why."""


def read_json(text: str) -> Any:
    """Return what the text says. Raises NoJSON."""
    try:
        value = json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise NoJSON(f"This is nested deeper than {DEEPEST} levels.") from None
    except ValueError as reason:
        raise NoJSON(str(reason)) from None
    if text.count("[") + text.count("{") > DEEPEST and _depth(value) > DEEPEST:
        raise NoJSON(f"This is nested deeper than {DEEPEST} levels.")
    return _whole(value) if "\\ud" in text.lower() else value


def _no_number(name: str) -> None:
    raise NoJSON(f"JSON has no {name}.")


def _depth(value: Any) -> int:
    level, depth = [value], 0
    while level:
        depth += 1
        level = [inner for one in level for inner in _inside(one)]
    return depth


def _inside(value: Any) -> list[Any]:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [one for one in inner if isinstance(one, dict | list)]


def _whole(value: Any) -> Any:
    """Replace halves of characters (lone surrogates), which no text can hold, as Slack does."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_whole(key): _whole(inner) for key, inner in value.items()}
    return [_whole(inner) for inner in value] if isinstance(value, list) else value
