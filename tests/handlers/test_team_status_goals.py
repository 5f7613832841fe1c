"""Goals on the manager's page, through the running bot: which will miss and why, and what is to be decided."""

from datetime import date, timedelta

import pytest
from seeds import shown

from company import ANA, BO, MIA, NOW, OLU
from domain.blockers import Blocker
from domain.check_ins import CheckIn
from domain.goal_history import GoalEvent, Happened
from domain.goal_rescoping import Rescope, Wanted
from domain.goals import Confidence, Goal, Kpi, Level, State

FRIDAY = date(2026, 11, 20)
ABOUT = {"starts": FRIDAY - timedelta(days=50), "due": FRIDAY + timedelta(days=50), "state": State.ACTIVE}


def kpi(value):
    return (Kpi(name="Tickets", unit="tickets", baseline=0, target=100, value=value),)


@pytest.fixture
async def team(slack_on_sqlite):
    """Mia's team goal has no KPI; below it Ana's is far behind and explained, Bo's is well and he worries."""
    slack = slack_on_sqlite
    async with slack.database.transaction() as store:
        above = Goal(ref="T-1", title="Answers the same day", level=Level.TEAM, owner=MIA.id, **ABOUT)
        above = await store.goals.save(above)
        ana = Goal(ref="G-1", title="Calm mornings", owner=ANA.id, parent=above.id, kpis=kpi(10), **ABOUT)
        ana = await store.goals.save(ana)
        worried = {"confidence": Confidence.AT_RISK, "parent": above.id}
        await store.goals.save(Goal(ref="G-2", title="Short nights", owner=BO.id, kpis=kpi(60), **worried, **ABOUT))
        proposal = Goal(ref="G-3", title="Fewer <!here> calls", owner=BO.id, **ABOUT | {"state": State.PROPOSED})
        proposal = await store.goals.save(proposal)
        at = NOW - timedelta(days=3)
        await store.goal_history.record(
            GoalEvent(goal=proposal.id, at=at, by=BO.id, what=Happened.PROPOSED),
            GoalEvent(goal=ana.id, at=at, by=ANA.id, what=Happened.EXPLAINED, why="The bank <!here>\nsays March."),
        )
        wish = Rescope(
            goal=ana.id, by=ANA.id, at=NOW, why="w", wanted=Wanted(targets={}, due=FRIDAY + timedelta(days=80))
        )
        await store.goal_rescopes.ask(wish, now=NOW)
        stuck = {"named_in": FRIDAY, "named_at": at, "raised_at": at, "period": FRIDAY, "goal": ana.id}
        await store.blockers.save(Blocker(person=ANA.id, text="No access to the refund tool", **stuck))
        await store.check_ins.save(CheckIn(person=BO.id, period=FRIDAY, answered_at=NOW, went_well="Fine."))
    return slack


async def test_the_first_line_says_what_is_owed_who_is_blocked_and_which_goal_will_miss_and_why(team):
    page = await team.person(MIA.id).command("/team-status")

    assert page.text.startswith(
        "1 blocker (Ana Ruiz), 2 goals to decide on (Bo Lind and Ana Ruiz) and 1 check-in (Bo Lind) wait for you. "
        "1 of 2 answered this week. "
        "Blocked: Ana Ruiz for 3 days (“No access to the refund tool”). "
        "Off track: “Calm mornings” of Ana Ruiz; 10 of 100 tickets; the plan for today is 50; at this pace 20 on 9 Jan. "
        "At risk: “Answers the same day”, yours; the mean of the 2 goals below is 35 % (10 % and 60 %); "
        "the plan for today is 50 %. 1 more at risk."
    )


async def test_the_same_stands_in_the_blocks_in_this_order_before_any_chart(team):
    page = await team.person(MIA.id).command("/team-status")

    said = shown(page.blocks)
    heads = ("Waiting for you", "New", "Blocked", "Goals at risk", "Alignment", "Your people", "Check-ins, the last")
    places = [said.index(f"*{head}") for head in (*heads, "Without public kudos")]
    assert places == sorted(places)


async def test_a_goal_is_judged_once_with_the_owners_confidence_and_words_beside_it(team):
    page = shown((await team.person(MIA.id).command("/team-status")).blocks)

    assert "*Goals at risk* · 3" in page
    assert "🔴 *Calm mornings* · `G-1` · <@UANA>\nOff track: 10 of 100 tickets; the plan for today is 50" in page
    assert "🚧 Blocked for 3 days: No access to the refund tool\n💬 17 Nov: The bank &lt;!here&gt; says March." in page
    assert "🟢 *Short nights* · `G-2` · <@UBO>\nOn track by its numbers; <@UBO> sees it 🟡 *at risk*: 60 of 100" in page
    assert "*Answers the same day* · `T-1` · <@UMIA>\nAt risk: the mean of the 2 goals below is 35 %" in page


async def test_on_the_page_of_one_person_each_goal_stands_once(team):
    mia = team.person(MIA.id)

    page = shown((await mia.command("/team-status <@UBO>")).blocks)

    assert page.count("Short nights") == 1
    assert "Goals at risk" not in page
    assert (
        "🟢 *Short nights* · `G-2` · due 9 January 2027\n▓▓▓▓▓▓░░░░ 60 %\nOn track by its numbers; <@UBO> sees" in page
    )
    await mia.click(mia.dm()[-1], "goal_open", block_id="goal-3")
    await team.settle()
    assert "Short nights" in shown(mia.view["blocks"])


async def test_what_the_manager_is_to_decide_waits_between_the_blockers_and_the_check_ins(team):
    mia = team.person(MIA.id)
    page = await mia.command("/team-status")

    said = shown(page.blocks)
    blocker = said.index("🚧 Answer the blocker of <@UANA> · for 3 days")
    agree = said.index("🎯 Say whether *Fewer &lt;!here&gt; calls* of <@UBO> is realistic · for 3 days")
    assert blocker < agree < said.index("✏️ Say whether <@UANA> may change *Calm mornings* · since today")
    assert "*Waiting for you* · 1 blocker, 2 goals to decide on, 1 check-in; the first 3:" in said
    await mia.click(mia.dm()[-1], "goal_open", block_id="decide-4")
    await team.settle()
    await mia.click(mia.view, "goal_agree")
    await team.settle()
    while mia.view:
        await mia.close()
    assert "Fewer" not in shown((await mia.command("/team-status")).blocks).partition("*Blocked*")[0]


async def test_the_line_above_decides_nothing_and_reads_no_more_than_status_and_blockers(team):
    page = await team.person(OLU.id).command("/team-status all")

    assert "Say whether" not in shown(page.blocks)
    assert page.text.startswith("Nobody waits for you.")
    assert "🔴 *Calm mornings*" in shown(page.blocks)
