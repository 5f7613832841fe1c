"""`/team-status`: the manager's page, its lists, and the words for whoever manages nobody."""

from datetime import UTC, datetime, timedelta

from company import ANA, BO, MIA, NOW, SAM
from domain.check_ins import GoalAnswer
from domain.goals import Confidence
from pictures import props
from pictures.scenes.blockers import raised
from pictures.stage import Stage, scene

TITLE = "Team status"
WEDNESDAY = datetime(2026, 11, 18, 10, tzinfo=UTC)


@scene()
async def the_page(stage: Stage) -> None:
    """Ana is blocked, Bo has not answered."""
    await props.save(stage, props.goal(), props.second(BO))
    await props.answered(stage, BO, props.FRIDAY - props.WEEK)
    await raised(stage, **{"goal-1-confidence": "at_risk"})
    page = await stage.reply(MIA, "/team-status", "team-status", "What the manager still owes, and how the team is")
    await stage.person(MIA).click(page, "status_more", block_id="team-status")
    await stage.form(MIA, "team-status-list", "Everyone, in a window")


@scene()
async def all_is_well(stage: Stage) -> None:
    """Everybody has answered and was thanked, and Mia has read it."""
    for person in (ANA, BO):
        await props.answered(stage, person, props.FRIDAY, read_at=NOW, read_by=MIA.id)
        await stage.type(SAM, f"/kudos @{person.first_name.lower()} for the calm handover to {person.first_name}")
    await stage.reply(MIA, "/team-status", "team-status-calm", "Nobody waits, nobody is blocked")


@scene(now=WEDNESDAY, enrolled=WEDNESDAY - timedelta(days=1))
async def new_here(stage: Stage) -> None:
    """Enrolled yesterday: nobody was asked yet."""
    await stage.reply(MIA, "/team-status", "team-status-new", "A team that was not asked yet")


@scene()
async def sure_of_goals(stage: Stage) -> None:
    """Weeks of answers about goals, and goals that hang on nothing."""
    loose = (props.goal(number, owner=BO, title=f"Something of Bo's, number {number}") for number in (3, 4, 5))
    goals = await props.grow(stage)
    await props.save(stage, props.of_the_team(ref="TE-2", title="Trained for the winter"), *loose)
    for weeks, (ana, bo) in enumerate((("at_risk", "off_track"), ("on_track", "at_risk"), ("on_track", "on_track")), 1):
        for person, goal, sure in ((ANA, goals.ana, ana), (BO, goals.bo, bo)):
            said = (GoalAnswer(goal=goal.id or 0, confidence=Confidence(sure)),)
            await props.answered(
                stage, person, props.FRIDAY - weeks * props.WEEK, goals=said, read_at=NOW, read_by=MIA.id
            )
    page = await stage.reply(
        MIA, "/team-status", "team-status-goals", "How sure the team was of its goals, and which hang in the air"
    )
    await stage.press(MIA, page, "status_more", block="alignment")
    await stage.form(
        MIA, "team-status-in-the-air", "All goals that serve no other one, nobody works under, or have no number"
    )
    await stage.close(MIA)
    await stage.person(MIA).open_home()  # where charts are tried
    await stage.slack.settle()
    await stage.reply(MIA, "/team-status", "team-status-chart", "The same, where Slack draws charts and tables")


@scene()
async def one_person(stage: Stage) -> None:
    """Mia looks at Ana alone, at last week, and takes a file."""
    await props.grow(stage)
    await props.answered(stage, ANA, props.FRIDAY - props.WEEK)
    await stage.reply(MIA, "/team-status @ana", "team-status-one", "One person, with their goals")
    await stage.reply(MIA, "/team-status last week", "team-status-last", "The week before")
    await stage.reply(MIA, "/team-status export", "team-status-export", "The file comes in a moment")
    await stage.message(MIA, "team-status-file", "Twelve weeks as a file for a spreadsheet", saying="files")


@scene()
async def nudged(stage: Stage) -> None:
    """Mia nudges Ana twice; Bo put it off."""
    await stage.type(BO, "/check-in snooze 2h")
    for again, about in (("", "Nudging whose check-in is missing"), ("-again", "Another day, and for the last time")):
        await stage.type(MIA, "/team-status")
        await stage.press(MIA, stage.said(MIA, "status_nudge"), "status_nudge")
        await stage.form(MIA, f"team-nudged{again}", f"{about}: who was reminded, who was not and why")
        await stage.close(MIA)
        await stage.message(ANA, f"check-in-nudge{again}", f"{about}: what they read", saying="would like to read")
        stage.slack.clock.forward(timedelta(days=3))


@scene()
async def nobody(stage: Stage) -> None:
    """The same words for an empty team and for anyone else's."""
    await stage.reply(SAM, "/team-status", "team-status-nothing", "Nothing to show")
    await stage.reply(MIA, "/team-status help", "team-status-help", "Help on the command")
    await stage.reply(MIA, "/team-status @ana @bo", "team-status-two", "One person at a time")


SCENES = (the_page, all_is_well, sure_of_goals, one_person, nudged, new_here, nobody)
