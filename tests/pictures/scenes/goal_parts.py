"""Who hears of a goal that is theirs, or that they contribute to; and what is asked when a cycle ends."""

from datetime import date, timedelta

from company import ANA, BO, HANA, MIA
from domain.cycles import Cycle
from pictures import props
from pictures.scenes.timing import MONDAY
from pictures.stage import Stage, scene

TITLE = "Parts in a goal, and cycles that end"
QUARTER = Cycle(name="2026Q4", starts=date(2026, 9, 1), ends=date(2026, 11, 20))
NEXT = Cycle(name="2027Q1", starts=date(2026, 11, 21), ends=date(2027, 2, 26))
QUEUE = {
    "title": "An empty queue every evening",
    "level": "team",
    "owner": BO.id,
    "kpi": "Open tickets",
    "direction": "less",
    "baseline": "90",
    "target": "10",
    "due": "2027-03-31",
    "contributors": [ANA.id],
}


@scene()
async def given(stage: Stage) -> None:
    """Mia sets a goal of the team for Bo, with Ana's help; Hana changes it."""
    await stage.type(MIA, "/goal new")
    await stage.press(MIA, stage.person(MIA).view, "level", "team")
    await stage.send(MIA, **QUEUE)
    await stage.close(MIA)
    await stage.message(BO, "goal-part-owner", "Whoever is to lead a goal hears of it", saying="yours to lead")
    await stage.message(ANA, "goal-part-contributor", "Contributors hear that they were named", saying="contributor")
    await stage.type(HANA, "/goal tree")
    await stage.press(HANA, stage.person(HANA).view, "goal_open", block="goal-1")
    await stage.press(HANA, stage.person(HANA).view, "goal_change")
    await stage.send(HANA, target="20", due="2027-04-30")
    await stage.message(
        BO, "goal-changed-owner", "What somebody else changed, from what to what", saying="changed your"
    )


@scene()
async def cycle_over(stage: Stage) -> None:
    """The quarter ends with a goal of Ana's still open; she carries it over."""
    async with stage.slack.database.transaction() as store:
        for one in (QUARTER, NEXT):
            await store.cycles.open(one)
        await store.goals.save(await store.cycles.placed(props.goal(due=QUARTER.ends)))
    await stage.until(MONDAY)
    today = await stage.message(ANA, "goal-cycle-over", "A cycle ends: what becomes of it?", saying="still open")
    await stage.press(ANA, today, "goal_carry_over")
    await stage.form(ANA, "goal-closing-form-carry-over", "The form, with that choice and the end of the next cycle")
    await stage.send(ANA, learned="Ask the night shift first")
    await stage.close(ANA)
    await stage.slack.pass_time(timedelta(minutes=1))
    await stage.message(ANA, "goal-cycle-answered", "What is answered is struck out", saying="· carried over")


SCENES = (given, cycle_over)
