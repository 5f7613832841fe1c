"""Blockers: who may act, what a promise is, and what is true once one is closed."""

from datetime import date, timedelta

import pytest

from company import ANA, BO, HANA, LONG_AGO, MIA, NOW, OLU, SAM
from domain.blocker_cards import Card, cards_now
from domain.blockers import (
    Blocker,
    Closed,
    DateInThePast,
    DateMissing,
    DateTooFar,
    NotWithYou,
    OthersClear,
    Part,
    PromisedMeanwhile,
    as_may_be,
    closed,
    must_act,
    parts,
    promised,
    replied,
    to_chase,
)
from domain.refusals import TextMissing, UnreadableText

FRIDAY = date(2026, 11, 20)
WEDNESDAY = date(2026, 11, 25)
STUCK = Blocker(
    id=7, person=ANA.id, period=FRIDAY, named_in=FRIDAY, named_at=NOW, text="No access", helper=BO.id, raised_at=NOW
)
WHO = {MIA.id: Part.MANAGER, BO.id: Part.HELPER, ANA.id: Part.AUTHOR}
LATER = NOW + timedelta(hours=1)


def may(blocker=STUCK, author=ANA, manager=MIA, helper=BO, people_team=(HANA,)):
    return parts(blocker, author, manager=manager, helper=helper, people_team=people_team)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, WHO, id="the manager, the helper, the author"),
        pytest.param({"helper": None}, {MIA.id: Part.MANAGER, ANA.id: Part.AUTHOR}, id="a helper who left may not"),
        pytest.param(
            {"helper": SAM}, {MIA.id: Part.MANAGER, ANA.id: Part.AUTHOR}, id="nor may somebody who is not named"
        ),
        pytest.param(
            {"manager": None},
            {HANA.id: Part.PEOPLE_TEAM, BO.id: Part.HELPER, ANA.id: Part.AUTHOR},
            id="without a manager the people team",
        ),
        pytest.param(
            {"manager": None, "people_team": (HANA, ANA), "helper": None},
            {HANA.id: Part.PEOPLE_TEAM, ANA.id: Part.AUTHOR},
            id="an author in the people team is the author",
        ),
        pytest.param(
            {"author": ANA.model_copy(update={"manager_since": NOW + timedelta(seconds=1)})},
            {BO.id: Part.HELPER, ANA.id: Part.AUTHOR},
            id="a manager who came later reads it when it is named to them, the people team never",
        ),
        pytest.param(
            {"author": ANA.model_copy(update={"manager_since": NOW})}, WHO, id="a manager reads from the change on"
        ),
        pytest.param(
            {"author": ANA.model_copy(update={"active": False})},
            {MIA.id: Part.MANAGER, BO.id: Part.HELPER},
            id="an author who left may not",
        ),
        pytest.param(
            {"blocker": STUCK.model_copy(update={"helper": MIA.id}), "helper": MIA},
            {MIA.id: Part.MANAGER, ANA.id: Part.AUTHOR},
            id="a manager named as helper is the manager",
        ),
    ],
)
def test_who_may_read_and_act(facts, expected):
    assert may(**facts) == expected


@pytest.mark.parametrize("blocker", [None, STUCK], ids=["none", "somebody else's"])
def test_a_stranger_reads_the_same_words_for_no_blocker_and_for_somebody_elses(blocker):
    with pytest.raises(NotWithYou, match="is not with you"):
        must_act(blocker, WHO if blocker else {}, SAM.id)


@pytest.mark.parametrize(
    ("by", "reader", "words"),
    [
        pytest.param(BO.id, MIA.id, "<@UBO> said so", id="somebody"),
        pytest.param(MIA.id, MIA.id, "you said so", id="oneself"),
        pytest.param(None, MIA.id, "their check-in names it no longer", id="a check-in"),
        pytest.param(None, ANA.id, "your check-in names it no longer", id="one's own check-in"),
    ],
)
def test_whoever_comes_second_reads_how_it_ended(by, reader, words):
    with pytest.raises(Closed, match=words):
        must_act(closed(STUCK, by, now=LATER), WHO, reader)


def test_a_reply_is_kept_with_who_and_when():
    after = replied(STUCK, MIA.id, " Which tool?\n", now=LATER)

    assert [(one.author, one.text, one.at) for one in after.replies] == [(MIA.id, "Which tool?", LATER)]
    assert (after.revision, after.answered) == (2, True)


def test_the_authors_own_word_is_no_answer():
    assert not replied(STUCK, ANA.id, "Still", now=LATER).answered


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        pytest.param(" \u200b", TextMissing, id="nothing that shows"),
        pytest.param(None, TextMissing, id="no field"),
        pytest.param("\x00", UnreadableText, id="a NUL"),
    ],
)
def test_some_replies_are_refused_at_their_field(text, refusal):
    with pytest.raises(refusal) as refused:
        replied(STUCK, MIA.id, text, now=LATER)
    assert refused.value.at() == "reply"


def promise(blocker=STUCK, by=MIA.id, day=WEDNESDAY, seen=None, today=FRIDAY):
    return promised(blocker, by, day, seen=seen, today=today, now=LATER)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        pytest.param({"by": ANA.id}, OthersClear, id="by the author"),
        pytest.param({"day": None}, DateMissing, id="no day"),
        pytest.param({"day": date(2026, 11, 19)}, DateInThePast, id="yesterday"),
        pytest.param({"day": date(2027, 11, 22)}, DateTooFar, id="in more than a year"),
        pytest.param({"blocker": promise(by=BO.id)}, PromisedMeanwhile, id="somebody promised meanwhile"),
    ],
)
def test_some_promises_are_refused(facts, refusal):
    with pytest.raises(refusal):
        promise(**facts)


@pytest.mark.parametrize("day", [FRIDAY, date(2027, 11, 21)], ids=["today", "in a year"])
def test_today_is_early_enough_and_a_year_not_too_far(day):
    assert promise(day=day).promised_for == day


def test_a_promise_seen_may_be_moved_or_taken_over_and_is_asked_after_anew():
    first = promise().model_copy(update={"chased_at": LATER})
    moved = promise(first, BO.id, date(2026, 11, 30), seen=first.promised_at)

    assert (moved.promised_by, moved.promised_for, moved.chased_at) == (BO.id, date(2026, 11, 30), None)


def test_the_same_promise_again_changes_nothing_whatever_was_seen():
    first = promise()
    assert promise(first) is first


def test_a_promise_lapses_with_the_right_to_act():
    kept = promise(by=BO.id)

    assert as_may_be(kept, WHO) is kept
    assert as_may_be(kept, {MIA.id: Part.MANAGER}).promised_by is None
    assert as_may_be(STUCK, {}) is STUCK


@pytest.mark.parametrize(
    ("blocker", "today", "due"),
    [
        pytest.param(STUCK, WEDNESDAY, False, id="nothing promised"),
        pytest.param(promise(), WEDNESDAY, False, id="the day itself is still theirs"),
        pytest.param(promise(), WEDNESDAY + timedelta(days=1), True, id="the day after"),
        pytest.param(promise(), WEDNESDAY + timedelta(days=9), True, id="the first working day after a holiday"),
        pytest.param(closed(promise(), BO.id, now=LATER), date(2026, 12, 1), False, id="closed"),
        pytest.param(promise().model_copy(update={"chased_at": LATER}), date(2026, 12, 1), False, id="asked already"),
    ],
)
def test_a_promise_is_asked_after_once_its_day_is_over(blocker, today, due):
    assert to_chase(blocker, today) is due


HEARD = Card(first=1, since=NOW)


@pytest.mark.parametrize(
    ("blocker", "who", "cards", "written"),
    [
        pytest.param(
            STUCK,
            WHO,
            {},
            {MIA.id: Card(first=1, since=LATER), BO.id: Card(first=1, since=LATER), ANA.id: HEARD},
            id="everybody gets one, the author as old as the blocker",
        ),
        pytest.param(
            STUCK.model_copy(update={"revision": 3}),
            {MIA.id: Part.MANAGER},
            {MIA.id: HEARD, BO.id: HEARD},
            {MIA.id: HEARD, BO.id: HEARD.model_copy(update={"gone": True})},
            id="who may read it no longer loses it",
        ),
        pytest.param(
            STUCK, {}, {BO.id: HEARD.model_copy(update={"gone": True})}, {}, id="what is gone is not told again"
        ),
        pytest.param(
            STUCK.model_copy(update={"revision": 5}),
            {BO.id: Part.HELPER},
            {BO.id: HEARD.model_copy(update={"gone": True})},
            {BO.id: Card(first=5, since=LATER)},
            id="what comes back is a new message",
        ),
        pytest.param(
            closed(STUCK, None, now=LATER), WHO, {MIA.id: HEARD}, {MIA.id: HEARD}, id="nobody new hears of a closed one"
        ),
    ],
)
def test_whose_cards_are_written(blocker, who, cards, written):
    assert cards_now(blocker, who, cards, now=LATER) == written


def test_whoever_reads_from_some_moment_on_reads_no_older_reply():
    both = replied(replied(STUCK, MIA.id, "old", now=NOW), BO.id, "new", now=LATER)

    assert [one.text for one in both.since(LATER).replies] == ["new"]
    assert both.since(None) is both
    assert LONG_AGO < NOW
    assert OLU.id not in may()
