"""Kudos afterwards: undone, asked twice, taken down, looked at, told of on Monday; goals that are reached."""

from datetime import UTC, datetime, timedelta

from company import ANA, BO, HANA, MIA
from domain.goals import KpiReading
from pictures import props
from pictures.stage import Stage, scene

TITLE = "Kudos afterwards"
WEDNESDAY = datetime(2026, 11, 18, 10, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, 1, tzinfo=UTC)
WHY = "It mocks an illness. Say what Bo did, or say nothing."


@scene()
async def undone(stage: Stage) -> None:
    """Ana takes it back, and reads that older ones stay."""
    await stage.type(ANA, "/kudos @mia for the talk")
    stage.slack.clock.forward(timedelta(minutes=3))
    await stage.type(ANA, "/kudos @bo for the calm handover")
    await stage.reply(ANA, "/kudos undo", "kudos-undone", "Taken back within ten minutes")
    await stage.message(BO, "kudos-taken-back", "The receiver's message says so", saying="took back")
    await stage.reply(ANA, "/kudos undo", "kudos-undone-before", "A second undo asks before it takes an older one")
    stage.slack.clock.forward(timedelta(minutes=10))
    await stage.reply(ANA, "/kudos undo", "kudos-undo-late", "After ten minutes it stays")


@scene()
async def said_twice(stage: Stage) -> None:
    """The same words to the same person ask first."""
    line = "/kudos @bo for the calm handover"
    await stage.type(ANA, line)
    card = await stage.reply(ANA, line, "kudos-again", "The same words within two minutes ask first")
    await stage.type(ANA, "/kudos")
    await stage.send(ANA, receivers=[BO.id], reason="the calm handover")
    await stage.form(ANA, "kudos-again-form", "The form asks, too")
    await stage.close(ANA)
    await stage.press(ANA, card, "kudos_leave")
    await stage.message(ANA, "kudos-left", "Left as it is", saying="Left as it is")


@scene()
async def taken_down(stage: Stage) -> None:
    """Hana takes abusive kudos down, with a reason its giver reads."""
    await stage.type(ANA, "/kudos @bo for finally not being ill #care")
    await stage.type(HANA, "/kudos manage")
    await stage.form(HANA, "kudos-manage", "The people team looks after kudos")
    await stage.press(HANA, stage.person(HANA).view, "kudos_take_down", block="kudos-1")
    await stage.form(HANA, "kudos-take-down-form", "Taking one down, with a reason")
    field = next(one["block_id"] for one in stage.person(HANA).view["blocks"] if one["type"] == "input")
    await stage.send(HANA, **{field: WHY})
    await stage.form(HANA, "kudos-down", "What happened to it")
    await stage.message(ANA, "kudos-taken-down", "The giver reads why", saying="took down your kudos")
    await stage.message(BO, "kudos-gone", "Who was thanked reads only that they are gone", saying="people team")
    await stage.type(BO, "/kudos mine")
    await stage.form(BO, "kudos-mine-taken-down", "Among those one received they are gone")
    await stage.close(BO)
    await stage.type(ANA, "/kudos mine")
    await stage.press(ANA, stage.person(ANA).view, "kudos_given")
    await stage.form(ANA, "kudos-given-taken-down", "Among those one gave the reason stays")
    await stage.close(ANA)
    await stage.reply(BO, "/kudos manage", "kudos-manage-refused", "Only the people team can")


@scene()
async def mine(stage: Stage) -> None:
    """What I received and gave."""
    await stage.type(BO, "/kudos mine")
    await stage.form(BO, "kudos-mine-empty", "None received yet")
    await stage.press(BO, stage.person(BO).view, "kudos_given")
    await stage.form(BO, "kudos-given-empty", "None given yet")
    await stage.close(BO)
    await stage.type(ANA, "/kudos @bo for the calm handover #care")
    await stage.type(BO, "/kudos @ana for the tide table")
    await stage.type(BO, "/kudos mine")
    await stage.form(BO, "kudos-mine", "Kudos I received")
    await stage.press(BO, stage.person(BO).view, "kudos_given")
    await stage.form(BO, "kudos-mine-given", "Kudos I gave, with the way to take the last one back")


@scene(now=WEDNESDAY)
async def recap(stage: Stage) -> None:
    """Monday's recap, and goals that are reached."""
    [team, own] = await props.save(stage, props.of_the_team(), props.goal())
    await stage.type(ANA, "/kudos @bo @mia for the calm handover #care")
    await stage.type(MIA, "/kudos @ana for the tide table #craft")
    async with stage.slack.database.transaction() as store:
        for goal in (team, own):
            kpi, now = goal.kpis[0], stage.slack.clock()
            read = KpiReading(goal=goal.id or 0, kpi=kpi.id or 0, value=kpi.target, at=now, by=goal.owner)
            await store.readings.add(read)
    await stage.slack.pass_time(timedelta(minutes=1))
    await stage.message(ANA, "goal-reached", "A goal is reached", saying="You reached your goal")
    await stage.message(
        MIA, "goal-reached-shared", "A team's goal is told of on Monday", saying="You reached your goal"
    )
    await stage.until(MONDAY)
    await stage.message(ANA, "kudos-recap", "On Monday the channel reads what for, not who most", channel="CKUDOS")


SCENES = (undone, said_twice, taken_down, mine, recap)
