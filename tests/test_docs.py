"""The docs are complete: every setting, command and notice stands where people look for it."""

import re
from pathlib import Path
from typing import get_args

import pytest

from bot.settings import Settings
from domain.notices import AnyNotice, FileRequest
from domain.rules import COMMANDS, Rules
from handlers import FEATURES, register
from handlers.views.notices import RENDER

ROOT = Path(__file__).parent.parent
GUIDE, OPERATING = (ROOT / "docs" / name for name in ("guide.md", "operating.md"))
NOTICES = get_args(get_args(AnyNotice)[0])


@pytest.mark.parametrize("setting", [field.validation_alias for field in Settings.model_fields.values()])
def test_every_setting_is_described(setting):
    assert f"`{setting}`" in OPERATING.read_text()
    assert re.search(rf"^#? ?{setting}=", (ROOT / ".env.example").read_text(), re.MULTILINE)


@pytest.mark.parametrize("feature", COMMANDS)
def test_every_command_stands_in_the_guide_and_is_listened_to(feature):
    assert f"`{Rules().command(feature)}" in GUIDE.read_text()
    assert COMMANDS[feature] in register().ids("command")


@pytest.mark.parametrize("name", [one.name for module in FEATURES for one in getattr(module, "SHORTCUTS", ())])
def test_every_shortcut_stands_in_the_guide(name):
    assert f"*{name}*" in GUIDE.read_text()


def test_nothing_is_listened_to_that_no_feature_announces():
    announced = {command.feature for module in FEATURES for command in getattr(module, "COMMANDS", ())}
    assert announced == set(COMMANDS)
    assert register().ids("command") == set(COMMANDS.values())


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.__name__)
def test_every_notice_stands_in_the_guide_and_has_a_look(notice):
    assert f"`{notice.model_fields['kind'].default}`" in GUIDE.read_text()
    assert issubclass(notice, FileRequest) or notice in RENDER


def test_links_between_the_docs_lead_somewhere():
    broken = [
        f"{page.name}: {link}"
        for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
        if not (page.parent / link).exists()
    ]
    assert broken == []
