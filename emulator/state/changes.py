"""Changes of a member's account, profile, status and quiet hours: which values can be."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from emulator.errors import Misuse
from emulator.state.objects import epoch
from emulator.state.quiet_hours import clock_time
from emulator.state.workspace import Person
from emulator.wires.person_events import QUIET, UNTOLD, tell_changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from emulator.server import Emulator

PRESENCES = ("active", "away")
LONGEST_STATUS = 100


def change(emulator: Emulator, person: Person, values: Mapping[str, Any]) -> None:
    """Set what is given, if all of it can be, and let apps and page know."""
    names = {one.name for one in fields(Person)}
    for name, value in values.items():
        if name not in names:
            raise Misuse(f"A person has no {name}.")
        _check(person, name, value)
    for name, value in values.items():
        setattr(person, name, value)
    if set(values) - QUIET - UNTOLD:
        person.updated = epoch(emulator.clock.now())
    tell_changes(emulator.events, emulator.clock, person, values.keys())
    emulator.live.tell("state")


def _check(person: Person, name: str, value: Any) -> None:
    kind = type(getattr(Person(person.id, person.name, team_id="", app_id="", bot_id="", email=""), name))
    if kind is str and value is None and getattr(person, name) is None:
        return
    if not isinstance(value, kind) and not (name == "display_name" and isinstance(value, str)):
        raise Misuse(f"{name} of a person is {_words(kind)}, not {value!r}.")
    if name == "presence" and value not in PRESENCES:
        raise Misuse(f"presence is active or away, not {value!r}.")
    if name == "status_text" and len(value) > LONGEST_STATUS:
        raise Misuse(f"A status has at most {LONGEST_STATUS} characters.")
    if name in {"dnd_from", "dnd_to"} and value:
        clock_time(value)
    if name in {"snooze_until", "status_expiration"} and not 0 <= value < 2**33:
        raise Misuse(f"{name} is in seconds since 1970, 0 for never, not {value!r}.")


def _words(kind: type) -> str:
    return {str: "text", bool: "true or false", int: "a whole number", dict: "a mapping"}.get(kind, kind.__name__)
