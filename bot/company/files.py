"""The files of the story: one a kind, written to be read and changed by people."""

from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from bot.company.weeks import Weeks
from bot.manifest import manifest

Row = dict[str, Any]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where PyYAML was built with it."""


def rows(name: str) -> list[Row]:
    """Return the rows of a file, in its order."""
    found: list[Row] = _load(f"{name}.yml")
    return found


def check_ins() -> dict[str, list[Row]]:
    """Return what each person answered, week by week."""
    answers: dict[str, list[Row]] = {}
    for team in ("support", "sales", "product", "lead"):
        answers |= _load(f"check_ins/{team}.yml")
    return answers


def workspace() -> Row:
    """Return the workspace as the emulator takes it, with the manifest of this very bot."""
    found: Row = _load("workspace.yml")
    found["apps"][0]["manifest"] = manifest()
    return found


def sheet(name: str, folder: Path, weeks: Weeks) -> Path:
    """Write a CSV file of the company into `folder` and return where it is: dates count from when it all began."""
    return written(name, _text(name), folder, weeks)


def written(name: str, text: str, folder: Path, weeks: Weeks) -> Path:
    """Write such a file of that text."""
    path = folder / name
    path.write_text(weeks.with_dates(text), encoding="utf-8")
    return path


def _load(name: str) -> Any:
    return yaml.load(_text(name), Loader=LOADER)  # noqa: S506, both are safe loaders


def _text(name: str) -> str:
    return resources.files("bot.company").joinpath(name).read_text(encoding="utf-8")
