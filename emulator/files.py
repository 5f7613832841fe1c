"""Files: uploads by ticket, downloads by token, Slack's file objects."""

import mimetypes
from dataclasses import dataclass, field

from emulator.clock import Clock
from emulator.errors import JSON
from emulator.ids import new_id, new_secret
from emulator.objects import epoch
from emulator.workspace import App, Team

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
    """One uploaded file; `content` is None until its bytes have come."""

    id: str
    app: App
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


class Files:
    """All files; `url` is where the emulator listens."""

    def __init__(self, team: Team, clock: Clock) -> None:
        self.url = ""
        self._team = team
        self._clock = clock
        self._files: dict[str, File] = {}

    def expect(self, app: App, name: str, length: int) -> File:
        """Make an id and a ticket for a file that will come."""
        file = File(new_id("F"), app, name, length, new_secret(32), epoch(self._clock.now()), title=name)
        self._files[file.id] = file
        return file

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
        kind = file.name.rpartition(".")[2].lower() if "." in file.name else "text"
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
            "user": file.app.bot_user,
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
            "permalink": f"{self._team.url}files/{file.app.bot_user}/{file.id}/{file.name}",
            "permalink_public": f"https://slack-files.com/{self._team.id}-{file.id}",
            "channels": list(file.channels),
            "groups": list(file.groups),
            "ims": list(file.ims),
            "has_rich_preview": False,
            "file_access": "visible",
        }
