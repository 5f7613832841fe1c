"""Rows of a workspace file: which keys each kind has, which values they take, and what is said of any other."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from emulator.loading.reading_files import WorkspaceFileError
from emulator.state.workspace import App, Channel, Group, Person, Settings, Team

Row = TypeVar("Row", App, Channel, Group, Person, Settings, Team)

# What happens in the workspace and is no part of its file.
HAPPENS: dict[type, frozenset[str]] = {
    Team: frozenset(),
    Settings: frozenset(),
    Person: frozenset({"app_id", "bot_id"}),
    Channel: frozenset(
        {
            "app",
            "bookmarks",
            "closed_for",
            "ephemeral",
            "kind",
            "messages",
            "pins",
            "previous_names",
            "purpose_set",
            "read",
            "topic_set",
            "user",
        }
    ),
    Group: frozenset({"created", "created_by", "deleted", "updated", "updated_by"}),
    App: frozenset({"granted", "revoked"}),
}
# What a file says in words of its own.
SAID: dict[type, frozenset[str]] = {Channel: frozenset({"apps", "members", "private"})}
IDS = {Team: "TE", Person: "UW", Channel: "CG", Group: "S", App: "A"}
WORDS = {str: "text", bool: "true or false", int: "a whole number", list: "a list", dict: "a mapping"}


def keys_of(kind: type) -> frozenset[str]:
    """Return the keys a row of this kind may have."""
    return (frozenset(one.name for one in fields(kind)) - HAPPENS[kind]) | SAID.get(kind, frozenset())


def row_of(kind: type[Row], given: Any, what: str) -> Row:
    """Build one row. Raises WorkspaceFileError."""
    checked = checked_row(kind, given, what)
    if lacking := [one.name for one in fields(kind) if _needed(one) and one.name not in checked]:
        raise WorkspaceFileError(f"A {what} lacks something: {', '.join(lacking)}, in {_short(given)}.")
    return kind(**checked)


def checked_row(kind: type, given: Any, what: str) -> Mapping[str, Any]:
    """Return a row whose keys and values can be. Raises WorkspaceFileError."""
    if not isinstance(given, Mapping):
        raise WorkspaceFileError(f"A {what} is a mapping such as `{{id: …, name: …}}`, not {_short(given)}.")
    known = keys_of(kind) | {"kind"} if kind is Channel else keys_of(kind)
    if unknown := sorted(str(one) for one in set(given) - known):
        raise WorkspaceFileError(f"A {what} has no {', '.join(unknown)}; it has {', '.join(sorted(keys_of(kind)))}.")
    hints = get_type_hints(kind)
    for name, value in given.items():
        if name in hints and name not in SAID.get(kind, ()):
            _check(what, name, value, hints[name])
    if kind in IDS and "id" in given:
        _check_id(what, given["id"], IDS[kind])
    if given.get("tz"):
        _check_zone(what, given["tz"])
    return given


def _check(what: str, name: str, value: Any, hint: Any) -> None:
    allowed = get_args(hint) if NoneType in get_args(hint) else (hint,)
    kinds = tuple(get_origin(one) or one for one in allowed)
    simple = tuple(kind for kind in kinds if kind in WORDS or kind is NoneType)
    if not simple:
        return  # a manifest, which is checked by itself
    if not isinstance(value, simple) or (isinstance(value, bool) and bool not in simple):
        words = " or ".join(WORDS[kind] for kind in simple if kind is not NoneType)
        raise WorkspaceFileError(f"The {name} of a {what} is {words}, not {_short(value)}.")
    if isinstance(value, list) and not all(isinstance(one, str) for one in value):
        raise WorkspaceFileError(f"The {name} of a {what} is a list of texts, not {_short(value)}.")


def _check_id(what: str, id: str, letters: str) -> None:
    if not re.fullmatch(rf"[{letters}]\w+", id, re.ASCII):
        first = " or ".join(letters)
        raise WorkspaceFileError(f"The id of a {what} is {first}, then letters and digits, not {id!r}.")


def _check_zone(what: str, zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        raise WorkspaceFileError(f"The tz of a {what} is a zone such as Europe/Berlin, not {zone!r}.") from None


def _needed(one: Any) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _short(value: object) -> str:
    words = repr(value)
    return words if len(words) <= 80 else words[:79] + "…"
