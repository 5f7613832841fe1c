"""Answers of the Web API beside recorded ones: no key unknown to Slack, every value of the kind Slack sends."""

import pytest
from recipes import RECIPES
from recorded import answer_shape, required_of
from shapes import explained, of_another_kind, shape_of, unknown
from wire import stage

from emulator.web_api import METHODS
from emulator.web_api.gate import TOKENLESS

ALL = [*METHODS, *TOKENLESS]
# Methods that answer a bot nothing but a refusal.
ONLY_REFUSED = {
    name: "people only: a bot's token is refused" for name, method in METHODS.items() if method.token == "user"
}
# In no recording and no schema: held only against Slack's page of the method, and the shapes it shares with others.
UNRECORDED = {
    "assistant.threads.setStatus": "nothing but ok",
    "assistant.threads.setSuggestedPrompts": "nothing but ok",
    "assistant.threads.setTitle": "nothing but ok",
    "blocks.validate": "nothing but ok, or the errors slack.md describes",
    "bookmarks.add": "the page names every key of a bookmark",
    "bookmarks.edit": "as bookmarks.add",
    "bookmarks.list": "as bookmarks.add",
    "bookmarks.remove": "nothing but ok",
    "chat.appendStream": "channel and ts",
    "chat.startStream": "channel and ts",
}
# Keys that neither the recordings nor the schemas know: method, path, where Slack says so.
NEWER = {
    ("apps.event.authorizations.list", "response_metadata(.next_cursor)?"): "the catalogue calls it paginated",
    ("chat.stopStream", "ok|channel|ts"): "the page; of the message the recordings know all",
    ("conversations.kick", "errors"): "the page's example has an empty object",
}
# Values of another kind than the recordings and schemas know: method, path, reason.
OTHER_KINDS = {
    ("apps.event.authorizations.list", r"authorizations\[\].enterprise_id"): "null outside of Grid, as in events",
    ("oauth.v2.access", "enterprise"): "null outside of Grid, by Slack's page of the method",
}
# Keys the OpenAPI of 2021 calls required and today's live recordings do not have in every answer.
MISSING = {
    (r"usergroups\..*", r"usergroups?(\[\])?\.auto_type"): "in no live recording of 2026",
    (r"usergroups\..*", r"usergroups?(\[\])?\.deleted_by"): "live, only of groups that are disabled",
}


@pytest.fixture
async def scene(northwind, clock, session):
    async with stage(northwind, clock, session) as scene:
        yield scene


def test_every_method_is_called_once():
    missing = sorted(set(ALL) - set(RECIPES) - set(ONLY_REFUSED))
    assert missing == [], "give each a row in recipes.RECIPES"
    assert sorted(set(RECIPES) - set(ALL)) == [], "take these out of recipes.RECIPES"


@pytest.mark.parametrize("method", [name for name in ALL if name in RECIPES])
async def test_an_answer_has_no_key_that_slack_does_not_send(method, scene):
    answer = await RECIPES[method](scene)
    assert answer["ok"]
    assert explained(required_of(method, answer), MISSING, method) == []
    ours, known = shape_of(answer), answer_shape(method)
    if method in UNRECORDED:
        return
    assert known, f"nothing is recorded of {method}: add it to UNRECORDED with a reason, or to recorded.SAME_AS"
    assert explained(unknown(ours, known), NEWER, method) == []
    kinds = of_another_kind(ours, known)
    assert {path: kinds[path] for path in explained(kinds, OTHER_KINDS, method)} == {}
