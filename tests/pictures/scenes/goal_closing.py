"""When a goal is over: closed with a score, carried over, dropped, celebrated."""

from datetime import timedelta

from company import ANA, BO, MIA
from domain.goals import Goal, Kpi
from domain.people import Person
from pictures import props
from pictures.stage import Stage, scene

TITLE = "When a goal is over"
LEARNED = "The night shift knows best which questions come back; ask them first."


def two_results() -> Goal:
    """Return a goal with two key results, one further than the other."""
    reply = Kpi(name="First reply", unit="minutes", baseline=180, target=60, value=84)
    articles = Kpi(name="Help articles", unit="articles", baseline=0, target=20, value=12)
    return props.goal(kpis=(reply, articles))


async def card(stage: Stage, person: Person, goal: Goal, typed: str = "/goal") -> None:
    """Open a goal's card, and the form that ends it on top of it."""
    await stage.type(person, typed)
    actor = stage.person(person)
    where, block = (actor.view, f"goal-{goal.id}") if actor.view else (actor.dm()[-1], f"goal-acts-{goal.id}")
    await stage.press(person, where, "goal_open", block=block)
    await stage.press(person, actor.view, "goal_close")


@scene()
async def closed(stage: Stage) -> None:
    """Ana closes a goal with two key results."""
    [goal] = await props.save(stage, two_results())
    first, second = (f"score-{kpi.id}" for kpi in goal.kpis)
    await card(stage, ANA, goal)
    await stage.form(
        ANA, "goal-closing-form", "Closing a goal: a score for each key result, suggested by the arithmetic"
    )
    await stage.send(ANA, **{first: "8", second: "much", "learned": LEARNED})
    await stage.form(ANA, "goal-closing-form-errors", "What is no score")
    await stage.send(ANA, **{first: "0.8", second: "0.7"})
    await stage.form(ANA, "goal-closed", "The score, with its sum")
    await stage.close(ANA)
    await stage.message(
        MIA, "goal-ended", "The manager hears how it ended, and what was learned", saying="closed their"
    )
    await stage.type(MIA, "/goal @ana")
    await stage.form(MIA, "goal-person-closed", "What has ended stays below what is open")
    await stage.press(MIA, stage.person(MIA).view, "goal_open")
    await stage.form(MIA, "goal-card-closed", "The card of a closed goal: score and sentence, for owner and manager")


@scene()
async def carried_over_and_dropped(stage: Stage) -> None:
    """Ana carries one goal over; Mia drops the other while Ana has its form open."""
    [first, second] = await props.save(stage, props.goal(), props.second())
    await card(stage, ANA, first)
    await stage.send(ANA, outcome="carried_over", learned=LEARNED, until="2027-03-31")
    await stage.form(ANA, "goal-carried-over", "A new goal goes on from here")
    await stage.close(ANA)
    await stage.message(MIA, "goal-ended-carried", "The manager hears that it goes on", saying="carried over")

    await card(stage, ANA, second)
    await card(stage, MIA, second, "/goal @ana")
    await stage.send(MIA, outcome="dropped", dropped_why="The help pages move to the vendor.", learned=LEARNED)
    await stage.form(MIA, "goal-dropped", "A dropped goal has no score")
    await stage.message(
        ANA, "goal-ended-dropped", "The owner hears who dropped it, and why", saying="dropped your goal"
    )
    await stage.send(ANA, learned=LEARNED)
    await stage.form(ANA, "goal-ended-already", "A form from before says who was first")


@scene()
async def celebrated(stage: Stage) -> None:
    """Mia closes the team's goal with 0.7; the kudos channel hears of it."""
    queue = (Kpi(name="Open tickets", baseline=90, target=0, value=27),)
    [goal] = await props.save(stage, props.of_the_team(kpis=queue, contributors=(BO.id, ANA.id)))
    await card(stage, MIA, goal)
    await stage.send(MIA, learned=LEARNED)
    await stage.form(MIA, "goal-closed-shared", "A team's goal that was reached")
    for _ in range(2):
        await stage.slack.pass_time(timedelta(minutes=1))
    await stage.message(
        ANA, "goal-celebrated", "The kudos channel hears whose work it was, by name", saying="Reached", channel="CKUDOS"
    )
    await stage.message(MIA, "goal-reached-closed", "Its owner is congratulated, too", saying="You reached")


SCENES = (closed, carried_over_and_dropped, celebrated)
