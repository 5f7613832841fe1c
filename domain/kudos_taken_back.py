"""Kudos that are taken back by their giver, or taken down by the people team.

- The giver has ten minutes. What was taken back counts nowhere, as if it had not been given.
- The people team takes down what hurts, at any time, and says why; the giver reads that. It counts nowhere either, but
  the giver's allowance does not get it back, and the record stays.
"""

from datetime import datetime, timedelta

from domain.kudos import Kudos
from domain.people import Person
from domain.permissions import PeopleTeamOnly, is_people_team
from domain.refusals import Refusal
from domain.texts import required

WITHIN = timedelta(minutes=10)
REASON = "why"
"""The field in which the people team says why."""


class NothingToUndo(Refusal):
    """There are no kudos to take back."""

    text = "You have given no kudos yet, so there is nothing to take back. `{command} help` shows how it goes."


class TooLateToUndo(Refusal):
    """The ten minutes are over."""

    text = (
        "Your latest kudos are older than 10 minutes, and those stay: people have read them by now. If they must go, "
        "ask the people team, who can take them down."
    )


class UndoneAlready(Refusal):
    """They were taken back before."""

    text = "You took these kudos back already. Nothing more happened."


class TakenDownAlready(Refusal):
    """The people team was faster."""

    text = "The people team took these kudos down already. Nothing more happened."


class GoneAlready(Refusal):
    """The people team wants to take down what is gone."""

    text = "These kudos are gone already: taken back by their giver, or taken down before. Nothing more happened."


def may_undo(kudos: Kudos | None, by: str, *, now: datetime, command: str = "/kudos") -> Kudos:
    """Return the kudos if `by` may take them back now. Raises a Refusal that says why not."""
    if kudos is None or kudos.giver != by:
        raise NothingToUndo(command=command)
    if kudos.undone_at:
        raise UndoneAlready
    if kudos.removed_at:
        raise TakenDownAlready
    if now - kudos.given_at >= WITHIN:
        raise TooLateToUndo
    return kudos


def must_be_people_team(person: Person, team: str) -> None:
    """Refuse whoever is not of the people team; `team` says in words whom to ask. Raises PeopleTeamOnly."""
    if not is_people_team(person):
        raise PeopleTeamOnly(team=team or "whoever runs me knows who they are")


def why_taken_down(kudos: Kudos, reason: str | None) -> str:
    """Return the reason as it is stored. Raises GoneAlready, TextMissing and UnreadableText at the field REASON."""
    if kudos.gone:
        raise GoneAlready
    return required(reason, field=REASON)
