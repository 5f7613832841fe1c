"""The evidence page as people read it, in each format."""

import csv
import io
import itertools
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.packet import FORMATS, as_file, file_name, render
from bot.packet.words import joined
from company import ANA, MIA
from domain.evidence import EntryKind, Part
from domain.goal_reviews import KpiMove
from domain.goals import Level, Milestone, State
from domain.permissions import Relation, Topic
from domain.reviews import Thin
from packets import AT, a_packet, goal_in_review, kudos

DOCS = Path(__file__).parents[2] / "docs" / "packet.md"
READABLE = ("html", "md")


@pytest.mark.parametrize("format", READABLE)
def test_it_says_whose_it_is_who_reads_it_and_what_they_do_not_see(format):
    shown = render(a_packet(), format)

    for words in (
        "Ana Ruiz",
        "1 July – 20 November 2026",
        "Support",
        "Mia Okafor, manager",
        "20 November 2026, 10:30 CET",
        "private kudos",
        "feedback written for the receiver only",
    ):
        assert words in shown


def test_readings_are_counted_only_where_some_stand_alone():
    reading = kudos("First reply 45 min", kind=EntryKind.READING, title="New number")
    assert "new number" not in render(a_packet(kudos("Thanks")), "html")
    assert re.search(r"1\D+new number", render(a_packet(reading), "html"))


@pytest.mark.parametrize("format", READABLE)
def test_the_message_that_kudos_are_about_has_a_link_of_its_own(format):
    link = "https://northwind.slack.com/archives/CGENERAL/p1?thread_ts=1.1&cid=CGENERAL"
    with_link = kudos("Thanks", link="https://northwind.slack.com/archives/CKUDOS/p2", about=link)
    shown = render(a_packet(with_link), format)

    assert shown.count("the message it is about") == 1
    assert "/archives/CGENERAL/p1?thread_ts=1.1" in shown
    assert "the message it is about" not in render(a_packet(kudos("Thanks")), format)
    assert "javascript" not in render(a_packet(kudos("Thanks", about="javascript:alert(1)")), format)


@pytest.mark.parametrize("format", READABLE)
def test_a_reader_whose_right_began_later_is_told_so(format):
    assert "what was written before 4 October 2026" in render(a_packet(reads_from=date(2026, 10, 4)), format)


@pytest.mark.parametrize("format", READABLE)
def test_goals_stand_with_progress_the_sum_and_how_far_the_numbers_came(format):
    shown = render(a_packet(goals=[goal_in_review()]), format)

    for words in ("G-12", "Reply within the hour", "at risk", "67", "31 December 2026", "Customers stay"):
        assert words in shown
    assert "60 on the way down to 45 min; the plan for 20 November is 55.1" in shown
    assert "from 90 to 60 min, target 45" in shown


@pytest.mark.parametrize(
    ("goal", "fields", "words"),
    [
        pytest.param({"state": State.CLOSED, "score": 0.75}, {}, "closed with 0.75", id="closed well"),
        pytest.param({"state": State.CLOSED, "score": 0.5}, {}, "closed with 0.5", id="closed half way"),
        pytest.param({"state": State.CLOSED, "score": 0.1}, {}, "closed with 0.1", id="closed badly"),
        pytest.param({"state": State.CLOSED}, {}, "closed", id="closed without a score"),
        pytest.param({"state": State.PROPOSED}, {}, "proposed, not agreed yet", id="proposed"),
        pytest.param({"state": State.DROPPED}, {}, "dropped", id="dropped"),
        pytest.param({"level": Level.TEAM}, {"above": ()}, "at risk", id="a team goal"),
    ],
)
@pytest.mark.parametrize("format", FORMATS)
def test_every_state_of_a_goal_has_its_words(goal, fields, words, format):
    judged = {} if "level" in goal else {"status": None, "plan": None, "said": ""}

    shown = render(a_packet(goals=[goal_in_review(goal=goal, **judged, **fields)]), format)

    assert words in shown or format == "json"


def test_what_the_owner_believes_stands_beside_what_the_sum_says_where_they_differ():
    assert "Its owner says: on track" in render(a_packet(goals=[goal_in_review()]), "html")


@pytest.mark.parametrize(
    ("kpi", "words"),
    [
        pytest.param({"start": 80, "end": 60}, "from 80 to 60 min, target 45", id="moved in the period"),
        pytest.param({"start": None, "end": None}, "no number yet; from 90 min, target 45", id="never read"),
        pytest.param({"start": None, "end": 60, "unit": ""}, "from 90 to 60, target 45", id="no unit"),
    ],
)
def test_a_kpi_is_told_from_where_it_stood_to_where_it_stands(kpi, words):
    told = {"name": "Reply", "unit": "min", "baseline": 90, "target": 45} | kpi

    assert words in render(a_packet(goals=[goal_in_review(kpis=(KpiMove(**told),))]), "md")


@pytest.mark.parametrize("format", READABLE)
def test_evidence_stands_under_its_month_with_author_goal_and_link(format):
    entry = kudos("for the calm handover", goals=("G-12",), link="https://n.slack.com/archives/C1/p1")

    shown = render(a_packet(entry), format)

    order = [
        shown.index(words)
        for words in (
            "November 2026</h3>" if format == "html" else "### November 2026",
            "care",
            "Bo Lind",
            "G-12",
            "https://n.slack.com",
            "calm handover",
        )
    ]
    assert order == sorted(order)


def test_evidence_of_the_person_themselves_needs_no_author():
    assert "by Ana" not in render(a_packet(kudos("x", by="UANA", kind=EntryKind.CHECK_IN)), "md")


def test_the_day_is_the_persons_own():
    late = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)  # half past midnight of November in Berlin

    assert "### November 2026" in render(a_packet(kudos("x", at=late)), "md")


def test_several_parts_are_told_apart():
    entry = kudos("", parts=(Part(label="Went well", text="a\nb"), Part(label="Next", text="c")))

    assert "> **Went well:** a\\\n> b\n>\n> **Next:** c\n" in render(a_packet(entry), "md")


@pytest.mark.parametrize("format", READABLE)
def test_what_is_thin_is_named(format):
    shown = render(a_packet(goals=[goal_in_review(evidence=0)]), format)

    assert "Months without evidence" in shown
    assert "September 2026" in shown
    assert "Goals without evidence" in shown


@pytest.mark.parametrize("format", READABLE)
def test_an_empty_page_says_so_and_a_full_one_has_no_empty_headings(format):
    person = ANA.model_copy(update={"team": None, "manager": None})
    shown = render(a_packet(thin=Thin(), hidden=(), relation=Relation.SELF, reader=ANA.id, person=person), format)

    assert "No goals in this period." in shown
    assert "No evidence in this period." in shown
    assert "What is thin" not in shown
    assert "ot on this page" not in shown
    assert "Team" not in shown


def test_the_overview_counts_each_kind_and_month():
    shown = render(a_packet(kudos("a"), kudos("b"), kudos("c", kind=EntryKind.FEEDBACK)), "html")

    assert "<strong>2</strong> kudos" in shown
    assert "<strong>1</strong> piece of feedback" in shown
    assert re.search(r'height: 100%.*\n?.*"count">3<', shown)


def test_a_check_in_answered_after_the_period_still_has_its_month():
    assert "### December 2026" in render(a_packet(kudos("x", at=datetime(2026, 12, 1, 9, tzinfo=UTC))), "md")


def test_every_topic_has_words_for_the_reader_who_does_not_get_it():
    shown = render(a_packet(hidden=tuple(str(topic) for topic in Topic)), "md")

    assert len(shown.split("whether there is any or not: ")[1].split("\n")[0].split(", ")) == len(Topic) - 1


def test_the_page_stands_alone():
    shown = render(a_packet(kudos("x"), goals=[goal_in_review()]), "html")

    assert not re.search(r"( src=|@import|url\()", shown)
    assert "default-src 'none'" in shown
    assert shown.startswith('<!DOCTYPE html>\n<html lang="en">')


def test_the_page_can_be_read_aloud():
    shown = render(a_packet(kudos("x", link="https://n.slack.com/a"), goals=[goal_in_review()]), "html")

    assert 'aria-label="67 percent of the way; the plan is 78 percent"' in shown
    assert 'in Slack<span class="unseen">: Kudos #care of Tue 3 Nov</span>' in shown
    headings = [int(level) for level in re.findall(r"<h(\d)", shown)]
    assert headings[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(headings))


def test_json_keys_are_the_documented_ones():
    packet = a_packet(kudos("x"), goals=[goal_in_review()])
    documented = set(re.findall(r"`([a-z_]+)`", DOCS.read_text().split("## JSON")[1]))

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    assert keys(json.loads(render(packet, "json"))) <= documented


def test_json_holds_the_numbers_and_the_days():
    told = json.loads(render(a_packet(kudos("x", goals=("G-12",)), goals=[goal_in_review()]), "json"))

    assert told["from"], told["to"] == ("2026-07-01", "2026-11-20")
    assert told["reader"] == {"id": MIA.id, "name": "Mia Okafor", "relation": "manager"}
    assert told["goals"][0]["progress"] == 0.6667
    assert told["goals"][0]["kpis"] == [
        {"name": "First reply", "unit": "min", "baseline": 90, "target": 45, "start": None, "end": 60, "score": None}
    ]
    assert told["evidence"][0]["at"] == AT.isoformat()
    assert told["evidence"][0]["day"] == "2026-11-03"
    assert told["thin"] == {"months": ["2026-09"], "goals": ["G-12"]}


def test_csv_columns_are_the_documented_ones():
    heading = render(a_packet(), "csv").splitlines()[0].split(",")

    documented = DOCS.read_text().split("## CSV")[1].split("## JSON")[0]
    assert all(f"`{column}`" in documented for column in heading)


def test_a_goal_without_kpis_is_shown_too_and_has_a_row():
    packet = a_packet(goals=[goal_in_review(kpis=(), goal={"kpis": ()})])
    table = render(packet, "csv")

    assert "Reply within the hour" in render(packet, "md")
    assert table.splitlines()[1].startswith("Ana Ruiz,goal,2026-12-31,,G-12,Reply within the hour,")


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_is_utf_8_and_a_table_says_so_to_spreadsheets(format):
    content = as_file(a_packet(kudos("Zoë")), format)

    assert "Zoë" in content.decode("utf-8")
    assert content.startswith(b"\xef\xbb\xbf") is (format == "csv")


@pytest.mark.parametrize(
    ("name", "marker", "file"),
    [
        pytest.param("Ana Ruiz", "", "review-packet-ana-ruiz-2026-07-01-to-2026-11-20.html", id="plain"),
        pytest.param("Zoë Å. Žižek", "m1", "review-packet-zoe-a-zizek-2026-07-01-to-2026-11-20-m1.html", id="accents"),
        pytest.param("../../etc/passwd", "", "review-packet-etc-passwd-2026-07-01-to-2026-11-20.html", id="a path"),
        pytest.param("李雷", "", "review-packet-uana-2026-07-01-to-2026-11-20.html", id="no Latin letter"),
        pytest.param("x" * 300, "", f"review-packet-{'x' * 60}-2026-07-01-to-2026-11-20.html", id="long"),
    ],
)
def test_the_file_name_is_safe_everywhere(name, marker, file):
    packet = a_packet(person=ANA.model_copy(update={"name": name}))

    assert file_name(packet, "html", marker) == file


def test_words_are_joined_as_people_do():
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"]) == "a, b and c"


STEPS = (
    Milestone(title="Pilot *one*", due=date(2026, 9, 1), share=0.4, done_on=date(2026, 8, 30)),
    Milestone(title="All teams", due=date(2026, 12, 1), share=0.8),
)
OVER = {"state": State.CLOSED, "score": 0.75, "learned": "=Macros\nhelp <b>", "ended_on": date(2026, 10, 30)}


@pytest.mark.parametrize("format", READABLE)
def test_a_goal_that_is_over_says_when_with_which_scores_and_what_was_learned(format):
    scored = (KpiMove(name="Reply", unit="min", baseline=90, target=45, start=None, end=None, score=0.7),)
    shown = render(a_packet(goals=[goal_in_review(goal=OVER | {"milestones": STEPS}, kpis=scored)]), format)

    for words in (
        "ended 30 October 2026",
        "target 45; closed with 0.7",
        "40 % by 1 September 2026, reached on 30 August 2026",
        "80 % by 1 December 2026, not reached yet",
    ):
        assert words in shown
    assert ("Learned: <span" if format == "html" else r"> **Learned:** \=Macros") in shown
    assert "help &lt;b&gt;" in shown


def test_tables_and_programs_get_scores_lesson_and_milestones():
    packet = a_packet(goals=[goal_in_review(goal=OVER | {"milestones": STEPS})])

    (row,) = csv.DictReader(io.StringIO(render(packet, "csv")))
    assert (row["score"], row["kpi_score"], row["ended_on"]) == ("0.75", "", "2026-10-30")
    assert row["learned"] == "'=Macros\nhelp <b>", "no spreadsheet takes it for a sum"
    goal = json.loads(render(packet, "json"))["goals"][0]
    assert (goal["score"], goal["learned"], goal["ended_on"]) == (0.75, "=Macros\nhelp <b>", "2026-10-30")
    assert goal["milestones"][1] == {"title": "All teams", "due": "2026-12-01", "share": 0.8, "done_on": None}
