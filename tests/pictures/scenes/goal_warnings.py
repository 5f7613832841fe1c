"""Goals that fall behind, and goals whose owner left: what the *Today* message says, and what can be answered."""

from datetime import timedelta

from company import ANA, BO, MIA
from domain.goals import Confidence, Goal
from domain.people import Person
from pictures import props
from pictures.scenes.timing import MONDAY
from pictures.stage import Stage, scene

TITLE = "Goals that fall behind"


def behind(owner: Person = ANA) -> Goal:
    """Return a goal that is off track, though its owner says that it is not."""
    return props.second(owner).model_copy(update={"confidence": Confidence.ON_TRACK})


@scene()
async def explained(stage: Stage) -> None:
    """Ana is warned first, explains, and has Mia hear it; Bo says what is in the way."""
    await props.save(stage, behind(), behind(BO).model_copy(update={"ref": "G-3"}))
    await stage.until(MONDAY)
    today = await stage.message(ANA, "goal-warning", "A goal falls behind: its owner hears first", saying="off track")
    await stage.press(ANA, today, "goal_explain")
    await stage.form(ANA, "goal-explain-form", "Explaining it, for the record or for the manager now")
    await stage.send(ANA, why="Two of us were on the migration; from Monday on it moves again.", tell="now")
    await stage.form(ANA, "goal-explained", "Kept with the goal")
    await stage.close(ANA)
    await stage.message(ANA, "goal-warning-answered", "What is answered is struck out", saying="· explained")
    await stage.message(MIA, "goal-warned", "The manager hears it, because its owner says so", saying="tells you how")

    await stage.press(BO, stage.said(BO, "off track"), "goal_blocked")
    await stage.form(BO, "goal-blocked-form", "Saying what is in the way")
    await stage.send(BO, blocker="Nobody can approve the new texts", helper=ANA.id)
    await stage.form(BO, "goal-blocked", "Who hears of it now")
    await stage.close(BO)
    await stage.message(MIA, "goal-blocker-manager", "The manager's card names the goal", saying="In the way of")
    await stage.message(ANA, "goal-blocker-helper", "Whoever helps reads nothing of the goal", saying="approve the new")


@scene()
async def unanswered(stage: Stage) -> None:
    """Ana says nothing for two working days."""
    await props.save(stage, behind())
    await stage.until(MONDAY + timedelta(days=3))
    await stage.message(
        MIA, "goal-unanswered", "After two working days of silence the manager hears", saying="has not answered"
    )


@scene()
async def owner_left(stage: Stage) -> None:
    """Ana leaves; Mia gives her goal to Bo."""
    await props.save(stage, props.goal())
    await stage.slack.emulator.change(ANA.id, deleted=True)
    await stage.until(MONDAY)
    today = await stage.message(
        MIA, "goal-orphaned", "The owner of a goal has left: who takes it?", saying="has left, and"
    )
    await stage.press(MIA, today, "goal_hand_over")
    await stage.form(MIA, "goal-hand-over-form", "Handing a goal over")
    await stage.send(MIA, owner=BO.id)
    await stage.form(MIA, "goal-given", "It is somebody else's now")
    await stage.message(BO, "goal-handed-over", "The new owner hears of it", saying="handed you")


SCENES = (explained, unanswered, owner_left)
