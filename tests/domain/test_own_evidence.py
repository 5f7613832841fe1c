"""Own evidence: a note that says something, with a link or a piece of feedback."""

import pytest

from company import ANA, NOW
from domain.own_evidence import Kept, NoteMissing, change, keep


def test_a_note_is_kept_cleaned_with_its_link():
    assert keep(ANA.id, " why\r\n", link="https://x", goal=3, now=NOW) == Kept(
        person=ANA.id, note="why", link="https://x", goal=3, saved_at=NOW
    )


def test_feedback_speaks_for_itself():
    assert keep(ANA.id, None, feedback=4, now=NOW).note == ""


@pytest.mark.parametrize("note", ["", " ", "\u200b", None])
def test_a_link_alone_says_nothing(note):
    with pytest.raises(NoteMissing) as refused:
        keep(ANA.id, note, link="https://x", now=NOW)
    assert refused.value.at() == "note"


def test_a_changed_note_stays_about_the_same():
    kept = keep(ANA.id, "why", link="https://x", goal=3, now=NOW)

    assert change(kept, "because", goal=None) == kept.model_copy(update={"note": "because", "goal": None})
    with pytest.raises(NoteMissing):
        change(kept, " ", goal=None)
