"""Making a workspace of what its file says, with clear words when something in it cannot be."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from emulator.errors import JSON
from emulator.loading.manifest import Manifest
from emulator.loading.reading_files import WorkspaceFileError, read_yaml
from emulator.loading.rows import checked_row, row_of
from emulator.state.workspace import SLACKBOT, App, Channel, Group, Person, Settings, Team, Workspace

__all__ = ["WorkspaceFileError", "add_app", "add_person", "read_yaml", "take_manifests", "workspace_from"]

COLORS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "e0a729", "684b6c", "5b89d5", "2b6836")
SECTIONS = ("team", "people", "channels", "groups", "apps", "settings", "profile_fields", "emoji")
UNNAMED = {"id": "T0DEMO", "name": "Demo", "domain": "demo"}


def workspace_from(mapping: Mapping[str, Any], folder: Path) -> Workspace:
    """Build the workspace a file describes. Raises WorkspaceFileError."""
    if unknown := sorted(str(one) for one in set(mapping) - set(SECTIONS)):
        raise WorkspaceFileError(f"A workspace file has no {', '.join(unknown)}; it has {', '.join(SECTIONS)}.")
    workspace = Workspace(
        team=row_of(Team, mapping.get("team") or UNNAMED, "team"),
        settings=row_of(Settings, mapping.get("settings") or {}, "settings"),
        profile_fields=_rows(mapping, "profile_fields"),
        emoji=_emoji(mapping.get("emoji") or {}),
    )
    workspace.people[SLACKBOT] = Person(SLACKBOT, "slackbot", "Slackbot", color="757575")
    for row in _rows(mapping, "people"):
        add_person(workspace, row)
    for row in _rows(mapping, "apps"):
        add_app(workspace, row, folder)
    for row in _rows(mapping, "channels"):
        _add_channel(workspace, row)
    for row in _rows(mapping, "groups"):
        group = row_of(Group, row, "group")
        _need_new(group.id, workspace.groups, "group")
        workspace.groups[group.id] = group
    return workspace


def add_person(workspace: Workspace, row: Mapping[str, Any]) -> Person:
    """Add one member. Raises WorkspaceFileError."""
    checked = checked_row(Person, row, "person")
    person = row_of(Person, {"color": COLORS[len(workspace.people) % len(COLORS)], **checked}, "person")
    _need_new(person.id, workspace.people, "person")
    person.real_name = person.real_name or person.name.title()
    workspace.people[person.id] = person
    return person


def add_app(workspace: Workspace, row: Mapping[str, Any], folder: Path) -> App:
    """Install one app and its bot user; what a file leaves out is made up from the app's id."""
    given = checked_row(App, row, "app")
    tail = str(given.get("id", ""))[1:]
    manifest = Manifest(_manifest(given.get("manifest") or {}, folder))
    filled = {
        "name": manifest.name or None,
        "bot_user": f"U{tail}",
        "bot_id": f"B{tail}",
        "bot_token": f"xoxb-{tail}",
        "app_token": f"xapp-{tail}",
        "signing_secret": f"signing-secret-of-{tail}",
        "request_url": manifest.local_url,
        **given,
        "manifest": manifest,
    }
    app = row_of(App, {name: value for name, value in filled.items() if value is not None}, "app")
    _need_new(app.id, workspace.apps, "app")
    _need_own_tokens(app, workspace)
    workspace.apps[app.id] = app
    _seat(app, workspace)
    return app


def take_manifests(workspace: Workspace, manifests: list[JSON]) -> None:
    """Use manifests from the command line.

    The first is that of the workspace's first app, if it has one; each of the others is an app of its own, with
    tokens made up from its name, and a member of every public channel.
    """
    for place, source in enumerate(manifests):
        manifest = Manifest(source)
        if place == 0 and workspace.apps:
            app = next(iter(workspace.apps.values()))
            app.manifest, app.name = manifest, manifest.name or app.name
            app.request_url = app.request_url or manifest.local_url
            _seat(app, workspace)
            continue
        name = manifest.name or f"App {len(workspace.apps) + 1}"
        app = add_app(workspace, {"id": _free_id(workspace, name), "name": name, "manifest": source}, Path())
        for channel in workspace.channels.values():
            if channel.kind == "channel":
                channel.members.append(app.bot_user)


def _seat(app: App, workspace: Workspace) -> None:
    """Give the app's bot a place among the people."""
    name = app.name.lower().replace(" ", "")
    workspace.people[app.bot_user] = Person(
        app.bot_user, name, app.name, is_bot=True, app_id=app.id, bot_id=app.bot_id, tz=workspace.team.tz
    )


def _free_id(workspace: Workspace, name: str) -> str:
    letters = "".join(sign for sign in name.upper() if sign.isascii() and sign.isalnum())[:12] or "APP"
    free = (f"A0{letters}{number or ''}" for number in range(len(workspace.apps) + 1))
    return next(id for id in free if id not in workspace.apps)


def _manifest(given: Any, folder: Path) -> JSON:
    if isinstance(given, str | Path):
        return read_yaml(folder / given)
    if not isinstance(given, dict):
        raise WorkspaceFileError("An app's manifest is a mapping or the path of a file.")
    return given


def _add_channel(workspace: Workspace, row: Any) -> None:
    known = dict(checked_row(Channel, row, "channel"))
    apps = known.pop("apps", ())
    kind = "private" if known.pop("private", False) else "channel"
    members = known.pop("members", "all")
    channel = row_of(Channel, {**known, "kind": kind}, "channel")
    _need_new(channel.id, workspace.channels, "channel")
    channel.members = _everyone(workspace) if members == "all" else list(members)
    for unknown in sorted(set(channel.members) - set(workspace.people)):
        raise WorkspaceFileError(f"Channel #{channel.name} names {unknown}, who is not among the people.")
    for app_id in apps:
        if app_id not in workspace.apps:
            raise WorkspaceFileError(f"Channel #{channel.name} names the app {app_id}, which is not installed.")
        channel.members.append(workspace.apps[app_id].bot_user)
    workspace.channels[channel.id] = channel


def _everyone(workspace: Workspace) -> list[str]:
    people = workspace.people.values()
    return [one.id for one in people if one.id != SLACKBOT and not one.is_bot and not one.deleted]


def _rows(mapping: Mapping[str, Any], name: str) -> list[Any]:
    rows = mapping.get(name) or []
    if not isinstance(rows, list):
        raise WorkspaceFileError(f"`{name}` of a workspace file is a list.")
    return rows


def _emoji(given: Any) -> dict[str, str]:
    if not isinstance(given, dict) or not all(isinstance(one, str) for pair in given.items() for one in pair):
        raise WorkspaceFileError("`emoji` of a workspace file is a mapping of names to addresses.")
    return dict(given)


def _need_new(id: str, there: Mapping[str, Any], what: str) -> None:
    if id in there:
        raise WorkspaceFileError(f"Two of the workspace have the id {id}: each {what} needs one of its own.")


def _need_own_tokens(app: App, workspace: Workspace) -> None:
    for other in workspace.apps.values():
        if {app.bot_token, app.app_token} & {other.bot_token, other.app_token}:
            raise WorkspaceFileError(f"{app.name} and {other.name} have the same token: give each its own.")
