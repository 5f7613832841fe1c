"""Being away: own dates as they are typed, a Slack status that can mean nothing else, and do-not-disturb."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.absences import (
    Absence,
    AbsenceBackwards,
    AbsenceOver,
    AbsenceTooLong,
    UnreadableAbsence,
    away_by_status,
    quiet_hours,
    read_absence,
)
from domain.refusals import Refusal
from properties import PROPERTY

TODAY = date(2026, 11, 20)


def read(words):
    return read_absence("UANA", words, today=TODAY, command="/check-in")


@pytest.mark.parametrize(
    ("words", "starts", "ends"),
    [
        pytest.param("2026-12-21 to 2027-01-02", "2026-12-21", "2027-01-02", id="from to"),
        pytest.param("from 2026-12-21 to 2027-01-02", "2026-12-21", "2027-01-02", id="with from"),
        pytest.param("2026-12-21  -  2027-01-02", "2026-12-21", "2027-01-02", id="a dash"),
        pytest.param("2026-12-21 – 2027-01-02", "2026-12-21", "2027-01-02", id="a long dash"),
        pytest.param("2026-12-21 UNTIL 2027-01-02", "2026-12-21", "2027-01-02", id="until"),
        pytest.param("2026-12-21 bis 2027-01-02", "2026-12-21", "2027-01-02", id="German"),
        pytest.param("2026-12-21..2027-01-02", "2026-12-21", "2027-01-02", id="dots"),
        pytest.param("2026-12-1 to 2026-12-9", "2026-12-01", "2026-12-09", id="short days"),
        pytest.param("until 2027-01-02", "2026-11-20", "2027-01-02", id="from today on"),
        pytest.param("till 2026-11-20", "2026-11-20", "2026-11-20", id="today only"),
        pytest.param("2026-12-24", "2026-12-24", "2026-12-24", id="a single day"),
        pytest.param("2026-11-10 to 2026-11-25", "2026-11-10", "2026-11-25", id="under way"),
    ],
)
def test_dates_are_read_as_people_type_them(words, starts, ends):
    expected = Absence(person="UANA", starts=date.fromisoformat(starts), ends=date.fromisoformat(ends))
    assert read(words) == expected


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        pytest.param("next week", UnreadableAbsence, id="no date"),
        pytest.param("21.12.2026 to 2.1.2027", UnreadableAbsence, id="another way to write dates"),
        pytest.param("2026-02-30", UnreadableAbsence, id="a day that is not"),
        pytest.param("2026-13-01", UnreadableAbsence, id="a month that is not"),
        pytest.param("0000-01-01", UnreadableAbsence, id="no year"),
        pytest.param("2026-12-21 to 2026-12-24 to 2026-12-27", UnreadableAbsence, id="three dates"),
        pytest.param("until 2026-12-21 to 2026-12-24", UnreadableAbsence, id="until two"),
        pytest.param("2026-12-21 or 2026-12-24", UnreadableAbsence, id="or"),
        pytest.param("until", UnreadableAbsence, id="until when"),
        pytest.param("=1+1", UnreadableAbsence, id="a formula"),
        pytest.param("x" * 3000, UnreadableAbsence, id="long"),
        pytest.param("2026-11-01 to 2026-11-19", AbsenceOver, id="over"),
        pytest.param("until 2026-11-19", AbsenceOver, id="until yesterday"),
        pytest.param("2027-01-02 to 2026-12-21", AbsenceBackwards, id="reversed"),
        pytest.param("2026-12-21 to 2062-12-21", AbsenceTooLong, id="a slip of the pen"),
        pytest.param("2062-12-21", AbsenceTooLong, id="in another age"),
    ],
)
def test_other_dates_are_refused_in_a_sentence_that_helps(words, refusal):
    with pytest.raises(refusal) as refused:
        read(words)

    assert len(str(refused.value)) < 260
    assert refusal is AbsenceTooLong or "/check-in away" in str(refused.value)


@PROPERTY
@given(
    st.text(max_size=80)
    | st.from_regex(r"(until )?[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( to [0-9]{4}-[0-9]{1,2}-[0-9]{1,2})?", fullmatch=True)
)
def test_any_words_are_days_to_come_or_a_refusal(words):
    try:
        absence = read(words)
    except Refusal:
        return
    assert absence.starts <= absence.ends
    assert absence.ends >= TODAY


AWAY, HERE = True, False


@pytest.mark.parametrize(
    ("emoji", "text", "away"),
    [
        pytest.param(":palm_tree:", "Vacationing", AWAY, id="Slack's vacation"),
        pytest.param(":face_with_thermometer:", "Out sick", AWAY, id="Slack's sick"),
        pytest.param(":palm_tree:", "", AWAY, id="a palm alone"),
        pytest.param(":airplane:", "Off to Lisbon", AWAY, id="an airplane"),
        pytest.param("", "Out of office until 3 Jan", AWAY, id="out of office"),
        pytest.param("", "OOO", AWAY, id="ooo"),
        pytest.param("", "OOO until next Monday", AWAY, id="until next Monday"),
        pytest.param("", "On vacation, back on Monday", AWAY, id="back on Monday"),
        pytest.param("", "on parental leave", AWAY, id="parental leave"),
        pytest.param("", "PTO", AWAY, id="pto"),
        pytest.param("", "Im Urlaub bis 2.1.", AWAY, id="Urlaub"),
        pytest.param("", "nicht im Büro", AWAY, id="nicht im Büro"),
        pytest.param("", "sick", AWAY, id="sick and nothing else"),
        pytest.param("", "krank 🤒", AWAY, id="krank"),
        pytest.param("", "de vacaciones", AWAY, id="Spanish"),
        pytest.param("", "en congés", AWAY, id="French"),
        pytest.param("", "", HERE, id="nothing"),
        pytest.param(":spiral_calendar_pad:", "In a meeting", HERE, id="a meeting"),
        pytest.param(":bus:", "Commuting", HERE, id="commuting"),
        pytest.param(":house_with_garden:", "Working remotely", HERE, id="at home"),
        pytest.param(":palm_tree:", "Planning my vacation", HERE, id="a plan"),
        pytest.param(":palm_tree:", "Vacation soon!", HERE, id="soon"),
        pytest.param("", "5 days until vacation", HERE, id="a countdown"),
        pytest.param("", "Back from vacation", HERE, id="back"),
        pytest.param("", "no vacation this year", HERE, id="none"),
        pytest.param("", "not on leave", HERE, id="not"),
        pytest.param("", "needs a vacation", HERE, id="a wish"),
        pytest.param("", "vacation policy review", HERE, id="a topic"),
        pytest.param("", "OOO from Monday", HERE, id="another day"),
        pytest.param("", "sick of meetings", HERE, id="sick of something"),
        pytest.param("", "that release is sick", HERE, id="slang"),
        pytest.param("", "covering for Bo on leave", HERE, id="somebody else"),
        pytest.param(":tada:", "leave me alone", HERE, id="leave me alone"),
        pytest.param("", "Happy holidays", HERE, id="a greeting"),
        pytest.param("", "ptolemy, photo", HERE, id="part of a word"),
        pytest.param(None, None, HERE, id="missing"),
        pytest.param(7, ["x"], HERE, id="of another kind"),
    ],
)
def test_a_status_counts_as_away_only_where_it_says_so(emoji, text, away):
    assert away_by_status(emoji, text, 0) == (away, None)


@pytest.mark.parametrize(
    ("expiration", "until"),
    [
        pytest.param(0, None, id="open"),
        pytest.param(1795165200, datetime(2026, 11, 20, 9, tzinfo=UTC), id="a moment"),
        pytest.param(-5, None, id="negative"),
        pytest.param(10**15, None, id="in another age"),
        pytest.param(True, None, id="a truth"),
        pytest.param("1795165200", None, id="a text"),
    ],
)
def test_a_status_may_have_an_end(expiration, until):
    assert away_by_status(":palm_tree:", "", expiration) == (True, until)


@pytest.mark.parametrize(
    ("status", "span"),
    [
        pytest.param(
            {"dnd_enabled": True, "next_dnd_start_ts": 1795165200, "next_dnd_end_ts": 1795168800},
            (datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 20, 10, tzinfo=UTC)),
            id="an hour",
        ),
        pytest.param({"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, None, id="off"),
        pytest.param({"dnd_enabled": True, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, None, id="no hours"),
        pytest.param({"dnd_enabled": True, "next_dnd_start_ts": "x", "next_dnd_end_ts": 9}, None, id="no time"),
        pytest.param({"dnd_enabled": True}, None, id="nothing said"),
        pytest.param({}, None, id="empty"),
        pytest.param(None, None, id="missing"),
        pytest.param("dnd", None, id="of another kind"),
    ],
)
def test_do_not_disturb_is_read_or_left(status, span):
    assert quiet_hours(status) == span
