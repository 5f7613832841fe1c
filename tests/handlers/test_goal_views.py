"""How goals and the Home tab look, whatever people write: always within Slack's limits, never a ping."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from seeds import TODAY, goal, shown

from company import ANA, LONG_AGO, MIA, NOW
from domain.feedback_requests import Request
from domain.goal_rescoping import Rescope, Wanted
from domain.goal_weeks import GoalWeek, GoalWeeks
from domain.goals import Confidence, Goal, Kpi, Level, State
from domain.kudos import Kudos
from domain.notices import GoalDecided, GoalProposalClosed, GoalProposed
from domain.organisation import Aligned, Organisation, Share, TeamShare
from domain.people import Person
from domain.status import team_status
from domain.today import GoalLeftOpen, GoalOrphaned, GoalUnanswered, GoalWarning
from domain.weeks import OwnWeek
from emulator.block_kit import blocks_report, view_report
from handlers.views import goal_forms, goal_smart, goals, home, home_waiting, this_week
from handlers.views.charts import NEW

NASTY = st.one_of(
    st.sampled_from(
        ["<!channel>", "&<>" * 900, "👩‍👩‍👧‍👦" * 400, "\u202eevil", "*_~`", "a" * 3000, "\n" * 50 + "x", "=1+1"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=400),
)
NUMBERS = st.floats(min_value=-1e15, max_value=1e15).filter(lambda value: value != 0)


@st.composite
def some_goal(draw, number):
    target = draw(NUMBERS)
    kpis = [
        Kpi(id=n, name=draw(NASTY), unit=draw(NASTY), baseline=0, target=target, value=draw(st.none() | NUMBERS))
        for n in range(draw(st.integers(0, 3)))
    ]
    return Goal(
        id=number,
        ref=f"G-{number}",
        title=draw(NASTY),
        owner="UANA",
        state=draw(st.sampled_from([State.DRAFT, State.PROPOSED, State.ACTIVE])),
        starts=date(2026, 1, 1),
        due=draw(st.dates(date(2026, 1, 1), date(2030, 1, 1))),
        confidence=draw(st.none() | st.sampled_from(list(Confidence))),
        kpis=tuple(kpis),
    )


def some_goals(most):
    few = st.integers(0, most)
    return few.flatmap(lambda count: st.tuples(*(some_goal(number) for number in range(1, count + 1))))


def assert_fits(view, surface):
    assert view_report(view, surface=surface).messages == []
    assert_calm(view["blocks"])


def assert_message_fits(message):
    assert message.text
    assert len(message.text) < 4000
    assert blocks_report(message.blocks).messages == []
    assert sum(map(len, marked_up(message.blocks))) < 13_000
    assert_calm(message.blocks)
    assert "<!channel>" not in message.text


def assert_calm(blocks):
    """Only our own mentions are markup; what people write never pings."""
    for text in marked_up(blocks):
        assert "<!channel>" not in text


def marked_up(part):
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from marked_up(inner)


TEAM = team_status(
    MIA.id,
    [Person(id=f"U{number}", name="\\" * 80, manager=MIA.id, enrolled_at=LONG_AGO) for number in range(200)],
    period=TODAY,
    check_ins={},
    notes_of=(),
    goals=(),
    kudos=0,
    feedback=0,
    last_thanked={},
    now=NOW,
)
WEEKS = tuple(OwnWeek(period=TODAY - timedelta(weeks=n), answered=True, on_track=20) for n in reversed(range(12)))


A_QUARTER = tuple(GoalWeek(TODAY - timedelta(weeks=n), 0.5, 0.6) for n in reversed(range(12)))
EVERYBODY = Organisation(
    period=TODAY,
    now=Share(answered=3, asked=9),
    last=Share(answered=2, asked=9),
    teams=tuple(TeamShare(team="\\" * 80, now=Share(asked=9), last=Share(asked=9)) for _ in range(900)),
    small=80,
    aligned=Aligned(active=10_000, loose=9_000, childless=800),
)


def everything_waits(mine, requests, proposals):
    """Of all kinds, for each of these goals."""
    sums = [{"goal": one.id, "title": one.title, "state": Confidence.AT_RISK, "why": one.title} for one in mine]
    wish = {"by": "UBO", "at": NOW, "wanted": Wanted(due=date(2031, 1, 1))}
    return home_waiting.Waiting(
        requests=requests,
        proposals=[(one, 1) for one in proposals[: home_waiting.MOST_OF_A_KIND]],
        proposed=len(proposals),
        left_open=[GoalLeftOpen(goal=one.id, title=one.title, cycle="2026Q4", ended_on=TODAY) for one in mine],
        warnings=[GoalWarning(**one) for one in sums],
        silent=[GoalUnanswered(**one, owner="UBO", warned_on=TODAY) for one in sums],
        orphans=[GoalOrphaned(goal=one.id, owner="UBO", title=one.title) for one in mine],
        rescopes=[(Rescope(id=one.id, goal=one.id, why=one.title, **wish), one) for one in mine],
    )


def facts(mine, waiting=(), proposals=(), kudos=()):
    return home.Facts(
        me=ANA,
        tz=ZoneInfo(ANA.tz),
        today=TODAY,
        hour=9,
        now=NOW,
        week=this_week.Week(TODAY, None, "on Fridays at 10:00, your time"),
        has_manager=True,
        goals=mine,
        goal_weeks=[GoalWeeks(one, A_QUARTER) for one in mine],
        waiting=everything_waits(mine, waiting, proposals),
        kudos=kudos,
        feedback=3,
        weeks=WEEKS,
        team=TEAM,
        organisation=EVERYBODY,
    )


@settings(max_examples=30, deadline=None)
@given(some_goals(45), st.booleans())
def test_a_list_of_goals_always_fits(mine, has_manager):
    assert_message_fits(goals.mine(mine, TODAY, has_manager=has_manager))
    assert_fits(goals.page(mine, 0, TODAY, has_manager=has_manager), "modal")
    assert_fits(goals.page(mine, 40, TODAY, has_manager=has_manager), "modal")


@settings(max_examples=30, deadline=None)
@given(some_goals(40), NASTY)
def test_the_home_tab_never_holds_more_than_a_hundred_blocks(mine, text):
    requests = [Request(id=n, asker="UBO", asked="UANA", about=text, asked_at=NOW) for n in range(20)]
    thanks = [Kudos(giver="UBO", receivers=("UANA",), reason=text, given_at=NOW)] * 20

    for shows in ((), NEW):
        page = home.page(facts(mine, requests, mine, thanks), shows)

        assert len(page["blocks"]) <= 100
        assert_fits(page, "home")


def test_forty_full_goals_on_the_home_tab():
    page = home.page(facts([goal(n).model_copy(update={"id": n}) for n in range(1, 41)]), NEW)

    assert {block["type"] for block in page["blocks"]} >= NEW
    text = shown(page["blocks"])
    assert len(page["blocks"]) <= 100
    assert [n for n in range(1, 41) if f"*Goal {n}*" in text] == list(range(1, home.MOST_GOALS + 1))
    assert "See all 40" in text


@settings(max_examples=50, deadline=None)
@given(some_goal(1), NASTY)
def test_every_form_and_message_about_a_goal_fits(one, text):
    wish = GoalDecided(to="UANA", goal=1, by="UMIA", title=text, agreed=False, wish=text)
    for view in (
        goal_smart.form(goal_smart.filled(one), manager=ANA, parent=one, above=goal_smart.wished_for(wish), edits=True),
        goal_smart.form({"title": text}, manager=None, levels=list(Level), metadata={"home": True}),
        goal_smart.change_form("x", one, goal_smart.filled(one), parent=one, above=(), metadata={"goal": 1}),
        goal_forms.update_form(one, TODAY, metadata={"goal": 1}),
        goal_forms.wish_form(one, metadata={"goal": 1}),
    ):
        assert_fits(view, "modal")
    for message in (
        goals.proposed(GoalProposed(to="UMIA", goal=1, owner="UANA", title=text, sentence=text, round=2)),
        goals.decided(wish),
        goals.decided(wish.model_copy(update={"agreed": True})),
        goals.proposal_closed(GoalProposalClosed(to="UMIA", goal=1, owner="UANA", title=text, agreed=True)),
        goals.proposal_closed(GoalProposalClosed(to="UMIA", goal=1, owner="UANA", title=text, agreed=False)),
        goal_smart.recorded(one, None),
        goal_smart.recorded(one, ANA),
        goal_forms.updated(one, TODAY),
    ):
        assert_message_fits(message)


@settings(max_examples=30, deadline=None)
@given(NASTY, st.integers(0, 12))
def test_every_goal_fits_as_an_option_with_its_depth(text, depth):
    [found] = goal_smart.options([(depth, goal(3, title=text).model_copy(update={"id": 3}))])

    assert (found["value"], found["text"]["text"].count("› ") >= min(depth, 6)) == ("3", True)
    assert len(found["text"]["text"]) <= 75


def test_a_number_comes_back_as_it_was_typed():
    assert [goal_smart.typed(value) for value in (6.0, 4.25, 0.1, -3, 1200000.5, 1e15)] == [
        "6",
        "4.25",
        "0.1",
        "-3",
        "1200000.5",
        "1000000000000000",
    ]
