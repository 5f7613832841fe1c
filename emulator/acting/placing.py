"""Where things are clicked: the app and the place that a message or a view names, and files people may open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.acting.interactions import Place
from emulator.errors import JSON, Misuse

if TYPE_CHECKING:
    from emulator.server import Emulator
    from emulator.state.workspace import App, Channel


def place_of(emulator: Emulator, user: str, where: JSON) -> tuple[App, Place]:
    """Return the app and the place that a message or view object names."""
    if "id" in where and where.get("type") in {"modal", "home"}:
        return place_in_view(emulator, user, where["id"])
    found = emulator.workspace.message(str(where.get("ts")))
    if found is None:
        raise Misuse("This message is gone, or it is no message of this workspace.")
    return place_in_message(emulator, *found)


def place_in_message(emulator: Emulator, channel: Channel, message: JSON) -> tuple[App, Place]:
    """Return the app and the place of a message."""
    app = emulator.workspace.app_of_bot(message.get("user", ""))
    if app is None:
        raise Misuse("Nobody answers clicks on a message that no app has posted.")
    return app, Place(message.get("blocks", []), channel=channel, message=message)


def place_in_view(emulator: Emulator, user: str, view_id: str) -> tuple[App, Place]:
    """Return the app and the place of a view that is open."""
    shown = emulator.views.find(view_id)
    if shown is None or shown.user != user:
        raise Misuse("This view is not open any more.")
    return shown.app, Place(shown.view["blocks"], view=shown.view, typed=shown.typed)


def file_for(emulator: Emulator, user: str, file_id: str) -> bytes:
    """Return the bytes of a file a person may see."""
    file = emulator.files.get(file_id)
    channels = [*file.channels, *file.groups, *file.ims] if file else []
    visible = {one.id for one in emulator.workspace.visible_channels(user)}
    if file is None or file.content is None or not (file.user == user or visible & set(channels)):
        raise Misuse(f"{user} sees no file {file_id}.")
    return file.content
