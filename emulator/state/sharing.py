"""Sharing files in conversations: the message, the note on the file, the event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from emulator.acting.rights import need_place
from emulator.errors import JSON, Misuse

if TYPE_CHECKING:
    from emulator.server import Emulator
    from emulator.state.files import File
    from emulator.state.workspace import Channel, Person


def say(
    emulator: Emulator, person: Person, channel: Channel, typed: str, files: Sequence[str], thread_ts: str | None
) -> JSON:
    """Post what a person typed, together with the files (by id) they put to it."""
    need_place(person, channel)
    there = [_own(emulator, person, name) for name in files]
    shown = [emulator.files.place(file, channel) for file in there]
    message = emulator.posts.by_person(person, channel, typed, thread_ts=thread_ts, files=shown)
    tell_shared(emulator, channel, there, message)
    return message


def tell_shared(emulator: Emulator, channel: Channel, files: Sequence[File], message: JSON) -> None:
    """Note on each file where it is now, and tell the apps that are there."""
    for file in files:
        emulator.files.share(file, channel, message)
        event = {"channel_id": channel.id, "file_id": file.id, "user_id": file.user, "file": {"id": file.id}}
        emulator.events.among(channel, "file_shared", event)


def unshare(emulator: Emulator, channel: Channel, message: JSON) -> None:
    """Take a message's files out of the conversation, unless another message there shows them too."""
    for shown in message.get("files", ()):
        file = emulator.files.get(shown["id"])
        if file is not None:
            emulator.files.unshare(file, channel, message["ts"])


def _own(emulator: Emulator, person: Person, name: str) -> File:
    file = emulator.files.get(name)
    if file is None or file.user != person.id:
        raise Misuse(f"{person.name} has uploaded no file {name}.")
    return file
