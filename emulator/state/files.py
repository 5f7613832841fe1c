"""Files: uploads by ticket, downloads by token, Slack's file objects."""

import mimetypes
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from emulator.clock import Clock
from emulator.errors import JSON, Misuse
from emulator.state.ids import new_id, new_secret
from emulator.state.objects import epoch
from emulator.state.workspace import App, Channel, Team

SHARED_IN = {"channel": "channels", "private": "groups", "mpim": "groups", "dm": "ims"}
PRETTY = {
    "csv": "CSV",
    "txt": "Plain Text",
    "text": "Plain Text",
    "pdf": "PDF",
    "png": "PNG",
    "json": "JSON",
    "html": "HTML",
    "md": "Markdown",
}


@dataclass
class File:
    """One uploaded file; `content` is None until its bytes have come.

    `user` is who uploaded it, a person or a bot; `given_to` are the apps that got it by a form.
    """

    id: str
    user: str
    name: str
    length: int
    ticket: str
    created: int
    title: str = ""
    content: bytes | None = None
    complete: bool = False
    channels: list[str] = field(default_factory=list)
    ims: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    given_to: set[str] = field(default_factory=set)
    shares: dict[str, dict[str, list[JSON]]] = field(default_factory=dict)


class Files:
    """All files; `url` is where the emulator listens."""

    def __init__(self, team: Team, clock: Clock) -> None:
        self.url = ""
        self._team = team
        self._clock = clock
        self._files: dict[str, File] = {}

    def expect(self, app: App, name: str, length: int) -> File:
        """Make an id and a ticket for a file that will come."""
        return self._new(app.bot_user, name, length)

    def keep(self, user: str, name: str, content: bytes) -> File:
        """Keep what a person uploaded."""
        file = self._new(user, name, len(content))
        file.content, file.complete = content, True
        return file

    def place(self, file: File, channel: Channel) -> JSON:
        """Put a file where the members of a channel see it; return its object for the message that shows it."""
        places: list[str] = getattr(file, SHARED_IN[channel.kind])
        if channel.id not in places:
            places.append(channel.id)
        return self.object(file)

    def share(self, file: File, channel: Channel, message: JSON) -> None:
        """Note which message shows the file in a channel."""
        share = {
            "reply_users": [],
            "reply_users_count": 0,
            "reply_count": 0,
            "ts": message["ts"],
            "channel_name": channel.name,
            "team_id": self._team.id,
            "share_user_id": file.user,
        }
        kind = "public" if channel.kind == "channel" else "private"
        file.shares.setdefault(kind, {}).setdefault(channel.id, []).append(share)

    def unshare(self, file: File, channel: Channel, ts: str) -> None:
        """Forget that a message shows the file; without another one there, the file is not in the channel any more."""
        kind = "public" if channel.kind == "channel" else "private"
        by_channel = file.shares.get(kind, {})
        left = [share for share in by_channel.get(channel.id, ()) if share["ts"] != ts]
        if left:
            by_channel[channel.id] = left
            return
        by_channel.pop(channel.id, None)
        if not by_channel:
            file.shares.pop(kind, None)
        places: list[str] = getattr(file, SHARED_IN[channel.kind])
        if channel.id in places:
            places.remove(channel.id)

    def every(self) -> list[File]:
        """Return all files whose upload is complete, the newest first."""
        return [file for file in reversed(self._files.values()) if file.complete]

    def get(self, file_id: str) -> File | None:
        """Return the file with this id."""
        return self._files.get(file_id)

    def by_ticket(self, ticket: str) -> File | None:
        """Return the file an upload address belongs to."""
        return next((file for file in self._files.values() if file.ticket == ticket), None)

    def delete(self, file_id: str) -> None:
        """Take a file away."""
        del self._files[file_id]

    def upload_url(self, file: File) -> str:
        """Return where to send the file's bytes."""
        return f"{self.url}/upload/v1/{file.ticket}"

    def object(self, file: File) -> JSON:
        """Return Slack's file object."""
        kind = _kind(file.name)
        path = f"{self.url}/files-pri/{self._team.id}-{file.id}"
        return {
            "id": file.id,
            "created": file.created,
            "timestamp": file.created,
            "name": file.name,
            "title": file.title,
            "mimetype": mimetypes.guess_type(file.name)[0] or "text/plain",
            "filetype": kind,
            "pretty_type": PRETTY.get(kind, kind.upper()),
            "user": file.user,
            "user_team": self._team.id,
            "editable": False,
            "size": file.length,
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": bool(file.channels),
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{path}/{file.name}",
            "url_private_download": f"{path}/download/{file.name}",
            "media_display_type": "unknown",
            "permalink": f"{self._team.url}files/{file.user}/{file.id}/{file.name}",
            "permalink_public": f"https://slack-files.com/{self._team.id}-{file.id}",
            "channels": list(file.channels),
            "groups": list(file.groups),
            "ims": list(file.ims),
            **({"shares": deepcopy(file.shares)} if file.shares else {}),
            "has_rich_preview": False,
            "file_access": "visible",
        }

    def _new(self, user: str, name: str, length: int) -> File:
        file = File(new_id("F"), user, name, length, new_secret(32), epoch(self._clock.now()), title=name)
        self._files[file.id] = file
        return file


def wrong_files(element: JSON, files: Sequence[File | None], user: str) -> str | None:
    """Return what Slack says of the files a person put into a form, or None where they are welcome."""
    there = [file for file in files if file is not None and file.user == user]
    if len(there) < len(files):
        raise Misuse("A form takes files that this person uploaded, by their ids.")
    most, kinds = element.get("max_files", 10), [kind.lower() for kind in element.get("filetypes") or ()]
    if len(there) > most:
        return f"Please upload no more than {most} files."
    if kinds and any(_kind(file.name) not in kinds for file in there):
        return f"Please upload files of these types: {', '.join(kinds)}."
    return None


def _kind(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else "text"
