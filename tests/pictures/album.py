"""The album: docs/pictures.md for people, docs/pictures/pictures.json for the test."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from company import EVERYONE
from pictures.payloads import texts
from pictures.stage import FORM, HOME, Picture

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"
KEPT = FOLDER / "pictures.json"
PAGE = ROOT / "docs" / "pictures.md"
LARGEST = 5_000_000
"""Bytes of the whole folder."""
HEAD = """# Pictures

Every message, form and Home tab of Cairn, as people see it. `make pictures` takes them anew in the local workspace, and
writes this page; a test fails when a word has changed since.
"""
ALT = 240
"""Characters of the words that stand in for a picture where it cannot be seen."""

MARKS = re.compile(r"[\[\]`*_<>|\\!\s]+")
"""What Markdown and Slack read as signs."""
NAMED = re.compile(r"[@#]?[UC][A-Z]{2,}")
NAMES = {f"@{one.id}": one.name for one in EVERYONE} | {one.id: one.name for one in EVERYONE} | {"#CKUDOS": "#kudos"}

Album = Mapping[str, Sequence[Picture]]
"""Pictures by the title of their feature."""


def as_json(album: Album) -> str:
    """Return what is kept for the test: a line a picture."""
    features = [f"{_json(title)}: {{\n{_lines(pictures)}\n}}" for title, pictures in album.items()]
    return "{\n" + ",\n".join(features) + "\n}\n"


def _lines(pictures: Sequence[Picture]) -> str:
    return ",\n".join(f" {_json(one.name)}: {_json(_facts(one))}" for one in pictures)


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def in_lines(pictures: Sequence[Picture]) -> list[str]:
    """Return pictures as many short lines, to compare them."""
    return json.dumps({one.name: _facts(one) for one in pictures}, indent=1, ensure_ascii=False).splitlines()


def _facts(picture: Picture) -> dict[str, Any]:
    return {name: fact for name, fact in asdict(picture).items() if name != "name" and fact is not None}


def kept() -> dict[str, list[Picture]]:
    """Return the pictures as they were taken last; none where there are none yet."""
    if not KEPT.exists():
        return {}
    album = json.loads(KEPT.read_text(encoding="utf-8"))
    return {title: [Picture(name=name, **facts) for name, facts in of.items()] for title, of in album.items()}


def as_page(album: Album) -> str:
    """Return docs/pictures.md."""
    parts = [HEAD]
    for title, pictures in album.items():
        parts.append(f"## {title}\n")
        parts += [f"{_line(one)}\n\n![{alt(one)}](pictures/{one.name}.png)\n" for one in pictures]
    return "\n".join(parts)


def _line(picture: Picture) -> str:
    said = f" (`{picture.notice}`)" if picture.notice else ""
    return f"**{picture.about}**{said}"


def alt(picture: Picture) -> str:
    """Return what the picture shows, for whoever cannot see it."""
    surfaces = {FORM: f"A form that {picture.whose} sees", HOME: f"The Home tab of {picture.whose}"}
    what = surfaces.get(picture.surface, f"A message that {picture.whose} reads")
    shown = picture.payload.get("text") or " · ".join(_written(picture.payload))
    words = MARKS.sub(" ", NAMED.sub(lambda found: NAMES.get(found[0], found[0]), shown)).strip()
    return f"{what}: {words if len(words) <= ALT else words[:ALT].rsplit(' ', 1)[0] + ' …'}"


def _written(view: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a view says: its title, what is wrong, then all the rest."""
    for name in ("title", "errors", "blocks"):
        yield from texts(view.get(name, []))


def write(album: Album) -> None:
    """Write both, and remove pictures that no scene takes any more."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    KEPT.write_text(as_json(album), encoding="utf-8")
    PAGE.write_text(as_page(album), encoding="utf-8")
    names = {f"{one.name}.png" for pictures in album.values() for one in pictures}
    for path in FOLDER.glob("*.png"):
        if path.name not in names:
            path.unlink()
