"""Reading a workspace file: YAML in, a Workspace out, with clear words when something is wrong."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import yaml

from emulator.errors import JSON
from emulator.manifest import Manifest
from emulator.workspace import SLACKBOT, App, Channel, Group, Person, Settings, Team, Workspace

COLORS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "e0a729", "684b6c", "5b89d5", "2b6836")
Row = TypeVar("Row")


class WorkspaceFileError(ValueError):
    """The workspace file says something that cannot be."""


def read_yaml(path: Path) -> JSON:
    """Read a YAML file that holds a mapping."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise WorkspaceFileError(f"{path} must hold a mapping, such as `team: {{…}}`.")
    return content


def workspace_from(mapping: Mapping[str, Any], folder: Path) -> Workspace:
    """Build the workspace a file describes."""
    workspace = Workspace(
        team=_row(Team, mapping.get("team", {"id": "T0DEMO", "name": "Demo", "domain": "demo"}), "team"),
        settings=_row(Settings, mapping.get("settings", {}), "settings"),
        profile_fields=list(mapping.get("profile_fields", ())),
    )
    workspace.people[SLACKBOT] = Person(SLACKBOT, "slackbot", "Slackbot", color="757575")
    for row in mapping.get("people", ()):
        add_person(workspace, row)
    for row in mapping.get("apps", ()):
        add_app(workspace, row, folder)
    for row in mapping.get("channels", ()):
        _add_channel(workspace, row)
    for row in mapping.get("groups", ()):
        group = _row(Group, row, "group")
        workspace.groups[group.id] = group
    return workspace


def add_person(workspace: Workspace, row: Mapping[str, Any]) -> Person:
    """Add one member."""
    person = _row(Person, {"color": COLORS[len(workspace.people) % len(COLORS)], **row}, "person")
    person.real_name = person.real_name or person.name.title()
    workspace.people[person.id] = person
    return person


def add_app(workspace: Workspace, row: Mapping[str, Any], folder: Path) -> App:
    """Install one app and its bot user; what a file leaves out is made up from the app's id."""
    tail = row["id"][1:]
    filled = {
        "bot_user": f"U{tail}",
        "bot_id": f"B{tail}",
        "bot_token": f"xoxb-{tail}",
        "app_token": f"xapp-{tail}",
        "signing_secret": f"signing-secret-of-{tail}",
        **row,
        "manifest": Manifest(_manifest(row.get("manifest", {}), folder)),
    }
    app = _row(App, filled, "app")
    workspace.apps[app.id] = app
    name = app.name.lower().replace(" ", "")
    workspace.people[app.bot_user] = Person(
        app.bot_user, name, app.name, is_bot=True, app_id=app.id, bot_id=app.bot_id, tz=workspace.team.tz
    )
    return app


def _manifest(given: Any, folder: Path) -> JSON:
    if isinstance(given, str | Path):
        return read_yaml(folder / given)
    if not isinstance(given, dict):
        raise WorkspaceFileError("An app's manifest is a mapping or the path of a file.")
    return given


def _add_channel(workspace: Workspace, row: Mapping[str, Any]) -> None:
    known = dict(row)
    apps = known.pop("apps", ())
    kind = "private" if known.pop("private", False) else "channel"
    members = known.pop("members", "all")
    channel = _row(Channel, {"kind": kind, **known}, "channel")
    channel.members = _everyone(workspace) if members == "all" else list(members)
    for unknown in set(channel.members) - set(workspace.people):
        raise WorkspaceFileError(f"Channel #{channel.name} names {unknown}, who is not among the people.")
    for app_id in apps:
        if app_id not in workspace.apps:
            raise WorkspaceFileError(f"Channel #{channel.name} names the app {app_id}, which is not installed.")
        channel.members.append(workspace.apps[app_id].bot_user)
    workspace.channels[channel.id] = channel


def _everyone(workspace: Workspace) -> list[str]:
    people = workspace.people.values()
    return [one.id for one in people if one.id != SLACKBOT and not one.is_bot and not one.deleted]


def _row(kind: type[Row], given: Mapping[str, Any], what: str) -> Row:
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # every Row is a dataclass
    if unknown := sorted(set(given) - names):
        raise WorkspaceFileError(f"A {what} has no {', '.join(unknown)}; it has {', '.join(sorted(names))}.")
    try:
        return kind(**given)
    except TypeError as reason:
        raise WorkspaceFileError(f"A {what} lacks something: {reason}") from None
