"""Notices: each names its reason once, waits for what it rewrites, and reads back from JSON as it was."""

from datetime import UTC, date, datetime
from typing import get_args

import pytest

from domain.blockers import Part
from domain.feedback import Visibility
from domain.goal_history import Change
from domain.goals import Confidence
from domain.notices import (
    NOT_SURE,
    NOTICES,
    AnyNotice,
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
    PacketRequested,
    PostDecided,
    PostRefused,
    TeamFileRequested,
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

DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PROMPT = "check-in:UANA:2026-11-20:prompt"
WAITING = (
    CheckInReminder(period=DAY, last=True),
    FeedbackWaits(request=7, asker="UBO", expires_on=DAY),
    PromiseDue(blocker=3, person="UBO", promised_for=DAY),
    GoalWarning(goal=5, title="t", state=Confidence.AT_RISK, why="s", believed=Confidence.ON_TRACK),
    GoalUnanswered(goal=5, owner="UANA", title="t", state=Confidence.OFF_TRACK, why="s", warned_on=DAY),
    GoalOrphaned(goal=5, owner="UANA", title="t"),
    GoalLeftOpen(goal=5, title="t", cycle="2026Q4", ended_on=DAY),
)
#  a notice, its key, what it rewrites
EXAMPLES = [
    (CheckInPrompt(to="UANA", period=DAY, number=2), f"{PROMPT}:2", None),
    (
        CheckInSnoozed(to="UANA", period=DAY, prompt=1, move=1, until=NOON, tz="UTC", said_at=NOON),
        "check-in:UANA:2026-11-20:move:1",
        f"{PROMPT}:1",
    ),
    (CheckInSkipped(to="UANA", period=DAY, prompt=2, move=2), "check-in:UANA:2026-11-20:move:2", f"{PROMPT}:2"),
    (CheckInOpenAgain(to="UANA", period=DAY, prompt=2, move=3), "check-in:UANA:2026-11-20:move:3", f"{PROMPT}:2"),
    (CheckInAskedAgain(to="UANA", period=DAY, prompt=1), f"{PROMPT}:1:passed", f"{PROMPT}:1"),
    (Today(to="UANA", day=DAY, items=WAITING), "today:UANA:2026-11-20", None),
    (
        TodayChanged(to="UANA", day=DAY, items=WAITING, done={"blocker:3": "done"}, change=1),
        "today:UANA:2026-11-20:changed:1",
        "today:UANA:2026-11-20",
    ),
    (CheckInPrompt(to="UANA", period=DAY), "check-in:UANA:2026-11-20:prompt:1", None),
    (
        CheckInDone(to="UANA", period=DAY, revision=2),
        "check-in:UANA:2026-11-20:done:2",
        "check-in:UANA:2026-11-20:prompt:1",
    ),
    (
        CheckInDone(to="UANA", period=DAY, revision=2, prompted=False),
        "check-in:UANA:2026-11-20:done:2",
        "check-in:UANA:2026-11-20:done:1",
    ),
    (CheckInDone(to="UANA", period=DAY, revision=1, prompted=False), "check-in:UANA:2026-11-20:done:1", None),
    (
        CheckInDone(to="UANA", period=DAY, revision=1, prompted=False, reader="UMIA", read_on=DAY),
        "check-in:UANA:2026-11-20:done:1:read",
        "check-in:UANA:2026-11-20:done:1",
    ),
    (
        CheckInDone(to="UANA", period=DAY, revision=1, prompt=2, reader="UMIA", read_on=DAY, closed=True),
        "check-in:UANA:2026-11-20:done:1:read:closed",
        "check-in:UANA:2026-11-20:prompt:2",
    ),
    (
        CheckInClosed(to="UANA", period=DAY),
        "check-in:UANA:2026-11-20:prompt:1:closed",
        "check-in:UANA:2026-11-20:prompt:1",
    ),
    (
        BlockerRaised(to="UMIA", person="UANA", period=DAY, revision=1, text="no access"),
        "blocker:UANA:2026-11-20:1:UMIA",
        None,
    ),
    (
        BlockerCard(to="UMIA", blocker=6, revision=1, first=1, person="UANA", part=Part.MANAGER, text="no access"),
        "blocker:6:1:to:UMIA",
        None,
    ),
    (
        BlockerCard(to="UMIA", blocker=6, revision=3, first=1, person="UANA"),
        "blocker:6:3:to:UMIA",
        "blocker:6:1:to:UMIA",
    ),
    (
        BlockerNews(to="UANA", blocker=6, revision=3, person="UANA", by="UMIA", what="done", about="no access"),
        "blocker:6:3:news:UANA",
        None,
    ),
    (KudosPosted(to="CKUDOS", kudos=7, giver="UANA", receivers=("UBO",), reason="x"), "kudos:7:post", None),
    (
        KudosJoined(
            to="CKUDOS", post=KudosPosted(to="CKUDOS", kudos=7, giver="UANA", receivers=("UBO",), reason="x"), round=9
        ),
        "kudos:7:post:joined:9",
        "kudos:7:post",
    ),
    (KudosPostGone(to="CKUDOS", kudos=7, by="UANA"), "kudos:7:post:gone", "kudos:7:post"),
    (KudosTakenBack(to="UBO", kudos=7, giver="UANA"), "kudos:7:to:UBO:gone", "kudos:7:to:UBO"),
    (KudosTakenDown(to="UANA", kudos=7, receivers=("UBO",), why="w"), "kudos:7:taken-down", None),
    (KudosRecap(to="CKUDOS", week=DAY, thanks=3), "kudos-recap:2026-11-20", None),
    (GoalReached(to="UANA", goal=5, title="t"), "goal:5:reached", None),
    (
        GoalEnded(to="UMIA", goal=5, owner="UANA", by="UANA", on=DAY, title="t", outcome="closed", learned="l"),
        "goal:5:ended:2026-11-20:UMIA",
        None,
    ),
    (GoalCelebrated(to="CKUDOS", goal=5, title="t", company=True, owner="UANA"), "goal:5:celebrated", None),
    (KudosReceived(to="UBO", kudos=7, giver="UANA", reason="x"), "kudos:7:to:UBO", None),
    (PostRefused(to="UANA", post="kudos:7:post", channel="CKUDOS", why="w"), "kudos:7:post:refused:w", None),
    (
        PostRefused(to="UANA", post="kudos:7:post", channel="CKUDOS", why=NOT_SURE, attempt=2),
        "kudos:7:post:refused:not_sure:2",
        None,
    ),
    (
        PostDecided(to="UANA", post="kudos:7:post", channel="CKUDOS", there=True),
        "kudos:7:post:refused:not_sure:decided",
        "kudos:7:post:refused:not_sure",
    ),
    (
        FeedbackGiven(to="UBO", feedback=3, author="UANA", receiver="UBO", visibility=Visibility.RECEIVER),
        "feedback:3:to:UBO",
        None,
    ),
    (FeedbackAsked(to="UBO", request=4, asker="UANA", about="the launch"), "feedback-request:4:asked", None),
    (
        FeedbackRequestClosed(to="UBO", request=4, asker="UANA", declined=True),
        "feedback-request:4:closed",
        "feedback-request:4:asked",
    ),
    (FeedbackDeclined(to="UANA", request=4, asked="UBO"), "feedback-request:4:declined", None),
    (
        FeedbackChanged(to="UBO", feedback=3, author="UANA", receiver="UBO", visibility=Visibility.RECEIVER),
        "feedback:3:to:UBO:edited",
        "feedback:3:to:UBO",
    ),
    (
        FeedbackChanged(
            to="UBO", feedback=3, author="UANA", receiver="UBO", visibility=Visibility.RECEIVER, taken_back=True
        ),
        "feedback:3:to:UBO:taken-back",
        "feedback:3:to:UBO",
    ),
    (FeedbackThanked(to="UANA", feedback=3, by="UBO"), "feedback:3:thanked", None),
    (FeedbackQuestioned(to="UANA", question=6, by="UBO"), "feedback-question:6", None),
    (
        FeedbackQuestionClosed(to="UANA", question=6, by="UBO", answered=True),
        "feedback-question:6:closed",
        "feedback-question:6",
    ),
    (FeedbackAnswered(to="UBO", question=6, author="UANA", receiver="UBO"), "feedback-question:6:answered", None),
    (
        FeedbackRequestLater(to="UBO", request=4, asker="UANA", back_on=DAY, expires_on=DAY),
        "feedback-request:4:later:2026-11-20",
        "feedback-request:4:asked",
    ),
    (FeedbackRequestEnded(to="UANA", request=4, asked="UBO", asked_on=DAY), "feedback-request:4:ended", None),
    (
        GoalWarned(to="UMIA", goal=5, owner="UANA", title="t", state=Confidence.AT_RISK, sum="s", why="w", at=NOON),
        "goal:5:warned:2026-11-20T12:00:00+00:00",
        None,
    ),
    (
        GoalRescopeAsked(
            to="UMIA", rescope=3, goal=5, owner="UANA", title="t", differences=(), why="w", sums=("a", "b")
        ),
        "goal-rescope:3:asked",
        None,
    ),
    (
        GoalRescopeDecided(to="UANA", rescope=3, goal=5, by="UMIA", title="t", agreed=True),
        "goal-rescope:3:decided",
        None,
    ),
    (
        GoalRescopeClosed(to="UMIA", rescope=3, goal=5, owner="UANA", title="t"),
        "goal-rescope:3:card",
        "goal-rescope:3:asked",
    ),
    (
        GoalHandedOver(to="UBO", goal=5, by="UMIA", before="UANA", title="t", at=NOON),
        "goal:5:handed-over:2026-11-20T12:00:00+00:00",
        None,
    ),
    (GoalProposed(to="UMIA", goal=5, owner="UANA", title="t", sentence="s", round=2), "goal:5:proposed:2", None),
    (GoalCascaded(to="UANA", goal=5, by="UMIA", title="t"), "goal:5:cascaded", None),
    (GoalPartGiven(to="UBO", goal=5, by="UMIA", owner="UANA", title="t", shared=True), "goal:5:part:UBO", None),
    (
        GoalChanged(to="UANA", goal=5, by="UMIA", title="t", changes={"due": Change(before="a", after="b")}, at=NOON),
        "goal:5:changed:2026-11-20T12:00:00+00:00",
        None,
    ),
    (GoalDecided(to="UANA", goal=5, by="UMIA", title="t", agreed=True, round=2), "goal:5:decided:2", None),
    (
        GoalProposalClosed(to="UMIA", goal=5, owner="UANA", title="t", agreed=True, round=2),
        "goal:5:card:2",
        "goal:5:proposed:2",
    ),
    (CheckInNudge(to="UANA", period=DAY, by="UMIA", number=2, last=True), "check-in:UANA:2026-11-20:nudge:2", None),
    (TeamFileRequested(to="UMIA", request="r1", whole_line=True), "team-file:r1", None),
    (PacketRequested(to="UMIA", request="r1", subject="UANA", since=DAY, until=DAY), "packet:r1", None),
]
EACH = [
    pytest.param(*example, id=example[1] + (" again" if number == 2 else "")) for number, example in enumerate(EXAMPLES)
]


def test_a_prompt_written_by_the_version_before_is_the_first_of_its_week():
    old = '{"to":"UANA","kind":"check_in_prompt","period":"2026-11-20"}'

    assert NOTICES.validate_json(old) == CheckInPrompt(to="UANA", period=DAY, number=1)


def test_the_examples_show_every_notice():
    assert {type(notice) for notice, _, _ in EXAMPLES} == set(get_args(get_args(AnyNotice)[0]))


@pytest.mark.parametrize(("notice", "key", "replaces"), EACH)
def test_a_notice_names_its_reason_and_what_it_rewrites(notice, key, replaces):
    assert (notice.key, notice.replaces) == (key, replaces)


@pytest.mark.parametrize(("notice", "key", "replaces"), EACH)
def test_a_notice_reads_back_from_json(notice, key, replaces):
    assert NOTICES.validate_json(notice.model_dump_json()) == notice


def test_a_blocker_that_the_version_before_left_in_the_outbox_can_still_be_read():
    stored = (
        '{"to":"UMIA","kind":"blocker_raised","person":"UANA","period":"2026-11-20","revision":1,'
        '"text":"no access","to_manager":true}'
    )

    assert NOTICES.validate_json(stored) == BlockerRaised(
        to="UMIA", person="UANA", period=DAY, revision=1, text="no access"
    )


def test_whoever_wants_a_public_post_there_or_gone_is_told_when_slack_does_not_do_it():
    told = {type(notice).__name__: notice.caused_by for notice, _, _ in EXAMPLES if notice.caused_by}

    assert told == {"KudosPosted": "UANA", "KudosPostGone": "UANA"}


def test_only_kudos_their_recap_and_goals_that_were_reached_stand_in_public():
    public = {type(notice).__name__ for notice, _, _ in EXAMPLES if not notice.private}

    assert public == {"KudosPosted", "KudosJoined", "KudosPostGone", "KudosRecap", "GoalCelebrated"}
