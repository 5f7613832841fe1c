"""Planning goals: those of the company and its teams, drafts with all that a goal can have, cascading, two at once."""

from company import ANA, BO, HANA, MIA, OLU
from domain.goals import Goal, State
from domain.people import Person
from pictures import props
from pictures.stage import Stage, scene

TITLE = "Planning goals"
OF_THE_COMPANY = {"title": "Calm winters", "level": "company", "owner": OLU.id, "due": "2027-06-30"}
WRONG = {
    "title": "An empty queue",
    "level": "team",
    "kpi": "Open tickets",
    "kind": "number",
    "direction": "more",
    "baseline": "90",
    "target": "0",
    "milestones": "soon",
    "due": "2027-03-31",
}


async def choose(stage: Stage, person: Person, level: str) -> None:
    """Say whose goal it is to be; the form is drawn anew for that."""
    await stage.person(person).click(stage.person(person).view, "level", level)
    await stage.slack.settle()


@scene()
async def shared(stage: Stage) -> None:
    """Hana sets a goal of the company; Mia tries one of the team, with mistakes."""
    await stage.type(HANA, "/goal new")
    await choose(stage, HANA, "company")
    await stage.form(HANA, "goal-form-shared", "The people team sets goals of the company and its teams, too")
    await stage.send(HANA, **OF_THE_COMPANY)
    await stage.form(HANA, "goal-set", "It is active at once, and everyone sees it")
    await stage.close(HANA)
    await stage.type(MIA, "/goal new")
    await choose(stage, MIA, "team")
    await stage.send(MIA, **WRONG)
    await stage.form(MIA, "goal-form-team-errors", "What contradicts itself is said at its field")
    await stage.close(MIA)


@scene()
async def with_everything(stage: Stage) -> None:
    """Ana's draft has a parent, milestones and contributors."""
    goals = await props.grow(stage)
    await props.save(stage, goals.ana.model_copy(update={"state": State.DRAFT}))
    page = await stage.reply(ANA, "/goal", "goal-list-draft", "A draft waits in the list")
    await stage.press(ANA, page, "goal_edit")
    await stage.form(ANA, "goal-form-whole", "All that a goal can say: what it serves, its way, who contributes")


async def team_goal(stage: Stage) -> Goal:
    """Store the team's goal below the company's, and Bo's below it."""
    [company] = await props.save(stage, props.of_the_company())
    [team] = await props.save(stage, props.of_the_team(parent=company.id))
    await props.save(stage, props.second(BO).model_copy(update={"parent": team.id}))
    return team


@scene()
async def cascaded(stage: Stage) -> None:
    """Mia asks Ana and Bo to take on a part; Bo has one already."""
    team, mia = await team_goal(stage), stage.person(MIA)
    page = await stage.reply(MIA, "/goal", "goal-list-team", "A team's goal in its owner's list")
    await stage.press(MIA, page, "goal_open", block=f"goal-acts-{team.id}")
    await stage.press(MIA, mia.view, "goal_cascade")
    await stage.form(MIA, "goal-cascade-form", "Several people at once can take on a part of a goal")
    await stage.send(MIA, people=[ANA.id, BO.id])
    await stage.form(MIA, "goal-cascade-done", "Who was asked, and who has one below it already")
    await stage.close(MIA)
    asked = await stage.message(ANA, "goal-cascaded", "Each gets a draft of their own", saying="take on a part")
    await stage.press(ANA, asked, "goal_edit")
    await stage.form(ANA, "goal-cascade-draft", "The draft begins with the same number, below the team's goal")


@scene()
async def two_at_once(stage: Stage) -> None:
    """Mia changes the team's goal while Olu does."""
    team, mia = await team_goal(stage), stage.person(MIA)
    for person in (MIA, OLU):
        await stage.type(person, "/goal tree")
        await stage.press(person, stage.person(person).view, "goal_open", block=f"goal-acts-{team.id}")
        await stage.press(person, stage.person(person).view, "goal_change")
    await stage.form(OLU, "goal-change-form", "Changing a goal that everybody shares")
    await stage.send(OLU, target="10", due="2027-01-31")
    await stage.form(OLU, "goal-changed", "What it said before stands in its history")
    await stage.send(MIA, title="An empty queue on Fridays")
    await stage.form(MIA, "goal-changed-meanwhile", "Two at once: the second reads what changed, and loses nothing")
    await stage.send(MIA)
    await stage.close(MIA)
    await stage.type(MIA, "/goal tree")
    await stage.press(MIA, mia.view, "goal_open", block=f"goal-acts-{team.id}")
    await stage.form(MIA, "goal-card-changed", "Both changes stand in the history, with what was before")


SCENES = (shared, with_everything, cascaded, two_at_once)
