"""Messages something is about: where a link leads, and who may have it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.messages import MessageRef

HERE = "https://northwind.slack.com/"
PUBLIC = MessageRef(channel="CGENERAL", ts="1763632800.000100", author="UBO", public=True)
PRIVATE = PUBLIC.model_copy(update={"channel": "CSECRET", "public": False})
LINK = "https://northwind.slack.com/archives/CGENERAL/p1763632800000100"


def test_a_public_message_is_linked_for_everybody():
    assert PUBLIC.public_link(HERE) == LINK
    assert PUBLIC.link_for("UMIA", HERE) == LINK


def test_a_private_one_is_linked_for_its_author_alone():
    assert PRIVATE.public_link(HERE) is None
    assert PRIVATE.link_for("UMIA", HERE) is None
    assert PRIVATE.link_for("UBO", HERE) == "https://northwind.slack.com/archives/CSECRET/p1763632800000100"


def test_what_nobody_wrote_belongs_to_nobody():
    assert PRIVATE.model_copy(update={"author": None}).link_for("UBO", HERE) is None


@pytest.mark.parametrize("message", [PUBLIC, PRIVATE], ids=["public", "private"])
def test_without_the_address_of_the_workspace_there_is_no_link(message):
    assert message.link_for("UBO", "") is None
    assert message.public_link("") is None


def test_an_answer_in_a_thread_opens_there():
    answer = PUBLIC.model_copy(update={"thread": "1763632000.000100"})
    assert answer.permalink(HERE) == f"{LINK}?thread_ts=1763632000.000100&cid=CGENERAL"
    assert PUBLIC.model_copy(update={"thread": PUBLIC.ts}).permalink(HERE) == LINK, "it opens the thread itself"


@given(st.text() | st.integers() | st.none(), st.text() | st.floats() | st.none())
def test_nothing_but_an_id_and_a_time_stamp_gets_into_a_link(channel, ts):
    try:
        link = MessageRef(channel=channel, ts=ts, public=True).permalink(HERE)
    except ValidationError:
        return
    assert not set(link) & set(" <>|\"'\n")
