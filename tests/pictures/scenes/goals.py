"""Goals: the list, a new one by SMART, what the manager says, new numbers."""

from datetime import date

from company import ANA, BO, MIA, OLU
from domain.goals import Kind, Kpi, State
from pictures import props
from pictures.stage import Stage, scene

TITLE = "Goals"


@scene()
async def proposed_and_agreed(stage: Stage) -> None:
    """Ana proposes, Mia asks for a change, Ana proposes again, Mia agrees."""
    ana, mia = stage.person(ANA), stage.person(MIA)
    await stage.reply(ANA, "/goal", "goal-none", "No goals yet")
    await ana.command("/goal new")
    await stage.form(ANA, "goal-form", "A new goal, letter by letter of SMART")
    await ana.submit({"title": "Answer faster", "kpi": "First reply"})
    await stage.form(ANA, "goal-form-errors", "What a machine can find missing")
    await ana.submit(props.SMART)
    await stage.form(ANA, "goal-recorded", "It waits for the manager")

    card = await stage.message(MIA, "goal-proposed", "The manager is asked: is it realistic?")
    await mia.click(card, "goal_wish")
    await stage.form(MIA, "goal-wish-form", "Asking for a change")
    await mia.submit({"wish": "Three hours is plenty for nights."})
    await stage.form(MIA, "goal-wished", "The owner reads it")
    await stage.close(MIA)
    await stage.message(MIA, "goal-proposal-changed", "The card says what was asked for")
    told = await stage.message(ANA, "goal-decided-wish", "The owner reads the wish", saying="nights")
    await ana.close(all=True) if ana.views else None
    await ana.click(told, "goal_edit")
    await stage.form(ANA, "goal-form-edit", "The form again, with the wish above it")
    await ana.submit({"target": "3"})
    card = await stage.message(MIA, "goal-proposed-again", "Proposed once more", saying="once more")
    await mia.click(card, "goal_agree")
    await stage.message(MIA, "goal-proposal-agreed", "The card says that it is agreed")
    await stage.message(ANA, "goal-decided", "The owner hears that it is active")


@scene()
async def numbers(stage: Stage) -> None:
    """The list, and a new number."""
    audit = Kpi(name="The audit is passed", kind=Kind.YES_NO, baseline=0, target=1)
    passed = props.goal(3, title="Pass the audit", due=date(2027, 1, 31), kpis=(audit,))
    await props.save(stage, props.goal(), props.second(), passed)
    page = await stage.reply(ANA, "/goal", "goal-list", "My goals, each with its sum")
    await stage.person(ANA).click(page, "goal_update")
    await stage.form(ANA, "goal-update-form", "A new number")
    await stage.person(ANA).submit({"kpi-1": "92"})
    await stage.form(ANA, "goal-updated", "What it means")
    await stage.close(ANA)
    await stage.press(ANA, page, "goal_update", block="goal-acts-3")
    await stage.form(ANA, "goal-update-form-yes-no", "What is done or not")


@scene()
async def many(stage: Stage) -> None:
    """More goals than a message holds."""
    await props.save(stage, *(props.thought(n, BO) for n in range(1, 24)))
    await stage.person(BO).open_home()
    await stage.slack.settle()
    await stage.person(BO).click(stage.person(BO).home, "goal_more")
    await stage.form(BO, "goal-page", "The rest is a click away")


@scene()
async def all_states(stage: Stage) -> None:
    """A draft, a proposed and an active goal; more than a message holds."""
    draft = props.goal(2, title="Learn the tide tables", state=State.DRAFT, due=date(2027, 1, 31))
    asked = props.goal(3, title="Answer on Sundays, too", state=State.PROPOSED, due=date(2027, 2, 28))
    await props.save(stage, props.goal(), draft, asked, props.of_the_company())
    await stage.reply(ANA, "/goal", "goal-list-states", "A draft, one that waits for the manager, one that is active")
    await props.save(stage, *(props.thought(number) for number in range(4, 25)))
    await stage.reply(ANA, "/goal", "goal-list-many", "The ten that are due first; the rest is a click away")


@scene()
async def nobody_above(stage: Stage) -> None:
    """Olu has no manager: what is proposed is active at once."""
    await stage.type(OLU, "/goal new")
    await stage.form(OLU, "goal-form-no-manager", "Without a manager nobody has to agree")
    await stage.send(OLU, **props.SMART)
    await stage.form(OLU, "goal-recorded-no-manager", "It is active at once")


@scene()
async def words(stage: Stage) -> None:
    """Help on the command."""
    await stage.reply(ANA, "/goal help", "goal-help", "Help on the command")


SCENES = (proposed_and_agreed, numbers, many, all_states, nobody_above, words)
