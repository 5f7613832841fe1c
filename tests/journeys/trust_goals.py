"""What is written about goals in the world of `test_nobody_reads_too_much.py`: from proposals to warnings and endings."""

from datetime import date
from typing import Any

from trust_policy import ANA, BO, DEE, MIA, OLU

from domain.goals import Goal, Level, State
from domain.notices import GoalReached
from prowling import mark
from running import Running
from storage.store import Store

ABOUT: dict[str, Any] = {"starts": date(2026, 7, 1), "due": date(2026, 12, 31)}


async def opened(slack: Running, who: str, typed: str) -> Any:
    """Have somebody type a command; return them, before the window it opens."""
    person = slack.person(who)
    assert (await person.command(typed)).error is None
    await slack.bot.tasks.done()
    return person


async def shared_goals(store: Store) -> None:
    """Store a goal of the company and of a team, and a draft."""
    goals = [("CompanyGoal", OLU, Level.COMPANY, State.ACTIVE), ("TeamGoal", MIA, Level.TEAM, State.ACTIVE)]
    goals.append(("AnaDraft", ANA, Level.INDIVIDUAL, State.DRAFT))
    for name, owner, level, state in goals:
        await store.goals.save(Goal(ref=name[:3], title=mark(name), owner=owner.id, level=level, state=state, **ABOUT))


async def propose(slack: Running, who: str, title: str, kpi: str, step: str = "Half way") -> None:
    """Propose a goal with that KPI and milestone."""
    person = await opened(slack, who, "/goal new")
    smart = {"title": title, "kpi": kpi, "baseline": "2", "target": "6", "due": "2026-12-31", "parent": "2"}
    smart["milestones"] = f"2026-12-15 {step}"
    assert await person.options(person.view, "parent", "")
    assert (await person.submit(smart)).errors == {}
    await slack.settle()


async def goal(slack: Running, owner: str) -> None:
    """Propose it; Mia wishes for a change of Bo's, and agrees to what comes then."""
    who, mia = f"U{owner.upper()}", slack.person(MIA.id)
    await propose(slack, who, mark(f"{owner}Goal"), mark(f"{owner}Kpi"), mark(f"{owner}Step"))
    if owner == "Bo":
        await mia.click(mia.dm()[-1], "goal_wish")
        await slack.settle()
        await mia.submit({"wish": mark("BoWish")})
        await slack.settle()
        bo = slack.person(who)
        await bo.click(bo.dm()[-1], "goal_edit")
        await slack.settle()
        await bo.submit({"target": "3"})
        await slack.settle()
    await mia.click(mia.dm()[-1], "goal_agree")
    await slack.settle()


async def end_goals(slack: Running) -> None:
    """Bo closes a goal of his and drops another, and says what he learned and why."""
    closed = {"score-0": "0.5", "learned": mark("BoLearned")}
    await end_goal(slack, "End", "BoEnded", closed)
    dropped = {"outcome": "dropped", "learned": mark("BoLearnedLess"), "dropped_why": mark("BoWhyDropped")}
    await end_goal(slack, "Drop", "BoDropped", dropped)


async def end_goal(slack: Running, ref: str, name: str, said: dict[str, str]) -> None:
    """Close a goal from the message that says it was reached."""
    async with slack.database.transaction() as store:
        ended = await store.goals.save(Goal(ref=ref, title=mark(name), owner=BO.id, state=State.ACTIVE, **ABOUT))
        word = GoalReached(to=BO.id, goal=ended.id or 0, title=ended.title)
        await store.outbox.put(word, now=slack.clock())
    await slack.settle()
    await press(slack, BO.id, "goal_close", said)


async def press(slack: Running, who: str, action: str, said: dict[str, Any]) -> None:
    """Press the button of somebody's newest message that has it, and send the form it opens."""
    person = slack.person(who)
    await person.click(next(one for one in reversed(person.dm()) if action in str(one["blocks"])), action)
    await send(slack, person, said)


async def on_card(slack: Running, who: str, title: str, action: str, said: dict[str, Any]) -> None:
    """Open the card of one's goal from the Home tab, press a button there, and send its form."""
    person = slack.person(who)
    async with slack.database.reading() as store:
        [number] = [goal.id for goal in await store.goals.of(who) if goal.title == title]
    await person.open_home()
    await person.click(person.home, "goal_open", block_id=f"goal-acts-{number}")
    await slack.bot.tasks.done()
    await person.click(person.view, action)
    await send(slack, person, said)


async def send(slack: Running, person: Any, said: dict[str, Any]) -> None:
    """Send the form on top."""
    await slack.bot.tasks.done()
    sent = await person.submit(said)
    assert (sent.error, sent.errors) == (None, {})
    await slack.settle()
    await person.close(all=True) if person.view else None


async def in_trouble(slack: Running) -> None:
    """Ana and Dee explain goals of theirs; Bo all that one can say of one that falls behind."""
    await on_card(slack, ANA.id, mark("AnaGoal"), "goal_explain", {"why": mark("AnaOldExplains")})
    async with slack.database.transaction() as store:
        await store.goals.save(Goal(ref="Dee", title=mark("DeeGoal"), owner=DEE.id, state=State.ACTIVE, **ABOUT))
    await on_card(slack, DEE.id, mark("DeeGoal"), "goal_explain", {"why": mark("DeeExplains")})
    title = mark("BoGoal")
    await on_card(slack, BO.id, title, "goal_explain", {"why": mark("BoExplains"), "tell": "now"})
    await on_card(slack, BO.id, title, "goal_blocked", {"blocker": f"{mark('BoHindered')} Scales were never gauged"})
    await on_card(slack, BO.id, title, "goal_rescope", {"why": mark("BoRescopes"), "due": "2027-01-31"})
    await press(slack, MIA.id, "goal_rescope_wish", {"wish": mark("MiaWishes")})
    await on_card(slack, BO.id, title, "goal_rescope", {"why": mark("BoRescopesAgain"), "due": "2027-02-28"})
    mia = slack.person(MIA.id)
    await mia.click(next(one for one in reversed(mia.dm()) if "goal_rescope_agree" in str(one)), "goal_rescope_agree")
    await slack.settle()


async def hand_over(slack: Running) -> None:
    """Mia is asked who takes over what was Dee's, and gives it to Bo."""
    await press(slack, MIA.id, "goal_hand_over", {"owner": BO.id})


async def update_number(slack: Running) -> None:
    """Bo tells a new number of his first goal, with a note."""
    bo = slack.person(BO.id)
    await bo.open_home()
    await bo.click(bo.home, "goal_update")
    await slack.settle()
    kpi = next(block["block_id"] for block in bo.view["blocks"] if str(block["block_id"]).startswith("kpi-"))
    assert (await bo.submit({kpi: "5", "note": mark("BoNumberNote")})).errors == {}
