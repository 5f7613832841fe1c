"""What people may not do: those who are gone do nothing, those of other organisations have no commands."""

from emulator.errors import Misuse
from emulator.state.workspace import Channel, Person


def need_active(person: Person) -> None:
    """Refuse what a deactivated member tries."""
    if person.deleted:
        raise Misuse(f"The account of {person.name} is deactivated: they can do nothing here.")


def need_place(person: Person, channel: Channel) -> None:
    """Refuse writing by the deactivated, and in archived channels."""
    need_active(person)
    if channel.archived:
        raise Misuse(f"#{channel.name} is archived: nobody writes there.")


def has_commands(person: Person) -> bool:
    """Whether slash commands work for a person: not over Slack Connect (interactivity/implementing-slash-commands)."""
    return not person.is_stranger
