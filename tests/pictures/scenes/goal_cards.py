"""The goal tree, a goal's card, and what somebody else is to reach."""

from company import ANA, MIA, SAM
from pictures import props
from pictures.stage import Stage, scene

TITLE = "The goal tree and a goal's card"
OPEN, FOLD = "goal_open", "goal_tree_toggle"


@scene()
async def tree(stage: Stage) -> None:
    """Mia folds the tree, and walks from the company's goal down to Ana's."""
    await stage.type(SAM, "/goal tree")
    await stage.form(SAM, "goal-tree-empty", "Before there are goals")
    await stage.close(SAM)
    goals, mia = await props.grow(stage), stage.person(MIA)
    await stage.type(MIA, "/goal tree")
    await stage.form(MIA, "goal-tree", "The goals of the company, of its teams and of the people one leads")
    await stage.press(MIA, mia.view, FOLD, block=f"goal-acts-{goals.company.id}")
    await stage.form(MIA, "goal-tree-folded", "The same, folded")
    await stage.press(MIA, mia.view, OPEN, block=f"goal-acts-{goals.company.id}")
    await stage.form(MIA, "goal-card-company", "A goal without numbers stands where those below it stand")
    await stage.press(MIA, mia.view, OPEN, block=f"goal-{goals.team.id}")
    await stage.form(MIA, "goal-card-team", "The card of a team's goal, for whoever may change it")
    await stage.press(MIA, mia.view, OPEN, block=f"goal-{goals.ana.id}")
    await stage.form(MIA, "goal-card-manager", "The manager's view of a goal, noted for its owner")
    await stage.close(MIA)

    await stage.type(ANA, "/goal tree")
    await stage.form(ANA, "goal-tree-own", "Of individual goals only one's own stand in the tree")
    await stage.press(ANA, stage.person(ANA).view, OPEN, block=f"goal-{goals.ana.id}")
    await stage.form(
        ANA, "goal-card-own", "The owner's view: the sum, the way so far, milestones, and what they can do"
    )
    await stage.close(ANA)


@scene()
async def of_somebody(stage: Stage) -> None:
    """Mia asks for Ana's goals, Sam for Mia's and Ana's."""
    await stage.reply(MIA, "/goal @ana", "goal-person-none", "A report without a goal")
    await props.grow(stage)
    await stage.type(MIA, "/goal @ana")
    await stage.form(MIA, "goal-person", "The goals of somebody in one's line")
    await stage.close(MIA)
    await stage.type(SAM, "/goal @mia")
    await stage.form(SAM, "goal-person-shared", "Of anyone else only the goals that everybody shares")
    await stage.close(SAM)
    await stage.reply(SAM, "/goal @ana", "goal-person-nothing", "Where there is nothing to see")
    await stage.reply(MIA, "/goal @ana @bo", "goal-person-two", "One person at a time")


SCENES = (tree, of_somebody)
