"""Changing what is agreed: the owner's wish, what the manager says, and the history with both targets."""

from company import ANA, MIA, SAM
from pictures import props
from pictures.stage import Stage, scene

TITLE = "Changing what is agreed"
WHY = "Two of us left in October, and nobody came yet."


@scene()
async def wished_and_agreed(stage: Stage) -> None:
    """Ana wishes for another target; Mia asks for a change, then agrees."""
    goals, ana = await props.grow(stage), stage.person(ANA)
    target, card = f"target-{goals.ana.kpis[0].id}", f"goal-acts-{goals.ana.id}"
    await ana.command("/goal")
    await stage.press(ANA, ana.dm()[-1], "goal_open", block=card)
    await stage.press(ANA, ana.view, "goal_rescope")
    await stage.form(ANA, "goal-rescope-form", "Rescoping a goal: another target, day or way, and why")
    await stage.send(ANA, why=WHY)
    await stage.form(ANA, "goal-rescope-form-errors", "Where nothing is different")
    await stage.send(ANA, **{target: "90", "due": "2027-02-28"})
    await stage.form(ANA, "goal-rescope-proposed", "Until the manager agrees it stands as it was")
    await stage.close(ANA)

    asked = await stage.message(MIA, "goal-rescope-asked", "The manager sees both plans", saying="wishes to change")
    await stage.press(MIA, asked, "goal_rescope_wish")
    await stage.form(MIA, "goal-rescope-wish-form", "Asking for another change")
    await stage.send(MIA, wish="Keep the day; a hundred minutes are fine.")
    await stage.form(MIA, "goal-rescope-wished", "The owner reads it")
    await stage.close(MIA)
    await stage.message(MIA, "goal-rescope-sent-back", "The card says so", saying="Another change of")
    told = await stage.message(
        ANA,
        "goal-rescope-decided-wish",
        "The owner reads the wish, and can propose another change",
        saying="Keep the day",
    )
    for minutes in ("95", "100"):
        await stage.press(ANA, told, "goal_rescope")
        await stage.send(ANA, **{target: minutes, "why": WHY})
        await stage.close(ANA)
    await stage.message(MIA, "goal-rescope-replaced", "A newer wish takes the place of the one before", saying="newer")
    await stage.press(MIA, stage.said(MIA, "goal_rescope_agree"), "goal_rescope_agree")
    await stage.message(MIA, "goal-rescope-agreed", "What is left of the card", saying="Agreed: the change")
    await stage.message(
        ANA, "goal-rescope-decided", "The owner hears by what it stands now", saying="agreed to the change"
    )

    await ana.command("/goal")
    await stage.press(ANA, ana.dm()[-1], "goal_open", block=card)
    await stage.form(ANA, "goal-card-rescoped", "The history keeps both targets, with who, when and why")


@scene()
async def nobody_above(stage: Stage) -> None:
    """Sam has no manager: what he changes holds at once."""
    await props.save(stage, props.goal(owner=SAM))
    await stage.type(SAM, "/goal")
    await stage.press(SAM, stage.person(SAM).dm()[-1], "goal_open")
    await stage.press(SAM, stage.person(SAM).view, "goal_rescope")
    await stage.form(SAM, "goal-rescope-form-alone", "Without a manager it holds at once")
    await stage.send(SAM, **{"target-1": "80", "why": WHY})
    await stage.form(SAM, "goal-rescoped-alone", "The history keeps what was before")


SCENES = (wished_and_agreed, nobody_above)
