"""Every notice as Slack gets it: valid, safe, short enough, and saying what it should."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.blockers import Part, Said
from domain.feedback import Visibility
from domain.feedback_requests import RequestState
from domain.goal_history import Change
from domain.goal_rescoping import Difference
from domain.goals import Confidence
from domain.notices import (
    NOT_SURE,
    BlockerCard,
    BlockerNews,
    BlockerRaised,
    CheckInAskedAgain,
    CheckInClosed,
    CheckInDone,
    CheckInNudge,
    CheckInOpenAgain,
    CheckInPrompt,
    CheckInSkipped,
    CheckInSnoozed,
    FeedbackAnswered,
    FeedbackAsked,
    FeedbackChanged,
    FeedbackDeclined,
    FeedbackGiven,
    FeedbackQuestionClosed,
    FeedbackQuestioned,
    FeedbackRequestClosed,
    FeedbackRequestEnded,
    FeedbackRequestLater,
    FeedbackThanked,
    GoalCascaded,
    GoalCelebrated,
    GoalChanged,
    GoalDecided,
    GoalEnded,
    GoalHandedOver,
    GoalPartGiven,
    GoalProposalClosed,
    GoalProposed,
    GoalReached,
    GoalRescopeAsked,
    GoalRescopeClosed,
    GoalRescopeDecided,
    GoalWarned,
    KudosJoined,
    KudosPosted,
    KudosPostGone,
    KudosRecap,
    KudosReceived,
    KudosTakenBack,
    KudosTakenDown,
    PostDecided,
    PostRefused,
    Today,
    TodayChanged,
)
from domain.today import (
    CheckInReminder,
    FeedbackWaits,
    GoalLeftOpen,
    GoalOrphaned,
    GoalUnanswered,
    GoalWarning,
    PromiseDue,
)
from emulator.block_kit import blocks_report
from handlers.views.notices import RENDER, render

FRIDAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOSTILE = "<!channel> <http://evil.example|portal> & *bold* \u202eright to left \U0001f469\u200d\U0001f680 " * 60


def blocker_cards(text: str) -> list[BlockerCard]:
    """A card for each part, with all that can stand on it; a closed one; one that is theirs no more."""
    replies = tuple(Said(author="UMIA", text=text, at=NOON) for _ in range(4))
    about = {"blocker": 1, "revision": 2, "first": 1, "person": "UANA", "text": text, "raised_at": NOON}
    full = about | {"replies": replies, "earlier": 3, "told": ("UBO",), "named_in": FRIDAY}
    promised = {"promised_by": "UBO", "promised_for": FRIDAY}
    readers = {"UANA": Part.AUTHOR, "UMIA": Part.MANAGER, "UBO": Part.HELPER, "UHANA": Part.PEOPLE_TEAM}
    return [
        *(BlockerCard(to=to, part=part, **full, **promised) for to, part in readers.items()),
        *(BlockerCard(to=to, part=part, **about) for to, part in readers.items()),
        BlockerCard(to="UMIA", part=Part.MANAGER, **full, closed_at=NOON, closed_by="UBO"),
        BlockerCard(to="UANA", part=Part.AUTHOR, **full, closed_at=NOON),
        BlockerCard(to="UBO", blocker=1, revision=2, first=1, person="UANA"),
    ]


def turns_of_a_check_in() -> list[Any]:
    """What a prompt becomes when it is put off or skipped."""
    card = {"to": "UANA", "period": FRIDAY, "prompt": 1, "move": 1}
    return [
        CheckInPrompt(to="UANA", period=FRIDAY, number=2),
        CheckInNudge(to="UANA", period=FRIDAY, by="UMIA", number=1),
        CheckInNudge(to="UANA", period=FRIDAY, by="UMIA", number=2, last=True),
        CheckInSnoozed(**card, until=NOON, tz="Europe/Berlin", said_at=NOON),
        CheckInSnoozed(**card, until=NOON, tz="Mars/Olympus", said_at=NOON),
        CheckInSkipped(**card),
        CheckInOpenAgain(**card),
        CheckInAskedAgain(to="UANA", period=FRIDAY, prompt=1),
    ]


def mornings() -> list[Any]:
    """What may wait in a morning, all of it twenty times, and what is left once it is done."""
    one = (
        CheckInReminder(period=FRIDAY),
        CheckInReminder(period=FRIDAY, last=True),
        FeedbackWaits(request=1, asker="UBO", expires_on=FRIDAY),
        PromiseDue(blocker=1, person="UBO", promised_for=FRIDAY),
    )
    many = tuple(FeedbackWaits(request=number, asker="UBO", expires_on=FRIDAY) for number in range(30))
    changed = {"to": "UANA", "day": FRIDAY, "change": 1}
    return [
        *(Today(to="UANA", day=FRIDAY, items=(item,)) for item in one),
        Today(to="UANA", day=FRIDAY, items=(one[0], *many, *one[2:])),
        TodayChanged(**changed, items=one[1:], done={one[2].key: "done"}),
        TodayChanged(**changed, items=many, done={item.key: "done" for item in many}),
    ]


def kudos_changes(text: str) -> list[Any]:
    """What can become of kudos, and what is celebrated; as much of it as there can be."""
    crowd = tuple(f"U0{number:09}" for number in range(60))
    post = KudosPosted(to="CKUDOS", kudos=1, giver="UANA", receivers=crowd, reason=text, value=text, goal=text)
    many = tuple((f"{number} {text}", number) for number in range(5))
    recap = {"values": many, "goals": many, "reasons": (text,) * 3, "reached": (text,) * 3}
    return [
        post,
        *(KudosJoined(to="CKUDOS", post=post, round=1, joined=crowd[:count]) for count in (0, 1, 2, 60)),
        KudosPostGone(to="CKUDOS", kudos=1, by="UANA"),
        KudosTakenBack(to="UBO", kudos=1, giver="UANA"),
        KudosTakenBack(to="UBO", kudos=1),
        KudosTakenDown(to="UANA", kudos=1, receivers=crowd, why=text),
        KudosRecap(to="CKUDOS", week=FRIDAY, thanks=14, **recap),
        KudosRecap(to="CKUDOS", week=FRIDAY, thanks=0, reached=(text,)),
        PostRefused(to="UANA", post="kudos:1:post:gone", channel="CKUDOS", why="channel_not_found", kept=True),
        GoalReached(to="UANA", goal=1, title=text, shared=True),
    ]


def goal_ends(text: str) -> list[Any]:
    """Every end of a goal, and the celebration of one, with as much as there can be."""
    crowd = tuple(f"U0{number:09}" for number in range(60))
    about = {"to": "UMIA", "goal": 1, "owner": "UANA", "on": FRIDAY, "title": text, "learned": text}
    scores = tuple((text, number / 40) for number in range(40))
    shared = {"to": "CKUDOS", "goal": 1, "title": text, "owner": "UANA"}
    return [
        GoalEnded(**about, by="UANA", outcome="closed", score=0.65, scores=scores),
        GoalEnded(**about, by="UANA", outcome="carried_over", score=0.4, scores=scores[:1], into=text),
        GoalEnded(**about | {"to": "UANA"}, by="UMIA", outcome="dropped", why=text),
        GoalEnded(**about, by="UHANA", outcome="closed", score=0.0),
        GoalCelebrated(**shared, company=True, contributors=crowd),
        GoalCelebrated(**shared, company=False, contributors=crowd[:1], score=0.7),
        GoalCelebrated(**shared, company=False),
    ]


def goals_in_trouble(text: str) -> list[Any]:
    """Goals that need somebody, in a morning and on their way to a manager, with as much as there can be."""
    about = {
        "goal": 1,
        "title": text[:200],
        "state": Confidence.OFF_TRACK,
        "why": text,
        "believed": Confidence.ON_TRACK,
    }
    silent = about | {"owner": "UANA", "warned_on": FRIDAY}
    wish = {"rescope": 1, "goal": 1, "title": text}
    kpis = tuple(Difference(name=text, before=text, after=text) for _ in range(25))
    asked = GoalRescopeAsked(to="UMIA", **wish, owner="UANA", differences=kpis, why=text, sums=(text, text))
    both = tuple(
        kind(**facts | {"goal": number})
        for number in range(20)
        for kind, facts in ((GoalWarning, about), (GoalUnanswered, silent))
    )
    return [
        Today(to="UANA", day=FRIDAY, items=both),
        TodayChanged(to="UANA", day=FRIDAY, change=1, items=both[:8], done={both[0].key: "explained"}),
        GoalWarned(to="UMIA", owner="UANA", sum=text, at=NOON, **about),
        asked,
        Today(to="UMIA", day=FRIDAY, items=tuple(GoalOrphaned(goal=one, owner="UANA", title=text) for one in range(9))),
        GoalHandedOver(to="UBO", goal=1, by="UMIA", before="UANA", title=text, at=NOON),
        asked.model_copy(update={"differences": kpis[:1], "why": "x"}),
        GoalRescopeDecided(to="UANA", **wish, by="UMIA", agreed=False, wish=text),
        GoalRescopeDecided(to="UANA", **wish, by="UMIA", agreed=True, sum=text),
        *(GoalRescopeClosed(to="UMIA", **wish, owner="UANA", agreed=agreed) for agreed in (None, False, True)),
    ]


def goal_parts(text: str) -> list[Any]:
    """What is said about goals that somebody has a part in, or whose cycle is over."""
    part = {"goal": 1, "by": "UMIA", "title": text}
    changes = {f"kpi {number} target": Change(before=text, after=text) for number in range(9)}
    changes |= {"parent": Change(after="7"), "owner": Change(before="UBO", after="UANA")}
    over = tuple(GoalLeftOpen(goal=number, title=text, cycle=text[:60], ended_on=FRIDAY) for number in range(9))
    return [
        *(GoalPartGiven(to="UBO", owner=owner, shared=owner != "UMIA", **part) for owner in ("UBO", "UANA", "UMIA")),
        GoalChanged(to="UANA", changes=changes, named={"7": text, "kpi 0": text}, at=NOON, **part),
        Today(to="UANA", day=FRIDAY, items=over),
        TodayChanged(to="UANA", day=FRIDAY, change=1, items=over, done={over[0].key: "carried over"}),
    ]


def samples(text: str) -> list[Any]:
    """One of each notice, with `text` wherever a person's words go."""
    person = {"to": "UMIA"}
    return [
        CheckInPrompt(to="UANA", period=FRIDAY),
        CheckInDone(to="UANA", period=FRIDAY, revision=1),
        CheckInDone(to="UANA", period=FRIDAY, revision=2, late=True),
        CheckInDone(to="UANA", period=FRIDAY, revision=1, reader="UMIA", read_on=FRIDAY, closed=True),
        CheckInClosed(to="UANA", period=FRIDAY),
        *turns_of_a_check_in(),
        *mornings(),
        BlockerRaised(**person, person="UANA", period=FRIDAY, revision=1, text=text),
        *blocker_cards(text),
        *(
            BlockerNews(to="UANA", blocker=1, revision=2, person="UANA", by="UMIA", what=what, about=text, **more)
            for what, more in {
                "reply": {"said": text},
                "promise": {"promised_for": FRIDAY},
                "moved": {"promised_for": FRIDAY},
                "done": {},
            }.items()
        ),
        KudosPosted(to="CKUDOS", kudos=1, giver="UANA", receivers=("UBO",), reason=text, value=text, goal=text),
        KudosReceived(to="UBO", kudos=1, giver="UANA", reason=text, value=text),
        *kudos_changes(text),
        *(PostRefused(to="UANA", post="p", channel="CKUDOS", why=why) for why in (NOT_SURE, "not_in_channel", text)),
        *(PostDecided(to="UANA", post="p", channel="CKUDOS", there=there) for there in (True, False)),
        *(FeedbackGiven(**person, feedback=1, author="UBO", receiver="UANA", visibility=one) for one in Visibility),
        FeedbackAsked(to="UBO", request=1, asker="UANA", about=text),
        FeedbackRequestClosed(to="UBO", request=1, asker="UANA", declined=True),
        FeedbackDeclined(to="UANA", request=1, asked="UBO", reason=text),
        *(
            FeedbackRequestClosed(to="UBO", request=1, asker="UANA", outcome=one)
            for one in RequestState
            if one != "open"
        ),
        FeedbackRequestLater(to="UBO", request=1, asker="UANA", back_on=FRIDAY, expires_on=FRIDAY),
        *(FeedbackRequestEnded(to="UANA", request=1, asked="UBO", asked_on=FRIDAY, left=left) for left in (0, 1)),
        *(
            FeedbackChanged(**person, feedback=1, author="UBO", receiver="UANA", visibility=one, taken_back=back)
            for one in Visibility
            for back in (False, True)
        ),
        FeedbackThanked(to="UBO", feedback=1, by="UANA"),
        FeedbackQuestioned(to="UBO", question=1, by="UANA"),
        *(FeedbackQuestionClosed(to="UBO", question=1, by="UANA", answered=done) for done in (False, True)),
        FeedbackAnswered(to="UANA", question=1, author="UBO", receiver="UANA"),
        *goals_in_trouble(text),
        GoalProposed(**person, goal=1, owner="UANA", title=text, sentence=text),
        GoalCascaded(to="UANA", goal=1, by="UMIA", title=text),
        *goal_parts(text),
        GoalDecided(to="UANA", goal=1, by="UMIA", title=text, agreed=False, wish=text),
        GoalDecided(to="UANA", goal=1, by="UMIA", title=text, agreed=True),
        GoalProposalClosed(**person, goal=1, owner="UANA", title=text, agreed=True),
        *goal_ends(text),
    ]


def mrkdwn(part: Any) -> list[str]:
    """Every text in which Slack reads markup; in plain_text a sign is only a sign."""
    if isinstance(part, list):
        return [text for one in part for text in mrkdwn(one)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if part.get("type") == "mrkdwn" else []
    return own + [text for one in part.values() for text in mrkdwn(one)]


ONE_OF_EACH = samples(HOSTILE)
named = pytest.mark.parametrize("notice", ONE_OF_EACH, ids=lambda notice: notice.kind)


def test_there_is_a_sample_of_each():
    assert {type(notice) for notice in ONE_OF_EACH} == set(RENDER)


@named
def test_slack_would_take_it(notice):
    shown = render(notice, marker="0123456789abcdef")

    assert blocks_report(shown.blocks).problems == []
    assert shown.text
    assert len(shown.text) < 4000
    assert len(json.dumps(shown.blocks, ensure_ascii=False)) <= 13_000


@named
def test_it_carries_its_marker_in_the_last_blocks_id(notice):
    assert render(notice, marker="m1").blocks[-1]["block_id"] == "cairn-m1"


@named
def test_nobodys_words_can_ping_link_or_turn_the_line_around(notice):
    shown = render(notice, marker="m")
    said = "\n".join([shown.text, *mrkdwn(shown.blocks)])

    assert "<!channel" not in said
    assert "<http" not in said
    assert "\u202e" not in json.dumps(shown.blocks, ensure_ascii=False)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        pytest.param({"why": "not_in_channel", "kept": True}, "/invite @Cairn` there. I keep the post", id="kept"),
        pytest.param({"why": "not_in_channel"}, "/invite @Cairn` there.", id="given up"),
        pytest.param({"why": NOT_SURE}, "Please have a look:", id="in doubt"),
        pytest.param({"why": "odd_error"}, "Slack refused it (odd_error).", id="anything else"),
    ],
)
def test_the_giver_reads_what_became_of_the_public_post(facts, words):
    shown = render(PostRefused(to="UANA", post="p", channel="CKUDOS", **facts), marker="m")

    assert shown.text.endswith(words) or words in shown.text
    assert ("I keep the post" in shown.text) is facts.get("kept", False)
