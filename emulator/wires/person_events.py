"""Which events tell of a change to a person: account and profile, status, do-not-disturb."""

from collections.abc import Collection

from emulator.clock import Clock
from emulator.state.quiet_hours import dnd_status
from emulator.state.workspace import Person
from emulator.wires.events import Events

STATUS = frozenset({"status_text", "status_emoji", "status_expiration"})
QUIET = frozenset({"dnd_from", "dnd_to", "snooze_until"})
# Nobody is told of presence by the Events API: only a socket of the old RTM API was.
UNTOLD = frozenset({"presence"})


def tell_changes(events: Events, clock: Clock, person: Person, fields: Collection[str]) -> None:
    """Send what Slack sends after these fields of a person changed."""
    changed = set(fields)
    if changed & QUIET:
        told = {"user": person.id, "dnd_status": dnd_status(person, clock.now())}
        events.everywhere("dnd_updated_user", told)
    if changed & STATUS:
        events.status_changed(person)
    if changed - QUIET - UNTOLD:
        events.user_change(person)
