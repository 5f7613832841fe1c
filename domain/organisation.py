"""How the whole organisation takes part and how its goals hang together: counts for the people team, nobody's name.

- A team is told of from five people who were asked on; a smaller one is part of the whole, so that no number is somebody.
- Where all that is not told of is fewer than five, the smallest team that would be told is left out with it: else it
  could be reckoned from the whole.
- The teams with the lowest share stand first: they may need something.
"""

from collections.abc import Iterable
from datetime import date

from domain.values import Value

SMALLEST_GROUP = 5


class Share(Value):
    """How many answered of those who were asked in a period."""

    answered: int = 0
    asked: int = 0

    def __add__(self, other: "Share") -> "Share":
        """Return both together."""
        return Share(answered=self.answered + other.answered, asked=self.asked + other.asked)


class TeamShare(Value):
    """A team (None: people without one), this week and the last. `last` is None where too few were asked then."""

    team: str | None
    now: Share
    last: Share | None = None


class Aligned(Value):
    """Active goals in all; of the goals of teams and people those without a parent; shared ones with nobody below."""

    active: int = 0
    loose: int = 0
    childless: int = 0


class Organisation(Value):
    """Participation in `period` and the one before, by team where that names nobody, and how goals hang together."""

    period: date
    now: Share
    last: Share
    teams: tuple[TeamShare, ...] = ()
    small: int = 0
    aligned: Aligned = Aligned()


def organisation(period: date, teams: Iterable[TeamShare], aligned: Aligned) -> Organisation:
    """Return what the people team reads of these teams, all of which have their shares of both weeks."""
    every = sorted(teams, key=lambda one: (one.now.asked, one.team or ""))
    hidden = _too_small(every)
    last = sum((one.last for one in every if one.last), Share())
    told = _with_last(every[hidden:], last)
    return Organisation(
        period=period,
        now=sum((one.now for one in every), Share()),
        last=last,
        teams=tuple(sorted(told, key=lambda one: (one.now.answered / one.now.asked, one.team or ""))),
        small=hidden,
        aligned=aligned,
    )


def _too_small(smallest_first: list[TeamShare]) -> int:
    """Return how many of the smallest teams are not told of."""
    hidden = sum(one.now.asked < SMALLEST_GROUP for one in smallest_first)
    people = sum(one.now.asked for one in smallest_first[:hidden])
    return min(hidden + 1, len(smallest_first)) if 0 < people < SMALLEST_GROUP else hidden


def _with_last(told: list[TeamShare], everybody: Share) -> list[TeamShare]:
    """Return these teams with the last week where that names nobody, by itself or by what is left of the whole."""
    enough = [one.last for one in told if one.last and one.last.asked >= SMALLEST_GROUP]
    left = everybody.asked - sum(one.asked for one in enough)
    shown = () if 0 < left < SMALLEST_GROUP else enough
    return [one.model_copy(update={"last": one.last if one.last in shown else None}) for one in told]
