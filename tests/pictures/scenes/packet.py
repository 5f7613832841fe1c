"""The review packet: its highlights opened, other days chosen, the page sent."""

from datetime import date

from company import ANA, BO, MIA
from domain.goals import Milestone, State
from pictures import props
from pictures.stage import Stage, scene

TITLE = "The review packet"


@scene()
async def ordered(stage: Stage) -> None:
    """Mia opens what there is about Ana, looks at other days, and has the page sent."""
    steps = (Milestone(title="Pilot with two teams", due=date(2026, 10, 1), share=0.4, done_on=date(2026, 9, 28)),)
    await props.save(stage, props.goal().model_copy(update={"milestones": steps}))
    over = {
        "state": State.CLOSED,
        "score": 0.75,
        "learned": "Macros answer half of the mail.",
        "ended_on": date(2026, 9, 30),
    }
    await props.save(stage, props.goal(9, title="Fewer open tickets").model_copy(update=over))
    await props.answered(stage, ANA, props.FRIDAY)
    await stage.reply(MIA, "/review packet @ana", "packet-opened", "The answer, for where no window opens")
    await stage.form(MIA, "packet-window", "The highlights: what is thin, goals with scores, evidence by month")
    mia = stage.slack.person(MIA.id)
    await mia.click(mia.view, "review_send")
    await stage.slack.settle()
    await stage.form(MIA, "packet-ordered", "The page is being made")
    await stage.message(MIA, "packet-sent", "The page arrives as a file", saying="files")


@scene()
async def words(stage: Stage) -> None:
    """Help, and whoever may not."""
    await stage.reply(ANA, "/review help", "packet-help", "Help on the command")
    await stage.reply(BO, "/review packet @ana", "packet-refused", "For anyone else there is nothing to show")


SCENES = (ordered, words)
