"""What time Slack says it is."""

from types import SimpleNamespace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_time import asking_time
from company import NOW
from emulator import Emulator, Workspace
from running import workspace


class Client:
    """A Slack that answers with these headers."""

    def __init__(self, headers):
        self.headers = headers

    async def auth_test(self):
        return SimpleNamespace(headers=self.headers)


@pytest.mark.parametrize(
    ("headers", "moment"),
    [
        pytest.param({"Date": "Fri, 20 Nov 2026 09:30:00 GMT"}, NOW, id="as Slack writes it"),
        pytest.param({"date": "Fri, 20 Nov 2026 10:30:00 +0100"}, NOW, id="another zone, in small letters"),
        pytest.param({"Date": "yesterday"}, None, id="no date"),
        pytest.param({}, None, id="nothing"),
    ],
)
async def test_the_date_of_an_answer_is_the_time(headers, moment):
    assert await asking_time(Client(headers))() == moment


async def test_the_local_workspace_says_it_too():
    async with Emulator(Workspace.from_mapping(workspace())) as emulator:
        client = AsyncWebClient(emulator.app().bot_token, base_url=emulator.api_url)
        assert await asking_time(client)() is not None
