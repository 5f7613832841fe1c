"""What a goal's card tells of its past and of what waits: every step with who and why, numbers set right, another plan."""

from datetime import date, datetime, timedelta

import pytest
from seeds import goal, save, shown

from company import ANA, MIA, NOW, OLU
from domain.goal_history import Change, Happened, corrections
from domain.goal_rescoping import Rescope, Wanted
from domain.goals import Confidence, Kind, Kpi, KpiReading, Level

IN_NOVEMBER = datetime(2026, 11, 3, 9, tzinfo=NOW.tzinfo)


@pytest.fixture
def slack(slack_on_sqlite):
    return slack_on_sqlite


async def card(slack, who, number=1):
    """Open a goal's card from the tree; return its reader."""
    person = slack.person(who.id)
    while person.view:
        await person.close(all=True)
    await person.command("/goal tree")
    await slack.settle()
    block = next(one["block_id"] for one in person.view["blocks"] if _opens(one, number))
    await person.click(person.view, "goal_open", block_id=block)
    await slack.settle()
    return person


def _opens(block, number):
    found = [*block.get("elements", ()), block.get("accessory") or {}]
    return any(one.get("action_id") == "goal_open" and one.get("value") == str(number) for one in found)


async def wishes(slack, one):
    async with slack.database.transaction() as store:
        wanted = Wanted(targets={one.kpis[0].id: 4}, due=date(2027, 5, 31))
        await store.goal_rescopes.ask(Rescope(goal=1, by=ANA.id, at=NOW, why="Two of us left", wanted=wanted), now=NOW)


async def test_a_wish_for_another_plan_stands_on_the_card_until_it_is_decided(slack):
    [one] = await save(slack.database, goal(1))
    await wishes(slack, one)
    assert "wish" not in shown((await card(slack, OLU)).view["blocks"]), "it is between the two"
    mine = shown((await card(slack, ANA)).view["blocks"])
    assert "*You wish to change this goal*\nYour manager has not answered yet" in mine
    mia = await card(slack, MIA)
    page = shown(mia.view["blocks"])
    for told in (
        "*<@UANA> wishes to change this goal*",
        "First reply, target: 2 hours → *4 hours*",
        "due: 31 March 2027 → *31 May 2027*",
        ">Two of us left",
        "*As agreed:* 5 on the way down to 2 hours; the plan for today is 4;",
        "*As wished:* 5 on the way down to 4 hours; the plan for today is 5.19;",
    ):
        assert told in page, told

    await mia.click(mia.view, "goal_rescope_agree")
    await slack.settle()

    page = shown(mia.view["blocks"])
    assert "wishes" not in page
    assert "🟢 *Goal 1*" in page, "it stands by the new plan"
    assert "• target of First reply: 2 hours → 4 hours" in page
    assert page.index("<@UMIA> agreed to it") < page.index("<@UANA> changed it"), "newest first"


async def test_a_wish_that_is_sent_back_leaves_the_card(slack):
    [one] = await save(slack.database, goal(1))
    await wishes(slack, one)
    mia = await card(slack, MIA)

    await mia.click(mia.view, "goal_rescope_wish")
    await slack.settle()
    assert (await mia.submit({"wish": "Keep the day"})).errors == {}
    await slack.settle()
    await mia.close()

    assert "wishes to change" not in shown(mia.view["blocks"])


async def test_what_is_in_the_way_of_a_goal_stands_on_its_card_for_those_who_may_know(slack):
    await save(slack.database, goal(1), goal(2, title="Another"))
    ana = await card(slack, ANA)
    await ana.click(ana.view, "goal_blocked")
    await slack.settle()
    assert (await ana.submit({"blocker": "Nobody approves <!here>"})).errors == {}
    await slack.settle()
    await ana.close()

    mine = shown(ana.view["blocks"])
    assert "🚧 *You are blocked here* · since Friday 20 November\n>Nobody approves &lt;!here&gt;\n" in mine
    await ana.click(ana.view, "goal_explain")
    await slack.settle()
    assert (await ana.submit({"why": "Two were ill"})).errors == {}
    await slack.settle()
    await ana.close()
    assert "<@UANA> explained where it stands\n>Two were ill" in shown(ana.view["blocks"])
    assert "blocked here" not in shown((await card(slack, ANA, 2)).view["blocks"])
    above = await card(slack, OLU)
    assert "🚧 *<@UANA> is blocked here* · since Friday 20 November" in shown(above.view["blocks"])
    assert "blocker_open" not in str(above.view)
    mia = await card(slack, MIA)
    await mia.click(mia.view, "blocker_open")
    await slack.settle()
    assert "Nobody approves" in shown(mia.view["blocks"])
    assert len(mia.views) == 3, "on top of the card"


async def test_a_goal_without_numbers_is_never_said_to_be_off_track(slack):
    await save(slack.database, goal(1, owner=MIA.id, level=Level.TEAM, kpis=(), confidence=Confidence.AT_RISK))
    mia = await card(slack, MIA)
    assert "⚪ *Goal 1* · `G-1`\ndue 31 March 2027\nno KPI yet" in shown(mia.view["blocks"])
    await mia.click(mia.view, "goal_explain")
    await slack.settle()

    assert (await mia.submit({"why": "We wait for the vendor", "tell": "now"})).errors == {}
    await slack.settle()

    heard = shown(slack.person(OLU.id).dm()[-1]["blocks"])
    assert "⚪ <@UMIA>'s goal *Goal 1*\nno KPI yet, and nothing below it that counts\nThey say *at risk*." in heard
    mine = await mia.command("/goal")
    assert "Goal 1 (no number yet)" in mine.text
    assert "off track" not in shown(mine.blocks) + heard


async def test_a_number_that_was_set_right_stands_in_the_history(slack):
    [one] = await save(slack.database, goal(1))
    read = KpiReading(goal=1, kpi=one.kpis[0].id, value=42, at=IN_NOVEMBER, by="")
    async with slack.database.transaction() as store:
        await store.readings.add(read)
        await store.readings.correct([(read.kpi, read.at)], now=NOW)
        await store.readings.add(read.model_copy(update={"value": 4}))
    ana = slack.person(ANA.id)
    for value in ("3.5", "3"):
        await ana.command("/check-in")
        await slack.settle()
        assert (await ana.submit({"goal-1-kpi-1": value, "went_well": "Calm"})).errors == {}
        await slack.settle()

    page = shown((await card(slack, MIA)).view["blocks"])

    assert "A file or another system corrected a number\n• First reply of 3 Nov: 42 hours → 4 hours" in page
    assert "<@UANA> corrected a number\n• First reply of 20 Nov: 3.5 hours → 3 hours" in page
    assert "4 first, 3 last" in page, "what was wrong is no part of its way"


async def test_each_step_of_a_goal_has_who_and_why(slack):
    await save(slack.database, goal(1, owner=MIA.id, level=Level.TEAM, title="Fast replies"))
    mia, ana = await card(slack, MIA), slack.person(ANA.id)
    await mia.click(mia.view, "goal_cascade")
    await slack.settle()
    await mia.submit({"people": [ANA.id]})
    await slack.settle()
    await ana.click(ana.dm()[-1], "goal_edit")
    await slack.settle()
    assert (await ana.submit({"title": "My replies"})).errors == {}
    await slack.settle()
    await ana.close(all=True)
    await mia.click(mia.dm()[-1], "goal_agree")
    await slack.settle()
    ana = await card(slack, ANA, 2)
    await ana.click(ana.view, "goal_close")
    await slack.settle()
    assert (await ana.submit({"outcome": "dropped", "dropped_why": "The shop closes", "learned": "Ask"})).errors == {}
    await slack.settle()
    await ana.close()

    page = shown(ana.view["blocks"])

    steps = [
        "✖️ *My replies*",
        "dropped on 20 November 2026",
        "<@UANA> dropped it\n>The shop closes",
        "<@UMIA> agreed to it",
        "<@UANA> proposed it\n• title: Fast replies → My replies",
        "<@UMIA> set it\n>Cascaded from G-1",
    ]
    assert [step for step in steps if step not in page] == []
    assert [page.index(step) for step in steps] == sorted(page.index(step) for step in steps)


def reading(value, *, days=0, **facts):
    return KpiReading(goal=1, kpi=1, value=value, at=IN_NOVEMBER + timedelta(days=days), **{"by": ANA.id} | facts)


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        pytest.param([reading(4), reading(3)], [], id="two of one moment that both stand"),
        pytest.param([reading(4, check_in=1), reading(3, days=7, check_in=2)], [], id="two weeks"),
        pytest.param([reading(4, corrected_at=NOW), reading(4, days=1)], [], id="taken away, and another day's"),
        pytest.param([reading(4, corrected_at=NOW), reading(4, by="")], [], id="the same number"),
        pytest.param(
            [reading(4, corrected_at=NOW), reading(3, corrected_at=NOW + timedelta(days=1)), reading(2)],
            [("3 hours", "2 hours"), ("4 hours", "3 hours")],
            id="twice",
        ),
        pytest.param(
            [reading(4, check_in=1, corrected_at=NOW), reading(3, by="")], [("4 hours", "3 hours")], id="from outside"
        ),
    ],
)
def test_what_is_a_correction(readings, told):
    found = corrections(goal(1, kpis=(Kpi(id=1, name="n", unit="hours", baseline=6, target=2),)), readings)

    assert [(one.before, one.after) for event in found for one in event.changes.values()] == told


def test_done_or_not_is_corrected_in_words():
    kpi = Kpi(id=1, name="Live", kind=Kind.YES_NO, baseline=0, target=1)

    [event] = corrections(goal(1, kpis=(kpi,)), [reading(1, corrected_at=NOW), reading(0, by="")])

    assert (event.what, event.by, event.at) == (Happened.CORRECTED, None, NOW)
    assert event.changes == {"kpi 1 2026-11-03": Change(before="done", after="not done")}
