"""`/team-status`: the manager's page, its lists, and the words for whoever manages nobody."""

from datetime import UTC, datetime, timedelta

from company import ANA, BO, MIA, NOW, SAM
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
    await stage.person(MIA).click(page, "status_more")
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
async def nobody(stage: Stage) -> None:
    """The same words for an empty team and for anyone else's."""
    await stage.reply(SAM, "/team-status", "team-status-nothing", "Nothing to show")
    await stage.reply(MIA, "/team-status help", "team-status-help", "Help on the command")


SCENES = (the_page, all_is_well, new_here, nobody)
