"""People's words in a block: whatever they are and however little room there is, they fit, and making them fit ends."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.views.blocks import quote, words
from properties import PROPERTY

ODD = st.text(st.sampled_from('ab <>&*_`\n"\\é🙌👩\u200d🚀'), max_size=60)


@PROPERTY
@given(text=ODD, most=st.integers(-5, 40))
def test_words_fit_into_any_room(text, most):
    assert len(words(text, most)) <= max(most, 0)


@PROPERTY
@given(text=ODD, most=st.integers(0, 300))
def test_a_quotation_ends_where_there_is_no_room_too(text, most):
    assert all(line.startswith(">") for line in quote(text, most).split("\n"))
