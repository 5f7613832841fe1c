"""Charts and tables: blocks that Slack brings to one workspace after another, and when one here is shown them.

- The Home tab tries them, since Slack answers there. What it refuses is tried again after a week.
- An answer that never learns of a refusal shows only what the Home tab has proved.
- Where a tab with several kinds is refused, those are blamed that were never taken; all, if each of them was.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from domain.values import Value

AGAIN = timedelta(weeks=1)
"""After so long, what was refused is tried again."""


class Tried(Value):
    """What became of a kind of block when it was last tried. `tried_at` is UTC."""

    taken: bool
    tried_at: datetime


Known = Mapping[str, Tried]
"""What is known of each kind that was ever tried."""


def proved(known: Known) -> frozenset[str]:
    """Return the kinds that may stand where no refusal is heard."""
    return frozenset(kind for kind, tried in known.items() if tried.taken)


def worth_a_try(kinds: Collection[str], known: Known, *, now: datetime) -> frozenset[str]:
    """Return the kinds of these to show where a refusal is heard."""
    return frozenset(
        kind for kind in kinds if kind not in known or known[kind].taken or known[kind].tried_at + AGAIN <= now
    )


def learned(used: Collection[str], known: Known, *, taken: bool, now: datetime) -> dict[str, Tried]:
    """Return what is new after Slack took, or refused, something with these kinds in it."""
    before = proved(known)
    unproved = [kind for kind in used if kind not in before]
    about = unproved if taken or unproved else used
    return {kind: Tried(taken=taken, tried_at=now) for kind in about}
