"""Reading the files a user names: YAML or JSON, with one clear sentence when something is wrong with them."""

import json
from pathlib import Path
from typing import Any

import yaml

from emulator.errors import JSON


class WorkspaceFileError(ValueError):
    """A file says something that cannot be; the text says what and where."""


def read_yaml(path: Path) -> JSON:
    """Read a YAML or JSON file that holds a mapping. Raises WorkspaceFileError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as reason:
        raise WorkspaceFileError(f"{path} cannot be read: {reason.strerror}.") from None
    except UnicodeDecodeError:
        raise WorkspaceFileError(f"{path} is no text in UTF-8.") from None
    content = _json(path, text) if path.suffix.lower() == ".json" else _yaml(path, text)
    if not isinstance(content, dict):
        raise WorkspaceFileError(f"{path} must hold a mapping, such as `team: {{…}}`.")
    return content


def _json(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as reason:
        raise WorkspaceFileError(
            f"{path} is no JSON: {reason.msg} in line {reason.lineno}, column {reason.colno}."
        ) from None
    except RecursionError:
        raise WorkspaceFileError(f"{path} is nested too deeply.") from None


def _yaml(path: Path, text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as reason:
        mark = reason.problem_mark
        place = f" in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise WorkspaceFileError(f"{path} is no YAML: {reason.problem}{place}.") from None
    except (yaml.YAMLError, RecursionError, ValueError) as reason:
        raise WorkspaceFileError(f"{path} is no YAML: {str(reason).splitlines()[0]}.") from None
