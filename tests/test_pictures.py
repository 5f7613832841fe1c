"""The pictures of the docs show what is said today, and nothing is without one. `make pictures` takes them anew."""

import difflib
import re

import pytest

from handlers.views import home, home_waiting, this_week
from pictures import album, wanted
from pictures.payloads import texts
from pictures.scenes import FEATURES
from pictures.stage import HOME, play

ANEW = "type make pictures"
KEPT = album.kept()
MOST = 40
"""Lines of a difference; the rest is seldom another one."""
ALL = [one for pictures in KEPT.values() for one in pictures]
"""As they were taken last. That this is what is said today is one test; what is missing are the others."""


@pytest.mark.parametrize("feature", FEATURES, ids=lambda one: one.__name__.rpartition(".")[2])
async def test_a_picture_shows_what_is_said_today(feature, sqlite_template, tmp_path):
    played, opened = await play(feature.SCENES, sqlite_template, tmp_path)

    changed = list(
        difflib.unified_diff(
            album.in_lines(KEPT.get(feature.TITLE, [])), album.in_lines(played), "picture", "today", n=1
        )
    )
    if changed:
        pytest.fail("\n".join([f"What people see is not what the pictures show; {ANEW}", *changed[:MOST]]))
    without = opened - {one.form for one in ALL}
    assert without == set(), f"These forms opened and no scene takes a picture of them; write one and {ANEW}"


def test_every_notice_has_a_picture():
    missing = wanted.notices() - {one.notice for one in ALL}
    assert missing == set(), f"Write a scene for these in tests/pictures/scenes and {ANEW}"


def test_every_form_has_a_picture():
    missing = wanted.forms() - {one.form for one in ALL}
    assert missing == set(), f"Write a scene for these in tests/pictures/scenes and {ANEW}"


def test_every_sentence_of_the_home_tab_stands_in_a_picture():
    shown = "\n".join(text for one in ALL if one.surface == HOME for text in texts(one.payload))
    missing = {text for view in (home, home_waiting, this_week) for text in wanted.sentences(view) if text not in shown}
    assert missing == set(), f"Write a scene for these in tests/pictures/scenes/home.py and {ANEW}"


def test_the_album_holds_each_picture_once_and_is_not_heavy():
    names = [one.name for one in ALL]
    assert sorted(names) == sorted(set(names))
    assert {f"{name}.png" for name in names} == {path.name for path in album.FOLDER.glob("*.png")}, ANEW
    assert sum(path.stat().st_size for path in album.FOLDER.iterdir()) < album.LARGEST
    assert album.PAGE.read_text(encoding="utf-8") == album.as_page(KEPT), ANEW


def test_every_picture_can_be_read_by_those_who_cannot_see_it():
    shown = re.findall(r"!\[(.*)\]\(pictures/(.*)\.png\)", album.PAGE.read_text(encoding="utf-8"))
    assert [name for words, name in shown if len(words) < 20] == []
    assert len(shown) == len(ALL)
