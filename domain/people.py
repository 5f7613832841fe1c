"""People: who takes part, who reports to whom.

- Bots, guests, deactivated people and people of other organisations take no part.
- Nobody is asked anything before somebody enrolled them.
- Everyone has one manager at most; the line upwards never loops.
- The people team is a role in Cairn; a Slack admin is not in it for being one.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from domain.refusals import Refusal
from domain.values import Value


class Role(StrEnum):
    """What a person is to Cairn. ADMIN is the people team."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    ADMIN = "admin"


class Person(Value):
    """Someone of the workspace. `id` is Slack's (U… or W…); times are UTC.

    `country` is where their public holidays are looked up (DE, DE-BY). `away` is what their Slack status says, until
    `away_until` where it has an end; `quiet_from` to `quiet_until` is the do-not-disturb Slack told of last.
    """

    id: str
    name: str
    email: str | None = None
    tz: str = "UTC"
    team: str | None = None
    role: Role = Role.EMPLOYEE
    manager: str | None = None
    manager_since: datetime | None = None
    enrolled_at: datetime | None = None
    active: bool = True
    country: str | None = None
    away: bool = False
    away_until: datetime | None = None
    quiet_from: datetime | None = None
    quiet_until: datetime | None = None

    @property
    def first_name(self) -> str:
        """The name to greet with."""
        return next(iter(self.name.split()), self.name)


class NotTakingPart(Refusal):
    """The one who acts is not in Cairn."""

    text = (
        "I don't know you yet. Guests, bots and people of other organisations take no part; if you joined a moment "
        "ago, try again in a minute."
    )


Managers = Mapping[str, str | None]
"""Each person's manager, by Slack id."""


def line_above(person: str, managers: Managers) -> tuple[str, ...]:
    """Return the managers of `person`, nearest first. Ends at the top, or where a loop would start."""
    line: list[str] = []
    above = managers.get(person)
    while above and above not in line and above != person:
        line.append(above)
        above = managers.get(above)
    return tuple(line)


def line_below(person: str, managers: Managers) -> set[str]:
    """Return everybody whose line above holds `person`."""
    reports: dict[str | None, list[str]] = {}
    for one, manager in managers.items():
        reports.setdefault(manager, []).append(one)
    line, waiting = {person}, [person]
    while waiting:
        found = [one for one in reports.get(waiting.pop(), ()) if one not in line]
        line.update(found)
        waiting.extend(found)
    return line - {person}
