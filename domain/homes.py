"""Home tabs that stand in Slack: what was published for whom, and whose must be drawn anew.

- A new manager sees the person at once, the one before no more; the person sees whom they may ask.
- Whoever joins or leaves the people team sees, or sees no more, what the people team does.
- These go first: what may not be read any more must not stand there. News of what people did come after them.
- Only tabs somebody opened before are drawn: for all others there is nothing to correct.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.people import Person
from domain.values import Value

RIGHTS = ("manager", "role", "active", "enrolled_at", "team")
"""What about a person decides what stands on Home tabs."""


class Home(Value):
    """A Home tab that was published; `hash` is Slack's word for how it stands, `stale_at` (UTC) since when it is wrong."""

    person: str
    hash: str = ""
    stale_at: datetime | None = None


def concerned(before: Mapping[str, Person], after: Iterable[Person]) -> set[str]:
    """Return whose tabs show something else since these people became so: their own, and their managers'."""
    found: set[str] = set()
    for person in after:
        old = before.get(person.id)
        if old is None or any(getattr(old, name) != getattr(person, name) for name in RIGHTS):
            found |= {person.id, person.manager or "", (old.manager if old else None) or ""}
    return found - {""}
