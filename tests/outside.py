"""Truth from outside: what is recorded of Slack lies beside this repository, not in it.

A test that needs it fails under `CI=true` where it is missing, and is skipped, with a word, anywhere else.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

SLACK_DATA = Path(__file__).parents[1] / "../shared/slack-data"


def there(*parts: str) -> Path:
    """The path of a recorded file or folder."""
    path = SLACK_DATA.joinpath(*parts)
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{path.name} is missing: CI needs the recorded Slack data")
        pytest.skip("the recorded Slack data is not here")
    return path


def slack_data(*parts: str) -> Any:
    """The content of a recorded JSON file."""
    return json.loads(there(*parts).read_text(encoding="utf-8"))
