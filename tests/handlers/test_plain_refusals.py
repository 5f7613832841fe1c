"""What a form says under a field: plain words, since Slack formats nothing there."""

import pytest

from domain.feedback import NoManagerToRead
from domain.numbers import NotANumber
from domain.refusals import UnknownPerson
from handlers.views.plain import plain


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        pytest.param(NoManagerToRead(receiver="Bo Lind"), "Choose only the receiver.", id="bold"),
        pytest.param(NotANumber(text="4*2"), "“4*2” is not a number", id="what somebody wrote stays"),
        pytest.param(UnknownPerson(who="<@UGIL>"), "I don't know this person. Only", id="a mention"),
        pytest.param(UnknownPerson(who="<@UGIL|gil>"), "I don't know this person. Only", id="a mention with a name"),
    ],
)
def test_no_mark_is_left_to_be_read(refusal, said):
    assert said in plain(refusal)
