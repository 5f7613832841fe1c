"""What becomes of text a person types."""

import pytest
from northwind_slack import NORTHWIND

from emulator import Workspace
from emulator.state.text import escape, plain_text, rich_text, slack_text, unescape


@pytest.fixture(scope="module")
def workspace():
    return Workspace.from_mapping(NORTHWIND)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        pytest.param("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d", id="escaped"),
        pytest.param("@bo thanks", "<@UBO> thanks", id="name"),
        pytest.param("thanks @Bo.", "thanks <@UBO>.", id="name and full stop"),
        pytest.param("(@bo, @ana)", "(<@UBO>, <@UANA>)", id="names in brackets"),
        pytest.param("@nobody and @gone", "@nobody and @gone", id="unknown and deactivated"),
        pytest.param("write to bo@bo.example", "write to bo@bo.example", id="address"),
        pytest.param("@platform", "<!subteam^SPLATFORM|@platform>", id="group"),
        pytest.param("@channel @here", "<!channel> <!here>", id="everyone"),
        pytest.param("in #kudos, not #nowhere", "in <#CKUDOS|kudos>, not #nowhere", id="channel"),
        pytest.param("#secret", "<#CSECRET|>", id="private channel"),
        pytest.param("see https://x.example/?a=1&b=2 .", "see <https://x.example/?a=1&amp;b=2> .", id="link"),
        pytest.param("<@UBO> picked from the list", "<@UBO> picked from the list", id="ready mention"),
        pytest.param("<b>", "&lt;b&gt;", id="markup"),
    ],
)
def test_typed_text_is_sent_in_slacks_form(typed, sent, workspace):
    assert slack_text(typed, workspace) == sent


def test_a_command_that_asks_for_no_escaping_gets_the_names_as_typed():
    assert plain_text("@bo in #kudos & more") == "@bo in #kudos &amp; more"


def test_escaping_and_back():
    assert unescape(escape("a & <b>")) == "a & <b>"


def test_the_rich_text_of_a_message():
    elements = rich_text("<@UBO> &amp; <#CKUDOS|kudos> <!here> <!subteam^S1|@p> <https://x> :tada: end")["elements"][0]
    assert [one["type"] for one in elements["elements"]] == [
        "user", "text", "channel", "text", "broadcast", "text", "usergroup", "text", "link", "text", "emoji", "text",
    ]  # fmt: skip
    assert elements["elements"][1]["text"] == " & "
