"""What a check-in does to blockers: a new one, the same one in other words, one that is named no longer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA, BO, MIA, NOW
from domain.blockers import Blocker
from domain.blockers_named import as_named, is_same
from domain.check_ins import CheckIn

LAST, THIS, NEXT = date(2026, 11, 13), date(2026, 11, 20), date(2026, 11, 27)
TOOL, LAPTOP = "I can't see the refund tool", "My laptop is broken"
LATER = NOW + timedelta(days=1)


def check_in(text: str, period: date = THIS) -> CheckIn:
    return CheckIn(person=ANA.id, period=period, blockers=text, went_well="x", answered_at=NOW)


def stuck(text: str = TOOL, named_in: date = THIS, **more) -> Blocker:
    about = {"id": 7, "person": ANA.id, "period": LAST, "named_in": named_in, "named_at": NOW, "raised_at": NOW}
    return Blocker(text=text, **(about | more))


def named(text: str, *standing: Blocker, before: str | None = None, period: date = THIS, done=(), helper=None):
    previous = None if before is None else check_in(before, period)
    return as_named(check_in(text, period), previous, standing, done, helper=helper, now=LATER)


def test_the_first_time_it_is_named_opens_one():
    [new] = named(TOOL, helper=BO.id)

    assert (new.id, new.text, new.helper, new.period, new.raised_at, new.revision) == (
        None,
        TOOL,
        BO.id,
        THIS,
        LATER,
        1,
    )


@pytest.mark.parametrize("text", [TOOL, f"Still: {TOOL.lower()}!", "The refund tool is still closed to me"])
def test_naming_it_again_keeps_its_age(text):
    [again] = named(text, stuck(named_in=LAST))

    assert (again.id, again.period, again.raised_at) == (7, LAST, NOW)
    assert (again.text, again.named_in, again.named_at, again.revision) == (text, THIS, LATER, 2)


def test_another_blocker_closes_the_first_and_is_new():
    old, new = named(LAPTOP, stuck(named_in=LAST))

    assert (old.id, old.closed_at, old.closed_by) == (7, LATER, None)
    assert (new.id, new.text) == (None, LAPTOP)


@pytest.mark.parametrize("before", [None, TOOL], ids=["a later check-in", "an edit"])
def test_what_is_named_no_longer_is_closed(before):
    [over] = named("", stuck(named_in=LAST if before is None else THIS), before=before)

    assert (over.closed_at, over.closed_by) == (LATER, None)


def test_an_edit_that_leaves_the_text_alone_changes_nothing():
    assert named(TOOL, stuck(), before=TOOL) == []
    assert named("", before="") == []


def test_an_edit_may_name_another_helper():
    [one] = named(TOOL, stuck(helper=BO.id), before=TOOL, helper=MIA.id)

    assert (one.helper, one.revision, one.named_at) == (MIA.id, 2, NOW)


def test_an_edit_does_not_open_again_what_was_done():
    over = stuck(closed_at=NOW, closed_by=MIA.id)

    assert named(f"{TOOL}, please", before=TOOL, done=[over]) == []
    assert [one.text for one in named(LAPTOP, before=TOOL, done=[over])] == [LAPTOP]


def test_a_later_check_in_opens_again_what_was_done():
    [new] = named(TOOL, period=NEXT)

    assert (new.id, new.period) == (None, NEXT)


def test_an_older_weeks_answer_closes_nothing_that_was_named_later():
    assert named("", stuck(named_in=THIS), period=LAST) == []
    assert named(TOOL, stuck(named_in=THIS), period=LAST) == []
    assert [one.text for one in named(LAPTOP, stuck(named_in=THIS), period=LAST)] == [LAPTOP]


def test_of_several_the_last_named_goes_on_and_the_others_are_over():
    older = stuck("The refund tool", named_in=LAST, id=1, named_at=NOW - timedelta(days=7))

    over, again = named(f"{TOOL}\nThe refund tool", stuck(), older, period=NEXT)

    assert (over.id, over.closed_at) == (1, LATER)
    assert (again.id, again.closed_at) == (7, None)


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        pytest.param(TOOL, TOOL.upper(), True, id="another case"),
        pytest.param("VPN", "Still no VPN at home", True, id="one text holds the other"),
        pytest.param(
            "Legal must sign the contract", "The contract waits, legal is on leave", True, id="half the words"
        ),
        pytest.param("Wiating for legl", "Waiting for legal", True, id="typing errors"),
        pytest.param(TOOL, LAPTOP, False, id="another thing"),
        pytest.param("I can't see it", "I can't get in", False, id="only short words in common"),
        pytest.param("🚧", "🚧", True, id="signs without words"),
        pytest.param("🚧", "🔥", False, id="other signs"),
        pytest.param("退款工具打不开", "退款工具还是打不开", True, id="a script without spaces"),
    ],
)
def test_what_counts_as_the_same(before, now, same):
    assert is_same(before, now) is same


@given(st.text(max_size=400), st.text(max_size=400))
def test_whatever_is_written_can_be_compared_and_is_the_same_as_itself(before, now):
    assert is_same(before, before)
    assert isinstance(is_same(before, now), bool)
